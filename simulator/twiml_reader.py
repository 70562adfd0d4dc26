"""Reads a TwiML document as strictly as can be: what the carrier warns of is an error here.

Source: [Voice] and [Errors] for the document as a whole, each verb's page for its own rules.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise
from typing import Any, TypeVar
from urllib.parse import quote

from simulator.twiml_rules import ATTRIBUTES, SSML, VIETNAMESE_VOICES
from simulator.twiml_rules import url as url_rule
from simulator.verbs import (
    Dial,
    Document,
    Gather,
    Hangup,
    Number,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Spoken,
    Verb,
)

MOST_BYTES = 64 * 1024
MOST_NUMBERS = 10
MOST_URL_ENCODED = 4500
CONTENT_TYPES = ("text/xml", "application/xml", "text/html")
UNSUPPORTED = ("Enqueue", "Leave", "Connect", "Start", "Stop", "Refer", "Pay", "Prompt", "Sms")

V = TypeVar("V")


class TwimlError(Exception):
    """A document that the carrier would refuse or warn of; `code` is its error number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def read_twiml(body: bytes, content_type: str = "text/xml") -> Document:
    """Return the verbs of a document in order; raises TwimlError where it breaks any rule.

    [Voice]: only text/xml, application/xml and text/html run as TwiML (12300). Plain text would be
    read aloud to the caller, and audio would end the call: an application that means neither gets
    12300 too.
    """
    if content_type.partition(";")[0].strip().lower() not in CONTENT_TYPES:
        raise TwimlError(12300, f"content type {content_type!r} is not run as TwiML")
    if len(body) > MOST_BYTES:
        raise TwimlError(11750, f"document of {len(body)} bytes; 64 kB is the limit")
    root = _parse(body)
    if root.tag != "Response":
        raise TwimlError(12200, f"<{root.tag}> where <Response> is expected")
    _attributes(root)
    _no_text(root)
    document = tuple(_verb(element) for element in root)
    for verb, following in pairwise(document):
        if _ends_document(verb):
            raise TwimlError(
                12200,
                f"<{type(following).__name__}> after <{type(verb).__name__}> is unreachable",
            )
    return document


def _parse(body: bytes) -> ET.Element:
    """[Errors] 12100: no text before the XML declaration, no control characters, well-formed."""
    try:
        return ET.fromstring(body)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise TwimlError(12100, f"document does not parse: {error}") from error


def _ends_document(verb: Verb) -> bool:
    """[Redirect], [Dial], [Record], [Reject]: verbs behind these never run."""
    match verb:
        case Redirect() | Hangup() | Reject() | Record():
            return True
        case Dial(action=action):
            return action is not None
    return False


def _verb(element: ET.Element) -> Verb:
    reader = _READERS.get(element.tag)
    if element.tag in UNSUPPORTED:
        raise TwimlError(12200, f"<{element.tag}> is not supported by the simulator")
    if reader is None:
        raise TwimlError(12200, f"unknown or misplaced verb <{element.tag}>")
    return reader(element)


def _attributes(element: ET.Element) -> dict[str, Any]:
    """Check an element's attributes and return them by field name ([Errors] 12200)."""
    rules = ATTRIBUTES[element.tag]
    values: dict[str, Any] = {}
    for name, value in element.attrib.items():
        if name not in rules:
            raise TwimlError(12200, f"unknown attribute {name} on <{element.tag}>")
        try:
            values[re.sub(r"[A-Z]", lambda m: "_" + m[0].lower(), name)] = rules[name](value)
        except KeyError:
            raise TwimlError(
                12200, f"{element.tag} {name}={value!r} must be true or false"
            ) from None
        except ValueError as error:
            raise TwimlError(12200, f"{element.tag} {name}={value!r} {error}") from None
    return values


def _build(kind: type[V], element: ET.Element, **more: Any) -> V:
    """Make a verb; an attribute that is allowed but not simulated is left out."""
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    values = {k: v for k, v in _attributes(element).items() if k in known}
    return kind(**values, **more)


def _no_text(element: ET.Element) -> None:
    parts = [element.text, *(child.tail for child in element)]
    if any(part and part.strip() for part in parts):
        raise TwimlError(12200, f"text directly inside <{element.tag}>")


def _no_children(element: ET.Element) -> None:
    if len(element):
        raise TwimlError(12200, f"<{element[0].tag}> cannot be nested in <{element.tag}>")


def _content(element: ET.Element) -> str:
    _no_children(element)
    return (element.text or "").strip()


