"""One missed caller as the work list and the caller's own page show it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from accounts.rights import Reach, Right
from duty.changes import every_branch
from ivr import labels
from ivr.flow.callbacks.escalation import Wait, working_time
from ivr.flow.callbacks.ladder import MOST_TRIES
from ivr.flow.hours import Calendar
from ivr.flow.numbers import masked
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import CallbackState, Cause, LegOutcome, MessageState, Text, Verdict
from models.lists.calls import Rung
from models.lists.missed import MissedCaller
from models.lists.missed_details import LeftMessage, MissedDetails, Tried, details
from models.lists.one_missed import heard_by
from models.lists.stretches import Priority
from models.lists.wanted import Origin
from web.pages.missed.blueprint import Names
from web.pages.missed.spans import office_time, working_day
from web.pages.roster.books import numbered
from web.session import reach_of
from web.showing import filled
from web.texts.missed import MISSED, PRIORITIES

LEG_SIGNS = {LegOutcome.ANSWERED: "●", LegOutcome.FAILED: "✕", None: "…"}
SIGNS = {
    Priority.OVERDUE: "!",
    Priority.REPEATED: "▲",
    Priority.MESSAGE: "✉",
    Priority.OTHER: "·",
    Priority.CLOSED: "✓",
}
PLAYABLE = MessageState.STORED


@dataclass(frozen=True, slots=True)
class RungPhone:
    """One officer's phone that rang for the last call."""

    sign: str
    post: Text
    outcome: Text


