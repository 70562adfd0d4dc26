"""How long callers waited: those who were answered, and those who left before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents import numbers
from documents.charts.svg import (
    SMALL,
    WIDTH,
    About,
    Chart,
    Ink,
    box,
    hatched,
    hatching,
    picture,
    words,
)
from documents.table import Column, Kind, Table
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Language, Text

TITLE = Text("Thời gian chờ của người gọi", "How long callers waited")
BAND = Text("Chờ", "Wait")
ANSWERED, LEFT = Text("Được nghe máy", "Answered"), Text("Người gọi dừng", "Gave up")
STARTS = (0, 5, 10, 20, 30, 60, 120)  # seconds; each band ends where the next begins
NAMES_WIDE, ROW, TOP = 82, 22, 44
FIGURES_WIDE = 92


@dataclass(frozen=True, slots=True)
class Band:
    """Calls that waited from `start` on and less than `end` seconds; the last one has no end."""

    start: int
    end: int | None
    answered: int
    left: int

    def name(self, language: Language) -> str:
        """Return the band in words."""
        if self.end is None:
            return Text(f"từ {self.start} giây", f"{self.start} s or more").in_(language)
        unit = Text("giây", "s").in_(language)
        return f"{self.start}–{self.end} {unit}"


def bands(answered: Mapping[int, int], left: Mapping[int, int]) -> tuple[Band, ...]:
    """Return how many calls waited how long, from how many there are of each second."""
    ends = (*STARTS[1:], None)
    return tuple(
        Band(start, end, _between(answered, start, end), _between(left, start, end))
        for start, end in zip(STARTS, ends, strict=True)
    )


def waits(found: Sequence[Band], *, key: str = "waits", language: Language = Language.VI) -> Chart:
    """Return the chart of some bands; a wait of exactly a band's end is in the next."""
    answered, left = sum(b.answered for b in found), sum(b.left for b in found)
    told = (
        f"{ANSWERED.in_(language)}: {numbers.integer(answered)}",
        f"{LEFT.in_(language)}: {numbers.integer(left)}",
    )
    parts = (
        hatching(key, "chart-missed"),
        *_legend(key, told),
        *_rows(key, found, language),
    )
    about = About(key, TITLE.in_(language), "; ".join(told) + ".")
    heads = (
        Column(BAND),
        Column(ANSWERED, Kind.INTEGER),
        Column(LEFT, Kind.INTEGER),
        Column(Text("Tỷ lệ được nghe máy", "Answer rate"), Kind.RATIO),
    )
    rows = [
        (b.name(language), b.answered, b.left, Ratio(b.answered, b.answered + b.left))
        for b in found
    ]
    drawing = picture(about, TOP + ROW * len(found) + 4, parts)
    return Chart(drawing, Table(TITLE, heads, rows))


def _between(seconds: Mapping[int, int], start: int, end: int | None) -> int:
    return sum(n for at, n in seconds.items() if start <= at and (end is None or at < end))


def _legend(key: str, told: tuple[str, str]) -> Iterator[str]:
    for at, (said, ink) in enumerate(zip(told, _inks(key), strict=True)):
        yield box(1, 2 + 16 * at, 12, 11, ink)
        yield words(said, 18, 12 + 16 * at)


def _inks(key: str) -> tuple[Ink, Ink]:
    return Ink("chart-answered"), hatched(key, "chart-missed")


def _rows(key: str, found: Sequence[Band], language: Language) -> Iterator[str]:
    most = max((b.answered + b.left for b in found), default=0) or 1
    answered, left = _inks(key)
    unit = (WIDTH - NAMES_WIDE - FIGURES_WIDE) / most
    for at, band in enumerate(found):
        y = TOP + at * ROW
        yield words(band.name(language), NAMES_WIDE - 6, y + 9.5, anchor="end")
        full, rest = band.answered * unit, band.left * unit
        if full:
            yield box(NAMES_WIDE, y, full, 12, answered)
        if rest:
            yield box(NAMES_WIDE + full, y, rest, 12, left)
        said = f"{numbers.integer(band.answered)} + {numbers.integer(band.left)}"
        yield words(said, NAMES_WIDE + full + rest + 5, y + 9.5, size=SMALL)
