"""`flask figures`: how the hotline did in a period, in all and by branch."""

from collections.abc import Mapping
from typing import Any

import click

from commands import period as periods
from commands import told
from commands.figures_columns import COUNTS, TABLES, Table, raw
from figures.full import read
from ivr.flow.measures.calls import Counts
from ivr.flow.measures.figures import vietnamese
from ivr.flow.measures.report import Figures, FullPart, Period, period
from ivr.flow.switchboard import Branch

ALL, NONE = "(all)", "(none)"  # no branch has such an id
NOTES = """\
Mức phục vụ kiểu 2: người gọi bỏ tính là không được phục vụ; kiểu 1 không kể người bỏ trong hạn.
Thời gian chờ: từ lúc chọn nhánh đến lúc cán bộ bấm phím nhận. Gọi kiểm tra chỉ có trong tổng.
Service level type 2: callers who gave up count against us; type 1 leaves out those within time.
Waits last from choosing the branch to the officer's key. Test calls are in the total only.
Cách tính từng chỉ số · how each figure is made: docs/figures.md"""


@click.command()
@click.option("--since", help="Từ · from, local time: 2026-11-23 or 2026-11-23T14:30.")
@click.option("--until", help="Đến (hết ngày đó) · until, that day included.")
@click.option("--branch", help="Mã nhánh hoặc phím · branch id or key.")
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def figures(since: str | None, until: str | None, branch: str | None, form: str) -> None:
    """Các chỉ số của một kỳ · the figures of a period: by default of the last seven days."""
    hotline = periods.hotline()
    switchboard, now = hotline.board.board.switchboard, hotline.clock()
    asked = period(switchboard, *periods.period(since, until), now=now)
    only = periods.branch_id(branch)
    with periods.books() as session:
        found = read(session, switchboard, asked)
    parts = _parts(found, only)
    if form == "table":
        _tell(parts, asked)
        return
    rows = [{"branch": id, **_bounds(asked), **raw(part)} for id, part in parts.items()]
    told.tell(rows, {}, form, names=tuple(rows[0]))


def _parts(found: Figures[FullPart], only: str | None) -> dict[str, FullPart]:
    """Return what is told, by the word for it: the branch asked for, or all and each."""
    if only is not None:
        return {only: found.branches[only]}
    return {ALL: found.total, **{id or NONE: part for id, part in found.branches.items()}}


def _bounds(asked: Period) -> dict[str, Any]:
    return {"since": asked.since.isoformat(), "until": asked.over_by.isoformat()}


def _tell(parts: Mapping[str, FullPart], asked: Period) -> None:
    until = periods.local(asked.over_by)
    click.echo(f"Kỳ · period: {periods.local(asked.since)} – {until}")
    for table in TABLES:
        click.echo(f"\n{table.title}")
        _tell_table(table, parts)
        if table is COUNTS:
            click.echo(_identities(next(iter(parts.values())).counts))
    click.echo(f"\n{NOTES}")


def _tell_table(table: Table, parts: Mapping[str, FullPart]) -> None:
    columns = {"branch": "Nhánh · branch", **{c.name: c.heading for c in table.columns}}
    rows = [
        {"branch": _named(id), **{c.name: c.shown(part) for c in table.columns}}
        for id, part in parts.items()
    ]
    told.tell(rows, columns, "table", names=tuple(columns))


def _named(id: str) -> str:
    if id == ALL:
        return "TẤT CẢ · ALL"
    if id == NONE:
        return "chưa chọn nhánh · none chosen"
    branch: Branch | None = periods.hotline().board.board.switchboard.branch(id)
    return f"{branch.key} {branch.name.vi}".strip() if branch else id


def _identities(counts: Counts) -> str:
    """Return both identities with their numbers: a reader must be able to add them up."""
    offered = (counts.answered, counts.abandoned, counts.not_answered)
    outside = (counts.menu_ended, counts.out_of_hours, counts.blocked, counts.test)
    return (
        "Gọi đến = trả lời + bỏ + không ai nghe · offered = answered + abandoned + not answered:"
        f" {_sum(counts.offered, offered)}\n"
        "Tổng = gọi đến + dừng ở lời chào + ngoài giờ + chặn + kiểm tra"
        " · total = offered + menu + closed + blocked + test:"
        f" {_sum(counts.total, (counts.offered, *outside))}"
    )


def _sum(whole: int, parts: tuple[int, ...]) -> str:
    return f"{vietnamese(whole)} = {' + '.join(map(vietnamese, parts))}"
