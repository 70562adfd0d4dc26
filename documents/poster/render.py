"""The poster on paper (A4, A3) and as a page; neither needs any other file."""

import io
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from documents.numbers import day
from documents.poster.poster import Poster
from documents.typeset import typeset

FOLDER = Path(__file__).parent
STYLE = FOLDER / "poster.css"


class Size(StrEnum):
    """Papers that posters are printed on."""

    A4 = "a4"
    A3 = "a3"


def as_pdf(poster: Poster, size: Size, at: datetime, zone: ZoneInfo) -> bytes:
    """Return the poster as a PDF of one page; `at` is when it was made."""
    data = asdict(poster) | {
        "made": made(poster, at, zone),
        "size": size.value,
        "qr": qr_code(poster.link),
    }
    return typeset("poster/poster.typ", data, at)


def as_html(poster: Poster, at: datetime, zone: ZoneInfo, *, stylesheet: str = "") -> str:
    """Return the poster as a page, without any script.

    Its style is in it, unless there is an address of a style sheet: where a page must not hold
    style of its own, `STYLE` is served there.
    """
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = Markup(STYLE.read_text("utf-8")) if not stylesheet else ""
    qr = Markup(qr_code(poster.link))
    page = environment.get_template("poster.html")
    said = made(poster, at, zone)
    return page.render(poster=poster, made=said, qr=qr, style=style, stylesheet=stylesheet)


def made(poster: Poster, at: datetime, zone: ZoneInfo) -> str:
    """Return which version of the poster this is, and when it was printed."""
    return f"Bản {poster.version}, in ngày {day(at.astimezone(zone))}"


def qr_code(text: str) -> str:
    """Return a QR code as an SVG that has no size of its own: black on white, also in the dark."""
    # Only a poster asks for it.
    import segno  # noqa: PLC0415

    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, light="#fff", nl=False)
    return out.getvalue().decode()
