"""The base of all tables: naming convention, and one type map for moments and words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from ivr.flow import words
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.retention import Kind
from models.users.roles import UserRole

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcMoment(sa.types.TypeDecorator[datetime]):
    """An aware moment, in UTC on every engine; SQLite forgets time zones, so they are put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a moment without a zone: nobody could say which moment it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(sa.types.TypeDecorator[StrEnum]):
    """A word of `ivr/flow/words.py`, stored by its value and read back as the word."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        """Keep which enum the column's words are from."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: sa.Dialect) -> str | None:
        """Store the value; anything that is not one of the words is refused."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> StrEnum | None:
        """Return the word."""
        return None if value is None else self.kind(value)


_WORDS = (
    words.Language,
    words.EventKind,
    words.LegOutcome,
    words.Verdict,
    words.Cause,
    words.MessageState,
    words.CallbackState,
    words.CallbackOutcome,
    words.AgencyKind,
    words.Role,
    words.AbsenceReason,
    words.CheckKind,
    words.Grade,
    words.Did,
    words.Channel,
    words.CallResult,
    words.OfficerCallKind,
    words.Level,
    CallOrigin,
    UserRole,
    Kind,
)


class Base(DeclarativeBase):
    """What every table has in common."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcMoment(),
        str: sa.Text(),
        int: sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
        **{word: Word(word) for word in _WORDS},
    }
