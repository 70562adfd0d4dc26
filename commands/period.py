"""Moments and periods as people type them, in the hotline's own zone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import click
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from ivr.hotline import Hotline

LOOK_AHEAD_D = 400  # calls tried out in virtual time may lie ahead, as far as the next Tết
FORMS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d")


def hotline() -> Hotline:
    """Return the switchboard that the command is about."""
    return cast(Hotline, current_app.extensions["hotline"])


@contextmanager
def books() -> Iterator[Session]:
    """Yield a session for queries; a database that is away is told in a sentence."""
    with database_needed(), hotline().database.reading() as session:
        yield session


@contextmanager
def database_needed() -> Iterator[None]:
    """Tell in a sentence that the database is away, where a command cannot do without it."""
    try:
        yield
    except sa.exc.OperationalError as error:
        raise click.ClickException(
            "Không tới được cơ sở dữ liệu, xem DATABASE_URL · the database is away, see"
            f" DATABASE_URL ({type(error.orig).__name__})"
        ) from error


def zone() -> ZoneInfo:
    """Return the hotline's own zone."""
    return hotline().board.board.switchboard.calendar.zone


def moment(text: str) -> datetime:
    """Return a typed moment, local, as UTC.

    Raises click.BadParameter that shows how to type one.
    """
    for form in FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone()).astimezone(UTC)
        except (ValueError, OverflowError):  # the first and the last year leave the calendar in UTC
            continue
    raise click.BadParameter(
        f"{text!r}: viết 2026-11-23 hoặc 2026-11-23T14:30"
        " · write 2026-11-23 or 2026-11-23T14:30 (local time)"
    )


def period(since: str | None, until: str | None) -> tuple[datetime, datetime]:
    """Return `[since, until)`: by default from midnight a week ago on.

    An `until` without a time of day means the whole of that day. Raises click.BadParameter where
    the period would be over before it begins.
    """
    now = hotline().clock()
    week_ago = now.astimezone(zone()).date() - timedelta(days=7)
    begin = moment(since) if since else datetime.combine(week_ago, time(), zone()).astimezone(UTC)
    if until is None:
        return begin, max(now, begin) + timedelta(days=LOOK_AHEAD_D)
    end = moment(until) + timedelta(days=1 if len(until) == len("2026-11-23") else 0)
    if end <= begin:
        raise click.BadParameter(
            f"--until {until} trước --since · is before --since {since or local(begin)}"
        )
    return begin, end


def local(at: datetime | None) -> str | None:
    """Return a moment as a page shows it, or None."""
    return at.astimezone(zone()).strftime("%d/%m/%Y %H:%M:%S") if at else None


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--since --until --branch --limit` to a command."""
    for option in (
        click.option(
            "--limit",
            type=click.IntRange(min=1),
            default=200,
            show_default=True,
            help="Nhiều nhất · at most.",
        ),
        click.option("--branch", help="Mã nhánh hoặc phím · branch id or key."),
        click.option("--until", help="Đến (hết ngày đó) · until, that day included."),
        click.option("--since", help="Từ · from, local time: 2026-11-23 or 2026-11-23T14:30."),
    ):
        command = option(command)
    return command


def branch_id(text: str | None) -> str | None:
    """Return the id of a branch named by id or by key, None where none is named.

    Raises click.BadParameter that lists the branches there are.
    """
    if text is None:
        return None
    switchboard = hotline().board.board.switchboard
    found = [b for b in (*switchboard.branches(), switchboard.desk) if text in (b.id, b.key)]
    if not found:
        known = ", ".join(f"{b.key}={b.id}" for b in (*switchboard.branches(), switchboard.desk))
        raise click.BadParameter(f"{text!r} không phải là nhánh · is no branch; there are: {known}")
    return found[0].id
