"""The words of the telephone, once for the whole project; the carrier's stay at the border."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language in which every prompt exists."""

    VI = "vi"
    EN = "en"

    @property
    def other(self) -> "Language":
        """The language that the star key switches to."""
        return Language.EN if self is Language.VI else Language.VI


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in every language."""

    vi: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.vi if language is Language.VI else self.en


class TaskKind(StrEnum):
    """What a branch does with a matter, as `branches.yaml` writes it."""

    RECEIVE = "R"
    INFORM = "I"
    ADVISE = "A"
    FEEDBACK = "F"


class AgencyKind(StrEnum):
    """Whether an agency is a state body; the law on recording and feedback differs."""

    STATE = "state"
    ASSOCIATION = "association"


class Stage(StrEnum):
    """Where in the call the caller, or an officer on a leg of it, is."""

    GATE = "gate"
    MENU = "menu"
    HUNT = "hunt"
    OFFER = "offer"
    CLOSED = "closed"
    CALLBACK = "callback"
    NUMBER = "number"
    NUMBER_OK = "number_ok"
    RECORD = "record"
    CONFIRM = "confirm"
    WHISPER = "whisper"
    CHECK = "check"
    VERIFY = "verify"
    THROUGH = "through"
    PIN = "pin"
    OFFICER = "officer"
    OWED = "owed"
    DIALED = "dialed"
    SPOKEN = "spoken"
    LATER = "later"
    LATER_OK = "later_ok"
    ON_DUTY = "on_duty"
    OFF_DUTY = "off_duty"
    STAND_IN = "stand_in"
    RESULT = "result"
    PASS_ON = "pass_on"
    CALLED = "called"
    WRAP_UP = "wrap_up"
    AWAY = "away"
    END = "end"


class Reason(StrEnum):
    """Why the call stands where it stands, as far as the decision knew."""

    NOBODY_ON_DUTY = "nobody_on_duty"
    ALL_BUSY = "all_busy"
    ALL_TRIED = "all_tried"
    NOT_YET_OPEN = "not_yet_open"
    OUT_OF_HOURS = "out_of_hours"
    HOLIDAY = "holiday"
    CALLBACK_REQUESTED = "callback_requested"
    MESSAGE_LEFT = "message_left"
    TALKED = "talked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNSCREENED = "unscreened"
    TOO_LATE = "too_late"
    GONE = "gone"
    GAVE_UP = "gave_up"
    BLOCKED = "blocked"
    KEYED = "keyed"
    OUR_FAULT = "our_fault"


class EventKind(StrEnum):
    """One kind for each thing that the carrier tells us, or that we find out ourselves."""

    CALL_STARTED = "call_started"
    KEY = "key"
    RESUMED = "resumed"
    LEG_ENDED = "leg_ended"
    LEG_PROGRESS = "leg_progress"
    WHISPERED = "whispered"
    LEG_KEY = "leg_key"
    MESSAGE_RECORDED = "message_recorded"
    RECORDING_DONE = "recording_done"
    CALL_PROGRESS = "call_progress"
    CALL_ENDED = "call_ended"
    LISTED = "listed"
    CHECK_ANSWERED = "check_answered"
    CHECK_KEY = "check_key"
    CHECK_ENDED = "check_ended"
    OFFICER_CALLED = "officer_called"
    OFFICER_KEY = "officer_key"
    OFFICER_DIALED = "officer_dialed"
    OFFICER_ENDED = "officer_ended"
    FAULT = "fault"


class LegOutcome(StrEnum):
    """How one officer's leg ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    MACHINE = "machine"
    DECLINED = "declined"
    FAILED = "failed"
    CANCELED = "canceled"


class CheckKind(StrEnum):
    """What a check is of: a number, a number that is to be verified, or the whole way in."""

    LINE = "line"
    VERIFY = "verify"
    THROUGH = "through"


class Grade(StrEnum):
    """What a check of a number found: only a key pressed in time proves a person."""

    PASSED = "passed"
    MAILBOX = "mailbox"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    BAD_NUMBER = "bad_number"


class Verdict(StrEnum):
    """How a citizen's call ended."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    NOT_ANSWERED = "not_answered"
    MENU_ENDED = "menu_ended"
    OUT_OF_HOURS = "out_of_hours"
    BLOCKED = "blocked"
    TEST = "test"


MISSED = frozenset({Verdict.ABANDONED, Verdict.NOT_ANSWERED})
OFFERED = MISSED | {Verdict.ANSWERED}


class Cause(StrEnum):
    """Why a call was not answered, or what kind of leaving it was."""

    NOBODY_ON_DUTY = "nobody_on_duty"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    MACHINE = "machine"
    BUSY = "busy"
    BAD_NUMBER = "bad_number"
    OUR_FAULT = "our_fault"
    SHORT = "short"
    HUNG_UP = "hung_up"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    NOT_YET_OPEN = "not_yet_open"
    LINE_CHECK = "line_check"
    OFFICERS_MENU = "officers_menu"


class MessageState(StrEnum):
    """The life of a message's audio on our side."""

    WAITING = "waiting"
    STORED = "stored"
    ABSENT = "absent"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    LOST = "lost"
    DELETED = "deleted"


class CallbackState(StrEnum):
    """The life of what a missed caller is owed."""

    OPEN = "open"
    CLOSED = "closed"


class CallbackOutcome(StrEnum):
    """How a callback came to be closed.

    `self_reached`: the citizen called again and got through. `unreachable`: tried often enough, at
    different hours. From `nuisance` on nobody needs to be called back, for that reason.
    """

    REACHED = "reached"
    SELF_REACHED = "self_reached"
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    NUISANCE = "nuisance"
    WRONG_NUMBER = "wrong_number"
    DUPLICATE = "duplicate"
    OTHER_CHANNEL = "other_channel"


SPOKEN = frozenset({CallbackOutcome.REACHED, CallbackOutcome.SELF_REACHED})
_NOT_NEEDED = ("nuisance", "wrong_number", "duplicate", "other_channel")
NOT_NEEDED = frozenset(map(CallbackOutcome, _NOT_NEEDED))


class Did(StrEnum):
    """What somebody did about a callback; `tried`: the citizen was dialled, whoever picked up."""

    CLAIMED = "claimed"
    RELEASED = "released"
    TRIED = "tried"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    POSTPONED = "postponed"
    CLOSED = "closed"
    MOVED = "moved"
    NOTED = "noted"


class Channel(StrEnum):
    """By what way somebody did something."""

    KEYPAD = "keypad"
    CALL = "call"
    COMMAND = "command"
    WEB = "web"
    AUTO = "auto"


class CallResult(StrEnum):
    """What an officer says came of a talk."""

    SOLVED = "solved"
    NOTED = "noted"
    PASSED_ON = "passed_on"
    NUISANCE = "nuisance"


class OfficerCallKind(StrEnum):
    """Why we call an officer, other than to check the number."""

    CALLBACK = "callback"
    WRAP_UP = "wrap_up"


class Level(StrEnum):
    """Who is to be told: the officers of a branch, its head, or those over all branches."""

    OFFICER = "officer"
    HEAD = "head"
    SUPERVISOR = "supervisor"


class Role(StrEnum):
    """As what an officer is on duty; rung in this order."""

    PRIMARY = "primary"
    DEPUTY = "deputy"
    LEADER = "leader"


class AbsenceReason(StrEnum):
    """Why an officer is away, as inspections tally it."""

    MISSION = "mission"
    STUDY = "study"
    MEETING = "meeting"
    LEAVE = "leave"
