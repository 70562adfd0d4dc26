"""What a file says made one change of the roster: all of it, or none and every reason why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from duty.changes import Change
from duty.files.agencies import agency_changes, new_agency
from duty.files.exporting import in_force
from duty.files.grid import BadFile, Fault
from duty.files.layout import Kind
from duty.files.lines import Line, Reading
from duty.files.officers import BadField, changes_of, new_officer
from duty.files.rows import Entry, Names, entry_of, identity
from duty.files.values import BadValue
from duty.refusals import BadEntries, BadEntry
from ivr.flow.words import Text
from models.duty.officers import AgencyRow, OfficerRow, all_agencies, all_officers

ENTRIES = (Kind.SHIFTS, Kind.ABSENCES, Kind.SWAPS, Kind.DAYS)
# Where a row's field is called otherwise in a file.
COLUMNS = {"since": "since_on", "until": "until_on"}
OFFICER_FIELDS = frozenset({"officer", "stand_in", "giver", "taker"})
NO_SUCH_ROW = Text(
    "không có dòng nào giống hệt đang có hiệu lực để thôi",
    "no row in force is the same, so there is nothing to withdraw",
)


@dataclass
class Count:
    """How many rows of one kind were entered, changed, withdrawn, or there already."""

    entered: int = 0
    changed: int = 0
    withdrawn: int = 0
    same: int = 0

    @property
    def total(self) -> int:
        """How many rows of the file were about this kind."""
        return self.entered + self.changed + self.withdrawn + self.same


@dataclass
class Outcome:
    """What an import did. `untried` are officers of the file whose numbers are not rung yet."""

    counts: dict[Kind, Count] = field(default_factory=lambda: {kind: Count() for kind in Kind})
    untried: list[str] = field(default_factory=list)


def take(change: Change, reading: Reading, names: Names, outcome: Outcome) -> None:
    """Make a file's lines a change of the roster; raises BadFile with every fault.

    What was done is told into `outcome`, also where the change is refused afterwards.
    """
    taking = _Taking(change, reading, names, outcome)
    faults = [*reading.faults, *taking.agencies(), *taking.officers(), *taking.entries()]
    if faults:
        raise BadFile(faults)


@dataclass
class _Plan:
    """What is to be made of some lines; each row with the line that it came from."""

    new: dict[Any, Line] = field(default_factory=dict)
    changed: dict[Any, Line] = field(default_factory=dict)
    values: list[tuple[OfficerRow | AgencyRow, dict[str, Any]]] = field(default_factory=list)
    gone: dict[Any, Line] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[Any, Line] = field(default_factory=dict)

    def is_first(self, line: Line, key: object) -> bool:
        """Say whether a line is the first of its kind; it is a fault where it is not."""
        first = self.seen.setdefault(key, line)
        if first is not line:
            same = Text(f"trùng với dòng {first.row}", f"repeats row {first.row}")
            self.faults.append(line.fault("code", same))
        return first is line


class _Taking:
    """One import under way.

    `unknown` are officers and agencies that failed: that is told once, and not by each row that
    names one.
    """

    def __init__(self, change: Change, reading: Reading, names: Names, outcome: Outcome) -> None:
        self.change, self.reading, self.names, self.outcome = change, reading, names, outcome
        self.today = change.now.astimezone(names.zone).date()
        self.unknown: set[str] = set()
        self.unknown_agencies: set[str] = set()

    def agencies(self) -> list[Fault]:
        """Enter and update agencies; return what is wrong with their lines."""
        known = {row.code: row for row in all_agencies(self.change.session)}
        plan, count = _Plan(), self.outcome.counts[Kind.AGENCIES]
        for line in self.reading.of(Kind.AGENCIES):
            code = line.values["code"]
            if not plan.is_first(line, code):
                continue
            try:
                if code not in known:
                    plan.new[new_agency(line.values, self.today)] = line
                    count.entered += 1
                else:
                    self._update(plan, line, known[code], agency_changes(known[code], line.values))
            except BadField as error:
                plan.faults.append(line.fault(error.name, error.reason))
        self._make(plan)
        rows = all_agencies(self.change.session)
        self.unknown_agencies = self.reading.agencies - {row.code for row in rows}
        names = Names.of(self.change.switchboard, rows)
        self.names = names.along_with(self.unknown_agencies)
        return plan.faults

    def officers(self) -> list[Fault]:
        """Enter and update officers; return what is wrong with their lines."""
        known = {row.code: row for row in all_officers(self.change.session)}
        plan = _Plan()
        for line in self.reading.of(Kind.OFFICERS):
            if plan.is_first(line, line.values["code"]):
                self._officer(plan, line, known.get(line.values["code"]))
        self._make(plan)
        self.unknown = self.reading.codes - known.keys()
        if not plan.faults:
            self.unknown -= {row.code for row in plan.new}
        self._note_untried([*known.values(), *plan.new])
        return plan.faults

    def _note_untried(self, officers: Iterable[OfficerRow]) -> None:
        """Note who is named in the file, and is not rung before the number was tried."""
        shifts = self.reading.of(Kind.SHIFTS)
        named = self.reading.codes | {line.values["officer"] for line in shifts}
        untried = (row.code for row in officers if row.verified_at is None)
        self.outcome.untried = sorted(code for code in untried if code in named)

    def _officer(self, plan: _Plan, line: Line, row: OfficerRow | None) -> None:
        count = self.outcome.counts[Kind.OFFICERS]
        try:
            if row is None:
                plan.new[new_officer(line.values, self.names, self.today)] = line
                count.entered += 1
            else:
                values = changes_of(row, line.values, self.names, self.today)
                self._update(plan, line, row, values)
        except BadField as error:
            plan.faults.append(line.fault(error.name, error.reason))

    def _update(
        self, plan: _Plan, line: Line, row: OfficerRow | AgencyRow, values: dict[str, Any]
    ) -> None:
        count = self.outcome.counts[line.kind]
        if values:
            plan.changed[row] = line
            plan.values.append((row, values))
            count.changed += 1
        else:
            count.same += 1

    def entries(self) -> list[Fault]:
        """Enter and withdraw shifts, absences, swaps and days; return what is wrong."""
        before = self._standing()
        plan = _Plan()
        for line in self.reading.of(*ENTRIES):
            try:
                row = entry_of(line.kind, line.values, self.names)
            except BadValue as error:
                plan.faults.append(line.fault("until_on", error.reason))
                continue
            key = identity(row, self.names.zone)
            if plan.is_first(line, key):
                self._entry(plan, line, row, before.get(key, []))
        self._make(plan)
        return plan.faults

    def _entry(self, plan: _Plan, line: Line, row: Entry, there: list[Entry]) -> None:
        count = self.outcome.counts[line.kind]
        if not line.values.get("withdrawn"):
            if there:
                count.same += 1
            else:
                plan.new[row] = line
                count.entered += 1
        elif there:
            plan.gone |= dict.fromkeys(there, line)
            count.withdrawn += 1
        else:
            plan.faults.append(line.fault("withdrawn", NO_SUCH_ROW))

    def _make(self, plan: _Plan) -> None:
        """Make what is planned; what is wrong with it becomes faults of the plan."""
        lines = plan.new | plan.changed
        if not (lines or plan.gone):
            return
        try:
            self.change.make(enter=list(plan.new), update=plan.values, withdraw=list(plan.gone))
        except BadEntries as error:
            plan.faults += [
                lines[row].fault(COLUMNS.get(bad.field, bad.field), bad.reason)
                for row, bad in error.faults
                if not self._is_told_already(row, bad)
            ]

    def _is_told_already(self, row: Any, bad: BadEntry) -> bool:
        if bad.field == "agency":
            return row.agency in self.unknown_agencies
        return bad.field in OFFICER_FIELDS and getattr(row, bad.field) in self.unknown

    def _standing(self) -> dict[tuple[str, ...], list[Entry]]:
        found: dict[tuple[str, ...], list[Entry]] = {}
        for kind in ENTRIES:
            for row in in_force(self.change.session, kind):
                found.setdefault(identity(row, self.names.zone), []).append(row)
        return found
