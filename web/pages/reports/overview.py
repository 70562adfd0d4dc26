"""The report on a page: which period, the figures by branch, the charts, how each is made."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from accounts.rights import Right
from documents.charts.svg import Chart
from documents.table import Column, shown
from figures.definitions import VERSION
from ivr.flow.measures.report import Period
from ivr.flow.words import Text
from web.pages.reports.asking import Asked, Preset
from web.pages.reports.blueprint import reports
from web.pages.reports.imprint import period_said
from web.pages.reports.measures import GROUPS_SHOWN
from web.pages.reports.reading import Drawn, Report, read_drawn_report, still
from web.pages.reports.scope import asked_for, numbered, own_branches, scope_of
from web.pages.reports.told import Teller, identities
from web.session import hotline, needs, reach_of
from web.showing import language, show
from web.slots import REPORTS as SLOTS
from web.slots import Busy
from web.texts.reports import PRESETS, REPORTS


@dataclass(frozen=True, slots=True)
class Link:
    """A period by its name, and where it is shown."""

    label: Text
    address: str
    is_here: bool


@reports.get("")
@needs(Right.SEE_REPORTS)
def show_report() -> ResponseReturnValue:
    """Show the figures of a period."""
    wanted = asked_for(request.args, Right.SEE_REPORTS)
    if wanted.stretch is None:
        return not_asked(wanted)
    try:
        with SLOTS.held(), hotline().database.reading() as session:
            scope = scope_of(still(session), wanted, Right.SEE_REPORTS)
            report, drawn = read_drawn_report(session, scope)
    except Busy:
        return busy(wanted)
    return _page(wanted, report, drawn)


def not_asked(wanted: Asked) -> Response:
    """Say what is wrong with what was asked for, and keep it."""
    return _page(wanted, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def busy(wanted: Asked) -> Response:
    """Ask to come again in a moment."""
    address = url_for("reports.show_report", **wanted.query)
    status = HTTPStatus.SERVICE_UNAVAILABLE
    page = show("reports/busy.html", REPORTS, status=status, address=address)
    page.headers["Retry-After"] = "5"
    return page


def _page(
    wanted: Asked,
    report: Report | None = None,
    drawn: Drawn | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    spoken = language()
    return show(
        "reports/report.html",
        REPORTS,
        status=status,
        asked=wanted,
        presets=_presets(wanted),
        branches=[(branch.id, numbered(branch)) for branch in own_branches(Right.SEE_REPORTS)],
        is_all=reach_of(Right.SEE_REPORTS).branches is None,
        may_export=bool(reach_of(Right.EXPORT)),
        report=report,
        teller=Teller(report, spoken) if report else None,
        **(_told(report) if report else {}),
        charts=[_chart(chart) for chart in drawn.charts(spoken)] if drawn else [],
        groups=GROUPS_SHOWN,
        definitions=VERSION,
    )


def _told(report: Report) -> dict[str, object]:
    """Return what is said of the period beside its figures."""
    scope = report.scope
    is_over = scope.until <= scope.now
    local = scope.switchboard.calendar.local(scope.now)
    return {
        "period": _said(report.figures.period, report),
        "earlier": _said(report.before.period, report),
        "so_far": None if is_over else f"{local:%H:%M %d/%m/%Y}",
        "sums": identities(report.figures.total.counts),
        "nameless": report.figures.total.not_served.nameless,
    }


def _said(period: Period, report: Report) -> str:
    zone = report.scope.switchboard.calendar.zone
    return period_said(period.since, period.until, zone, language())


def _presets(wanted: Asked) -> list[Link]:
    branch: dict[str, Any] = (
        {"branch": wanted.branch} if wanted.branch and "branch" not in wanted.faults else {}
    )
    return [
        Link(
            PRESETS[preset],
            url_for("reports.show_report", period=preset.value, **branch),
            preset is wanted.preset,
        )
        for preset in Preset
    ]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as the page has it: its drawing, and its table in words."""

    title: str
    svg: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _chart(chart: Chart) -> Drawing:
    spoken, zone = language(), hotline().board.from_file.calendar.zone
    columns: tuple[Column, ...] = chart.table.columns
    return Drawing(
        title=chart.table.title.in_(spoken),
        svg=Markup(chart.svg),
        heads=tuple(column.heading(spoken) for column in columns),
        rows=tuple(
            tuple(shown(c.kind, cell, zone) for c, cell in zip(columns, row, strict=True))
            for row in chart.table.rows
        ),
    )
