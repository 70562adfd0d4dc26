"""Erases what is kept of one number, because its owner asks for it.

The counts of reports stay: a pseudonym drawn at random stands where the number was, in the calls,
in what was owed and in the events that both are told from. Audio, notes and the carrier's forms go.
Done once more it finds nothing.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from callbacks import deeds
from callbacks.debts import lock_caller
from callbacks.deeds import Books
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.words import CallbackOutcome, CallbackState, Channel, Did, Text
from models.audit import AuditRow
from models.base import Base
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.events import EventRow
from models.guarding.blocks import BlockRow
from models.messages import Message
from models.notices import NoticeRow
from models.privacy.holds import HoldRow, held
from privacy import numbers
from privacy.audio import mark_deleted
from privacy.pseudonyms import One, pseudonym
from privacy.scrubbing import core, reduced, replaced, spellings, without_numbers

HELD = Text(
    "Số này đang có lệnh giữ; bỏ lệnh giữ trước (flask --app app hold list).",
    "This number is held; lift the hold first (flask --app app hold list).",
)
OWED = Text(
    "Người này đang chờ được gọi lại (việc {}). Gọi xong rồi xóa, hoặc --close-open để đóng.",
    "They wait to be called back (callback {}). Call first, or close it with --close-open.",
)
GOES_ON = Text("Đang có cuộc gọi của số này; chờ xong rồi xóa.", "They are on the telephone now.")
CLOSED_NOTE = "xóa theo yêu cầu · erased on request"
SUBJECT = "erased"


class NotErased(Exception):
    """What keeps a number from being erased; `why` says it."""

    def __init__(self, why: Text) -> None:
        """Keep why."""
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Wish:
    """Who erases, why, and whether what is still owed is closed for it."""

    actor: str
    reason: str
    close_open: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased."""

    calls: int = 0
    messages: int = 0
    callbacks: int = 0
    events: int = 0
    others: int = 0


def erase(books: Books, number: str, wish: Wish) -> Erased:
    """Erase one number, in E.164, and audit it; raises NotErased where it must not be.

    The audio itself is taken away afterwards, outside the transaction.
    """
    session = books.session
    _refuse(session, number, wish)
    swap = One(number, pseudonym(secrets.token_bytes(10)))
    rows = numbers.locked(session, _sids(session, number))
    lock_caller(session, number)
    _close_open(books, number, wish)
    debts = numbers.debts_of(session, number, before=books.now + timedelta(days=1))
    messages = _messages(session, rows)
    mark_deleted(messages, books.now)
    _empty_notes(session, debts)
    scrubbed = {call.id: call.scrubbed_at for call in rows}
    numbers.scrub(session, rows, swap, books.now)
    for call in rows:  # another number may be left in it, which has its own term
        call.scrubbed_at = scrubbed[call.id]
    numbers.scrub_debts(session, debts, swap)
    events = _events(session, number, swap)
    others = _others(session, number, swap.pseudonym)
    done = Erased(len(rows), len(messages), len(debts), events, others)
    if done != Erased():
        _audit(books, wish, done, swap.pseudonym)
    return done


def _refuse(session: Session, number: str, wish: Wish) -> None:
    calls = [*session.scalars(sa.select(Call).where(_is_of(number)))]
    kept = held(session)
    if number in kept.numbers or any(kept.covers(call) for call in calls):
        raise NotErased(HELD)
    if any(call.ended_at is None for call in calls):
        raise NotErased(GOES_ON)
    owed = _open(session, number)
    if owed and not wish.close_open:
        ids = ", ".join(str(row.id) for row in owed)
        raise NotErased(Text(OWED.vi.format(ids), OWED.en.format(ids)))


def _is_of(number: str) -> sa.ColumnElement[bool]:
    return (Call.callback_number == number) | (Call.caller_number == number)


def _sids(session: Session, number: str) -> list[str]:
    return list(session.scalars(sa.select(Call.sid).where(_is_of(number))))


def _open(session: Session, number: str) -> Sequence[Callback]:
    query = sa.select(Callback).where(
        Callback.caller_number == number, Callback.state == CallbackState.OPEN
    )
    return session.scalars(query.order_by(Callback.id)).all()


def _close_open(books: Books, number: str, wish: Wish) -> None:
    for row in _open(books.session, number):
        deed = Deed(
            key=f"erase:{row.id}:{books.now.isoformat()}",
            debt=row.id,
            did=Did.CLOSED,
            at=books.now,
            actor=wish.actor,
            channel=Channel.COMMAND,
            outcome=CallbackOutcome.OTHER_CHANNEL,
            note=CLOSED_NOTE,
        )
        deeds.write(books, deed)


def _messages(session: Session, rows: Sequence[Call]) -> list[Message]:
    ids = [row.id for row in rows]
    query = sa.select(Message).where(Message.call_id.in_(ids), Message.deleted_at.is_(None))
    return list(session.scalars(query.with_for_update()))


def _empty_notes(session: Session, debts: Sequence[Callback]) -> None:
    ids = [row.id for row in debts]
    session.execute(
        sa.update(CallbackAction)
        .where(CallbackAction.callback_id.in_(ids), CallbackAction.channel != Channel.AUTO)
        .where(CallbackAction.note.not_in(("", CLOSED_NOTE)))
        .values(note="")
    )


def _events(session: Session, number: str, swap: One) -> int:
    """Take the number out of whatever event still names it: of calls to them, or not told yet."""
    found = _naming(session, EventRow, number, ("key", "facts", "raw"))
    words = spellings(number)
    for row in found:
        row.key, facts = without_numbers(row.key, row.facts, swap)
        row.facts = replaced(facts, words, swap.pseudonym)
        row.raw = reduced(row.raw)
    session.flush()
    return len(found)


def _others(session: Session, number: str, by: str) -> int:
    """Take the number out of notes, notices, lifted holds and the audit, wherever it was typed."""
    words, count = spellings(number), 0
    for table, columns in (
        (CallbackAction, ("note",)),
        (NoticeRow, ("subject_vi", "subject_en", "body_vi", "body_en", "error")),
        (HoldRow, ("number", "reason")),
        (BlockRow, ("number", "reason")),
        (AuditRow, ("key", "before", "after")),
    ):
        for row in _naming(session, table, number, columns):
            for column in columns:
                setattr(row, column, replaced(getattr(row, column), words, by))
            count += 1
    session.flush()
    return count


def _naming(
    session: Session, table: type[Base], number: str, columns: Sequence[str]
) -> Sequence[Any]:
    """Return the rows of a table that have the number in one of these columns, however spelled."""
    texts = [sa.cast(getattr(table, name), sa.Text) for name in columns]
    query = sa.select(table).where(sa.or_(*(text.contains(core(number)) for text in texts)))
    return session.scalars(query).all()


def _audit(books: Books, wish: Wish, done: Erased, key: str) -> None:
    after = {
        "reason": wish.reason,
        "calls": done.calls,
        "messages": done.messages,
        "callbacks": done.callbacks,
    }
    books.session.add(
        AuditRow(at=books.now, actor=wish.actor, subject=SUBJECT, key=key, before=None, after=after)
    )
