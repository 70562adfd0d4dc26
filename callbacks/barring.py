"""Whether a citizen's number may be dialled now: looked up, so that `ivr.flow` can decide."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ivr.flow.guarding.dialing import DAY, Bar, Dialled, barred
from ivr.flow.hours import Calendar
from ivr.flow.numbers import e164
from ivr.flow.words import Did
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call


def bar(session: Session, debt: int, calendar: Calendar, now: datetime) -> Bar | None:
    """Say why the number of a debt is not dialled now; None where it may be."""
    row = session.get_one(Callback, debt)
    last = session.get(Call, row.last_call_id)
    dialled = Dialled(
        number=row.caller_number,
        tries=_tries(session, row.caller_number, now),
        is_others=last is not None and e164(last.caller_number) != row.caller_number,
    )
    return barred(dialled, calendar, now)


def _tries(session: Session, number: str, now: datetime) -> list[datetime]:
    """Return when a number was dialled in the last day, for whichever debt."""
    query = (
        sa.select(CallbackAction.at)
        .join(Callback, Callback.id == CallbackAction.callback_id)
        .where(
            Callback.caller_number == number,
            CallbackAction.did == Did.TRIED,
            CallbackAction.at > now - DAY,
            CallbackAction.at <= now,
        )
    )
    return list(session.scalars(query))
