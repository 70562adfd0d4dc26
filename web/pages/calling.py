"""Calls of ours that a page asks for: an officer's number to be verified or checked, a whole way.

They are placed while the browser waits: somebody sits beside the phone, and wants to know whether
it is going to ring.
"""

from datetime import timedelta
from enum import StrEnum

from duty.line_checks import UnderWay
from ivr.carrier import CarrierAway
from ivr.flow.switchboard import Branch
from ivr.flow.words import CheckKind
from jobs.line_checks import Checker
from jobs.placing import NotDue, Placer
from jobs.through_checks import NoSecondNumber, WayChecker
from models.duty.officers import OfficerRow
from models.line_checks import latest
from web.session import hotline

LONGEST_CHECK = timedelta(minutes=2)  # no check of ours rings and speaks for longer


class Called(StrEnum):
    """What came of asking for a call."""

    PLACED = "called"
    BAD_NUMBER = "bad_number"
    AWAY = "carrier_away"
    UNDER_WAY = "under_way"
    BUSY = "busy"
    NO_SECOND_NUMBER = "no_second_number"


def call_officer(row: OfficerRow, kind: CheckKind) -> Called:
    """Call an officer's number now, unless it is on a call of ours."""
    running = hotline()
    running.board.start()
    now, board = running.clock(), running.board.board
    if row.number in board.busy:
        return Called.BUSY
    with running.database.reading() as session:
        last = latest(session, row.code, kind=kind)
    if last and last.grade is None and now - last.placed_at < LONGEST_CHECK:
        return Called.UNDER_WAY
    checker = Checker(
        placer=Placer(running.database, running.carrier),
        public_url=running.settings.public_url,
        seed=running.settings.secret_key,
        a_day=running.settings.line_checks_a_day,
    )
    try:
        made = checker.call(board.switchboard, row, kind, now=now)
    except UnderWay:
        return Called.UNDER_WAY
    except CarrierAway:
        return Called.AWAY
    return Called.BAD_NUMBER if made.grade else Called.PLACED


def call_branch(branch: Branch) -> Called:
    """Call the public number and choose a branch, as a citizen would."""
    running = hotline()
    checker = WayChecker(
        placer=Placer(running.database, running.carrier),
        public_url=running.settings.public_url,
        seed=running.settings.secret_key,
    )
    try:
        made = checker.call(running.board.board.switchboard, branch, now=running.clock())
    except NoSecondNumber:
        return Called.NO_SECOND_NUMBER
    except (UnderWay, NotDue):
        return Called.UNDER_WAY
    except CarrierAway:
        return Called.AWAY
    return Called.BAD_NUMBER if made.grade else Called.PLACED
