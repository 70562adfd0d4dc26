"""What an official document says, apart from how any file format holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section, with its number: `I. Số liệu chung`."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; a note is smaller, and not part of what is reported."""

    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table in the body. The first column is words, all others are figures or short.

    `widths` are parts of the whole width, one for each column; a last row of totals stands bold.
    """

    caption: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    widths: tuple[int, ...]
    has_totals: bool = False


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An official document: its kind (BÁO CÁO), what it is about, and its body.

    Number, day and signature are left blank: the clerk assigns the number, and a person signs.
    `issued` gives the month and the year; `made_by` is written into the file, not on paper.
    """

    letterhead: Letterhead
    kind: str
    about: str
    blocks: tuple[Block, ...]
    issued: date
    made_by: str
