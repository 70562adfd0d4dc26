"""How long what is kept, what was deleted at the end of its term, and what is held; to be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right
from ivr.flow.numbers import masked
from ivr.flow.retention import RULES, Kind
from ivr.flow.words import Text
from models.privacy import deletions, holds
from models.privacy.deletions import DeletionRow
from models.privacy.holds import HoldRow
from web.pages.configuration.blueprint import configuration, tabs
from web.session import hotline, needs
from web.showing import filled, show
from web.texts.personal import PERSONAL

MOMENT = "%d/%m/%Y %H:%M"


@dataclass(frozen=True, slots=True)
class TermTold:
    """One kind of data: what it is, how long it is kept and why, and when some was deleted."""

    what: Text
    term: Text
    why: Text
    last: Text


@dataclass(frozen=True, slots=True)
class HoldTold:
    """One hold that stands; a number is masked. `at` is local."""

    id: int
    of: Text
    reason: str
    by: str
    at: str


@configuration.get("/du-lieu-ca-nhan")
@needs(Right.SEE_CONFIGURATION)
def show_personal() -> ResponseReturnValue:
    """Show the terms, the last deletions and the holds."""
    running = hotline()
    with running.database.reading() as session:
        terms = [*_terms(session)]
        held = [_hold(row) for row in holds.standing(session)]
    return show(
        "configuration/personal.html",
        PERSONAL,
        tabs=tabs(),
        terms=terms,
        holds=held,
        is_sealed=bool(running.settings.sealing_keys),
    )


def _terms(session: Session) -> Iterator[TermTold]:
    terms = hotline().settings.terms
    for kind, rule in RULES.items():
        term = terms[kind]
        kept = filled(PERSONAL["days"], count=term.days) if term else PERSONAL["forever"]
        yield TermTold(rule.what, kept, rule.why, _last(deletions.last(session, Kind(kind))))


def _last(row: DeletionRow | None) -> Text:
    if row is None:
        return PERSONAL["never"]
    said = PERSONAL["deleted" if row.done_at else "going_on"]
    return filled(said, at=_local(row.done_at or row.begun_at), count=row.count)


def _hold(row: HoldRow) -> HoldTold:
    if row.number:
        of = Text(masked(row.number), masked(row.number))
    else:
        of = filled(PERSONAL["of_call"], sid=str(row.call_sid))
    return HoldTold(row.id, of, row.reason, row.placed_by, _local(row.placed_at))


def _local(at: datetime) -> str:
    return hotline().board.board.switchboard.calendar.local(at).strftime(MOMENT)
