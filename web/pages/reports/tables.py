"""The figures of a report as tables: a row for each branch, or, for paper, one for each figure."""

from collections.abc import Iterator, Mapping

from documents.table import Cell, Column, Kind, Row, Table
from ivr.flow.measures.figures import DASH, Mean
from ivr.flow.measures.report import Figures, Part
from ivr.flow.words import Language, Text
from web.pages.reports.measures import GROUPS_SHOWN, MEASURES, Measure, Value
from web.pages.reports.reading import Report
from web.pages.reports.told import Teller
from web.texts.exports import COLUMNS, TITLES
from web.texts.reports import REPORTS


def figures_table(report: Report, language: Language) -> Table:
    """Return a row for all and for each branch, of the period and of the one before it."""
    heads = (Column(COLUMNS["period"]), Column(COLUMNS["branch"]))
    columns = (*heads, *(Column(_heading(each), each.kind) for each in MEASURES))
    return Table(TITLES["figures"], columns, [*_rows(report, language)])


def _heading(measure: Measure) -> Text:
    """Return a figure's name; of a share of time with the unit of what it was counted from."""
    if measure.kind is Kind.RATIO and measure.in_hours:
        unit = COLUMNS["in_seconds"]
        return Text(measure.name.vi + unit.vi, measure.name.en + unit.en)
    return measure.name


def _rows(report: Report, language: Language) -> Iterator[Row]:
    for when, found in (("now", report.figures), ("before", report.before)):
        for name, part in _parts(report, found).items():
            cells = (_cell(measure.of(part)) for measure in MEASURES)
            yield (COLUMNS[when].in_(language), name.in_(language), *cells)


def _parts(report: Report, found: Figures[Part]) -> Mapping[Text, Part]:
    """Return what is told, by its name: all and each, or the branch that was asked for."""
    if report.scope.chosen:
        return {report.scope.title: found.total}
    named = {report.scope.name(id): part for id, part in found.branches.items()}
    return {COLUMNS["all"]: found.total, **named}


def _cell(value: Value) -> Cell:
    return None if isinstance(value, Mean) and not value.count else value


def paper_table(report: Report, language: Language) -> Table:
    """Return the figures as they fit on a page: a row for each, a column for each branch."""
    teller = Teller(report, language)
    columns = {
        COLUMNS["all"] if report.scope.chosen is None else report.scope.title: report.figures.total,
        COLUMNS["before"]: report.before.total,
    }
    if report.scope.chosen is None:
        columns |= {
            report.scope.name(id): part for id, part in report.figures.branches.items() if id
        }
    heads = (Column(COLUMNS["figure"]), *(Column(name) for name in columns))
    rows = [
        (measure.name.in_(language), *(_said(teller, measure, part) for part in columns.values()))
        for group in GROUPS_SHOWN
        for measure in group.measures
    ]
    return Table(TITLES["figures"], heads, rows)


def _said(teller: Teller, measure: Measure, part: Part) -> str:
    cell = teller.cell(measure, measure.of(part))
    if cell.figure == DASH or measure.kind is not Kind.RATIO:
        is_seconds = measure.kind in (Kind.MEAN, Kind.SECONDS) and not measure.in_hours
        unit = REPORTS["seconds"].in_(teller.language)
        return f"{cell.figure} {unit}" if is_seconds and cell.figure != DASH else cell.figure
    return f"{cell.figure} ({cell.of})"
