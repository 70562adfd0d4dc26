"""What is done about missed callers from a page: once each, and refused where it is too late.

Whoever is first gets it. The debt is locked before it is looked at, so of two people who press at
once the second is told who was faster.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from callbacks import claims, deeds
from callbacks.claims import LEASE
from callbacks.debts import lock_caller
from callbacks.deeds import Books
from ivr import labels
from ivr.flow.board import Board
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.words import CallbackState, Channel, Did, Text
from models import callback_actions
from models.callbacks import Callback
from models.lists.one_missed import untold_try
from web.pages.missed.blueprint import Names, actor, board_now
from web.session import hotline, person
from web.showing import filled
from web.texts.missed_deeds import REFUSED

ABOUT_A_TRY = (Did.REACHED, Did.NOT_REACHED, Did.POSTPONED)
GIVES_BACK = (Did.NOT_REACHED, Did.POSTPONED)  # as it is not to be called again at once


class Refused(Exception):
    """It was not done; `why` says so to whoever tried."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True)
class Doing:
    """Somebody at work: as whom, and when. `key` is that of the form that was sent."""

    board: Board
    actor: str
    now: datetime
    key: str

    def write(self, id: int, did: Did, **facts: Any) -> None:
        """Write down one deed about a debt; one that was written before is done already.

        Raises Refused where another has it, or it is settled; a note can always be added.
        """
        key = f"web:{person().login}:{id}:{did}:{self.key}"
        with hotline().database.transaction() as session:
            row = _locked(session, id)
            if callback_actions.is_known(session, key):
                return
            if did is not Did.NOTED:
                self._refuse(session, row)
            if did in ABOUT_A_TRY:
                facts["call_sid"] = untold_try(session, id, self.actor, now=self.now)
            deed = Deed(
                key=key,
                debt=id,
                did=did,
                at=self.now,
                actor=self.actor,
                channel=Channel.WEB,
                **facts,
            )
            deeds.write(Books(session, self.board.switchboard, self.now), deed)
            if did in GIVES_BACK:
                claims.release(session, id, self.actor, now=self.now, channel=Channel.WEB)

    def claim(self, id: int) -> None:
        """Take a debt, or keep it for longer. Raises Refused where another has it."""
        with hotline().database.transaction() as session:
            if not claims.claim(session, id, self.actor, now=self.now, channel=Channel.WEB):
                row = session.get_one(Callback, id, populate_existing=True)
                raise Refused(self.hindrance(session, row) or REFUSED["moment"])

    def give(self, id: int, officer: str, post: Text) -> None:
        """Claim a debt for an officer, and write down who gave it; raises Refused as `claim` does.

        What whoever gives has claimed themselves is let go first.
        """
        with hotline().database.transaction() as session:
            row = _locked(session, id)
            now, held = self.now, self._held_by(row)
            if row.state is CallbackState.CLOSED or held not in (None, officer):
                raise Refused(self.hindrance(session, row) or REFUSED["moment"])
            claims.release(session, id, self.actor, now=now, channel=Channel.WEB)
            if not claims.claim(session, id, officer, now=now, channel=Channel.WEB):
                raise Refused(REFUSED["moment"])
            deed = Deed(
                key=f"web:{person().login}:{id}:given:{self.key}",
                debt=id,
                did=Did.NOTED,
                at=now,
                actor=self.actor,
                channel=Channel.WEB,
                note=f"giao cho · given to: {post.vi}",
            )
            deeds.write(Books(session, self.board.switchboard, now), deed)

    def release(self, id: int) -> None:
        """Give a debt back; whose it was not has given it back already."""
        with hotline().database.transaction() as session:
            claims.release(session, id, self.actor, now=self.now, channel=Channel.WEB)

    def hindrance(self, session: Session, row: Callback) -> Text | None:
        """Return why nothing can be done about a debt: it is settled, or somebody else's."""
        if row.state is CallbackState.CLOSED:
            return filled(REFUSED["settled"], how=labels.CALLBACKS[row.outcome or row.state])
        by = self._held_by(row)
        return self._held(Names.of(session, self.board), row, by) if by else None

    def _refuse(self, session: Session, row: Callback) -> None:
        why = self.hindrance(session, row)
        if why is not None:
            raise Refused(why)

    def _held_by(self, row: Callback) -> str | None:
        """Return who else has a debt claimed; a lease that seems too long is none."""
        until = row.claimed_until
        if row.claimed_by in (None, self.actor) or until is None:
            return None
        return row.claimed_by if self.now < until <= self.now + LEASE else None

    def _held(self, names: Names, row: Callback, by: str) -> Text:
        until = self.board.switchboard.calendar.local(row.claimed_until or self.now)
        return filled(REFUSED["held"], who=names.say(by), until=f"{until:%H:%M}")


def doing(key: str) -> Doing:
    """Return whoever is signed in, at work."""
    board = board_now()
    return Doing(board, actor(board), hotline().clock(), key)


def _locked(session: Session, id: int) -> Callback:
    """Return a debt, and let nobody else change it until the transaction ends."""
    lock_caller(session, session.get_one(Callback, id).caller_number)
    return session.get_one(Callback, id, populate_existing=True, with_for_update=True)
