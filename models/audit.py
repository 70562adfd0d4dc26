"""The audit: every change that a person makes, and every look that must be answered for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base

# The changes to the roster, told apart from all else that is audited: each process asks every
# second for the newest, by an index of their own, so the condition is written out.
ROSTER = sa.text(
    "subject IN ('absences', 'agencies', 'calendar_days', 'officers', 'shifts', 'swaps')"
)


class AuditRow(Base):
    """One change to one thing; `before` or `after` is None where it did not exist.

    `actor` names who made it: a user, an officer's code, or the account of the command line. What
    changes nothing, such as a sign-in, has no `before` (`accounts/trail.py`).
    """

    __tablename__ = "audit"
    __table_args__ = (
        sa.Index("ix_audit_subject_key", "subject", "key"),
        sa.Index("ix_audit_at_id", "at", "id"),
        sa.Index("ix_audit_actor_at_id", "actor", "at", "id"),
        sa.Index("ix_audit_subject_at_id", "subject", "at", "id"),
        sa.Index("ix_audit_roster", "id", sqlite_where=ROSTER, postgresql_where=ROSTER),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    subject: Mapped[str]
    key: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))


def of(session: Session, subject: str, key: str) -> list[AuditRow]:
    """Return the changes to one thing, oldest first."""
    query = (
        sa.select(AuditRow)
        .where(AuditRow.subject == subject, AuditRow.key == key)
        .order_by(AuditRow.id)
    )
    return list(session.scalars(query))


def endings(session: Session, subject: str, keys: Iterable[str]) -> dict[str, str]:
    """Return who ended some things of one kind, by their keys."""
    query = sa.select(AuditRow.key, AuditRow.actor).where(
        AuditRow.subject == subject, AuditRow.key.in_([*keys]), AuditRow.after.is_(None)
    )
    return {row.key: row.actor for row in session.execute(query)}
