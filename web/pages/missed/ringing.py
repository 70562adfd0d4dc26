"""Ringing the phone of whoever is signed in, to be joined with a missed caller."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from callbacks.dialing import Dialer, NotFree, OnThePhone
from ivr.carrier import CarrierAway
from ivr.flow.board import Board
from ivr.flow.duty.roster import DutyOfficer
from ivr.flow.words import Channel, Text
from models.callbacks import Callback
from web.pages.missed.blueprint import find, missed
from web.pages.missed.doing import Doing, Refused, doing
from web.pages.missed.forms import sent_key
from web.session import hotline, needs, person
from web.showing import language
from web.texts.missed_deeds import REFUSED, RINGING


@missed.post("/<int:id>/call")
@needs(Right.WORK_CALLBACKS)
def call_back(id: int) -> ResponseReturnValue:
    """Ring the officer's phone; who picks up and presses 1 is joined with the caller."""
    with hotline().database.reading() as session:
        find(session, id, Right.WORK_CALLBACKS)
    try:
        _ring(doing(sent_key()), id)
    except Refused as error:
        flash(error.why.in_(language()), "fault")
    else:
        flash(RINGING["rings"].in_(language()))
    return redirect(url_for("missed.show_caller", id=id))


def own_phone(board: Board) -> DutyOfficer | None:
    """Return the telephone of whoever is signed in, None where they have none on duty."""
    return board.roster.officers.get(person().officer or "")


def why_not(phone: DutyOfficer | None) -> Text | None:
    """Return why a telephone cannot be rung, None where it can."""
    if phone is None:
        return RINGING["no_longer" if person().officer else "no_phone"]
    return None if phone.may_ring else RINGING["not_fit"]


def _ring(work: Doing, id: int) -> None:
    phone = own_phone(work.board)
    why = why_not(phone)
    if phone is None or why is not None:
        raise Refused(why or RINGING["no_phone"])
    if phone.officer.number in work.board.busy:
        raise Refused(RINGING["busy"])
    running = hotline()
    dialer = Dialer(
        running.database, running.carrier, running.settings.public_url, work.board.switchboard
    )
    try:
        made = dialer.call_back(phone.officer, id, now=work.now, channel=Channel.WEB)
    except OnThePhone as error:
        raise Refused(RINGING["busy"]) from error
    except NotFree as error:
        raise Refused(_taken(work, id)) from error
    except CarrierAway as error:
        raise Refused(RINGING["away"]) from error
    if made.call_sid is None:
        raise Refused(RINGING["bad_number"])


def _taken(work: Doing, id: int) -> Text:
    """Return who was faster, or that it is settled."""
    with hotline().database.reading() as session:
        return work.hindrance(session, session.get_one(Callback, id)) or REFUSED["moment"]
