"""The audit: every change that a person makes, who made it, when, before and after."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class AuditRow(Base):
    """One change to one thing; `before` or `after` is None where it did not exist.

    `actor` names who made it: a user, an officer's code, or the account of the command line.
    """

    __tablename__ = "audit"
    __table_args__ = (sa.Index("ix_audit_subject_key", "subject", "key"),)

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
