"""What may be asked of the last call of a missed caller, beyond what stands with the caller."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import Language
from models.callbacks import Callback
from models.calls import Call
from models.legs import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCall:
    """What the last call was like: whom it rang, in which language, how we know of it."""

    officer: str = ""
    language: Language | None = None
    origin: CallOrigin | None = None


ANY_CALL = LastCall()


def was(wanted: LastCall) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions, each asked of one call at a time.

    A planner must not take them for the way to find callers: it would read all calls of a language
    where the list has fifty in order. So each is a value that is looked up by the call's id.
    """
    of_call = Call.id == Callback.last_call_id
    if wanted.language:
        yield sa.select(Call.language).where(of_call).scalar_subquery() == wanted.language
    if wanted.origin:
        yield sa.select(Call.origin).where(of_call).scalar_subquery() == wanted.origin
    if wanted.officer:
        rung = sa.select(sa.literal(1)).where(
            Leg.call_id == Callback.last_call_id, Leg.officer_id == wanted.officer
        )
        yield rung.limit(1).scalar_subquery() == 1
