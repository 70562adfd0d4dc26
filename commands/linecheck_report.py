"""`flask linecheck report`: a month's checks by number and day, by branch, and of the whole way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

import click

from commands import period, told
from duty.changes import every_branch
from figures.checks import checks as read_checks
from ivr.flow.measures.figures import Ratio
from ivr.flow.measures.officers import LineCheck as Measured
from ivr.flow.measures.officers import availability
from ivr.flow.words import CheckKind, Grade
from models.duty.officers import OfficerRow, by_code
from models.duty.reading import read_roster
from models.line_checks import LineCheck, between

SIGNS = {
    Grade.PASSED: "●",
    Grade.MAILBOX: "◍",
    Grade.NO_ANSWER: "○",
    Grade.BUSY: "◌",
    Grade.BAD_NUMBER: "✕",
}
MOST_WORST = 5
NAMES = ("kind", "officer", "branch", "number", "made", "passed", "rate", "seconds")
Row = dict[str, Any]


@click.command()
@click.option("--month", help="2026-11. Mặc định: tháng này · this month.")
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def report(month: str | None, form: str) -> None:
    """Báo cáo kiểm tra đầu số trong tháng · numbers by day, with the share that passed."""
    begin, end = _month(month)
    running = period.hotline()
    with period.books() as session:
        numbers = _graded(between(session, begin, end))
        ways = _graded(between(session, begin, end, kind=CheckKind.THROUGH))
        posts = {code: by_code(session, code) for code in {check.officer for check in numbers}}
        roster, switchboard = read_roster(session), running.board.board.switchboard
        measured = [*read_checks(session, roster, switchboard, begin, end)]
    lines = [_number_row(posts[code], found) for code, found in _by(numbers, "officer").items()]
    throughs = [_way_row(branch, found) for branch, found in _by(ways, "branch").items()]
    rows = [*sorted(lines, key=_worst_first), *sorted(throughs, key=_worst_first)]
    days = sorted({day for row in rows for day in row["days"]})
    if form != "table":
        flat = [{n: row[n] for n in NAMES} | _filled(row["days"], days) for row in rows]
        told.tell(flat, {}, form, names=(*NAMES, *days))
        return
    _tell_numbers([row for row in rows if row["kind"] == CheckKind.LINE], days, measured)
    _tell_worst(measured)
    _tell_ways([row for row in rows if row["kind"] == CheckKind.THROUGH], days)


def _graded(checks: Iterable[LineCheck]) -> list[LineCheck]:
    return [check for check in checks if check.grade is not None]


def _by(checks: Iterable[LineCheck], field: str) -> Mapping[str, list[LineCheck]]:
    found: dict[str, list[LineCheck]] = defaultdict(list)
    for check in checks:
        found[getattr(check, field)].append(check)
    return found


def _worst_first(row: Row) -> tuple[float, str, str]:
    return row["passed"] / row["made"], row["officer"], row["branch"]


def _number_row(officer: OfficerRow | None, checks: Sequence[LineCheck]) -> Row:
    """Return an officer's line; a number passes as the measures say that it does."""
    code = checks[-1].officer
    rate = availability(Measured((), check.seconds) for check in checks)
    shown = f"{officer.post_vi if officer else code} ({told.number(checks[-1].number)})"
    return _row(checks, rate) | {"officer": code, "shown": shown}


def _way_row(branch: str, checks: Sequence[LineCheck]) -> Row:
    """Return a branch's line: an officer was reached, however long a citizen would have waited."""
    rate = Ratio(sum(check.grade is Grade.PASSED for check in checks), len(checks))
    return _row(checks, rate) | {"branch": branch, "shown": _named(branch)}


def _row(checks: Sequence[LineCheck], rate: Ratio) -> Row:
    """Return what every line has: the signs of each day in the order of the checks."""
    days: dict[str, str] = defaultdict(str)
    for check in checks:
        day = check.placed_at.astimezone(period.zone()).date().isoformat()
        days[day] += SIGNS[check.grade] if check.grade else ""
    return {
        "kind": checks[-1].kind.value,
        "officer": "",
        "branch": "",
        "number": checks[-1].number,
        "made": rate.whole,
        "passed": rate.part,
        "rate": f"{rate.part}/{rate.whole}",
        "seconds": next((c.seconds for c in reversed(checks) if c.seconds is not None), None),
        "days": dict(days),
    }


def _filled(known: Mapping[str, str], days: Iterable[str]) -> dict[str, str]:
    return {day: known.get(day, "") for day in days}


def _named(branch: str) -> str:
    switchboard = period.hotline().board.board.switchboard
    found = next((b for b in every_branch(switchboard) if b.id == branch), None)
    return f"{found.key}  {found.name.vi}".strip() if found else branch


def _tell_numbers(rows: Sequence[Row], days: Sequence[str], measured: Sequence[Measured]) -> None:
    _tell_rows(rows, "Đầu số · number", days)
    overall = availability(measured)
    click.echo(
        f"\nĐạt {overall.part}/{overall.whole} lần kiểm tra ({overall.percent()})"
        f" · passed {overall.part} of {overall.whole} checks."
        "  ● đạt · passed  ◍ hộp thư · mailbox  ○ không nghe · no answer"
        "  ◌ bận · busy  ✕ số hỏng · bad number"
    )


def _tell_worst(measured: Iterable[Measured]) -> None:
    """Tell the branches whose numbers fail most often."""
    found: dict[str, list[Measured]] = defaultdict(list)
    for check in measured:
        for branch in check.branches:
            found[branch].append(check)
    rates = {branch: availability(own) for branch, own in found.items()}
    weak = [branch for branch, rate in rates.items() if rate.part < rate.whole]
    weak.sort(key=lambda branch: (rates[branch].share or 0, branch))
    if weak:
        rows = [
            {"shown": _named(b), "rate": f"{rates[b].part}/{rates[b].whole}"}
            | {"percent": rates[b].percent()}
            for b in weak[:MOST_WORST]
        ]
        columns = {
            "shown": "Nhánh yếu nhất · weakest branches",
            "rate": "Đạt · passed",
            "percent": "%",
        }
        click.echo()
        told.tell(rows, columns, "table", names=tuple(columns))


def _tell_ways(rows: Sequence[Row], days: Sequence[str]) -> None:
    click.echo()
    if rows or period.hotline().board.board.switchboard.second_number:
        _tell_rows(rows, "Toàn tuyến · the whole way in", days, seconds="Giây · s")
    else:
        click.echo(
            "! Chưa kiểm tra toàn tuyến: thêm số thứ hai vào own_numbers, xem docs/operate.md\n"
            "  the whole way in is not checked: add a second number under own_numbers"
        )


def _tell_rows(rows: Sequence[Row], heading: str, days: Sequence[str], **more: str) -> None:
    columns = {"shown": heading, "rate": "Đạt · passed", **more, **{day: day[-2:] for day in days}}
    told.tell([{**row, **row["days"]} for row in rows], columns, "table", names=tuple(columns))


def _month(text: str | None) -> tuple[datetime, datetime]:
    zone = period.zone()
    try:
        first = (
            datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
            if text
            else period.hotline().clock().astimezone(zone).date()
        ).replace(day=1)
    except ValueError:
        raise click.ClickException("--month 2026-11") from None
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return (
        datetime.combine(first, time(0), zone).astimezone(UTC),
        datetime.combine(following, time(0), zone).astimezone(UTC),
    )
