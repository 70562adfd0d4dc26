"""Takes everything away that was made up, and nothing else."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.storage import Storage
from models import recount
from models.audit import AuditRow
from models.call_hours import CallDay
from models.call_results import CallResultRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import OfficerRow
from models.events import EventRow
from models.legs import Leg
from models.line_checks import LineCheck
from models.lists.wanted import SAMPLE_NUMBERS, SAMPLE_SID
from models.messages import Message
from models.notices import NoticeRow
from models.officer_calls import OfficerCall
from models.session import Database
from models.sums.tables import SummedDay
from sample.history import AUDIO
from sample.roster import ACTOR, CODE

SUBJECT = "sample_data"
_CALLS = sa.select(Call.id).where(Call.sid.startswith(SAMPLE_SID))
_DEBTS = sa.select(Callback.id).where(Callback.caller_number.startswith(SAMPLE_NUMBERS))


def count(session: Session) -> tuple[int, int]:
    """Return how many calls there are, the made-up ones and the others."""
    every = session.scalar(sa.select(sa.func.count()).select_from(Call)) or 0
    own = session.scalar(sa.select(sa.func.count()).select_from(_CALLS.subquery())) or 0
    return own, every - own


def remove(database: Database, storage: Storage, *, now: datetime, actor: str) -> int:
    """Take the made-up history away; return how many calls it had.

    The audit keeps that it was there: its newest entry also tells everybody to look at the roster.
    """
    with database.transaction() as session:
        own, _ = count(session)
        days = sa.select(Call.local_on).where(Call.id.in_(_CALLS)).distinct()
        affected = sorted(session.scalars(days))
        _delete(session)
        _delete_roster(session)
        note(session, "removed", now=now, actor=actor, calls=own)
        for on in affected:
            recount.rebuild(session, on)
        _forget_empty(session, affected)
    storage.delete(AUDIO)
    return own


def _forget_empty(session: Session, days: Sequence[date]) -> None:
    """Forget that days were summed on which there is no call any more."""
    with_calls = sa.select(CallDay.local_on)
    session.execute(
        sa.delete(SummedDay).where(
            SummedDay.local_on.in_(days), SummedDay.local_on.not_in(with_calls)
        )
    )


def note(session: Session, key: str, *, now: datetime, actor: str, calls: int) -> None:
    """Audit that a history was made, or taken away."""
    after = {"calls": calls}
    session.add(AuditRow(at=now, actor=actor, subject=SUBJECT, key=key, before=None, after=after))


def _delete(session: Session) -> None:
    ids = session.scalars(_DEBTS).all()
    keys = [f"owed:{id}:{percent}" for id in ids for percent in (50, 100, 200)]
    for some in (keys[n : n + 500] for n in range(0, len(keys), 500)):
        session.execute(sa.delete(NoticeRow).where(NoticeRow.key.in_(some)))
    of_sample = CallResultRow.call_sid.startswith(SAMPLE_SID)
    about = OfficerCall.about_sid.startswith(SAMPLE_SID) | OfficerCall.callback_id.in_(_DEBTS)
    for table, where in (
        (CallbackAction, CallbackAction.callback_id.in_(_DEBTS)),
        (OfficerCall, about),
        (CallResultRow, of_sample),
        (Callback, Callback.id.in_(_DEBTS)),
        (Message, Message.call_id.in_(_CALLS)),
        (Leg, Leg.call_id.in_(_CALLS)),
        (Call, Call.sid.startswith(SAMPLE_SID)),
        (EventRow, EventRow.call_sid.startswith(SAMPLE_SID)),
        (LineCheck, LineCheck.call_sid.startswith(SAMPLE_SID) | LineCheck.officer.startswith(CODE)),
    ):
        session.execute(sa.delete(table).where(where).execution_options(synchronize_session=False))


def _delete_roster(session: Session) -> None:
    taker = SwapRow.giver.startswith(CODE) | SwapRow.taker.startswith(CODE)
    away = AbsenceRow.officer.startswith(CODE) | AbsenceRow.stand_in.startswith(CODE)
    for table, where in (
        (SwapRow, taker),
        (AbsenceRow, away),
        (ShiftRow, ShiftRow.officer.startswith(CODE)),
        (OfficerRow, OfficerRow.code.startswith(CODE)),
        (AuditRow, AuditRow.actor == ACTOR),
    ):
        session.execute(sa.delete(table).where(where).execution_options(synchronize_session=False))
