"""`flask reconcile`: the carrier's own list of calls, held against the books."""

import threading
from datetime import UTC, datetime, timedelta

import click

from commands.period import database_needed, hotline, local, moment
from ivr.flow.reconciling import spans
from ivr.flow.reconciling.spans import Span
from jobs import reconciliation
from jobs.reconcile import Found
from models.reconciliations import runs

COUNTS = (
    ("unseen", "cuộc gọi chưa từng thấy", "calls never seen"),
    ("closed", "cuộc trong sổ còn để ngỏ", "calls that seemed to go on"),
    ("legs", "lượt đổ chuông thiếu kết thúc", "rings whose end was missing"),
    ("recordings", "bản ghi âm còn thiếu", "recordings that we lacked"),
)
CLEAN, FOUND, AWAY = 0, 1, 2


@click.command()
@click.option("--since", help="Từ · from, local time: 2026-11-23 or 2026-11-23T14:30.")
@click.option("--until", help="Đến (hết ngày đó) · until, that day included.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không ghi · look only, enter nothing.")
def reconcile(since: str | None, until: str | None, *, dry_run: bool) -> None:
    """Đối soát với danh sách của nhà mạng · compare with the carrier's own list of calls.

    Exits with 0 where the books had everything, 1 where something was found, 2 where the carrier
    could not be asked to the end. Without --since it goes on where the last run ended.
    """
    running, now = hotline(), hotline().clock()
    running.board.start()
    compared = reconciliation.reconciler(running, threading.Event().wait)
    with database_needed():
        span = _span(since, until, now)
        if dry_run:
            found = compared.look(span, now=now)
        else:
            found = compared.run(span, now=now)
            switchboard = running.board.board.switchboard
            reconciliation.tell(running.database, switchboard, found, now=now)
    _say(found, dry_run=dry_run)
    raise SystemExit(AWAY if found.fault else CLEAN if found.is_clean else FOUND)


def _span(since: str | None, until: str | None, now: datetime) -> Span:
    """Return what is to be compared; nothing later than now, as nothing is listed there."""
    end = min(_moment(until, is_end=True), now) if until else now
    if since:
        begin = _moment(since)
    else:
        with hotline().database.reading() as session:
            reached = runs.reached(session, now)
        begin = min(reached or end, end) - spans.AGAIN
    if end <= begin:
        raise click.BadParameter("--until phải sau --since · must be after --since")
    return Span(begin, end)


def _moment(text: str, *, is_end: bool = False) -> datetime:
    whole_day = is_end and len(text) == len("2026-11-23")
    return moment(text).astimezone(UTC) + timedelta(days=1 if whole_day else 0)


def _say(found: Found, *, dry_run: bool) -> None:
    begin, end = local(found.span.since), local(found.reached)
    click.echo(f"Đã so từ {begin} đến {end} · compared: {found.listed} cuộc gọi đến · calls")
    for name, vi, en in COUNTS:
        if count := getattr(found, name):
            click.echo(f"! {count} {vi} · {en}")
    if found.fault:
        click.echo(f"✗ Chưa hết: không hỏi được nhà mạng · not complete: {found.fault}")
    elif found.is_clean:
        click.echo("✓ Sổ có đủ mọi cuộc gọi · the books have every call")
    elif dry_run:
        click.echo("  Chưa ghi gì · nothing was entered")
    else:
        click.echo("✓ Đã ghi sổ · entered in the books")
