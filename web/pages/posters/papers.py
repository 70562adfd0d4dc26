"""The poster to look at and to print, and the register as a file."""

from datetime import timedelta
from http import HTTPStatus
from io import BytesIO

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from accounts.rights import Right
from accounts.trail import Look, looked
from documents.csv import as_csv
from documents.poster.render import STYLE, Size, as_html, as_pdf
from documents.table import Column, Imprint, Kind, Row, Table
from documents.xlsx import write_xlsx
from duty.strip import midnight
from figures.definitions import VERSION
from ivr.flow.words import Language
from web.downloads import download
from web.pages.posters.blueprint import live_poster, posters, today
from web.pages.posters.overview import Place, read_places, register_page
from web.session import hotline, needs, person, wall
from web.showing import language
from web.slots import EXPORTS, Busy
from web.texts.posters import POSTERS

COLUMNS = (
    Column(POSTERS["place"]),
    Column(POSTERS["address"]),
    Column(POSTERS["posted_on"], Kind.DATE),
    Column(POSTERS["on_version"]),
    Column(POSTERS["state"]),
    Column(POSTERS["taken_down_on"], Kind.DATE),
    Column(POSTERS["note"]),
)
KINDS = ("xlsx", "csv")
DAY = timedelta(days=1)


@posters.get("/to")
@needs(Right.SEE_POSTERS)
def preview() -> ResponseReturnValue:
    """Show the poster as a page, as it comes out of a printer."""
    zone = hotline().board.from_file.calendar.zone
    sheet = url_for("posters.style")
    return Response(as_html(live_poster(), hotline().clock(), zone, stylesheet=sheet))


@posters.get("/to.css")
@needs(Right.SEE_POSTERS)
def style() -> ResponseReturnValue:
    """Return the poster's style sheet: it must not stand in the page."""
    return Response(STYLE.read_bytes(), mimetype="text/css")


@posters.get("/to-<any(a4, a3):size>.pdf")
@needs(Right.SEE_POSTERS)
def paper(size: str) -> ResponseReturnValue:
    """Return the poster to be printed."""
    poster, zone = live_poster(), hotline().board.from_file.calendar.zone
    try:
        with EXPORTS.held():
            content = as_pdf(poster, Size(size), hotline().clock(), zone)
    except Busy:
        return _busy()
    return download(content, f"to-niem-yet-{size}-{poster.version}.pdf")


@posters.post("/so")
@needs(Right.EXPORT)
def register() -> ResponseReturnValue:
    """Return the register as a file."""
    kind = request.form.get("file", "")
    if kind not in KINDS:
        raise BadRequest
    places, spoken = read_places(live_poster().version), language()
    table = Table(POSTERS["register_title"], COLUMNS, [_row(place, spoken) for place in places])
    try:
        with EXPORTS.held():
            content = _written(table, kind, spoken)
    except Busy:
        return _busy()
    with hotline().database.transaction() as session:
        key, facts = f"postings.{kind}", {"rows": len(places)}
        looked(session, Look.EXPORTED, login=person().login, key=key, now=wall(), **facts)
    return download(content, f"so-niem-yet-{today()}.{kind}")


def _written(table: Table, kind: str, spoken: Language) -> bytes:
    calendar, at = hotline().board.from_file.calendar, hotline().clock()
    imprint = Imprint(
        since=midnight(calendar, today()),
        until=midnight(calendar, today() + DAY),
        made_at=at,
        made_by=f"{person().post} ({person().login})",
        definitions=VERSION,
        zone=calendar.zone,
    )
    if kind == "csv":
        return b"".join(as_csv(table, imprint, spoken))
    out = BytesIO()
    write_xlsx(table, imprint, out, spoken)
    return out.getvalue()


def _row(place: Place, spoken: Language) -> Row:
    return (
        place.place,
        place.address,
        place.posted_on,
        place.version,
        place.said.in_(spoken),
        place.taken_down_on,
        place.note,
    )


def _busy() -> Response:
    page = register_page(HTTPStatus.SERVICE_UNAVAILABLE, POSTERS["busy"])
    page.headers["Retry-After"] = "10"
    return page