@dataclass(frozen=True, slots=True)
class Left:
    """The message as the list tells of it."""

    length: str
    state: Text | None
    heard_by: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One missed caller; moments are local."""

    id: int
    sign: str
    priority: Text
    is_must: bool
    number: str
    misses: int
    is_sample: bool
    reopened: bool
    branch: Text
    lead: Text
    first_at: datetime
    last_at: datetime
    out_of_hours: bool
    cause: Text
    rung: tuple[RungPhone, ...]
    rung_short: Text
    message: Left | None
    due_at: datetime
    left: Text
    state: Text
    claimed_by: Text | None
    claimed_until: datetime | None
    is_mine: bool
    tries: Text
    last_try: Text | None
    is_open: bool


@dataclass(frozen=True)
class Teller:
    """What rows are told with: the names of branches and people, the time, and who is reading."""

    switchboard: Switchboard
    calendar: Calendar
    names: Names
    actor: str
    now: datetime

    def rows(self, session: Session, callers: Sequence[MissedCaller]) -> list[Row]:
        """Return a page of the list."""
        found = details(session, callers)
        messages = [each.message.recording_sid for each in found.values() if each.message]
        heard = heard_by(session, messages)
        return [self.row(caller, found[caller.id], heard) for caller in callers]

    def row(
        self, caller: MissedCaller, known: MissedDetails, heard: Mapping[str, tuple[str, ...]]
    ) -> Row:
        """Return one caller as a row."""
        branch, local = self.branch(caller.branch), self.calendar.local
        return Row(
            id=caller.id,
            sign=SIGNS[caller.priority],
            priority=PRIORITIES[caller.priority],
            is_must=caller.is_overdue,
            number=masked(caller.caller_number),
            misses=caller.misses,
            is_sample=caller.origin is Origin.SAMPLE,
            reopened=caller.reopened,
            branch=numbered(branch) if branch else Text(caller.branch, caller.branch),
            lead=branch.lead if branch else Text("", ""),
            first_at=local(caller.first_missed_at),
            last_at=local(caller.last_missed_at),
            out_of_hours=caller.verdict is Verdict.OUT_OF_HOURS,
            cause=cause(caller, known),
            rung=tuple(self._rung(officer.officer, officer.outcome) for officer in known.rung),
            rung_short=short(known.rung),
            message=self._left(known.message, heard) if known.message else None,
            due_at=local(caller.due_at),
            left=self.time_left(caller),
            state=self.state(caller),
            claimed_by=self.names.say(caller.claimed_by) if caller.claimed_by else None,
            claimed_until=local(caller.claimed_until) if caller.claimed_until else None,
            is_mine=caller.claimed_by == self.actor,
            tries=filled(MISSED["tries_of"], count=caller.tries, most=MOST_TRIES),
            last_try=self._last_try(known.tried),
            is_open=caller.state is CallbackState.OPEN,
        )

    def branch(self, id: str) -> Branch | None:
        """Return a branch by its id."""
        return self.switchboard.branch(id)

    def state(self, caller: MissedCaller) -> Text:
        """Return how a callback stands, in words."""
        if caller.state is CallbackState.CLOSED:
            return labels.CALLBACKS[caller.outcome or caller.state]
        if caller.claimed_by:
            return MISSED["is_claimed"]
        if caller.next_try_at and caller.next_try_at > self.now:
            at = self.calendar.local(caller.next_try_at)
            return filled(MISSED["is_later"], at=f"{at:%H:%M %d/%m}")
        if caller.tries:
            return MISSED["is_tried"]
        return MISSED["is_reopened"] if caller.reopened else MISSED["is_new"]

    def time_left(self, caller: MissedCaller) -> Text:
        """Return how much working time is left, or by how much it is overdue."""
        branch = self.branch(caller.branch) or self.switchboard.desk
        if caller.state is CallbackState.CLOSED:
            return MISSED["left_closed"]
        ahead = caller.due_at >= self.now
        since, until = (self.now, caller.due_at) if ahead else (caller.due_at, self.now)
        worked = working_time(Wait(since, until), branch.hours, self.calendar)
        span = office_time(worked, working_day(branch.hours))
        return filled(MISSED["left" if ahead else "late"], span=span)

    def _rung(self, officer: str, outcome: LegOutcome | None) -> RungPhone:
        sign = LEG_SIGNS.get(outcome, "○")
        return RungPhone(sign, self.names.say(officer), labels.leg_outcome(outcome))

    def _left(self, message: LeftMessage, heard: Mapping[str, tuple[str, ...]]) -> Left:
        by = heard.get(message.recording_sid, ())
        return Left(
            clock(message.seconds),
            None if message.state is PLAYABLE else labels.MESSAGE_STATES[message.state],
            tuple(self.names.say(login) for login in by),
        )

    def _last_try(self, tried: Tried | None) -> Text | None:
        if tried is None:
            return None
        at = self.calendar.local(tried.at)
        return filled(
            MISSED["last_try"], at=f"{at:%H:%M %d/%m}", outcome=labels.leg_outcome(tried.leg)
        )


def cause(caller: MissedCaller, known: MissedDetails) -> Text:
    """Return why the caller was missed the last time, with the seconds where they hung up."""
    if not caller.misses:
        return MISSED["passed_on"]
    if caller.cause is None:
        return labels.verdict(caller.verdict)
    said = labels.CAUSES[caller.cause]
    if caller.cause in (Cause.SHORT, Cause.HUNG_UP):
        return filled(MISSED["after_seconds"], cause=said, count=known.wait_s)
    return said


def short(rung: Sequence[Rung]) -> Text:
    """Return what came of the phones: a sign for each in order, then how many had what."""
    signs = "".join(LEG_SIGNS.get(each.outcome, "○") for each in rung)
    counts = Counter(each.outcome for each in rung)
    said = [filled(MISSED["phones"], count=n, outcome=labels.leg_outcome(outcome))
            for outcome, n in counts.items()]  # fmt: skip
    return Text(
        f"{signs} {', '.join(each.vi for each in said)}",
        f"{signs} {', '.join(each.en for each in said)}",
    )


def clock(seconds: int | None) -> str:
    """Return a length as players show it: `1:05`."""
    return f"{seconds // 60}:{seconds % 60:02}" if seconds is not None else "?"


def own_branches(right: Right, switchboard: Switchboard) -> list[Branch]:
    """Return the branches that a right counts for, in the order of the menu."""
    reach: Reach = reach_of(right)
    return [branch for branch in every_branch(switchboard) if reach.covers(branch.id)]
