"""Who calls too often, and what is done about it: one key more, then a block that ends by itself.

A key more costs a person two seconds and stops a machine, so every call of an hour counts towards
it. A block shuts somebody out, so only those calls do that cost the caller nothing: whoever waited
for an officer and was missed is owed something, however often they try, and calls that a block
turned away must not make the next block.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from ivr.flow.guarding.counts import WITHHELD, Recent
from ivr.flow.scene import Scene

WITHHELD_TIMES = 5  # so many of them are asked for a key only from that many times more calls on


class Treatment(StrEnum):
    """How a new call is met."""

    GREET = "greet"
    EXTRA_KEY = "extra_key"
    BLOCK = "block"


def treatment(scene: Scene) -> Treatment:
    """Decide how to meet a new call. Neither officers nor our own numbers are held up."""
    number, board = scene.caller.number, scene.board
    limit = scene.switchboard.limits.extra_key_calls * (1 if number else WITHHELD_TIMES)
    until = blocked_until(scene)
    too_often = board.calls_of(number or WITHHELD) >= limit
    if not (until or too_often) or (number and is_exempt(scene, number)):
        return Treatment.GREET
    return Treatment.BLOCK if until else Treatment.EXTRA_KEY


def blocked_until(scene: Scene) -> datetime | None:
    """Return until when the caller's number is blocked; None where it is not, or no more."""
    until = scene.board.blocked.get(scene.caller.number or WITHHELD)
    return until if until and scene.now < until else None


def to_block(scene: Scene, recent: Mapping[str, Recent]) -> Mapping[str, Recent]:
    """Return the numbers that are to be blocked now, each with its calls.

    Callers without a number never are: they share the lack of one.
    """
    limit = scene.switchboard.limits.block_calls
    return {
        number: counted
        for number, counted in recent.items()
        if number != WITHHELD and counted.idle >= limit and not is_exempt(scene, number)
    }


def is_exempt(scene: Scene, number: str) -> bool:
    """Say whether a number is an officer's or one of ours: they may call as often as they like."""
    own = {scene.switchboard.hotline, *scene.switchboard.own_numbers}
    return number in own or any(o.number == number for o in scene.board.posts().values())
