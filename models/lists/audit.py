"""The audit as a list: who did what, newest first, page by page."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.audit import AuditRow
from models.lists.paging import Page, Place, cut, place

ORDER = "audit"
LOOKS = ("number_shown", "message_played")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries are wanted: those of `[since, until)`; what is empty is all."""

    since: datetime | None = None
    until: datetime | None = None
    actor: str = ""
    subjects: frozenset[str] = frozenset()
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One entry; `before` or `after` is None where the thing did not exist."""

    id: int
    at: datetime
    actor: str
    subject: str
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


_COLUMNS = tuple(getattr(AuditRow, name) for name in AuditLine.__dataclass_fields__)


def list_audit(
    session: Session, wanted: AuditFilter, *, after: str | None = None, limit: int = 50
) -> Page[AuditLine]:
    """Return a page of the entries that are wanted, newest first; of one moment by writing.

    `after` is the last page's `next`. Raises BadCursor where it is no token of this list.
    """
    query = sa.select(*_COLUMNS).where(*_conditions(wanted))
    if after:
        begin = place(after, ORDER)
        query = query.where(sa.tuple_(AuditRow.at, AuditRow.id) < (begin.at, begin.id))
    newest = query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit + 1)
    rows = session.execute(newest).mappings()
    lines = [AuditLine(**row) for row in rows]
    return cut(lines, [Place(ORDER, line.at, line.id) for line in lines], limit)


def looks_at(session: Session, keys: Collection[str]) -> tuple[AuditLine, ...]:
    """Return who saw the number, or heard the message, that one of these keys names; in order."""
    query = (
        sa.select(*_COLUMNS)
        .where(AuditRow.subject.in_(LOOKS), AuditRow.key.in_(sorted(keys)))
        .order_by(AuditRow.id)
    )
    return tuple(AuditLine(**row) for row in session.execute(query).mappings())


def _conditions(wanted: AuditFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.since:
        yield AuditRow.at >= wanted.since
    if wanted.until:
        yield AuditRow.at < wanted.until
    if wanted.actor:
        yield AuditRow.actor == wanted.actor
    if wanted.subjects:
        yield AuditRow.subject.in_(sorted(wanted.subjects))
    if wanted.key:
        yield AuditRow.key == wanted.key
