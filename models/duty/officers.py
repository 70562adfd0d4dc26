"""Officers and their agencies: the post first, the person who holds it second."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.words import AgencyKind
from models.base import Base


class AgencyRow(Base):
    """A body that officers belong to, from one day to another, both included."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_vi: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[AgencyKind]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class OfficerRow(Base):
    """A post with a telephone. `code` is permanent, opaque, and may stand in a URL.

    `person` is who holds the post, where that is known; `agency` is an agency's code. `languages`
    are two-letter codes with commas. The number is rung once `verified_at` is set, and not while
    `out_since` is: it has failed its checks. Serves from `active_from` to `active_to`, both days
    included. `pin_hash` lets the officer use the keypad; after too many wrong ones it is locked
    until `pin_locked_until`, and `pin_last_try` names the last try that was counted, so that a
    repeated request counts once. At `verify_wanted_at` the officer asked by keypad
    for a verification.
    """

    __tablename__ = "officers"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    agency: Mapped[str]
    post_vi: Mapped[str]
    post_en: Mapped[str]
    person: Mapped[str]
    number: Mapped[str]
    languages: Mapped[str]
    active_from: Mapped[date]
    active_to: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    out_since: Mapped[datetime | None]
    pin_hash: Mapped[str | None]
    pin_failures: Mapped[int] = mapped_column(default=0, server_default="0")
    pin_locked_until: Mapped[datetime | None]
    pin_last_try: Mapped[str | None]
    verify_wanted_at: Mapped[datetime | None]
    entered_at: Mapped[datetime]


def by_code(session: Session, code: str) -> OfficerRow | None:
    """Return an officer by code."""
    return session.scalar(sa.select(OfficerRow).where(OfficerRow.code == code))


def locked_by_code(session: Session, code: str) -> OfficerRow | None:
    """Return an officer by code, locked until the transaction ends, as it is at this moment."""
    query = sa.select(OfficerRow).where(OfficerRow.code == code).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def by_number(session: Session, number: str) -> list[OfficerRow]:
    """Return the officers whose telephone this is: one, where the roster is sound."""
    query = sa.select(OfficerRow).where(OfficerRow.number == number).order_by(OfficerRow.code)
    return list(session.scalars(query))


def all_officers(session: Session) -> list[OfficerRow]:
    """Return every officer by code."""
    return list(session.scalars(sa.select(OfficerRow).order_by(OfficerRow.code)))


def wanting_verification(session: Session) -> list[OfficerRow]:
    """Return the officers who asked for a verification, who asked first at the head."""
    query = sa.select(OfficerRow).where(OfficerRow.verify_wanted_at.is_not(None))
    return list(session.scalars(query.order_by(OfficerRow.verify_wanted_at, OfficerRow.code)))


def all_agencies(session: Session) -> list[AgencyRow]:
    """Return every agency by code."""
    return list(session.scalars(sa.select(AgencyRow).order_by(AgencyRow.code)))


def agency_by_code(session: Session, code: str) -> AgencyRow | None:
    """Return an agency by code."""
    return session.scalar(sa.select(AgencyRow).where(AgencyRow.code == code))
