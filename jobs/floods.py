"""Blocks numbers that call far too often, for hours; a person may lift it at any time."""

import logging
from datetime import datetime, timedelta

from accounts.blocking import Blocks
from ivr.flow.board import Board, Caller
from ivr.flow.guarding.counts import SPAN
from ivr.flow.guarding.floods import to_block
from ivr.flow.scene import Scene
from models.guarding import blocks
from models.guarding.recent import recent_calls
from models.session import Database, lock_name

log = logging.getLogger(__name__)

ACTOR = "flood guard"


def run(database: Database, board: Board, *, now: datetime) -> int:
    """Block whoever is to be blocked; return how many.

    Whose block a person lifted within the hour is left alone: the calls that led to it still count.
    """
    limits = board.switchboard.limits
    until = now + timedelta(hours=limits.block_hours)
    with database.reading() as session:
        recent = recent_calls(session, now - SPAN, now, least=limits.block_calls)
    found = to_block(Scene(board, Caller("", None), now), recent)
    if not found:
        return 0
    with database.transaction() as session:
        lock_name(session, "blocks")
        spared = blocks.blocked(session, now).keys() | blocks.lifted_since(session, now - SPAN)
        fresh = sorted(found.keys() - spared)
        for number in fresh:
            reason = f"{found[number].idle} cuộc trong một giờ · calls within an hour"
            row = Blocks(session, ACTOR, now).add(number, until=until, reason=reason)
            fields = {"block": row.id, "calls": found[number].calls, "until": until.isoformat()}
            log.warning("a number is blocked for a time", extra=fields)
    return len(fresh)
