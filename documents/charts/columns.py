"""Columns by day, each of a full part below and a hatched one above."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from documents import numbers
from documents.charts.svg import SMALL, WIDTH, About, Ink, box, drawn, hatching, picture, words

LEFT, RIGHT, TOP, HIGH = 36, 4, 50, 130
FEW = 14  # columns up to which each bears its figure
STEPS = 5
NONE = "×"


@dataclass(frozen=True, slots=True)
class Column:
    """One day: its full part, the rest above it, and its figure; None where there is nothing."""

    day: date
    full: float | None
    rest: float = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """The words for both parts, and what each is filled with."""

    full: str
    full_ink: Ink
    rest: str
    rest_ink: Ink


@dataclass(frozen=True, slots=True)
class Scale:
    """The values at the left, from nothing up to the last; `unit` is said after each."""

    ticks: tuple[int, ...]
    unit: str = ""


def scale_to(most: float) -> Scale:
    """Return a few round values at equal distances that reach `most`."""
    steps = (step * 10**power for power in range(12) for step in (1, 2, 5))
    step = next(step for step in steps if step * STEPS >= most)
    return Scale(tuple(range(0, max(1, ceil(most / step)) * step + 1, step)))


def columns(about: About, legend: Legend, days: Sequence[Column], scale: Scale) -> str:
    """Return the drawing."""
    parts = (
        hatching(about.key, legend.rest_ink.class_),
        *_legend(legend),
        *_grid(scale),
        *_bars(legend, days, scale),
        *_days(days),
    )
    return picture(about, TOP + HIGH + 22, parts)


def _legend(legend: Legend) -> Iterator[str]:
    for y, said, ink in ((2, legend.full, legend.full_ink), (18, legend.rest, legend.rest_ink)):
        yield box(1, y, 12, 11, ink)
        yield words(said, 18, y + 10)


def _grid(scale: Scale) -> Iterator[str]:
    for tick in scale.ticks:
        y = _height(tick, scale)
        yield drawn(
            "path",
            d=f"M{LEFT} {y:.2f}H{WIDTH - RIGHT}",
            stroke="currentColor",
            stroke_opacity=1 if tick == 0 else 0.25,
            fill="none",
        )
        yield words(numbers.integer(tick) + scale.unit, LEFT - 4, y + 3.5, size=SMALL, anchor="end")


def _bars(legend: Legend, days: Sequence[Column], scale: Scale) -> Iterator[str]:
    floor, wide = TOP + HIGH, _step(days) * 0.76
    for at, day in enumerate(days):
        x = _middle(days, at) - wide / 2
        if day.full is None:
            yield words(NONE, _middle(days, at), floor - 3, size=SMALL, anchor="middle")
            continue
        low, high = _height(day.full, scale), _height(day.full + day.rest, scale)
        if day.full:
            yield box(x, low, wide, floor - low, legend.full_ink)
        if day.rest:
            yield box(x, high, wide, low - high, legend.rest_ink)
        if len(days) <= FEW:
            yield words(day.label, _middle(days, at), high - 3, size=SMALL, anchor="middle")


def _days(days: Sequence[Column]) -> Iterator[str]:
    """Name every day, or every second, fifth or tenth where they stand close."""
    every = next(n for n in (1, 2, 5, 7, 14, 31, len(days) or 1) if _step(days) * n >= 26)
    for at in range(0, len(days), every):
        day = days[at].day
        said = f"{day.day:02}/{day.month:02}"
        yield words(said, _middle(days, at), TOP + HIGH + 14, size=SMALL, anchor="middle")


def _step(days: Sequence[Column]) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, len(days))


def _middle(days: Sequence[Column], at: int) -> float:
    return LEFT + _step(days) * (at + 0.5)


def _height(value: float, scale: Scale) -> float:
    return TOP + HIGH * (1 - value / scale.ticks[-1])
