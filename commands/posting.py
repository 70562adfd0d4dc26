"""`flask posting`: where posters hang, and which of them are out of date."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from commands import period, told
from commands.poster import live_poster
from documents import numbers
from documents.poster.register import BadPosting, Change
from duty.files import values
from duty.files.values import BadValue
from models.postings import PostingRow, all_postings, out_of_date

ACTOR = "command line"
NAMES = ("id", "place", "address", "posted_on", "version", "state", "taken_down_on", "note")
COLUMNS = {
    "id": "Số · id",
    "place": "Nơi niêm yết · place",
    "address": "Địa chỉ · address",
    "shown_on": "Ngày · posted",
    "version": "Bản · version",
    "shown_state": "Tình trạng · state",
    "note": "Ghi chú · note",
}
STATES = {
    "current": "đúng bản · current",
    "old": "BẢN CŨ · OLD",
    "down": "đã gỡ · taken down",
}


class _Day(click.ParamType[date]):
    """A day, as people write it: 23/11/2026 or 2026-11-23."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Return the day; a mistake is told with how to write one."""
        try:
            return values.day(value)
        except BadValue as error:
            self.fail(f"{error.reason.vi} · {error.reason.en}", param, ctx)


A_DAY = _Day()


@click.group()
def posting() -> None:
    """Sổ niêm yết: tờ niêm yết treo ở đâu, bản nào · where posters hang, and which version."""


@posting.command()
@click.argument("place")
@click.option("--address", default="", help="Địa chỉ · address.")
@click.option("--on", "posted_on", type=A_DAY, help="Ngày niêm yết, mặc định hôm nay · the day.")
@click.option("--poster", "version", help="Bản in trên tờ, mặc định bản hiện hành · its version.")
@click.option("--note", default="", help="Ghi chú · a note.")
@click.option("--actor", default=ACTOR, show_default=True, help="Ai ghi · who enters it.")
def add(*, actor: str, **given: Any) -> None:
    """Ghi một nơi vừa niêm yết · enter a place where a poster was hung."""
    given["posted_on"] = given["posted_on"] or _today()
    given["version"] = given["version"] or live_poster().version
    with _changing(actor) as change:
        _tell(change.enter(PostingRow(taken_down_on=None, **given)))


@posting.command("list")
@click.option("--old", is_flag=True, help="Chỉ bản cũ còn treo · only those out of date.")
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def list_postings(*, old: bool, form: str) -> None:
    """Các nơi niêm yết · the places; with --old the exit status is 1 where there are any."""
    version = live_poster().version
    with period.books() as session:
        found = out_of_date(session, version) if old else all_postings(session)
        rows = [_row(each, version) for each in found]
    if rows or form != "table":
        told.tell(rows, COLUMNS, form, names=NAMES)
    else:
        click.echo("Không có nơi nào · there are no such places")
    if form == "table":
        click.echo(f"Bản hiện hành · the version in force: {version}")
    if old and rows:
        raise SystemExit(1)


@posting.command()
@click.argument("id", type=int)
@click.option("--place", help="Nơi niêm yết · place.")
@click.option("--address", help="Địa chỉ · address.")
@click.option("--on", "posted_on", type=A_DAY, help="Ngày niêm yết · the day it was hung.")
@click.option("--poster", "version", help="Bản in trên tờ; live: bản hiện hành · its version.")
@click.option("--down", "taken_down_on", type=A_DAY, help="Ngày gỡ · the day it was taken down.")
@click.option("--note", help="Ghi chú · a note.")
@click.option("--actor", default=ACTOR, show_default=True, help="Ai sửa · who changes it.")
def update(*, id: int, actor: str, **given: Any) -> None:
    """Sửa mục ID: thay bản mới, gỡ xuống … · change an entry: a new version, taken down …"""
    changes: Mapping[str, Any] = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise click.UsageError("chưa có gì để sửa · nothing to change")
    if changes.get("version") == "live":
        changes = {"posted_on": _today(), **changes, "version": live_poster().version}
    with _changing(actor) as change:
        _tell(change.update(id, changes))


@contextmanager
def _changing(actor: str) -> Iterator[Change]:
    running = period.hotline()
    try:
        with period.database_needed(), running.database.transaction() as session:
            yield Change(session, running.clock(), _today(), actor.strip() or ACTOR)
    except BadPosting as error:
        raise click.ClickException(f"{error.reason.vi} · {error.reason.en}") from error


def _today() -> date:
    return period.hotline().clock().astimezone(period.zone()).date()


def _tell(row: PostingRow) -> None:
    shown = _row(row, live_poster().version)
    click.echo(f"✓ {row.id}: {row.place}, {shown['shown_on']}, {row.version}")
    click.echo(f"  {shown['shown_state']}")


def _row(row: PostingRow, version: str) -> dict[str, Any]:
    """Return a posting as a list tells it."""
    is_down = row.taken_down_on is not None
    state = "down" if is_down else "current" if row.version == version else "old"
    return {
        "id": row.id,
        "place": row.place,
        "address": row.address,
        "posted_on": row.posted_on.isoformat(),
        "version": row.version,
        "state": state,
        "taken_down_on": row.taken_down_on.isoformat() if row.taken_down_on else None,
        "note": row.note,
        "shown_on": numbers.day(row.posted_on),
        "shown_state": STATES[state],
    }