def _url_content(element: ET.Element) -> str:
    content = _content(element)
    try:
        return url_rule(content)
    except ValueError as error:
        raise TwimlError(12200, f"<{element.tag}> {content!r} {error}") from None


def _say(element: ET.Element) -> Say:
    for inner in element.iter():
        if inner is not element and inner.tag not in SSML:
            raise TwimlError(12200, f"<{inner.tag}> cannot be nested in <Say>")
    spoken = " ".join("".join(element.itertext()).split())
    if not spoken:
        raise TwimlError(12200, "<Say> without a text")
    say = _build(Say, element, text=spoken)
    inside = (element.text or "") + "".join(ET.tostring(c, encoding="unicode") for c in element)
    _check_length(say, inside.strip())
    _check_voice(say)
    return say


def _check_length(say: Say, written: str) -> None:
    """[Err13521]: Google 5000 bytes, basic 4096, Polly 3000, and 4500 once URL-encoded."""
    provider = say.voice.partition(".")[0]
    limit = {"Google": 5000, "Polly": 3000}.get(provider, 4096)
    size, encoded = len(written.encode()), len(quote(written, safe=""))
    if size > limit:
        raise TwimlError(13521, f"Say text of {size} bytes; {limit} is the limit of this voice")
    if encoded > MOST_URL_ENCODED:
        raise TwimlError(13521, f"Say text of {encoded} bytes URL-encoded; 4500 is the limit")


def _check_voice(say: Say) -> None:
    """[Say]: a language that the voice does not speak can make the verb fail."""
    if say.language == "vi-VN" and say.voice not in VIETNAMESE_VOICES:
        raise TwimlError(12200, f"vi-VN needs a full Google voice name, not {say.voice!r}")
    if say.language == "km-KH":
        raise TwimlError(12200, "no voice speaks km-KH: play a recorded file")
    named = re.match(r"(?:Google|Polly)\.([a-z]{2,3}-[A-Z]{2})-", say.voice)
    if named and named[1] != say.language:
        raise TwimlError(12200, f"voice {say.voice} does not speak {say.language}")


def _play(element: ET.Element) -> Play:
    if "digits" in element.attrib and not _content(element):
        return _build(Play, element, url="")
    return _build(Play, element, url=_url_content(element))


def _gather(element: ET.Element) -> Gather:
    """[Gather]: only Say, Play and Pause may be nested; without action it asks for itself again."""
    _no_text(element)
    prompt = []
    for child in element:
        if child.tag not in ("Say", "Play", "Pause"):
            raise TwimlError(12200, f"<{child.tag}> cannot be nested in <Gather>")
        verb = _verb(child)
        assert isinstance(verb, Spoken)
        prompt.append(verb)
    _demand(element, "action")
    return _build(Gather, element, prompt=tuple(prompt))


def _record(element: ET.Element) -> Record:
    """[Record]: without action it asks for the current document again, which loops."""
    if _content(element):
        raise TwimlError(12200, "text inside <Record>")
    _demand(element, "action")
    return _build(Record, element)


def _demand(element: ET.Element, name: str) -> None:
    if name not in element.attrib:
        raise TwimlError(12200, f"<{element.tag}> without {name} would loop over its own document")


def _dial(element: ET.Element) -> Dial:
    """[Dial]: at most ten Numbers. A number written directly into Dial is refused here."""
    _no_text(element)
    for child in element:
        if child.tag != "Number":
            raise TwimlError(12200, f"<{child.tag}> in <Dial> is not supported by the simulator")
    if not 1 <= len(element) <= MOST_NUMBERS:
        raise TwimlError(12200, f"<Dial> with {len(element)} Numbers; 1 to 10 are allowed")
    return _build(Dial, element, numbers=tuple(_number(child) for child in element))


def _number(element: ET.Element) -> Number:
    number = _content(element)
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
        raise TwimlError(13224, f"<Number> {number!r} is not an E.164 number")
    return _build(Number, element, number=number)


def _empty(kind: type[V]) -> Callable[[ET.Element], V]:
    def read(element: ET.Element) -> V:
        if _content(element):
            raise TwimlError(12200, f"text inside <{element.tag}>")
        return _build(kind, element)

    return read


_READERS: dict[str, Callable[[ET.Element], Verb]] = {
    "Say": _say,
    "Play": _play,
    "Pause": _empty(Pause),
    "Gather": _gather,
    "Dial": _dial,
    "Record": _record,
    "Redirect": lambda element: _build(Redirect, element, url=_url_content(element)),
    "Hangup": _empty(Hangup),
    "Reject": _empty(Reject),
}
