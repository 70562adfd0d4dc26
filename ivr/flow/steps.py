"""What a caller or an officer gets next: a closed union of frozen values.

A step says what is spoken, what is listened for, and the position that the next request will come
back with. `ivr/twiml.py` renders it and decides nothing; a new step fails type checking until it is
rendered.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from ivr.flow.position import Position
from ivr.flow.switchboard import Officer
from ivr.flow.words import Language


class Prompt(StrEnum):
    """The name of one spoken sentence; what it says stands in `ivr/prompts.py`."""

    GREET = "greet"
    OTHER_LANGUAGE = "other_language"
    MENU_INTRO = "menu_intro"
    MENU_CHOICE = "menu_choice"
    MENU_NAV = "menu_nav"
    SUB_NAV = "sub_nav"
    INVALID = "invalid"
    NO_INPUT = "no_input"
    CHOOSE_AGAIN = "choose_again"
    TO_DESK = "to_desk"
    CONNECTING = "connecting"
    HOLD = "hold"
    WHISPER = "whisper"
    WHISPER_ENGLISH = "whisper_english"
    WHISPER_ACCEPT = "whisper_accept"
    WHISPER_DECLINE = "whisper_decline"
    WHISPER_LATE = "whisper_late"
    BUSY = "busy"
    NOBODY = "nobody"
    OFFER_MESSAGE = "offer_message"
    OFFER_CALLBACK = "offer_callback"
    OFFER_WAIT = "offer_wait"
    OFFER_DESK = "offer_desk"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    NOT_YET_OPEN = "not_yet_open"
    REOPENS = "reopens"
    EXTRA_KEY = "extra_key"
    BLOCKED = "blocked"
    BLOCKED_WRITE = "blocked_write"
    EMERGENCY = "emergency"
    CALLBACK_OK = "callback_ok"
    CALLBACK_YES = "callback_yes"
    CALLBACK_OTHER = "callback_other"
    ASK_NUMBER = "ask_number"
    NUMBER_BACK = "number_back"
    NUMBER_YES = "number_yes"
    NUMBER_AGAIN = "number_again"
    NUMBER_INVALID = "number_invalid"
    CALLBACK_NOTED = "callback_noted"
    VOICEMAIL = "voicemail"
    VM_SEND = "vm_send"
    VM_LISTEN = "vm_listen"
    VM_AGAIN = "vm_again"
    VM_EMPTY = "vm_empty"
    VM_SENT = "vm_sent"
    BYE = "bye"
    CHECK = "check"
    CHECK_PRESS = "check_press"
    VERIFY = "verify"
    CHECK_AGAIN = "check_again"
    CHECK_DONE = "check_done"
    CHECK_NOT_DONE = "check_not_done"
    THROUGH = "through"
    PIN_ASK = "pin_ask"
    PIN_WRONG = "pin_wrong"
    PIN_SIX = "pin_six"
    PIN_LOCKED = "pin_locked"
    OFFICER_MENU = "officer_menu"
    OFFICER_NEXT = "officer_next"
    OFFICER_DUTY = "officer_duty"
    OFFICER_RESULT = "officer_result"
    OFFICER_MINE = "officer_mine"
    OFFICER_VERIFY = "officer_verify"
    OFFICER_UP = "officer_up"
    OFFICER_NAV = "officer_nav"
    OFFICER_NO_INPUT = "officer_no_input"
    OFFICER_NOTED = "officer_noted"
    OFFICER_BYE = "officer_bye"
    OWED = "owed"
    OWED_MISSES = "owed_misses"
    OWED_PASSED_ON = "owed_passed_on"
    OWED_DUE = "owed_due"
    OWED_LATE = "owed_late"
    OWED_TRIES = "owed_tries"
    OWED_MESSAGE = "owed_message"
    OWED_CALL = "owed_call"
    OWED_SKIP = "owed_skip"
    OWED_NONE = "owed_none"
    OWED_TAKEN = "owed_taken"
    CITIZEN_CALLED = "citizen_called"
    CITIZEN_NOT_THERE = "citizen_not_there"
    CITIZEN_BARRED = "citizen_barred"
    SPOKEN_YES = "spoken_yes"
    SPOKEN_NO = "spoken_no"
    SPOKEN_LATER = "spoken_later"
    LATER_ASK = "later_ask"
    LATER_BAD = "later_bad"
    LATER_BACK = "later_back"
    DUTY_ON = "duty_on"
    DUTY_NOT = "duty_not"
    DUTY_AWAY = "duty_away"
    DUTY_MISSION = "duty_mission"
    DUTY_STUDY = "duty_study"
    DUTY_MEETING = "duty_meeting"
    DUTY_LEAVE = "duty_leave"
    DUTY_BACK = "duty_back"
    DUTY_ENTERED = "duty_entered"
    DUTY_STAND_IN = "duty_stand_in"
    DUTY_RETURNED = "duty_returned"
    DUTY_GAP = "duty_gap"
    DUTY_REFUSED = "duty_refused"
    STAND_IN_ASK = "stand_in_ask"
    STAND_IN = "stand_in"
    STAND_IN_NONE = "stand_in_none"
    TALK = "talk"
    TALK_SOLVED = "talk_solved"
    TALK_NOTED = "talk_noted"
    TALK_PASS_ON = "talk_pass_on"
    TALK_NUISANCE = "talk_nuisance"
    TALK_NONE = "talk_none"
    TALK_TO_BRANCH = "talk_to_branch"
    VERIFY_SOON = "verify_soon"
    CALLED = "called"
    CALLED_NOT_NOW = "called_not_now"
    CALLED_MESSAGE = "called_message"
    CALLED_SETTLED = "called_settled"
    CALLED_RELEASED = "called_released"
    CALLED_WRAP_UP = "called_wrap_up"
    BOOKS_AWAY = "books_away"
    BOOKS_AGAIN = "books_again"
    BOOKS_DESK = "books_desk"
    ONE_MOMENT = "one_moment"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A prompt to speak, with its blanks filled in; `variant` picks a recording of its own."""

    prompt: Prompt
    language: Language
    blanks: tuple[tuple[str, str], ...] = ()
    variant: str = ""


