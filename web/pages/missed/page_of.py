"""One missed caller's page: what is known of them, and what whoever is signed in may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from callbacks import claims
from duty.changes import every_branch
from ivr import labels
from ivr.flow.numbers import grouped, masked
from ivr.flow.words import CallbackState, MessageState, Text
from models.lists.missed import MissedCaller
from models.lists.missed_details import details
from models.lists.one_missed import heard_by, messages_of, moved_to, origins, ringing
from web.forms import DeskForm
from web.pages.missed.blueprint import Names, actor, board_now, find
from web.pages.missed.forms import Forms
from web.pages.missed.hearing import is_listening, must_state_why
from web.pages.missed.ringing import own_phone, why_not
from web.pages.missed.rows import Teller, clock, own_branches
from web.pages.missed.story import story
from web.pages.roster.books import numbered
from web.session import hotline, person, reach_of
from web.showing import filled, language, show
from web.texts.missed import MISSED
from web.texts.missed_deeds import RINGING


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One message. `state` says why it cannot be played, None where it can.

    `must_say_why`: only after a reason was stated.
    """

    sid: str
    at: datetime
    length: str
    state: Text | None
    must_say_why: bool
    heard_by: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What whoever is signed in may do with this caller."""

    work: bool
    close: bool
    hear: bool
    see_number: bool

    @classmethod
    def of(cls, caller: MissedCaller) -> "May":
        """Return what the table of rights says; nothing is done about what is settled."""
        is_open = caller.state is CallbackState.OPEN

        def covers(right: Right) -> bool:
            return reach_of(right).covers(caller.branch)

        return cls(
            work=is_open and covers(Right.WORK_CALLBACKS),
            close=is_open and covers(Right.CLOSE_CALLBACKS),
            hear=covers(Right.HEAR_MESSAGES),
            see_number=covers(Right.SEE_NUMBERS),
        )


def page_of(
    id: int, *, sent: DeskForm | None = None, why_for: str = "", with_number: bool = False
) -> ResponseReturnValue:
    """Return one caller's page; `sent` is a form that came with faults.

    `why_for` is what a reason was to be stated for: a message, or the number.
    """
    with hotline().database.reading() as session:
        return _page(session, find(session, id), sent=sent, why_for=why_for, full=with_number)


def other_branches(branch: str) -> Mapping[str, str]:
    """Return where a callback of a branch may be moved, in the reader's language."""
    switchboard = hotline().board.board.switchboard
    found = {each.id: numbered(each).in_(language()) for each in every_branch(switchboard)}
    return {id: name for id, name in found.items() if id != branch}


def _page(
    session: Session, caller: MissedCaller, *, sent: DeskForm | None, why_for: str, full: bool
) -> ResponseReturnValue:
    board, now = board_now(), hotline().clock()
    names, calendar = Names.of(session, board), board.switchboard.calendar
    teller = Teller(board.switchboard, calendar, names, actor(board), now)
    ids, phone = origins(session, caller), own_phone(board)
    known = details(session, [caller])[caller.id]
    forms = Forms.of(other_branches(caller.branch), sent)
    number = grouped(caller.caller_number) if full else masked(caller.caller_number)
    return show(
        "missed/one.html",
        MISSED,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK,
        row=teller.row(caller, known, {}),
        closed_at=calendar.local(caller.closed_at) if caller.closed_at else None,
        number=number,
        with_number=full,
        why_number=needs_reason(person(), Right.SEE_NUMBERS),
        why_for=why_for,
        may=May.of(caller),
        players=[*_players(session, ids, teller)],
        lines=story(session, ids, teller),
        moved_to=_moved_to(session, caller),
        own_number=masked(phone.officer.number) if phone else "",
        may_note=reach_of(Right.WORK_CALLBACKS).covers(caller.branch),
        no_phone=why_not(phone),
        rung=_rung(session, caller, teller),
        forms=forms,
        form_key=forms.key,
        earliest=f"{calendar.local(now):%Y-%m-%dT%H:%M}",
        next=_next(session, caller, teller),
    )


def _players(session: Session, ids: list[int], teller: Teller) -> Iterator[Player]:
    found = messages_of(session, ids)
    heard = heard_by(session, [message.recording_sid for message in found])
    for message in found:
        sid, stored = message.recording_sid, message.state is MessageState.STORED
        yield Player(
            sid=sid,
            at=teller.calendar.local(message.recorded_at),
            length=clock(message.seconds),
            state=None if stored else labels.MESSAGE_STATES[message.state],
            must_say_why=must_state_why() and not is_listening(session, sid),
            heard_by=tuple(teller.names.say(login) for login in heard.get(sid, ())),
        )


def _moved_to(session: Session, caller: MissedCaller) -> int | None:
    """Return where a callback goes on that was moved, to who may see it there."""
    found = moved_to(session, caller.id) if caller.state is CallbackState.CLOSED else None
    if found is None or not reach_of(Right.SEE_MISSED).covers(found[1]):
        return None
    return found[0]


def _rung(session: Session, caller: MissedCaller, teller: Teller) -> Text | None:
    """Return how the last call to an officer about this stands, None where there was none."""
    last = ringing(session, caller.id, now=teller.now)
    if last is None or caller.state is CallbackState.CLOSED:
        return None
    who = teller.names.say(last.officer)
    if last.ended_at is None:
        return filled(RINGING["talks" if last.answered_at else "is_ringing"], who=who)
    at = f"{teller.calendar.local(last.placed_at):%H:%M}"
    return filled(RINGING["rang"], who=who, at=at, outcome=labels.leg_outcome(last.outcome))


def _next(session: Session, caller: MissedCaller, teller: Teller) -> int | None:
    """Return who is to be called next by whoever is signed in, once this one is settled."""
    if caller.state is CallbackState.OPEN:
        return None
    branches = [each.id for each in own_branches(Right.WORK_CALLBACKS, teller.switchboard)]
    owed = claims.next_owed(session, officer=teller.actor, branches=branches, now=teller.now)
    return owed.id if owed else None
