"""`flask linecheck`: call officers' numbers to check them, and tell what was found."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

import click

from commands import period, told
from ivr import labels
from ivr.carrier import CarrierAway
from ivr.flow.words import CheckKind, Grade
from ivr.spool import Spool
from jobs.schedule import Work
from models.duty.officers import OfficerRow, by_code
from models.line_checks import LineCheck, between

SIGNS = {
    Grade.PASSED: "●",
    Grade.MAILBOX: "◍",
    Grade.NO_ANSWER: "○",
    Grade.BUSY: "◌",
    Grade.BAD_NUMBER: "✕",
}


@click.group()
def linecheck() -> None:
    """Kiểm tra đầu số · check the officers' numbers."""


@linecheck.command()
@click.argument("officer")
def run(officer: str) -> None:
    """Gọi kiểm tra ngay số của cán bộ OFFICER (mã) · check an officer's number now."""
    _call(officer, CheckKind.LINE)


@linecheck.command()
@click.argument("officer")
def verify(officer: str) -> None:
    """Gọi xác minh số của cán bộ OFFICER: nghe mã và bấm lại · verify a number by a code."""
    _call(officer, CheckKind.VERIFY)


def _call(code: str, kind: CheckKind) -> None:
    hotline = period.hotline()
    with period.books() as session:
        row = by_code(session, code)
    if row is None:
        raise click.ClickException(
            f"không có cán bộ {code!r} trong lịch trực · no officer {code!r} in the roster"
        )
    checker = Work(hotline, Spool(hotline.settings.var_dir / "spool")).checker
    switchboard = hotline.board.board.switchboard
    try:
        made = checker.call(switchboard, row, kind, now=hotline.clock())
    except CarrierAway as error:
        raise click.ClickException(
            f"nhà mạng không nhận cuộc gọi ({error}) · the carrier does not take the call"
        ) from error
    grade = labels.GRADES[made.grade].vi if made.grade else "đang gọi · calling"
    click.echo(f"{row.post_vi} ({told.number(row.number)}): {grade}")
    click.echo("Kết quả · result: flask --app app linecheck report")


@linecheck.command()
@click.option("--month", help="2026-11. Mặc định: tháng này · this month.")
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def report(month: str | None, form: str) -> None:
    """Báo cáo kiểm tra đầu số trong tháng · numbers by day, with the share that passed."""
    begin, end = _month(month)
    with period.books() as session:
        checks = between(session, begin, end)
        posts = {code: by_code(session, code) for code in {check.officer for check in checks}}
    rows = [_row(posts[code], code, found) for code, found in sorted(_by_officer(checks).items())]
    rows.sort(key=lambda row: (row["passed"] / row["made"], row["officer"]))
    days = sorted({day for row in rows for day in row["days"]})
    names = ("officer", "number", "made", "passed", "rate", *days)
    if form == "table":
        _tell_table(rows, days, checks)
    else:
        flat = [{**row, **{day: row["days"].get(day, "") for day in days}} for row in rows]
        told.tell([{n: r[n] for n in names} for r in flat], {}, form, names=names)


def _tell_table(rows: list[dict[str, Any]], days: list[str], checks: list[LineCheck]) -> None:
    columns = {"post": "Đầu số · number", "rate": "Đạt · passed"}
    columns |= {day: day[-2:] for day in days}
    told.tell([{**row, **row["days"]} for row in rows], columns, "table", names=tuple(columns))
    graded = [check for check in checks if check.grade]
    passed = sum(check.grade is Grade.PASSED for check in graded)
    click.echo(
        f"\nĐạt {passed}/{len(graded)} lần kiểm tra · passed {passed} of {len(graded)} checks."
        "  ● đạt · passed  ◍ hộp thư · mailbox  ○ không nghe · no answer"
        "  ◌ bận · busy  ✕ số hỏng · bad number"
    )


def _by_officer(checks: Iterable[LineCheck]) -> dict[str, list[LineCheck]]:
    found = defaultdict(list)
    for check in checks:
        if check.grade:
            found[check.officer].append(check)
    return found


def _row(officer: OfficerRow | None, code: str, checks: list[LineCheck]) -> dict[str, Any]:
    """Return an officer's line: the signs of each day in the order of the checks."""
    days: dict[str, str] = defaultdict(str)
    for check in checks:
        if check.grade:
            local = period.hotline().board.board.switchboard.calendar.local(check.placed_at)
            days[local.date().isoformat()] += SIGNS[check.grade]
    passed = sum(check.grade is Grade.PASSED for check in checks)
    return {
        "officer": code,
        "post": f"{officer.post_vi if officer else code} ({told.number(checks[-1].number)})",
        "number": checks[-1].number,
        "made": len(checks),
        "passed": passed,
        "rate": f"{passed}/{len(checks)}",
        "days": dict(days),
    }


def _month(text: str | None) -> tuple[datetime, datetime]:
    calendar = period.hotline().board.board.switchboard.calendar
    try:
        first = (
            datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
            if text
            else calendar.local(period.hotline().clock()).date()
        ).replace(day=1)
    except ValueError:
        raise click.ClickException("--month 2026-11") from None
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return (
        datetime.combine(first, time(0), calendar.zone).astimezone(UTC),
        datetime.combine(following, time(0), calendar.zone).astimezone(UTC),
    )
