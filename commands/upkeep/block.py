"""`flask block`: whose calls are not taken for a time: added, listed, lifted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import click

from accounts.blocking import LONGEST, BadBlock, Blocks
from commands import period, told
from commands.privacy import asked
from duty.labels import both
from ivr.flow.board import Caller
from ivr.flow.guarding.floods import is_exempt
from ivr.flow.scene import Scene
from models.guarding import blocks
from models.guarding.blocks import BlockRow

COLUMNS = {
    "id": "Số · id",
    "number": "Số máy · number",
    "state": "Tình trạng · state",
    "until": "Đến · until",
    "reason": "Lý do · reason",
    "blocked_by": "Ai chặn · blocked by",
    "since": "Từ · since",
    "lifted_by": "Ai bỏ · lifted by",
    "lifted_at": "Bỏ lúc · lifted at",
}
MOST_HOURS = LONGEST // timedelta(hours=1)


@click.group()
def block() -> None:
    """Chặn tạm số máy gọi phá · block numbers for a time; every block ends by itself."""


@block.command()
@asked.NUMBER
@click.option(
    "--hours",
    type=click.IntRange(1, MOST_HOURS),
    required=True,
    help="Chặn mấy giờ, nhiều nhất 7 ngày · for how many hours, 7 days at most.",
)
@click.option("--reason", required=True, help="Lý do, ai cũng đọc được · why, for all.")
def add(*, number: str | None, hours: int, reason: str) -> None:
    """Chặn NUMBER; bỏ trống thì được hỏi · block a number; asked for, not echoed."""
    meant = asked.number(number)
    running = period.hotline()
    if is_exempt(Scene(running.board.board, Caller("", None), running.clock()), meant):
        raise click.ClickException(
            "đó là số của cán bộ hoặc của tổng đài · that is an officer's number, or one of ours"
        )
    with _changing() as changes:
        until = changes.now + timedelta(hours=hours)
        row = changes.add(meant, until=until, reason=reason)
        id, ends = row.id, period.local(row.until)
    click.echo(f"✓ Chặn · block {id}: {asked.shown(meant)}, đến · until {ends}")


@block.command()
@click.argument("id", type=int)
def lift(*, id: int) -> None:
    """Bỏ chặn mục ID, có hiệu lực sau một giây · lift a block; it counts within a second."""
    with _changing() as changes:
        changes.lift(id)
    click.echo(f"✓ Đã bỏ chặn · lifted: {id}")


@block.command("list")
@click.option("--all", "past", is_flag=True, help="Cả mục đã hết · those that are over, too.")
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True)
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def list_blocks(*, past: bool, limit: int, form: str) -> None:
    """Ai đang bị chặn, số được che · who is blocked, numbers masked."""
    now = period.hotline().clock()
    with period.books() as session:
        found = blocks.every(session, limit=limit) if past else blocks.standing(session, now)
        standing = {row.id for row in blocks.standing(session, now)}
        rows = [_row(each, is_standing=each.id in standing) for each in found[:limit]]
    if rows or form != "table":
        told.tell(rows, COLUMNS, form, names=tuple(COLUMNS))
    else:
        click.echo("Không chặn số nào · nobody is blocked")


@contextmanager
def _changing() -> Iterator[Blocks]:
    running = period.hotline()
    with period.database_needed(), running.database.transaction() as session:
        try:
            yield Blocks(session, asked.actor(), running.clock())
        except BadBlock as error:
            raise click.ClickException(both(error.why)) from None


def _row(row: BlockRow, *, is_standing: bool) -> dict[str, object]:
    return {
        "id": row.id,
        "number": asked.shown(row.number),
        "state": "đang chặn · stands" if is_standing else "đã hết · over",
        "until": period.local(row.until),
        "reason": row.reason,
        "blocked_by": row.blocked_by,
        "since": period.local(row.since),
        "lifted_by": row.lifted_by,
        "lifted_at": period.local(row.lifted_at),
    }
