"""What an officer's call comes to in the books, once its events tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks import claims, deeds
from callbacks.deeds import Books
from ivr.flow.events import Event
from ivr.flow.keypad.story import KeypadStory, is_ours, tell
from ivr.flow.words import Channel, Did, OfficerCallKind
from models import officer_calls
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.duty.officers import by_code
from models.officer_calls import OfficerCall

_BY_TELEPHONE = (Channel.KEYPAD, Channel.CALL)


@dataclass(frozen=True, slots=True)
class Ended:
    """An officer's call that is over: what it held claimed is given back.

    `debt` is the callback that we rang the officer for, None where the officer rang us.
    """

    officer: str
    since: datetime
    until: datetime
    debt: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """What an officer's call was written down as: whose debts may have changed, and its end."""

    numbers: frozenset[str]
    ended: Ended | None


NOTHING = Written(frozenset(), None)


def write(books: Books, events: Sequence[Event]) -> Written:
    """Write down what an officer did in one call, as far as it is told."""
    story = tell(events)
    changed = [deeds.record(books, deed) for deed in story.deeds]
    changed += [deeds.note_result(books, told) for told in story.told]
    officer = next((e.position.officer for e in events if e.position.officer), "")
    debt = None
    if is_ours(events):
        row = _write_call(books.session, officer, events, story)
        debt = row.callback_id if row else None
    ended = None
    if officer and story.ended_at is not None:
        ended = Ended(officer, min(e.when for e in events), story.ended_at, debt)
    return Written(frozenset(number for number in changed if number), ended)


def let_go(session: Session, ended: Ended) -> None:
    """Give back what an officer had claimed in a call that is over, and did not settle.

    What was claimed otherwise, or again since, stays claimed.
    """
    query = sa.select(Callback.id).where(
        Callback.claimed_by == ended.officer,
        Callback.claimed_until <= ended.until + claims.LEASE,
    )
    for id in session.scalars(query).all():
        if id == ended.debt or _is_claimed_in(session, id, ended):
            claims.release(session, id, ended.officer, now=ended.until, channel=Channel.AUTO)


def _is_claimed_in(session: Session, callback_id: int, ended: Ended) -> bool:
    query = (
        sa.select(CallbackAction.at, CallbackAction.channel)
        .where(
            CallbackAction.callback_id == callback_id,
            CallbackAction.did == Did.CLAIMED,
            CallbackAction.actor == ended.officer,
        )
        .order_by(CallbackAction.at.desc(), CallbackAction.id.desc())
        .limit(1)
    )
    last = session.execute(query).first()
    return last is not None and last.channel in _BY_TELEPHONE and last.at >= ended.since


def _write_call(
    session: Session, officer: str, events: Sequence[Event], story: KeypadStory
) -> OfficerCall | None:
    """Bring the row of a call of ours to its story; None for an officer who is not in the books."""
    sid, start = events[0].call_sid, min(e.when for e in events)
    begun = min((e.position for e in events), key=lambda position: position.n)
    debt = int(begun.debt) if begun.debt else None
    about = begun.about if debt is None else None
    row = officer_calls.by_call(session, sid) or officer_calls.not_yet_placed(
        session, officer=officer, callback_id=debt, about_sid=about, at=start
    )
    if row is None:
        post = by_code(session, officer)
        if post is None:
            return None
        row = OfficerCall(
            kind=OfficerCallKind.WRAP_UP if debt is None else OfficerCallKind.CALLBACK,
            officer=officer,
            number=post.number,
            callback_id=debt,
            about_sid=about,
            placed_at=start,
        )
        session.add(row)
    row.call_sid = sid
    row.answered_at, row.ended_at = story.answered_at, story.ended_at
    row.outcome = story.outcome
    session.flush()
    return row
