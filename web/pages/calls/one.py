"""One call: in short, and with all that happened, who was rung and who has looked at it since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from accounts.trail import Look, looked
from ivr import labels
from ivr.flow.board import Board
from ivr.flow.numbers import grouped, masked
from ivr.flow.words import MessageState, Text
from models.lists.audit import looks_at
from models.lists.one_call import LegDetail, MessageDetail, OneCall
from web.pages.calls.blueprint import calls, find
from web.pages.calls.listing import branch_name
from web.pages.calls.timeline import Tale
from web.pages.missed.blueprint import Names, board_now
from web.pages.missed.forms import WhyForm
from web.pages.missed.hearing import is_listening, must_state_why
from web.pages.missed.rows import LEG_SIGNS, clock
from web.session import hotline, needs, person, reach_of, wall
from web.showing import filled, show
from web.texts.calls import CALLS

NUMBER = "number"
OFFSET = len("+07:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One phone that rang; moments are local, the number is masked."""

    sign: str
    post: Text
    number: str
    outcome: Text
    rang_at: datetime
    picked_up_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    talk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One message. `state` says why it cannot be played, None where it can.

    `why_address` takes the reason of whoever must state one first; else it is empty.
    """

    sid: str
    at: datetime
    length: str
    state: Text | None
    address: str
    why_address: str


@dataclass(frozen=True, slots=True)
class Viewed:
    """Somebody who saw the number or heard a message; `at` is local."""

    at: datetime
    who: Text
    what: Text
    why: str


@calls.get("/<sid>")
@needs(Right.SEE_CALLS)
def show_call(sid: str) -> ResponseReturnValue:
    """Show one call, the number masked."""
    return page_of(sid)


@calls.post("/<sid>/number")
@needs(Right.SEE_NUMBERS)
def show_number(sid: str) -> ResponseReturnValue:
    """Show one call with the number, and keep that somebody looked, and why."""
    with hotline().database.reading() as session:
        find(session, sid, Right.SEE_NUMBERS)
    facts = {}
    if needs_reason(person(), Right.SEE_NUMBERS):
        form = WhyForm()
        if not form.validate_on_submit():
            return page_of(sid, sent=form, why_for=NUMBER)
        facts = {"why": form.said("why")}
    with hotline().database.transaction() as session:
        key, login = f"call {sid}", person().login
        looked(session, Look.NUMBER_SHOWN, login=login, key=key, now=wall(), **facts)
    return page_of(sid, with_number=True)


def page_of(
    sid: str, *, sent: WhyForm | None = None, why_for: str = "", with_number: bool = False
) -> ResponseReturnValue:
    """Return one call's page; `why_for` is what a reason was to be stated for, in vain."""
    board = board_now()
    with hotline().database.reading() as session:
        call = find(session, sid)
        names = Names.of(session, board)
        players = [*_players(session, call, board)]
        viewers = [*_viewers(session, call, names, board)]
    line, local = call.line, board.switchboard.calendar.local
    rung = {leg.attempt: leg.officer_id for leg in call.legs}
    return show(
        "calls/one.html",
        CALLS,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK,
        call=call,
        line=line,
        branch=branch_name(board, line.branch),
        number=(grouped if with_number else masked)(line.caller_number),
        with_number=with_number,
        may_see_number=reach_of(Right.SEE_NUMBERS).covers(line.branch),
        may_hear=reach_of(Right.HEAR_MESSAGES).covers(line.branch),
        why_number=needs_reason(person(), Right.SEE_NUMBERS),
        form=sent or WhyForm(formdata=None),
        why_for=why_for,
        verdict=labels.verdict(line.verdict),
        origin=labels.ORIGINS[line.came_by],
        cause=labels.CAUSES[line.cause] if line.cause else None,
        result=labels.CALL_RESULTS[call.result.result] if call.result else None,
        owed=_owed(call),
        began=local(line.started_at),
        offset=local(line.started_at).isoformat()[-OFFSET:],
        ended=local(line.ended_at) if line.ended_at else None,
        wait=clock(line.wait_s),
        talk=clock(line.talk_s),
        zone=board.switchboard.calendar.zone.key,
        rings=[_ring(leg, board, names) for leg in call.legs],
        lines=Tale(rung, names.say, local).lines(call),
        players=players,
        viewers=viewers,
    )


def _owed(call: OneCall) -> Text | None:
    """Return how the callback that the call is owed stands, to who may see it."""
    owed = call.callback
    if owed is None or not reach_of(Right.SEE_MISSED).covers(owed.branch):
        return None
    return filled(CALLS["owed_link"], state=labels.CALLBACKS[owed.outcome or owed.state])


def _ring(leg: LegDetail, board: Board, names: Names) -> Ring:
    local = board.switchboard.calendar.local
    return Ring(
        sign=LEG_SIGNS.get(leg.outcome, "○"),
        post=names.say(leg.officer_id),
        number=masked(leg.officer_number),
        outcome=labels.leg_outcome(leg.outcome),
        rang_at=local(leg.started_at),
        picked_up_at=local(leg.picked_up_at) if leg.picked_up_at else None,
        accepted_at=local(leg.accepted_at) if leg.accepted_at else None,
        ended_at=local(leg.ended_at) if leg.ended_at else None,
        talk=clock(leg.talk_s) if leg.accepted_at else "–",
    )


def _players(session: Session, call: OneCall, board: Board) -> Iterator[Player]:
    """Yield the caller's messages: played by the callback's route, where there is a callback."""
    for message in call.messages:
        if not message.is_kept:
            continue
        play, why = _addresses(call, message)
        must_say_why = must_state_why() and not is_listening(session, message.recording_sid)
        is_stored = message.state is MessageState.STORED
        yield Player(
            sid=message.recording_sid,
            at=board.switchboard.calendar.local(message.recorded_at),
            length=clock(message.seconds),
            state=None if is_stored else labels.MESSAGE_STATES[message.state],
            address=play,
            why_address=why if must_say_why else "",
        )


def _addresses(call: OneCall, message: MessageDetail) -> tuple[str, str]:
    """Return where a message is heard, and where a reason for that is stated."""
    owed, recording = call.callback, message.recording_sid
    if owed and reach_of(Right.HEAR_MESSAGES).covers(owed.branch):
        play = url_for("missed.play", id=owed.id, sid=recording)
        return play, url_for("missed.state_why", id=owed.id, sid=recording)
    play = url_for("calls.play", sid=call.line.sid, recording=recording)
    return play, url_for("calls.state_why", sid=call.line.sid, recording=recording)


def _viewers(session: Session, call: OneCall, names: Names, board: Board) -> Iterator[Viewed]:
    """Yield who saw the number, on this page or the callback's, or heard a message."""
    keys = {f"call {call.line.sid}"} | {each.recording_sid for each in call.messages}
    if call.callback:
        keys.add(f"callback {call.callback.id}")
    for look in looks_at(session, keys):
        what = CALLS["saw_number" if look.subject == Look.NUMBER_SHOWN else "heard"]
        at = board.switchboard.calendar.local(look.at)
        yield Viewed(at, names.say(look.actor), what, str((look.after or {}).get("why", "")))
