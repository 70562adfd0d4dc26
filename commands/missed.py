"""`flask missed`: who was missed, how often, and until when they must be called back."""

from datetime import datetime
from typing import Any

import click

from commands import period, told
from ivr.labels import CALLBACKS
from models import callbacks as table
from models import calls
from models.callbacks import Callback

COLUMNS = {
    "id": "Việc · no.",
    "shown_number": "Số gọi · caller",
    "branch": "Nhánh · branch",
    "misses": "Lần nhỡ · misses",
    "first": "Nhỡ lần đầu · first",
    "last": "Nhỡ lần cuối · last",
    "due": "Hạn gọi lại · due",
    "standing": "Trạng thái · state",
    "claimed": "Đang nhận · claimed by",
    "tries": "Đã gọi · tries",
    "next": "Gọi tiếp từ · next try",
}
NAMES = (
    *("id", "caller_number", "branch", "misses", "first_missed_at", "last_missed_at", "due_at"),
    *("state", "reopened", "overdue", "closed_at", "outcome"),
    *("claimed_by", "claimed_until", "tries", "next_try_at"),
)


@click.command()
@period.options
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def missed(since: str | None, until: str | None, branch: str | None, limit: int, form: str) -> None:
    """Liệt kê người gọi nhỡ · list the missed callers of a period, the open ones first."""
    begin, end = period.period(since, until)
    with period.books() as session:
        found = table.list_missed(
            session, since=begin, until=end, branch=period.branch_id(branch), limit=limit
        )
        hidden = calls.unreachable(session, since=begin, until=end, branch=period.branch_id(branch))
    rows = [_row(callback) for callback in found]
    shown = [_shown(callback) for callback in found] if form == "table" else rows
    told.tell(shown, COLUMNS, form, names=NAMES)
    if hidden and form == "table":
        click.echo(
            f"\n{hidden} cuộc nhỡ không có số để gọi lại: xem `calls`"
            f" · {hidden} missed without a number to call back: see `calls`"
        )


def _row(callback: Callback) -> dict[str, Any]:
    return {
        "id": callback.id,
        "caller_number": callback.caller_number,
        "branch": callback.branch,
        "misses": callback.misses,
        "first_missed_at": callback.first_missed_at.isoformat(),
        "last_missed_at": callback.last_missed_at.isoformat(),
        "due_at": callback.due_at.isoformat(),
        "state": callback.state.value,
        "reopened": callback.reopened,
        "overdue": _is_overdue(callback),
        "closed_at": _iso(callback.closed_at),
        "outcome": callback.outcome.value if callback.outcome else None,
        "claimed_by": callback.claimed_by,
        "claimed_until": _iso(callback.claimed_until),
        "tries": callback.tries,
        "next_try_at": _iso(callback.next_try_at),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _is_overdue(callback: Callback) -> bool:
    return (callback.closed_at or period.hotline().clock()) > callback.due_at


def _shown(callback: Callback) -> dict[str, Any]:
    word = callback.outcome or callback.state
    standing = f"{CALLBACKS[word].vi} · {word}"
    if callback.reopened and not callback.closed_at:
        standing += " (mở lại · reopened)"
    if _is_overdue(callback):
        standing += " QUÁ HẠN · OVERDUE"
    return {
        **_row(callback),
        "shown_number": told.number(callback.caller_number),
        "first": period.local(callback.first_missed_at),
        "last": period.local(callback.last_missed_at),
        "due": period.local(callback.due_at),
        "standing": standing,
        "claimed": _claimed(callback),
        "next": period.local(callback.next_try_at),
    }


def _claimed(callback: Callback) -> str | None:
    """Return who calls back at this moment; a claim that has run out is nobody's."""
    until = callback.claimed_until
    is_claimed = until is not None and until > period.hotline().clock()
    return callback.claimed_by if is_claimed else None
