"""What may be asked of the last call of a missed caller: it stands with the caller."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import Language
from models.callbacks import FOUND_LATER, Callback, in_commas
from models.lists.beside import beside


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCall:
    """What the last call was like: whom it rang, in which language, how we know of it."""

    officer: str = ""
    language: Language | None = None
    origin: CallOrigin | None = None


ANY_CALL = LastCall()


def was(wanted: LastCall) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions. Only the calls that the carrier's list had are few: an index has them.

    They are named in words, as that index is, so that both engines know at once that it will do.
    """
    if wanted.language:
        yield beside(Callback.last_language) == wanted.language
    if wanted.origin is CallOrigin.RECONCILIATION:
        yield sa.and_(FOUND_LATER)
    elif wanted.origin:
        yield beside(Callback.last_origin) == wanted.origin
    if wanted.officer:
        yield _rang(wanted.officer)


def _rang(officer: str) -> sa.ColumnElement[bool]:
    """Return the condition that an officer was rung, which no planner takes for a rare one.

    Were it written with LIKE, PostgreSQL would read small books whole, and sort what it finds.
    """
    without = sa.func.replace(Callback.last_officers, in_commas(officer), "")
    return Callback.last_officers != without
