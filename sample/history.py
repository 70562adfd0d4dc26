"""The made-up history, day by day: calls played, told, written and worked off as real ones are."""

import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks.debts import write_debts
from callbacks.deeds import Books, note_result
from ivr.flow.board import Board, on_the_board
from ivr.flow.callbacks.deeds import Told
from ivr.flow.duty.on_duty import OnDuty, turns
from ivr.flow.duty.roster import Roster
from ivr.flow.events import Event
from ivr.flow.story import Story, tell
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import MISSED, CallbackState, CallResult, Channel, MessageState, Verdict
from ivr.storage import Storage
from jobs.teller import write_call
from models.call_hours import Moves, summary
from models.call_results import CallResultRow
from models.callbacks import Callback
from models.calls import Call
from models.duty.reading import read_roster
from models.events import EventRow, insert_events, written
from models.lists.wanted import SAMPLE_NUMBERS, SAMPLE_SID
from models.session import Database
from sample import roster
from sample.callers import Callers
from sample.checks import checks_of
from sample.line import Line, Phones
from sample.officers import Officers
from sample.rhythm import days, moments
from sample.working_off import WorkingOff

AUDIO = "sample/loi-nhan-mau.mp3"
LARGEST = 5_000_000
AGAIN = 0.4  # of those who were missed call again within the hour
ALWAYS_TOLD = timedelta(hours=24)  # of talks since then the officers are not asked for the result


@dataclass(frozen=True)
class Asked:
    """How much of a history is wanted: so many days up to `until`, so many calls a day."""

    until: datetime
    days: int
    calls_per_day: float
    seed: int


@dataclass(frozen=True)
class Kept:
    """Where the history goes; `audio` is what every made-up message sounds like."""

    database: Database
    switchboard: Switchboard
    storage: Storage
    audio: bytes


def make(kept: Kept, asked: Asked) -> int:
    """Make a history; return how many calls it has."""
    rng = random.Random(asked.seed)
    local = kept.switchboard.calendar.local(asked.until)
    first = local.date() - timedelta(days=asked.days - 1)
    since = local.replace(hour=0, minute=0, second=0, microsecond=0)
    since -= timedelta(days=asked.days - 1)
    with kept.database.transaction() as session:
        roster.enter(session, kept.switchboard, rng, since, asked.until)
        found = read_roster(session)
    stored = kept.storage.put(AUDIO, [kept.audio], limit=LARGEST)
    history = _History(kept, found, rng, (stored.sha256, stored.size))
    return sum(
        history.write_day(day, asked.calls_per_day, asked.until)
        for day in days(first, local.date())
    )


