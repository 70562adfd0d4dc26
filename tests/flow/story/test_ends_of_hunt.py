"""How often a hunt ended in an offer: once, however often it was repeated, and never unheard."""

import pytest

from ivr.flow.events import Event
from ivr.flow.legs import ends_of_hunt
from ivr.flow.position import Position
from ivr.flow.words import EventKind, Stage
from tests.models.rows import an_event

OFFER = Position(n=2, branch="tu-phap", stage=Stage.OFFER)
RUNG = Position(n=2, branch="tu-phap", stage=Stage.HUNT, tried=("an",))
CHOSE = an_event("key:1", kind=EventKind.KEY, position=Position(n=1), then=OFFER)


def led_on(position: Position, kind: EventKind, stage: Stage) -> Event:
    """Return an event of a place, which led on to the next one."""
    then = Position(n=position.n + 1, branch="tu-phap", stage=stage)
    return an_event(f"{stage}:{position.n}", kind=kind, position=position, then=then)


def ends(*events: Event) -> list[Event]:
    return ends_of_hunt([*events], [event for event in events if event.then])


def test_a_hunt_that_led_to_an_offer_ended_there() -> None:
    assert ends(CHOSE) == [CHOSE]


def test_an_offer_that_is_repeated_is_one_end() -> None:
    assert ends(CHOSE, led_on(OFFER, EventKind.KEY, Stage.OFFER)) == [CHOSE]


@pytest.mark.parametrize("stage", [Stage.HUNT, Stage.WHISPER])
def test_where_a_phone_rang_instead_nobody_heard_the_offer(stage: Stage) -> None:
    rung = Position(n=2, branch="tu-phap", stage=stage, tried=("an",))

    assert ends(CHOSE, led_on(rung, EventKind.LEG_ENDED, Stage.END)) == []


def test_one_who_went_on_from_the_offer_heard_it_whatever_rang_beside() -> None:
    rang = led_on(RUNG, EventKind.LEG_ENDED, Stage.END)

    assert ends(CHOSE, led_on(OFFER, EventKind.KEY, Stage.RECORD), rang) == [CHOSE]


def test_an_offer_whose_hunt_nobody_kept_counts_by_what_was_keyed_in_it() -> None:
    keyed = led_on(OFFER, EventKind.KEY, Stage.RECORD)

    assert ends(keyed) == [keyed]
