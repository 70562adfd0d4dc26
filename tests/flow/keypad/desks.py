"""An officer at the keypad: a roster, short steps, a desk that answers as a test says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from ivr.flow.board import Board, Caller
from ivr.flow.callbacks.deeds import LastCall, OwedCall
from ivr.flow.duty.roster import Absence, DutyOfficer, Roster, Shift
from ivr.flow.keypad import dialogue
from ivr.flow.keypad.away import away
from ivr.flow.keypad.errands import (
    CheckPin,
    ComeBack,
    Errand,
    FindOwed,
    FindTalk,
    GoOff,
    LetGo,
    LookAtRoster,
    LookUpOwed,
    LookUpTalk,
    Outcome,
    PinCheck,
    Question,
    Refusal,
    TakeUp,
    WantVerifying,
)
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import Step
from ivr.flow.switchboard import Officer, Switchboard
from ivr.flow.words import AbsenceReason, Role, Stage, Text
from tests.flow.scenes import (
    CALL,
    CITIZEN,
    HOTLINE,
    NINE_ON_MONDAY,
    a_branch,
    a_desk,
    a_switchboard,
    through_the_url,
)

PIN = "482915"
AN = Officer("an", "+84500000141", Text("Chuyên viên An", "Officer An"))
BINH = Officer("binh", "+84500000142", Text("Chuyên viên Bình", "Officer Binh"))
CHI = Officer("chi", "+84500000143", Text("Trưởng phòng Chi", "Head Chi"))
EVERYBODY = (AN, BINH, CHI)
OWED = OwedCall(
    id=7,
    branch="noi-vu",
    number=CITIZEN,
    misses=2,
    last_missed_at=NINE_ON_MONDAY - timedelta(minutes=20),
    due_at=NINE_ON_MONDAY + timedelta(hours=2),
)
ANOTHER = replace(OWED, id=8, misses=1, number="+84505000002")
TALK = LastCall(
    call_sid="CA00000000000000000000000000000009",
    branch="noi-vu",
    ended_at=NINE_ON_MONDAY - timedelta(minutes=5),
)


def a_shift(code: str, **given: Any) -> Shift:
    """Return a shift for the branch on working days."""
    said: dict[str, Any] = {
        "branch": "noi-vu",
        "role": Role.PRIMARY,
        "weekdays": frozenset(range(5)),
        "start": time(7),
        "end": time(17),
        "valid_from": date(2026, 1, 1),
    }
    return Shift(officer=code, **(said | given))


def an_absence(code: str, until: datetime, **given: Any) -> Absence:
    """Return an absence that began an hour ago."""
    since = NINE_ON_MONDAY - timedelta(hours=1)
    said: dict[str, Any] = {"since": since, "until": until, "reason": AbsenceReason.MEETING}
    return Absence(officer=code, **(said | given))


def a_roster(*entries: Shift | Absence, **given: Any) -> Roster:
    """Return a roster in which An has a PIN; An is on duty where no entries are given."""
    entries = entries or (a_shift("an"), a_shift("binh", role=Role.DEPUTY))
    return Roster(
        officers={o.id: DutyOfficer(officer=o, has_pin=o is AN) for o in EVERYBODY},
        shifts=tuple(e for e in entries if isinstance(e, Shift)),
        absences=tuple(e for e in entries if isinstance(e, Absence)),
        **given,
    )


def a_board(roster: Roster | None = None, switchboard: Switchboard | None = None) -> Board:
    """Return a board of two branches and a duty desk."""
    second = a_branch("mot-cua", "2", ())
    usual = a_switchboard(a_branch("noi-vu", "1", ()), second, desk=a_desk())
    return Board(switchboard or usual, roster=roster or a_roster())


def an_officers_scene(
    board: Board | None = None, *, number: str = AN.number, now: datetime = NINE_ON_MONDAY
) -> Scene:
    """Return the circumstances of an officer who calls."""
    return Scene(board or a_board(), Caller(CALL, number, HOTLINE), now)


def our_scene(board: Board | None = None, *, now: datetime = NINE_ON_MONDAY) -> Scene:
    """Return the circumstances of a call of ours: it is from the hotline."""
    return Scene(board or a_board(), Caller(CALL, HOTLINE, AN.number), now)


def at(stage: Stage, **given: Any) -> Position:
    """Return where An is, with a right PIN."""
    return Position(n=5, stage=stage, **({"officer": "an"} | given))


@dataclass
class FakeDesk:
    """Answers errands from what it holds; `done` are all that it ran. Away: nothing can be had."""

    pin: PinCheck = PinCheck.RIGHT
    owed: tuple[OwedCall, ...] = (OWED, ANOTHER)
    taken: frozenset[int] = frozenset()
    talk: LastCall | None = TALK
    roster: Roster = field(default_factory=a_roster)
    refusal: Refusal | None = None
    is_away: bool = False
    done: list[Errand] = field(default_factory=list)

    def settle(self, scene: Scene, position: Position, outcome: Outcome) -> Step:
        """Run errands until there is a step."""
        while isinstance(outcome, Errand):
            if self.is_away:
                return away(scene, position)
            self.done.append(outcome)
            outcome = self._run(outcome)
        return outcome

    def key(self, scene: Scene, position: Position, digits: str) -> Step:
        """Press keys at a place that the address of the last step names."""
        position = through_the_url(position)
        return self.settle(scene, position, dialogue.on_key(scene, position, digits))

    def keys(self, scene: Scene, step: Step, *pressed: str) -> Step:
        """Press several keys, each at the place that the one before led to."""
        for digits in pressed:
            step = self.key(scene, step.then, digits)
        return step

    def resume(self, scene: Scene, position: Position) -> Step:
        """Hear the place again, or for the first time in a call of ours."""
        position = through_the_url(position)
        return self.settle(scene, position, dialogue.go_on(scene, position))

    def _run(self, errand: Errand) -> Outcome:
        if isinstance(errand, Question):
            return self._answer(errand)
        match errand:
            case CheckPin():
                return errand.then(self.pin)
            case TakeUp():
                is_free = errand.debt not in self.taken
                return errand.then(self._by_id().get(errand.debt) if is_free else None)
            case GoOff() | ComeBack():
                return errand.then(self.refusal)
            case LetGo() | WantVerifying():
                return errand.then()

    def _answer(self, asked: Question) -> Outcome:
        match asked:
            case FindOwed():
                left = (o for o in self.owed if o.id not in {*asked.skip, *self.taken})
                return asked.then(next(left, None))
            case LookUpOwed():
                return asked.then(self._by_id().get(asked.debt))
            case FindTalk() | LookUpTalk():
                return asked.then(self.talk)
            case LookAtRoster():
                return asked.then(self.roster)

    def _by_id(self) -> Mapping[int, OwedCall]:
        return {owed.id: owed for owed in self.owed}
