"""Calls answered and missed, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents import numbers
from documents.charts.columns import Column, Legend, columns, scale_to
from documents.charts.svg import About, Chart, Ink, hatched
from documents.table import Column as TableColumn
from documents.table import Kind, Table
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Language, Text

TITLE = Text("Cuộc gọi đã nghe và nhỡ theo ngày", "Calls answered and missed by day")
DAY, RATE = Text("Ngày", "Day"), Text("Tỷ lệ nghe máy", "Answer rate")
ANSWERED, MISSED = Text("Đã nghe", "Answered"), Text("Nhỡ", "Missed")


@dataclass(frozen=True, slots=True)
class DayOfCalls:
    """How many calls of a day were answered, and how many were missed."""

    day: date
    answered: int
    missed: int

    @property
    def rate(self) -> Ratio:
        """Answered of both."""
        return Ratio(self.answered, self.answered + self.missed)


def per_day(
    days: Sequence[DayOfCalls], *, key: str = "per-day", language: Language = Language.VI
) -> Chart:
    """Return the chart of some days, in the order in which they are given."""
    whole = Ratio(sum(d.answered for d in days), sum(d.rate.whole for d in days))
    answered = f"{ANSWERED.in_(language)}: {numbers.share(whole)}"
    missed = (
        f"{MISSED.in_(language)}: {numbers.share(Ratio(whole.whole - whole.part, whole.whole))}"
    )
    drawing = columns(
        About(key, TITLE.in_(language), f"{answered}; {missed}."),
        Legend(answered, Ink("chart-answered"), missed, hatched(key, "chart-missed")),
        [Column(d.day, d.answered, d.missed, numbers.integer(d.rate.whole)) for d in days],
        scale_to(max((d.rate.whole for d in days), default=0)),
    )
    return Chart(drawing, _table(days))


def _table(days: Sequence[DayOfCalls]) -> Table:
    heads = (
        TableColumn(DAY, Kind.DATE),
        TableColumn(ANSWERED, Kind.INTEGER),
        TableColumn(MISSED, Kind.INTEGER),
        TableColumn(RATE, Kind.RATIO),
    )
    return Table(TITLE, heads, [(d.day, d.answered, d.missed, d.rate) for d in days])
