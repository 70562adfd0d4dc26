"""Changes to the roster: each is checked, audited, and refused where it would leave a gap.

A change is made within `changing`: what was covered before must be covered after. It belongs into
one transaction, which is rolled back where it is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from duty.checks import check_entry
from duty.refusals import BadEntries, BadEntry, GapRefused, LeftOpen
from duty.standing import LookedUp, Remembered
from ivr.flow.duty.gaps import Gap, cover, new_gaps, who_could_fill
from ivr.flow.duty.on_duty import By, on_duty
from ivr.flow.duty.roster import Roster
from ivr.flow.hours import Calendar
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Role, Text
from models.audit import AuditRow
from models.base import Base
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import AgencyRow, OfficerRow
from models.duty.reading import read_roster
from models.session import lock_name

LOOKS_AHEAD = timedelta(days=14)
MOST_SHOWN = 5

Withdrawable = ShiftRow | AbsenceRow | SwapRow | CalendarDayRow
Entry = Withdrawable | OfficerRow | AgencyRow
Gaps = dict[str, tuple[Gap, ...]]


@dataclass(frozen=True)
class Change:
    """A change under way: who makes it, and when."""

    session: Session
    switchboard: Switchboard
    now: datetime
    actor: str

    def enter(self, row: Entry) -> None:
        """Enter something new; raises BadEntry."""
        self._date(row)
        self._check(row)
        self.session.add(row)
        self.session.flush()
        self._note(row, None, facts(row))
        self.session.flush()

    def update(self, row: OfficerRow | AgencyRow, **values: Any) -> None:
        """Change an officer or an agency; raises BadEntry. Unchanged values are no change.

        A secret that is renewed is a change, though neither value is in the audit.
        """
        before = facts(row)
        if all(getattr(row, name) == value for name, value in values.items()):
            return
        for name, value in values.items():
            setattr(row, name, value)
        self._check(row)
        self.session.flush()
        self._note(row, before, facts(row))
        self.session.flush()

    def withdraw(self, row: Withdrawable) -> None:
        """Take an entry out of force from now on; it is kept."""
        if row.withdrawn_at is None:
            before = facts(row)
            row.withdrawn_at = self.now
            self.session.flush()
            self._note(row, before, None)
            self.session.flush()

    def make(
        self,
        *,
        enter: Sequence[Entry] = (),
        update: Sequence[tuple[OfficerRow | AgencyRow, Mapping[str, Any]]] = (),
        withdraw: Sequence[Withdrawable] = (),
    ) -> None:
        """Make many changes at once, in a few statements; raises BadEntries with all faults.

        What is withdrawn, or was an officer's number before, is not in the way of what is entered.
        """
        gone = set(withdraw)
        touched: list[Entry] = [*withdraw, *(row for row, _ in update)]
        before = {row: facts(row) for row in touched}
        with self.session.no_autoflush:
            for old in withdraw:
                old.withdrawn_at = self.now
            for known, values in update:
                for name, value in values.items():
                    setattr(known, name, value)
            for new in enter:
                self._date(new)
            self._check_all([*(row for row, _ in update), *enter])
        self.session.add_all(enter)
        self.session.flush()
        for row in (*before, *enter):
            self._note(row, before.get(row), None if row in gone else facts(row))
        self.session.flush()

    def _date(self, row: Entry) -> None:
        if not isinstance(row, AgencyRow):
            row.entered_at = self.now

    def _check(self, row: Entry) -> None:
        with self.session.no_autoflush:
            check_entry(LookedUp(self.session), self.switchboard, row)

    def _check_all(self, rows: Sequence[Entry]) -> None:
        standing = Remembered(self.session)
        faults: list[tuple[object, BadEntry]] = []
        for officer in rows:
            if isinstance(officer, OfficerRow) and officer not in self.session:
                standing.add(officer)
        for row in rows:
            try:
                check_entry(standing, self.switchboard, row)
            except BadEntry as error:
                faults.append((row, error))
            else:
                standing.add(row)
        if faults:
            raise BadEntries(faults)

    def _note(
        self, row: Entry, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        subject = row.__tablename__
        key = row.code if isinstance(row, OfficerRow | AgencyRow) else str(row.id)
        self.session.add(
            AuditRow(
                at=self.now, actor=self.actor, subject=subject, key=key, before=before, after=after
            )
        )


@contextmanager
def changing(
    session: Session, switchboard: Switchboard, *, now: datetime, actor: str
) -> Iterator[Change]:
    """Yield a change; raises GapRefused at the end where it leaves a gap that was not there before.

    The switchboard must be as the branches file has it: one with the roster's days in its calendar
    would keep a day off that is withdrawn. One change at a time: two that are fine each by itself
    may leave a gap together.
    """
    lock_name(session, "roster")
    before = read_roster(session, since=now)
    yield Change(session, switchboard, now, actor)
    session.flush()
    refuse_gaps(session, switchboard, now, gaps_ahead(before, switchboard, now))


def gaps_ahead(roster: Roster, switchboard: Switchboard, now: datetime) -> Gaps:
    """Return the gaps of the next days by branch."""
    calendar = roster.over(switchboard.calendar)
    return {
        branch.id: cover(roster, branch, calendar, now, now + LOOKS_AHEAD).gaps
        for branch in every_branch(switchboard)
    }


def every_branch(switchboard: Switchboard) -> tuple[Branch, ...]:
    """Return the branches in the order of the menu, the duty desk last."""
    return (*switchboard.branches(), switchboard.desk)


def refuse_gaps(session: Session, switchboard: Switchboard, now: datetime, before: Gaps) -> None:
    """Raise GapRefused where there are gaps that were not there before."""
    roster = read_roster(session, since=now)
    calendar = roster.over(switchboard.calendar)
    left: list[LeftOpen] = []
    for branch in every_branch(switchboard):
        after = cover(roster, branch, calendar, now, now + LOOKS_AHEAD).gaps
        left.extend(
            LeftOpen(branch, gap, who_could_fill(roster, branch, calendar, gap))
            for gap in new_gaps(before.get(branch.id, ()), after)
            if not is_led(roster, branch, calendar, gap)
        )
    if left:
        raise GapRefused(tuple(left), told(left, roster, calendar))


def is_led(roster: Roster, branch: Branch, calendar: Calendar, gap: Gap) -> bool:
    """Say whether a leader was named as stand-in for a gap: that is their own word for it."""
    leaders = {shift.officer for shift in roster.shifts if shift.role is Role.LEADER}
    there = on_duty(roster, branch, calendar, gap.begin)
    return any(each.by is By.STAND_IN and each.officer.id in leaders for each in there)


def told(left: list[LeftOpen], roster: Roster, calendar: Calendar) -> Text:
    """Return the reason of a refusal: where nobody would be, and who could be."""
    vi, en = [], []
    for each in left[:MOST_SHOWN]:
        names = [roster.officers[code].officer.post for code in each.could_fill[:3]]
        period = span(calendar, each.gap)
        vi.append(
            f"nhánh {each.branch.key} ({each.branch.name.vi}) không có ai trực {period};"
            f" có thể trực thay: {', '.join(n.vi for n in names) or 'chưa có ai'}"
        )
        en.append(
            f"branch {each.branch.key} ({each.branch.name.en}) would have nobody on duty {period};"
            f" could fill in: {', '.join(n.en for n in names) or 'nobody yet'}"
        )
    if len(left) > MOST_SHOWN:
        vi.append(f"và {len(left) - MOST_SHOWN} khoảng trống nữa")
        en.append(f"and {len(left) - MOST_SHOWN} more gaps")
    return Text(". ".join(vi), ". ".join(en))


def span(calendar: Calendar, gap: Gap) -> str:
    """Return a gap in local time; the day once where it begins and ends on the same."""
    begin, end = calendar.local(gap.begin), calendar.local(gap.end)
    last = (end - timedelta(microseconds=1)).date()
    clock = "24:00" if end.time() == time(0) else f"{end:%H:%M}"
    until = clock if last == begin.date() else f"{clock} {last:%d/%m/%Y}"
    return f"{begin:%d/%m/%Y %H:%M}–{until}"


def facts(row: Base) -> dict[str, Any]:
    """Return a row as JSON, for the audit; a secret only as being there."""
    values = {}
    for column in sa.inspect(type(row)).columns:
        value = getattr(row, column.key)
        if isinstance(value, datetime | date | time):
            value = value.isoformat()
        elif isinstance(value, StrEnum):
            value = value.value
        values[column.key] = value
    if values.get("pin_hash"):
        values["pin_hash"] = "set"
    return values
