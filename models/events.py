"""The ledger: one row per thing the carrier told us or we decided; append-only."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import EventKind, LegOutcome
from models.base import Base, UtcMoment

# What an event may carry beside its columns, with the value that is left out.
_FACTS: dict[str, Any] = {
    "caller_number": "",
    "called_number": "",
    "leg_sid": "",
    "outcome": None,
    "joined": None,
    "picked_up": False,
    "digits": "",
    "seconds": None,
    "recording_sid": "",
    "recording_url": "",
    "absent": False,
    "rung_number": "",
    "gone": False,
}

_MOMENTS = frozenset({"carrier_at", "began_at"})


class EventRow(Base):
    """One event. `facts` are in our words, `raw` is the carrier's form without its signature.

    Never changed after it was appended, but for `told_at`: when the teller took it into account.
    """

    __tablename__ = "events"
    __table_args__ = (
        sa.UniqueConstraint("call_sid", "key"),
        sa.Index(
            "ix_events_untold",
            "id",
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_sid: Mapped[str]
    key: Mapped[str]
    kind: Mapped[EventKind]
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    raw: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    told_at: Mapped[datetime | None]


def written(event: Event, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event as plain JSON values: the form in which it is appended and spooled."""
    facts = {}
    for name, default in _FACTS.items():
        value = getattr(event, name)
        if value is not default and value != default:
            facts[name] = value
    if query := event.position.query():
        facts["position"] = query
    if event.then is not None:
        facts["then"] = event.then.query()
    for name in _MOMENTS:
        if (moment := getattr(event, name)) is not None:
            facts[name] = moment.isoformat()
    return {
        "call_sid": event.call_sid,
        "key": event.key,
        "kind": event.kind.value,
        "at": event.at.astimezone(UTC).isoformat(),
        "facts": facts,
        "raw": dict(raw),
    }


def read(row: EventRow) -> Event:
    """Return the event that a row holds."""
    facts = dict(row.facts)
    position, then = facts.pop("position", ""), facts.pop("then", None)
    for name in _MOMENTS & facts.keys():
        facts[name] = datetime.fromisoformat(facts[name])
    if "outcome" in facts:
        facts["outcome"] = LegOutcome(facts["outcome"])
    return Event(
        key=row.key,
        call_sid=row.call_sid,
        kind=row.kind,
        at=row.at,
        position=Position.parse(dict(parse_qsl(position))),
        then=None if then is None else Position.parse(dict(parse_qsl(then))),
        **facts,
    )


# Both engines read the same words, so neither's dialect has to be loaded for the other's sake.
_INSERT = sa.text(
    "INSERT INTO events (call_sid, key, kind, at, facts, raw)"
    " VALUES (:call_sid, :key, :kind, :at, :facts, :raw)"
    " ON CONFLICT (call_sid, key) DO NOTHING"
).bindparams(
    sa.bindparam("at", type_=UtcMoment()),
    sa.bindparam("facts", type_=sa.JSON()),
    sa.bindparam("raw", type_=sa.JSON()),
)


def insert_events(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Append events in their written form; those that are there already are left as they are."""
    values = [dict(row, at=datetime.fromisoformat(row["at"])) for row in rows]
    if values:
        session.execute(_INSERT, values)


def is_known(session: Session, call_sid: str, key: str) -> bool:
    """Say whether an event has been appended: its request was answered before."""
    query = sa.select(EventRow.id).where(EventRow.call_sid == call_sid, EventRow.key == key)
    return session.scalar(query) is not None


def untold(session: Session, *, limit: int) -> list[tuple[int, str]]:
    """Claim events that no story has taken into account: their ids and calls, oldest first."""
    query = (
        sa.select(EventRow.id, EventRow.call_sid)
        .where(EventRow.told_at.is_(None))
        .order_by(EventRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(row.id, row.call_sid) for row in session.execute(query)]


def untold_of(session: Session, call_sids: Collection[str]) -> list[int]:
    """Claim what else of these calls is untold, by id; what another teller has claimed is left."""
    query = (
        sa.select(EventRow.id)
        .where(EventRow.told_at.is_(None), EventRow.call_sid.in_(call_sids))
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def rows_of_calls(session: Session, call_sids: Iterable[str]) -> dict[str, list[EventRow]]:
    """Return the rows of all events of these calls, by call: one may be there that is not to read.

    See `read`.
    """
    query = sa.select(EventRow).where(EventRow.call_sid.in_(list(call_sids)))
    found: dict[str, list[EventRow]] = {}
    for row in session.scalars(query):
        found.setdefault(row.call_sid, []).append(row)
    return found


def of_calls(session: Session, call_sids: Iterable[str]) -> dict[str, list[Event]]:
    """Return all events of these calls, by call."""
    rows = rows_of_calls(session, call_sids)
    return {sid: [read(row) for row in own] for sid, own in rows.items()}


def untold_since(session: Session) -> datetime | None:
    """Return the time of the oldest event that no story has taken in, None where all have."""
    query = sa.select(EventRow.at).where(EventRow.told_at.is_(None)).order_by(EventRow.id).limit(1)
    return session.scalar(query)


def mark_told(session: Session, ids: Iterable[int], now: datetime) -> None:
    """Mark claimed events as told."""
    session.execute(sa.update(EventRow).where(EventRow.id.in_(list(ids))).values(told_at=now))


def append_sql(paramstyle: str) -> str:
    """Return the one statement of a webhook, for a driver's `qmark` or `format` placeholders."""
    mark = "?" if paramstyle == "qmark" else "%s"
    return (
        "INSERT INTO events (call_sid, key, kind, at, facts, raw)"
        f" VALUES ({', '.join([mark] * 6)}) ON CONFLICT (call_sid, key) DO NOTHING"
    )


def append_values(row: Mapping[str, Any], *, sqlite: bool) -> tuple[Any, ...]:
    """Return the statement's parameters for one written event."""
    at: Any = row["at"]
    if sqlite:  # SQLAlchemy's own text form of a moment, so that both ways read back alike
        at = datetime.fromisoformat(at).replace(tzinfo=None).isoformat(" ", "microseconds")
    facts, raw = json.dumps(row["facts"]), json.dumps(row["raw"])
    return (row["call_sid"], row["key"], row["kind"], at, facts, raw)
