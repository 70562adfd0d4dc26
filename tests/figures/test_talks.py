"""Rings during another hotline call are told apart: nobody answers two phones."""

import pytest

from figures.calls import past_calls
from ivr.flow.words import Cause, LegOutcome, OfficerCallKind, Verdict
from models.officer_calls import OfficerCall
from tests.figures.rows import CONFIRMED, past
from tests.models.rows import OFFICER, a_leg, minutes

RANG_OUT = LegOutcome.NO_ANSWER


@pytest.fixture
def rings(database):
    """Return what tells how each ring was read, in the order of calls."""

    def told(since=-600, until=600):
        with database.reading() as session:
            calls = list(past_calls(session, minutes(since), minutes(until)))
        return [attempt.on_hotline_call for call in calls for attempt in call.attempts]

    return told


def rung(minute, sid="CA9", **changes):
    """Return a call that rang the officer at this minute, for nothing."""
    leg = a_leg(started_at=minutes(minute), outcome=RANG_OUT)
    return past(minute, sid, verdict=Verdict.NOT_ANSWERED, legs=[leg], **changes)


def talked(since, until, sid="CA1", **changes):
    """Return a call that the officer accepted and talked on."""
    leg = a_leg(
        started_at=minutes(since - 1),
        accepted_at=minutes(since),
        ended_at=minutes(until),
        outcome=CONFIRMED,
        **changes,
    )
    return past(since - 1, sid, ended_at=minutes(until), legs=[leg])


@pytest.mark.parametrize(
    ("minute", "held"), [(9.5, False), (10, True), (19.9, True), (20, False), (25, False)]
)
def test_a_ring_during_a_talk_is_one_that_could_not_be_answered(keep, rings, minute, held):
    keep(talked(10, 20), rung(minute))

    assert sorted(rings()) == sorted([False, held])


def test_only_the_same_phone_is_held(keep, rings):
    keep(talked(10, 20, officer_number="+84500000042"), rung(15))

    assert rings() == [False, False]


def test_a_talk_that_began_after_this_call_holds_the_phone_too(keep, rings):
    keep(rung(5, started_at=minutes(0)), talked(3, 20, sid="CA2"))

    assert rings() == [True, False]


def test_a_talk_of_the_day_before_holds_the_phone(keep, rings):
    keep(talked(-5, 30), rung(2))

    assert rings(since=0) == [True]


def test_our_call_to_the_officer_holds_the_phone(keep, rings):
    call = OfficerCall(
        kind=OfficerCallKind.CALLBACK,
        officer="an",
        number=OFFICER,
        placed_at=minutes(9),
        answered_at=minutes(10),
        ended_at=minutes(20),
    )
    never_picked_up = OfficerCall(
        kind=OfficerCallKind.CALLBACK, officer="an", number=OFFICER, placed_at=minutes(29)
    )
    keep(call, never_picked_up, rung(9.5, "CA2"), rung(15, "CA3"), rung(30, "CA4"))

    assert rings() == [False, True, False]


def test_the_officers_own_call_to_the_keypad_holds_the_phone(keep, rings):
    keypad = past(10, "CA1", caller_number=OFFICER, verdict=Verdict.TEST, cause=Cause.OFFICERS_MENU)
    keep(keypad, rung(10.5, "CA2"), rung(12, "CA3"))

    assert rings() == [True, False]
