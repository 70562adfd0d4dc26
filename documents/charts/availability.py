"""Line checks passed, day by day: could whoever was on duty be reached?"""

from collections.abc import Sequence
from datetime import date

from documents import numbers
from documents.charts.columns import Column, Legend, Scale, columns
from documents.charts.svg import About, Chart, Ink, hatched
from documents.table import Column as TableColumn
from documents.table import Kind, Table
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Language, Text

TITLE = Text("Kiểm tra đường dây theo ngày", "Line checks by day")
DAY, SHARE = Text("Ngày", "Day"), Text("Tỷ lệ đạt", "Share passed")
PASSED, FAILED = Text("Đạt", "Passed"), Text("Không đạt", "Failed")
UNTRIED = Text("×: ngày không kiểm tra", "×: a day without any")


def availability(
    days: Sequence[tuple[date, Ratio]],
    *,
    key: str = "availability",
    language: Language = Language.VI,
) -> Chart:
    """Return the chart of how many checks were passed of those made on each day."""
    passed = sum(ratio.part for _, ratio in days)
    made = sum(ratio.whole for _, ratio in days)
    full = f"{PASSED.in_(language)}: {numbers.share(Ratio(passed, made))}"
    rest = f"{FAILED.in_(language)}: {numbers.integer(made - passed)}"
    untried = f"; {UNTRIED.in_(language)}" if any(not ratio.whole for _, ratio in days) else ""
    drawing = columns(
        About(key, TITLE.in_(language), f"{full}; {rest}{untried}."),
        Legend(full, Ink("chart-passed"), rest + untried, hatched(key, "chart-failed")),
        [_column(day, ratio) for day, ratio in days],
        Scale((0, 25, 50, 75, 100), " %"),
    )
    heads = (TableColumn(DAY, Kind.DATE), TableColumn(SHARE, Kind.RATIO))
    return Chart(drawing, Table(TITLE, heads, list(days)))


def _column(day: date, ratio: Ratio) -> Column:
    if ratio.share is None:
        return Column(day, None)
    percent = float(ratio.share * 100)
    return Column(day, percent, 100 - percent, numbers.counts(ratio))
