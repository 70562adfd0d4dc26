"""A step as TwiML: the only file that knows the carrier's document language. It decides nothing.

Every document ends in a verb that leads on, and every address is absolute, which is the only form
that all compatible carriers accept. A sentence that the operator has recorded is played instead.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, assert_never

from twilio.twiml.voice_response import Gather, VoiceResponse

from ivr.flow.guarding.dialing import dialable
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.position import Position
from ivr.flow.steps import (
    AskDigits,
    CallCitizen,
    Goodbye,
    Join,
    Listen,
    MessageAudio,
    Nothing,
    Pause,
    PressKeys,
    RecordMessage,
    Ring,
    Sentence,
    Speech,
    Step,
)
from ivr.flow.words import Language, Stage
from ivr.prompts import Prompts

VOICE = "/voice"
STATUS = "/voice/status"
KEY = "/voice/key"
NEXT = "/voice/next"
DIAL = "/voice/dial"
WHISPER = "/voice/whisper"
ACCEPT = "/voice/accept"
LEG = "/voice/leg"
MESSAGE = "/voice/message"
RECORDING = "/voice/recording"
CHECK = "/voice/check"
CHECK_KEY = "/voice/check/key"
CHECK_STATUS = "/voice/check/status"
CHECK_THROUGH = "/voice/check/through"
OFFICER = "/voice/officer"
OFFICER_KEY = "/voice/officer/key"
OFFICER_DIALED = "/voice/officer/dialed"
OFFICER_STATUS = "/voice/officer/status"
PLAYBACK = "/voice/playback"
PROMPTS = "/prompts"
EVENTS = frozenset({STATUS, LEG, RECORDING, CHECK_STATUS, OFFICER_STATUS})

# Where the keys that are pressed at a place go; a citizen's go to KEY.
_KEY_PATHS = {
    Stage.WHISPER: ACCEPT,
    Stage.CHECK: CHECK_KEY,
    Stage.VERIFY: CHECK_KEY,
    **dict.fromkeys(KEYPAD, OFFICER_KEY),
}
# Where a call of ours goes on after a pause, or after a fault of ours; a citizen's does at NEXT.
_NEXT_PATHS = {Stage.CHECK: CHECK, Stage.VERIFY: CHECK, Stage.THROUGH: CHECK_THROUGH}
# Event callbacks are asked again on any failure; a flow address is not, as a slow menu would
# then be said twice. Source: the carrier's page on connection overrides.
RETRIED = "#rc=3&rp=all"
VOICES = {
    Language.VI: {"language": "vi-VN", "voice": "Google.vi-VN-Neural2-A"},
    Language.EN: {"language": "en-US", "voice": "Google.en-US-Neural2-C"},
}
EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response />'
MOST_KEPT = 512
# What is left to say when even the apology failed; kept free of everything that could fail again.
LAST_WORDS = (
    '<?xml version="1.0" encoding="UTF-8"?><Response>'
    '<Say language="vi-VN" voice="Google.vi-VN-Neural2-A">'
    "Tổng đài đang gặp sự cố, xin lỗi ông bà. Xin gọi lại sau ít phút.</Say>"
    "<Hangup /></Response>"
).encode()
CONTENT_TYPE = "text/xml; charset=utf-8"


@dataclass(frozen=True)
class Renderer:
    """Renders steps for one carrier and one set of prompts.

    `playback` gives the query that lets the carrier fetch a message of this call.
    """

    public_url: str
    prompts: Prompts
    playback: Callable[[str], str]
    _kept: dict[int, tuple[Listen, bytes]] = field(default_factory=dict, compare=False)

    def render(self, step: Step) -> bytes:
        """Return the document of a step, UTF-8.

        A menu is the same step for every call that is at the same place of it, so its document is
        kept beside the step, and found again by the step's identity.
        """
        known = self._kept.get(id(step))
        if known and known[0] is step:
            return known[1]
        document = self._rendered(step)
        if isinstance(step, Listen) and step.then.stage is Stage.MENU:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[id(step)] = (step, document)
        return document

    def _rendered(self, step: Step) -> bytes:
        if isinstance(step, Join | Nothing):
            return EMPTY
        document = VoiceResponse()
        match step:
            case Listen() | AskDigits():
                self._gather(document, step)
            case Ring() | CallCitizen():
                self._dial(document, step)
            case Pause():
                self._speak(document, step.lead)
                document.pause(length=step.pause_s)
                self._go_on(document, step.then)
            case PressKeys():
                document.play(digits=_tones(step))
                self._go_on(document, step.then)
            case RecordMessage():
                self._record(document, step)
            case Goodbye():
                self._speak(document, step.lead)
                document.hangup()
            case _:
                assert_never(step)
        text: str = document.to_xml()
        return text.encode()

    def _gather(self, document: VoiceResponse, step: Listen | AskDigits) -> None:
        """Listen; whoever is silent is asked again, but for a mailbox, which would be for ever."""
        most, finish = (1, "") if isinstance(step, Listen) else (step.longest, step.finish)
        url = self._url(_KEY_PATHS.get(step.then.stage, KEY), step.then)
        gather = document.gather(
            action=url,
            method="POST",
            num_digits=most,
            finish_on_key=finish,
            timeout=step.timeout_s,
        )
        self._speak(gather, (*step.lead, *_announced(step)))
        if isinstance(step, Listen) and step.hang_up_on_silence:
            document.hangup()
        else:
            document.redirect(url, method="POST")

    def _dial(self, document: VoiceResponse, step: Ring | CallCitizen) -> None:
        self._speak(document, step.lead)
        if isinstance(step, Ring):
            self._ring(document, step)
        else:
            self._call_citizen(document, step)

    def _ring(self, document: VoiceResponse, step: Ring) -> None:
        dial = document.dial(
            action=self._url(DIAL, step.then),
            method="POST",
            timeout=step.timeout_s,
            time_limit=step.talk_s,
            caller_id=step.caller_id,
            answer_on_bridge=True,
        )
        dial.number(
            dialable(step.officer.number),
            url=self._url(WHISPER, step.whisper),
            method="POST",
            status_callback=self._url(LEG, step.whisper) + RETRIED,
            status_callback_method="POST",
            status_callback_event="answered completed",
        )

    def _call_citizen(self, document: VoiceResponse, step: CallCitizen) -> None:
        dial = document.dial(
            action=self._url(OFFICER_DIALED, step.then),
            method="POST",
            timeout=step.timeout_s,
            time_limit=step.talk_s,
            caller_id=step.caller_id,
            hangup_on_star=True,
        )
        dial.number(dialable(step.number))

    def _go_on(self, document: VoiceResponse, then: Position) -> None:
        document.redirect(self._url(_NEXT_PATHS.get(then.stage, NEXT), then), method="POST")

    def _record(self, document: VoiceResponse, step: RecordMessage) -> None:
        self._speak(document, step.lead)
        document.record(
            action=self._url(MESSAGE, step.then),
            method="POST",
            max_length=step.longest_s,
            timeout=step.silence_s,
            finish_on_key="#",
            play_beep=True,
            trim="trim-silence",
            recording_status_callback=self._url(RECORDING, step.then) + RETRIED,
            recording_status_callback_method="POST",
            recording_status_callback_event="completed absent",
        )

    def _speak(self, parent: VoiceResponse | Gather, speech: tuple[Speech, ...]) -> None:
        for said in speech:
            if isinstance(said, MessageAudio):
                query = self.playback(said.recording_sid)
                parent.play(f"{self.public_url}{PLAYBACK}?{query}")
            elif recording := self.prompts.recording(said):
                parent.play(f"{self.public_url}{PROMPTS}/{recording}")
            else:
                parent.say(self.prompts.text(said), **_voice(said))

    def _url(self, path: str, position: Position) -> str:
        query = position.query()
        return f"{self.public_url}{path}?{query}" if query else f"{self.public_url}{path}"


def _tones(step: PressKeys) -> str:
    """Return the keys with silence before and between; a capital W is a second of it."""
    return "W" * step.before_s + ("W" * step.between_s).join(step.keys)


def _voice(sentence: Sentence) -> dict[str, Any]:
    return VOICES[sentence.language]


def _announced(step: Listen | AskDigits) -> tuple[Sentence, ...]:
    """Return what is said of a step's keys; digits are asked for in its lead."""
    if isinstance(step, AskDigits):
        return ()
    return (*(option.sentence for option in step.options if option.sentence), *step.nav)
