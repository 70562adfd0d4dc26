"""How the figures of a report are told on the page: in words, with what they were counted from."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from documents import numbers
from documents.table import Kind
from ivr.flow.measures.calls import Counts
from ivr.flow.measures.figures import DASH, Mean, Ratio, vietnamese
from ivr.flow.measures.report import Part
from ivr.flow.words import Language, Text
from web.pages.reports.measures import COUNTS, GROUPS_SHOWN, HEADLINES, Group, Measure, Value
from web.pages.reports.reading import Report
from web.texts.reports import REPORTS

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and what it was counted from; empty where that says nothing more."""

    figure: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of figures: of all, of the period before, the change, or of one branch."""

    name: Text
    cells: tuple[Cell, ...]
    kind: str = "branch"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A group of figures as a table."""

    group: Group
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that is told first, beside what it was in the period before."""

    measure: Measure
    now: Cell
    before: Cell
    change: str


class Teller:
    """Tells figures in one language."""

    def __init__(self, report: Report, language: Language) -> None:
        """Tell those of a report."""
        self.report, self.language = report, language

    def sheets(self) -> Iterator[Sheet]:
        """Yield the figures, group by group."""
        for group in GROUPS_SHOWN:
            yield Sheet(group, tuple(self._lines(group)))

    def headlines(self) -> list[Headline]:
        """Return the figures that are told first."""
        now, before = self.report.figures.total, self.report.before.total
        return [
            Headline(
                measure,
                self.cell(measure, measure.of(now)),
                self.cell(measure, measure.of(before)),
                self.change(measure, measure.of(now), measure.of(before)),
            )
            for measure in HEADLINES
        ]

    def _lines(self, group: Group) -> Iterator[Line]:
        total, before = self.report.figures.total, self.report.before.total
        yield Line(self.report.scope.title, self._cells(group, total), "total")
        yield Line(REPORTS["before"], self._cells(group, before), "before")
        yield Line(REPORTS["change"], self._changes(group, total, before), "change")
        if self.report.scope.chosen is None:
            for id, part in self.report.figures.branches.items():
                if id or group is COUNTS:
                    yield Line(self.report.scope.name(id), self._cells(group, part))

    def _cells(self, group: Group, part: Part) -> tuple[Cell, ...]:
        return tuple(self.cell(measure, measure.of(part)) for measure in group.measures)

    def _changes(self, group: Group, total: Part, before: Part) -> tuple[Cell, ...]:
        return tuple(
            Cell(self.change(measure, measure.of(total), measure.of(before)))
            for measure in group.measures
        )

    def cell(self, measure: Measure, value: Value) -> Cell:
        """Return a figure in words; a dash where there was nothing to count it from."""
        match value:
            case Ratio():
                of = self._of(measure, value) if value.whole else ""
                return Cell(numbers.percent(value), of)
            case Mean():
                counted = f"{numbers.integer(value.total_s)}/{numbers.integer(value.count)}"
                return Cell(value.text(), counted if value.count else "")
            case None:
                return Cell(DASH)
            case _:
                return Cell(self.hours(value) if measure.in_hours else numbers.integer(value))

    def _of(self, measure: Measure, ratio: Ratio) -> str:
        if measure.in_hours:
            return f"{self.hours(ratio.part)} / {self.hours(ratio.whole)}"
        return numbers.counts(ratio)

    def change(self, measure: Measure, now: Value, before: Value) -> str:
        """Return by how much a figure changed; shares in points of a hundred."""
        found, earlier = _exact(now), _exact(before)
        if found is None or earlier is None:
            return DASH
        by = found - earlier
        sign = "+" if by > 0 else ""
        if measure.kind is Kind.RATIO:
            return f"{sign}{vietnamese(by * 100, 2)} {REPORTS['points'].in_(self.language)}"
        if measure.in_hours:
            return f"{'+' if by > 0 else '-' if by < 0 else ''}{self.hours(abs(int(by)))}"
        return sign + vietnamese(by, 2 if measure.kind is Kind.MEAN else 0)

    def hours(self, seconds: int) -> str:
        """Return a long duration: `4 giờ 05 phút`, `4 h 05 min`."""
        if self.language is Language.VI:
            return numbers.hours(seconds)
        hours, minutes = divmod((seconds + MINUTE_S // 2) // MINUTE_S, 60)
        return f"{numbers.integer(hours)} h {minutes:02} min" if hours else f"{minutes} min"


def identities(counts: Counts) -> tuple[Text, Text]:
    """Return both sums with their numbers, so that a reader can add them up."""
    offered = (counts.answered, counts.abandoned, counts.not_answered)
    total = (
        *(counts.offered, counts.menu_ended, counts.out_of_hours, counts.blocked),
        counts.test,
    )
    return (
        _filled("identity_offered", counts.offered, offered),
        _filled("identity_total", counts.total, total),
    )


def _filled(key: str, whole: int, parts: tuple[int, ...]) -> Text:
    said = [numbers.integer(number) for number in (whole, *parts)]
    return Text(REPORTS[key].vi.format(*said), REPORTS[key].en.format(*said))


def _exact(value: Value) -> Fraction | None:
    match value:
        case Ratio():
            return value.share
        case Mean():
            return value.value_s
        case None:
            return None
        case _:
            return Fraction(value)
