"""One missed caller with all that belongs to them: what they left, who was rung, what was tried."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.words import Did, LegOutcome, MessageState
from models.audit import AuditRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.lists.missed import COLUMNS, MissedCaller, caller_of
from models.messages import Message
from models.officer_calls import LONGEST, OfficerCall

MOST_MOVES = 20  # as far as a debt is followed back to where it came from
RESULTS = (Did.REACHED, Did.NOT_REACHED, Did.POSTPONED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMessage:
    """One message that a missed caller left; `path` is None until it is stored."""

    recording_sid: str
    recorded_at: datetime
    seconds: int | None
    state: MessageState
    path: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """The last call to an officer about a debt; `ended_at` is None while it goes on."""

    officer: str
    placed_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: LegOutcome | None


def find_missed(session: Session, id: int, *, now: datetime) -> MissedCaller | None:
    """Return one missed caller, or None."""
    row = session.execute(sa.select(*COLUMNS).where(Callback.id == id)).mappings().first()
    return caller_of(row, now) if row else None


def origins(session: Session, caller: MissedCaller) -> list[int]:
    """Return the debt and those that it was moved from, one after the other."""
    ids, before = [caller.id], caller.moved_from_id
    while before is not None and len(ids) < MOST_MOVES:
        ids.append(before)
        query = sa.select(Callback.moved_from_id).where(Callback.id == before)
        before = session.scalar(query)
    return ids


def moved_to(session: Session, id: int) -> tuple[int, str] | None:
    """Return where a debt goes on, and in which branch; None where it was not moved."""
    query = (
        sa.select(Callback.id, Callback.branch)
        .join(CallbackAction, CallbackAction.callback_id == id)
        .where(
            CallbackAction.did == Did.MOVED,
            Callback.branch == CallbackAction.to_branch,
            Callback.caller_number
            == sa.select(Callback.caller_number).where(Callback.id == id).scalar_subquery(),
            Callback.id != id,
        )
        .order_by(Callback.last_missed_at.desc(), Callback.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found.id, found.branch) if found else None


def messages_of(session: Session, ids: Collection[int]) -> tuple[OwnMessage, ...]:
    """Return the messages that were left with these debts, the newest first."""
    query = (
        sa.select(Message.recording_sid, Message.recorded_at, Message.seconds)
        .add_columns(Message.state, Message.path)
        .join(Call, Call.id == Message.call_id)
        .where(Call.callback_id.in_(ids), Message.is_kept)
        .order_by(Message.recorded_at.desc(), Message.id.desc())
    )
    return tuple(OwnMessage(**row) for row in session.execute(query).mappings())


def ringing(session: Session, id: int, *, now: datetime) -> Ringing | None:
    """Return the last call to an officer about a debt, None where it is long ago."""
    query = (
        sa.select(OfficerCall.officer, OfficerCall.placed_at, OfficerCall.answered_at)
        .add_columns(OfficerCall.ended_at, OfficerCall.outcome)
        .where(OfficerCall.callback_id == id, OfficerCall.placed_at > now - LONGEST)
        .order_by(OfficerCall.placed_at.desc(), OfficerCall.id.desc())
        .limit(1)
    )
    row = session.execute(query).mappings().first()
    return Ringing(**row) if row else None


def untold_try(session: Session, id: int, actor: str, *, now: datetime) -> str | None:
    """Return the officer's call of which somebody has still to say what came of it, or None.

    It is the one that goes on, even before its try is reported, else that of the last try. What
    they say now is about that try, so it is not counted a second time.
    """
    query = (
        sa.select(OfficerCall.call_sid)
        .where(
            OfficerCall.callback_id == id,
            OfficerCall.officer == actor,
            OfficerCall.ended_at.is_(None),
            OfficerCall.placed_at > now - LONGEST,
        )
        .order_by(OfficerCall.placed_at.desc(), OfficerCall.id.desc())
        .limit(1)
    )
    return session.scalar(query) or _last_untold(session, id, actor)


def _last_untold(session: Session, id: int, actor: str) -> str | None:
    query = (
        sa.select(CallbackAction.did, CallbackAction.call_sid, CallbackAction.actor)
        .where(CallbackAction.callback_id == id, CallbackAction.did.in_((Did.TRIED, *RESULTS)))
        .order_by(CallbackAction.at.desc(), CallbackAction.id.desc())
    )
    rows = session.execute(query).all()
    if not rows or rows[0].did is not Did.TRIED or rows[0].actor != actor:
        return None
    sid: str | None = rows[0].call_sid
    deeds = Counter(row.did is Did.TRIED for row in rows if row.call_sid == sid)
    return sid if deeds[True] > deeds[False] else None


def heard_by(session: Session, recording_sids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return who heard these messages, by login, each once, in the order of hearing."""
    query = (
        sa.select(AuditRow.key, AuditRow.actor)
        .where(AuditRow.subject == "message_played", AuditRow.key.in_(sorted(recording_sids)))
        .order_by(AuditRow.id)
    )
    found: dict[str, dict[str, None]] = {}
    for row in session.execute(query) if recording_sids else ():
        found.setdefault(row.key, {})[row.actor] = None
    return {key: tuple(actors) for key, actors in found.items()}


def is_audited(session: Session, subject: str, key: str, login: str, *, since: datetime) -> bool:
    """Say whether it was audited since then that somebody looked at something."""
    query = sa.select(AuditRow.id).where(
        AuditRow.subject == subject,
        AuditRow.key == key,
        AuditRow.actor == login,
        AuditRow.at > since,
    )
    return session.scalar(query.limit(1)) is not None
