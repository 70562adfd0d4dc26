"""`flask hold`: what must not be deleted, whatever its term: placed, listed, lifted."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from commands import period, told
from commands.privacy import asked
from duty.labels import both
from models import calls
from models.privacy import holds
from models.privacy.holds import HoldRow
from privacy.holding import BadHold, Holds

COLUMNS = {
    "id": "Số · id",
    "of": "Giữ gì · what",
    "reason": "Lý do · reason",
    "placed_by": "Ai đặt · placed by",
    "placed_at": "Từ · since",
    "lifted_by": "Ai bỏ · lifted by",
    "lifted_at": "Bỏ lúc · lifted at",
}
REASON = click.option("--reason", required=True, help="Lý do, ai cũng đọc được · why, for all.")


@click.group()
def hold() -> None:
    """Lệnh giữ dữ liệu · legal holds: what must not be deleted, whatever its term."""


@hold.command()
@asked.NUMBER
@click.option("--call", "sid", help="Chỉ một cuộc gọi, theo mã · one call only, by its id.")
@REASON
def place(*, number: str | None, sid: str | None, reason: str) -> None:
    """Giữ mọi thứ về NUMBER, hoặc --call · hold a number, or one call; asked for, not echoed."""
    if sid is not None and number is not None:
        raise click.UsageError("NUMBER hoặc --call, không cả hai · one of them, not both")
    held = None if sid else asked.number(number)
    with _changing() as changes:
        if sid is not None and calls.find(changes.session, sid) is None:
            raise click.ClickException(f"không có cuộc gọi {sid} · there is no call {sid}")
        row = changes.place(number=held, call_sid=sid, reason=reason)
        id, of = row.id, _of(row)
    click.echo(f"✓ Lệnh giữ · hold {id}: {of}")


@hold.command()
@click.argument("id", type=int)
def lift(*, id: int) -> None:
    """Bỏ lệnh giữ ID; thứ đã quá hạn bị xóa đêm tới · lift it; what is overdue goes tonight."""
    with _changing() as changes:
        changes.lift(id)
    click.echo(f"✓ Đã bỏ lệnh giữ · lifted: {id}")


@hold.command("list")
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def list_holds(*, form: str) -> None:
    """Mọi lệnh giữ, số điện thoại được che · all holds, numbers masked."""
    with period.books() as session:
        rows = [_row(each) for each in holds.every(session)]
    if rows or form != "table":
        told.tell(rows, COLUMNS, form, names=tuple(COLUMNS))
    else:
        click.echo("Chưa có lệnh giữ nào · nothing is held")


@contextmanager
def _changing() -> Iterator[Holds]:
    running = period.hotline()
    with period.database_needed(), running.database.transaction() as session:
        try:
            yield Holds(session, asked.actor(), running.clock())
        except BadHold as error:
            raise click.ClickException(both(error.why)) from None


def _of(row: HoldRow) -> str:
    return asked.shown(row.number) if row.number else str(row.call_sid)


def _row(row: HoldRow) -> dict[str, object]:
    return {
        "id": row.id,
        "of": _of(row),
        "reason": row.reason,
        "placed_by": row.placed_by,
        "placed_at": period.local(row.placed_at),
        "lifted_by": row.lifted_by,
        "lifted_at": period.local(row.lifted_at),
    }
