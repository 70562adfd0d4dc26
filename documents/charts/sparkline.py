"""A small line without axes that stands beside a figure: where it has come from."""

from collections.abc import Iterator, Sequence
from datetime import date

from documents import numbers
from documents.charts.svg import SMALL, About, Chart, drawn, picture, words
from documents.table import Column, Kind, Table
from ivr.flow.words import Language, Text

WIDE, HIGH, FIGURE_WIDE, EDGE = 120, 28, 34, 4
DAY = Text("Ngày", "Day")


def sparkline(
    name: Text,
    days: Sequence[tuple[date, int | None]],
    *,
    key: str,
    language: Language = Language.VI,
) -> Chart:
    """Return the line of one figure; where a day has none the line is broken."""
    known = [value for _, value in days if value is not None]
    about = About(key, name.in_(language), _told(known, language))
    points = _points([value for _, value in days])
    parts = [*_lines(points)]
    if known:
        parts += _end(next(p for p in reversed(points) if p is not None), known[-1])
    heads = (Column(DAY, Kind.DATE), Column(name, Kind.INTEGER))
    return Chart(picture(about, HIGH, parts, width=WIDE), Table(name, heads, list(days)))


def _told(known: Sequence[int], language: Language) -> str:
    if not known:
        return Text("Chưa có số liệu.", "There are no figures.").in_(language)
    last, least, most = map(numbers.integer, (known[-1], min(known), max(known)))
    return Text(
        f"Gần nhất {last}; thấp nhất {least}, cao nhất {most}.",
        f"Last {last}; lowest {least}, highest {most}.",
    ).in_(language)


def _points(values: Sequence[int | None]) -> list[tuple[float, float] | None]:
    known = [value for value in values if value is not None]
    least, span = min([*known, 0]), (max([*known, 0]) - min([*known, 0])) or 1
    step = (WIDE - FIGURE_WIDE - 2 * EDGE) / max(1, len(values) - 1)
    return [
        None
        if value is None
        else (EDGE + step * at, HIGH - EDGE - (HIGH - 2 * EDGE) * (value - least) / span)
        for at, value in enumerate(values)
    ]


def _lines(points: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    """Yield a path that is lifted where a day has no figure; a day alone is a dot."""
    path, before = "", None
    for point in points:
        if point is not None:
            # A line of no length, drawn with a round end, is the dot of a day that stands alone.
            path += f"{'L' if before else 'M'}{point[0]:.2f} {point[1]:.2f}h0"
        before = point
    if path:
        yield drawn(
            "path",
            d=path,
            fill="none",
            stroke="currentColor",
            stroke_width=1.6,
            stroke_linecap="round",
            stroke_linejoin="round",
        )


def _end(point: tuple[float, float], value: int) -> list[str]:
    x, y = point
    dot = drawn("circle", cx=x, cy=y, r=2.6, fill="currentColor")
    return [dot, words(numbers.integer(value), x + 6, min(HIGH - 2, y + 3.5), size=SMALL)]