class _History:
    """The history under way: who calls, who answers, what is owed."""

    def __init__(
        self, kept: Kept, roster: Roster, rng: random.Random, audio: tuple[str, int]
    ) -> None:
        self.kept, self.roster, self.rng, self.audio = kept, roster, rng, audio
        self.board = on_the_board(Board(kept.switchboard), kept.switchboard, roster)
        self.switchboard = self.board.switchboard
        self.officers = Officers(rng, self.switchboard.calendar)
        self.callers = Callers(self.switchboard, rng)
        self.phones = Phones(self.board_at, self.officers, self.switchboard.hotline)
        self.working_off = WorkingOff(self.switchboard, rng, self.officer_of)

    def board_at(self, at: datetime) -> Board:
        """Return the board of a moment: the phones that earlier calls hold are busy."""
        return Board(
            self.switchboard,
            busy=self.officers.busy(at),
            roster=self.roster,
        )

    def officer_of(self, branch: Branch, at: datetime) -> str:
        """Return who calls back for a branch: whose turn it is, else the first of its officers."""
        there = turns(self.roster, branch, self.switchboard.calendar, at)
        found = [turn.officer.id for turn in there if isinstance(turn, OnDuty)]
        return found[0] if found else next((o.id for o in branch.officers), roster.ACTOR)

    def write_day(self, day: date, calls_per_day: float, until: datetime) -> int:
        """Write one day; return how many calls it had."""
        calendar = self.switchboard.calendar
        midnight = datetime.combine(day + timedelta(days=1), time(), calendar.zone)
        end = min(until, midnight)
        begun = moments(self.rng, day, calendar, calls_per_day)
        told = self._play([at for at in begun if at < until], end)
        stories = [story for story, _ in told]
        with self.kept.database.transaction() as session:
            self._write_calls(session, told, end)
            session.add_all(checks_of(self.roster, self.switchboard, self.officers, day, until))
            passed_on = self._write_results(session, stories, until)
            self._write_owed(session, stories, passed_on, end)
        return len(told)

    def _play(self, begun: list[datetime], end: datetime) -> list[tuple[Story, list[Event]]]:
        """Play the calls that begin at these moments; who is missed may call again, and again."""
        waiting = [(at, self.callers.plan(at)) for at in begun]
        told = []
        while waiting:
            at, plan = min(waiting, key=lambda one: one[0])
            waiting.remove((at, plan))
            events = Line(plan, self.phones, self.rng).play()
            story = tell(events)
            if story.ended_at is None or story.ended_at >= end or events[-1].at >= end:
                continue
            told.append((story, events))
            if story.verdict in MISSED and self.rng.random() < AGAIN:
                later = story.ended_at + timedelta(minutes=self.rng.expovariate(1 / 25))
                if later < end:
                    waiting.append((later, self.callers.again(plan, later)))
        return told

    def _write_calls(
        self, session: Session, told: Iterable[tuple[Story, list[Event]]], now: datetime
    ) -> None:
        """Write calls as the teller does, many at once."""
        moves = Moves()
        insert_events(session, [written(event, {}) for _, events in told for event in events])
        for story, _ in told:
            call = write_call(session, None, story, self.switchboard)
            self._store_messages(call)
            moves.move(None, summary(call))
        session.flush()
        is_ours = EventRow.call_sid.startswith(SAMPLE_SID) & EventRow.told_at.is_(None)
        session.execute(sa.update(EventRow).where(is_ours).values(told_at=now))
        moves.write(session)

    def _store_messages(self, call: Call) -> None:
        """Let the messages be fetched already: all of them sound alike."""
        for message in call.messages:
            message.next_try_at = None
            if message.state is MessageState.WAITING:
                message.state, message.path, message.tries = MessageState.STORED, AUDIO, 1
                message.sha256, message.size = self.audio
                message.stored_at = message.recorded_at + timedelta(seconds=5)

    def _write_results(self, session: Session, stories: list[Story], until: datetime) -> set[str]:
        """Let officers say what came of most talks; return whose debts that may change.

        Only what was passed on is owed to anybody: the rest is written without asking who.
        """
        books, numbers = Books(session, self.switchboard, until), set()
        for story in stories:
            ended, talked = story.ended_at, [leg for leg in story.legs if leg.talk_s]
            if story.verdict is not Verdict.ANSWERED or ended is None or not talked:
                continue
            if self.rng.random() > 0.7 and ended < until - ALWAYS_TOLD:
                continue
            told = self._result(story, talked[-1].officer_id, ended)
            if told.result is CallResult.PASSED_ON:
                numbers.add(note_result(books, told))
            else:
                session.add(CallResultRow(**asdict(told)))
        return {number for number in numbers if number}

    def _result(self, story: Story, officer: str, ended: datetime) -> Told:
        kinds = [CallResult.SOLVED, CallResult.NOTED, CallResult.PASSED_ON, CallResult.NUISANCE]
        result = self.rng.choices(kinds, [72, 22, 3, 3])[0]
        others = [b.id for b in self.switchboard.branches() if b.id != story.branch]
        if result is CallResult.PASSED_ON and not others:
            result = CallResult.NOTED
        return Told(
            call_sid=story.call_sid,
            result=result,
            at=ended + timedelta(seconds=self.rng.randint(5, 60)),
            officer=officer,
            channel=Channel.KEYPAD,
            to_branch=self.rng.choice(others) if result is CallResult.PASSED_ON else None,
        )

    def _write_owed(
        self, session: Session, stories: list[Story], passed_on: set[str], until: datetime
    ) -> None:
        """Write what the day's callers are owed, and what was done about it by the day's end."""
        still_open = sa.select(Callback).where(
            Callback.state == CallbackState.OPEN, Callback.caller_number.startswith(SAMPLE_NUMBERS)
        )
        owed = {row.caller_number for row in session.scalars(still_open)}
        owed |= {story.callback_number or "" for story in stories if story.is_owed_callback}
        callers = {story.callback_number for story in stories if story.branch}
        for number in sorted((owed & callers) | passed_on):
            write_debts(session, self.switchboard, number, until)
        for row in session.scalars(still_open.order_by(Callback.id)):
            self.working_off.plan(row)
        self.working_off.do(Books(session, self.switchboard, until), until)