@dataclass(frozen=True, slots=True)
class MessageAudio:
    """A caller's message, played to themselves or to an officer, by the carrier's recording id."""

    recording_sid: str


Speech = Sentence | MessageAudio


@dataclass(frozen=True, slots=True)
class Option:
    """A key that is listened for, and how it is announced; None where it works unannounced."""

    key: str
    sentence: Sentence | None


@dataclass(frozen=True, slots=True)
class Listen:
    """Speak, then wait for one key; silence comes back to the same place without a key.

    On an officer's leg `hang_up_on_silence` ends the leg instead: a whisper that merely ran out
    would join a mailbox to the citizen.
    """

    lead: tuple[Speech, ...]
    options: tuple[Option, ...]
    then: Position
    timeout_s: int
    nav: tuple[Sentence, ...] = ()
    hang_up_on_silence: bool = False

    def __post_init__(self) -> None:
        """Refuse to listen for nothing: such a step would be a dead end."""
        if not self.options:
            raise ValueError("a step that listens must offer a key")


@dataclass(frozen=True, slots=True)
class AskDigits:
    """Speak, then take several digits up to `finish`; silence comes back without digits."""

    lead: tuple[Sentence, ...]
    then: Position
    timeout_s: int
    longest: int
    finish: str = "#"


@dataclass(frozen=True, slots=True)
class Ring:
    """Tell the caller to hold and ring one officer, who must press a key before they are joined."""

    lead: tuple[Sentence, ...]
    officer: Officer
    timeout_s: int
    talk_s: int
    caller_id: str
    then: Position
    whisper: Position


@dataclass(frozen=True, slots=True)
class CallCitizen:
    """Tell an officer to hold and call a citizen back: they are joined as soon as it is picked up.

    The officer's star key ends the talk, and the officer stays on the line.
    """

    lead: tuple[Sentence, ...]
    number: str = field(repr=False)
    timeout_s: int
    talk_s: int
    caller_id: str
    then: Position


@dataclass(frozen=True, slots=True)
class Pause:
    """Speak, keep the caller waiting for a while, then go on from `then`."""

    lead: tuple[Sentence, ...]
    pause_s: int
    then: Position


@dataclass(frozen=True, slots=True)
class PressKeys:
    """Press keys on the line, as a caller does, some time after one another, then go on at once."""

    keys: str
    before_s: int
    between_s: int
    then: Position


@dataclass(frozen=True, slots=True)
class RecordMessage:
    """Speak, beep, and record until `#`, silence or the limit."""

    lead: tuple[Sentence, ...]
    longest_s: int
    silence_s: int
    then: Position


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Speak, if there is anything to say, and hang up this leg."""

    lead: tuple[Sentence, ...]
    then: Position


@dataclass(frozen=True, slots=True)
class Join:
    """Let the officer's whisper run out, which joins the two lines."""

    then: Position


@dataclass(frozen=True, slots=True)
class Nothing:
    """Answer with an empty document: nobody is there to hear it."""

    then: Position


Step = (
    Listen
    | AskDigits
    | Ring
    | CallCitizen
    | Pause
    | PressKeys
    | RecordMessage
    | Goodbye
    | Join
    | Nothing
)
