"""Drawings as SVG text, for pages that allow neither scripts nor style of their own.

Everything is drawn in `currentColor`, so it is seen on light pages, on dark ones and on paper; what
is told apart by colour is told apart by a pattern or a number as well. Classes give a page's style
sheet a hold: `charts.css` is one that colours them. A drawing is 360 units wide, a phone's width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from documents.printable import printable
from documents.table import Table

WIDTH = 360
LETTERS, SMALL = 11, 9.5


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, and the table of what it shows, for whoever reads figures or cannot see it."""

    svg: str
    table: Table


@dataclass(frozen=True, slots=True)
class About:
    """What a drawing is called and what it shows; `key` tells its parts from those of others."""

    key: str
    title: str
    told: str


@dataclass(frozen=True, slots=True)
class Ink:
    """How something is filled: its class, and the filling where no style sheet says otherwise."""

    class_: str
    fill: str = "currentColor"


def drawn(name: str, *inside: str, **attributes: str | float) -> str:
    """Return one element: `drawn("rect", x=1, stroke_width=2)`; `class_` is written `class`."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_said(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def words(text: str, x: float, y: float, *, size: float = LETTERS, anchor: str = "start") -> str:
    """Return a line of text that begins, is centred or ends at a point."""
    said = escape(printable(text))
    return drawn("text", said, x=x, y=y, font_size=size, text_anchor=anchor, fill="currentColor")


def picture(about: About, height: float, parts: Sequence[str], *, width: float = WIDTH) -> str:
    """Return the whole drawing; a screen reader says its title, and on request what it shows."""
    title, told = f"{about.key}-title", f"{about.key}-desc"
    return drawn(
        "svg",
        drawn("title", escape(printable(about.title)), id=title),
        drawn("desc", escape(printable(about.told)), id=told),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_said(width)} {_said(height)}",
        class_="chart",
        role="img",
        aria_labelledby=title,
        aria_describedby=told,
        font_family="inherit",
    )


def hatching(key: str, class_: str) -> str:
    """Return the definition of a pattern of slanting lines.

    A pattern takes its colour from where it is defined, so it has the class of what it fills.
    """
    line = drawn("path", d="M0 0V5", stroke="currentColor", stroke_width=3.2)
    pattern = drawn(
        "pattern",
        line,
        id=f"{key}-hatching",
        class_=class_,
        width=5,
        height=5,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return drawn("defs", pattern)


def hatched(key: str, class_: str) -> Ink:
    """Return what something is filled with that is hatched; see `hatching`."""
    return Ink(class_, f"url(#{key}-hatching)")


def box(x: float, y: float, wide: float, high: float, ink: Ink) -> str:
    """Return a bar, with a thin line around it."""
    return drawn(
        "rect",
        x=x,
        y=y,
        width=wide,
        height=high,
        class_=ink.class_,
        fill=ink.fill,
        stroke="currentColor",
        stroke_width=0.8,
    )


def _said(value: str | float) -> str:
    """Return an attribute's value; coordinates to a hundredth."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
