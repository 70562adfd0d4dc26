"""`flask rollup`: the counts that pages and charts read, held against the calls."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from commands import period, told
from figures import beside
from models import recount
from models.calls import Call
from models.duty.reading import read_roster
from models.sums.stretch import moments_of

COLUMNS = {
    "on": "Ngày · day",
    "hour": "Giờ · hour",
    "branch": "Nhánh · branch",
    "count": "Số đếm · count",
    "rolled_up": "Đang ghi · rolled up",
    "counted": "Đếm lại · counted",
}


@click.group()
def rollup() -> None:
    """Bảng đếm sẵn · the roll-up that pages and charts read, held against the calls."""


def days(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--since --until` to a command: local days, both included."""
    day = click.DateTime(["%Y-%m-%d"])
    since = click.option("--since", type=day, help="Từ ngày · from this day: 2026-11-23.")
    until = click.option("--until", type=day, help="Đến hết ngày · until this day, included.")
    return since(until(command))


@rollup.command()
@days
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def check(since: Any, until: Any, form: str) -> None:
    """Đếm lại và so sánh · count anew and compare; exits with 1 where they differ."""
    with period.books() as session:
        checked = list(_days(session, since, until))
        found = [row for on in checked for row in recount.differences(session, on)]
        found += _beside(session, checked)
        waiting = session.scalar(
            sa.select(sa.func.count()).select_from(Call).where(sa.text("NOT is_counted"))
        )
    rows = [asdict(row) | {"on": row.on.isoformat()} for row in found]
    if form != "table":
        told.tell(rows, COLUMNS, form, names=tuple(COLUMNS))
    elif rows:
        told.tell(rows, COLUMNS, form, names=tuple(COLUMNS))
        click.echo("\nSửa: `flask rollup rebuild` · to mend it: `flask rollup rebuild`")
    else:
        click.echo(f"✓ {len(checked)} ngày, khớp từng số · days, every count is right")
    if waiting and form == "table":
        click.echo(
            f"{waiting} cuộc gọi của bản trước đang chờ được đếm"
            f" · {waiting} calls of an older release wait to be counted, by the worker"
        )
    if rows:
        raise SystemExit(1)


@rollup.command()
@days
def rebuild(since: Any, until: Any) -> None:
    """Lập lại từ các cuộc gọi · make it anew from the calls, a day at a time."""
    with period.books() as session:
        wanted = list(_days(session, since, until))
    with period.database_needed():
        for on in wanted:
            with period.hotline().database.transaction() as session:
                recount.rebuild_all(session, on)
    click.echo(f"✓ Đã lập lại {len(wanted)} ngày · days made anew")


def _beside(session: Session, days: list[date]) -> Iterator[recount.Difference]:
    """Yield what stands beside the rows of days, and is not as they say."""
    if not days:
        return
    switchboard = period.hotline().board.board.switchboard
    roster = read_roster(session, since=moments_of(switchboard.calendar, days[0])[0])
    for on in days:
        yield from beside.differences(session, switchboard, roster, on)


def _days(session: Session, since: Any, until: Any) -> Iterator[date]:
    """Yield the days that were asked for, and have anything to be counted."""
    begin = since.date() if since else date.min
    end = until.date() if until else date.max - timedelta(days=1)
    yield from (on for on in recount.days(session) if begin <= on <= end)
