"""Papers set by typst, with the fonts that it brings: what they say is data to it, never code.

A template is a file of ours; the text of a paper reaches it as JSON and is set letter by letter, so
a `#` or a bracket in somebody's name is a `#` or a bracket on paper.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typst import Fonts

FOLDER = Path(__file__).parent
_UNBROKEN = re.compile(r"\S{24}(?=\S)")
MAY_BREAK = "\N{ZERO WIDTH SPACE}"


def typeset(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """Return the PDF that a template makes of `data`; `at` is when it was made.

    The same data and moment give the same file, on any machine: no font of the system is used.
    """
    # Heavy, and only a paper asks for it.
    import typst  # noqa: PLC0415

    return typst.compile(
        FOLDER / template,
        root=FOLDER,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=at.astimezone(UTC).replace(microsecond=0),
        pdf_standards=["ua-1"],
    )


def breakable(text: str) -> str:
    """Return a text whose long words may be broken, so that they stay within their cell."""
    return _UNBROKEN.sub(lambda found: found.group() + MAY_BREAK, text)


@cache
def _fonts() -> "Fonts":
    import typst  # noqa: PLC0415 - see above

    return typst.Fonts(include_system_fonts=False)
