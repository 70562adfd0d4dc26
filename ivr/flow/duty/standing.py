"""Which telephones a fixed document may ring: those on duty now, then those that come next."""

from datetime import datetime, timedelta

from ivr.flow.board import Board
from ivr.flow.duty.on_duty import on_duty
from ivr.flow.guarding.dialing import may_dial

MOST = 10  # numbers that one Dial may ring
AHEAD = timedelta(hours=24)
STEP = timedelta(minutes=30)


def standing_numbers(board: Board, now: datetime) -> tuple[str, ...]:
    """Return the duty desk's numbers, as they are on duty now and in the next day, nobody twice.

    A document that lies elsewhere may be hours old when it is needed: who follows stands behind
    who is there now, and last whoever the branches file names for the desk. Numbers that are not
    verified, fail their checks, or are the hotline's own are left out.
    """
    switchboard, roster = board.switchboard, board.roster
    never = {*switchboard.own_numbers, switchboard.hotline, *roster.unfit}
    found: dict[str, None] = {}
    moment = now
    while moment < now + AHEAD:
        for turn in on_duty(roster, switchboard.desk, switchboard.calendar, moment):
            if turn.may_ring:
                found.setdefault(turn.officer.number)
        moment += STEP
    for officer in switchboard.desk.officers:
        found.setdefault(officer.number)
    return tuple(n for n in found if n not in never and may_dial(n))[:MOST]
