"""Each step as the document that it must be, and every document as the carrier would take it."""

import xml.etree.ElementTree as ET
from urllib.parse import parse_qsl, urlsplit

import pytest

from ivr.flow.position import Position
from ivr.flow.scene import say
from ivr.flow.steps import Goodbye, Listen, Option, Pause, Prompt, Ring
from ivr.flow.words import Language, Reason, Stage
from ivr.prompts import TEXTS
from ivr.signature import is_genuine
from ivr.twiml import CONTENT_TYPE, EMPTY, PLAYBACK, PROMPTS
from simulator.signing import signature
from simulator.twiml_reader import read_twiml
from simulator.verbs import Hangup
from tests.harness import PUBLIC_URL, TOKEN
from tests.ivr.documents import (
    ENGLISH,
    KEY_1,
    OFFICER,
    START,
    STEPS,
    VI,
    menu,
    plain,
    renderer,
    url,
)

RECORDED = {
    (Language.VI, "bye"): "bye.wav",
    (Language.VI, "greet"): "greet.mp3",
    (Language.VI, "menu_choice.mot-cua"): "menu_choice.mot-cua.wav",
    (Language.EN, "menu_choice"): "menu_choice.wav",
}


def read(document):
    """Return the verbs of a document, read as strictly as can be."""
    return read_twiml(document, CONTENT_TYPE)


def check(step, expected, **options):
    """Compare whole documents, and let the carrier's stand-in read ours."""
    document = renderer(**options).render(step)

    assert plain(document.decode()) == plain(f"<Response>{expected}</Response>")
    read(document)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_the_document_that_it_must_be(name):
    step, expected = STEPS[name]

    check(step, expected)


def test_a_step_rendered_again_is_the_same_document():
    ours = renderer()

    for step, _ in STEPS.values():
        assert ours.render(step) == ours.render(step) == renderer().render(step)


def test_two_menus_that_differ_only_in_their_place_are_two_documents():
    ours = renderer()

    documents = {ours.render(menu(Language.VI, Position(n=n))) for n in range(500)}

    assert len(documents) == 500


def test_what_was_recorded_is_played_and_what_was_not_is_said():
    expected = (
        f'<Gather action="{KEY_1}" method="POST" numDigits="1" finishOnKey="" timeout="5">'
        f"<Play>{url(PROMPTS)}/vi/greet.mp3</Play>"
        f"<Play>{url(PROMPTS)}/vi/menu_choice.mot-cua.wav</Play>"
        f"<Say {VI}>Nghe lại, phím chín. Gặp cán bộ trực, phím không.</Say>"
        f'</Gather><Redirect method="POST">{KEY_1}</Redirect>'
    )

    check(menu(Language.VI, START), expected, recorded=RECORDED)


def test_a_recording_without_a_name_in_it_is_never_played_for_a_sentence_with_one():
    document = renderer(RECORDED).render(menu(Language.EN, ENGLISH)).decode()

    assert "<Play>" not in document


def test_the_carriers_word_for_an_empty_answer_is_a_document():
    assert read_twiml(EMPTY, CONTENT_TYPE) == ()


def test_signs_of_markup_in_a_name_are_said_and_not_obeyed():
    sneaky = "</Say><Dial>+84900000009</Dial> \"một\" & 'hai' <b>"
    step = Goodbye((say(START, Prompt.CONNECTING, lead=sneaky),), START)

    document = renderer().render(step)

    said, end = read(document)
    assert said.text == f"Xin ông bà giữ máy, đang nối máy đến {sneaky}."
    assert end == Hangup()


# Every address.


def addresses(document):
    root = ET.fromstring(document)
    texts = [e.text for e in root.iter() if e.tag in ("Redirect", "Play") and e.text]
    names = ("action", "url", "statusCallback", "recordingStatusCallback")
    return texts + [e.get(name) for e in root.iter() for name in names if e.get(name)]


@pytest.mark.parametrize("name", STEPS)
def test_every_address_is_absolute_ours_and_genuine_once_the_carrier_has_signed_it(name):
    step, _ = STEPS[name]

    for address in addresses(renderer(RECORDED).render(step)):
        bare = address.partition("#")[0]
        assert address.startswith(f"{PUBLIC_URL}/")
        assert address.isascii()
        form = [("CallSid", "CA1")]
        assert is_genuine(bare, form, signature(TOKEN, address, form), [TOKEN])


@pytest.mark.parametrize("name", STEPS)
def test_every_address_carries_the_place_that_the_step_leads_to(name):
    step, _ = STEPS[name]
    places = {step.then, getattr(step, "whisper", step.then)}

    for address in addresses(renderer().render(step)):
        parts = urlsplit(address)
        if parts.path.startswith("/voice/") and parts.path != PLAYBACK:
            assert Position.parse(dict(parse_qsl(parts.query))) in places


@pytest.mark.parametrize("name", STEPS)
def test_only_callbacks_that_nobody_waits_for_are_repeated_by_the_carrier(name):
    step, _ = STEPS[name]

    for address in addresses(renderer().render(step)):
        is_event = urlsplit(address).path in ("/voice/leg", "/voice/recording")
        assert (urlsplit(address).fragment == "rc=3&rp=all") == is_event


def test_the_address_of_the_longest_hunt_is_short_enough_for_any_server():
    tried = tuple(f"van-phong-uy-ban-nhan-dan-tinh-{n:04}" for n in range(40))
    at = Position(n=9999, stage=Stage.WHISPER, branch="b" * 40, desk=True, tried=tried[:36])
    step = Ring((), OFFICER, 20, 3600, "+84500000000", at, at.leg("C" * 34))

    document = renderer().render(step)

    read_twiml(document, CONTENT_TYPE)
    assert max(len(address) for address in addresses(document)) < 2000


# Limits.


@pytest.mark.parametrize("language", Language)
def test_the_longest_menu_that_a_file_may_have_stays_within_the_carriers_limits(language):
    words = ("nghiệng " * 40)[:500].strip()
    at = Position(n=9999, lang=language, menu="m" * 40)
    choices = tuple(
        Option(str(n), say(at, Prompt.MENU_CHOICE, variant="v" * 40, choice=words, key="chín"))
        for n in range(1, 9)
    )
    step = Listen((say(at, Prompt.GREET), say(at, Prompt.INVALID)), choices, at, 20)

    document = renderer().render(step)

    gather, _ = read(document)
    assert len(gather.prompt) == 10
    assert len(document) < 16 * 1024


@pytest.mark.parametrize("prompt", Prompt)
@pytest.mark.parametrize("language", Language)
def test_every_sentence_can_be_said(prompt, language):
    names = (
        *("province", "choice", "key", "lead", "branch", "name", "when", "digits"),
        *("count", "post"),
    )
    text = TEXTS[prompt].in_(language)
    blanks = {name: name for name in names[1:] if f"{{{name}}}" in text}
    step = Goodbye((say(Position(lang=language), prompt, **blanks),), START)

    said, _ = read(renderer().render(step))

    assert "{" not in said.text
    assert said.language == ("vi-VN" if language is Language.VI else "en-US")


def test_reasons_and_places_are_all_written_into_addresses_as_they_are_read():
    for stage in Stage:
        for reason in (None, *Reason):
            at = Position(n=1, stage=stage, reason=reason)
            step = Pause((), 1, at)
            (address,) = addresses(renderer().render(step))
            assert Position.parse(dict(parse_qsl(urlsplit(address).query))) == at
