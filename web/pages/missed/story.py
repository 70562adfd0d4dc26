"""What happened to one missed caller, line by line: the misses, and what was done, newest first."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from sqlalchemy.orm import Session

from accounts.rights import Right
from ivr import labels
from ivr.flow.words import Text
from models import callback_actions, calls
from models.callback_actions import CallbackAction
from models.calls import Call
from web.pages.missed.rows import Teller
from web.pages.roster.books import numbered
from web.session import reach_of
from web.showing import filled
from web.texts.missed import MISSED

CALL_PAGE = "calls.show_call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line; `at` is local. `details` hold no number; `note` is what somebody typed."""

    at: datetime
    what: Text
    who: Text
    channel: Text
    details: tuple[Text, ...] = ()
    note: str = ""
    call_address: str = ""


def story(session: Session, ids: Collection[int], teller: Teller) -> list[Line]:
    """Return what happened to a debt, and to those that it was moved from."""
    missed = [_missed(call, teller) for call in calls.of_debts(session, ids)]
    done = [_done(action, teller) for action in callback_actions.of_callbacks(session, ids)]
    return sorted((*missed, *done), key=lambda line: line.at, reverse=True)


def _missed(call: Call, teller: Teller) -> Line:
    cause = labels.CAUSES[call.cause] if call.cause else labels.verdict(call.verdict)
    return Line(
        at=teller.calendar.local(call.ended_at or call.started_at),
        what=MISSED["was_missed"],
        who=MISSED["citizen"],
        channel=MISSED["by_call"],
        details=(_branch(call.branch, teller), cause),
        call_address=_address(call),
    )


def _address(call: Call) -> str:
    """Return where the call is shown to whoever is signed in; empty where they may not see it."""
    is_there = CALL_PAGE in current_app.view_functions
    if not (is_there and reach_of(Right.SEE_CALLS).covers(call.branch)):
        return ""
    return url_for(CALL_PAGE, sid=call.sid)


def _done(action: CallbackAction, teller: Teller) -> Line:
    return Line(
        at=teller.calendar.local(action.at),
        what=labels.DEEDS[action.did],
        who=teller.names.say(action.actor),
        channel=labels.CHANNELS[action.channel],
        details=tuple(_details(action, teller)),
        note=action.note,
    )


def _details(action: CallbackAction, teller: Teller) -> Iterator[Text]:
    if action.leg is not None:
        yield labels.LEG_OUTCOMES[action.leg]
    if action.talk_s:
        yield filled(MISSED["talked"], count=action.talk_s)
    if action.until is not None:
        yield filled(MISSED["until"], at=f"{teller.calendar.local(action.until):%H:%M %d/%m/%Y}")
    if action.outcome is not None:
        yield labels.CALLBACKS[action.outcome]
    if action.to_branch is not None:
        yield filled(MISSED["to_branch"], branch=_branch(action.to_branch, teller))


def _branch(id: str, teller: Teller) -> Text:
    branch = teller.branch(id)
    return numbered(branch) if branch else Text(id, id)
