"""The story of a call: the same however its events arrive, and judged once and rightly."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.events import Event
from ivr.flow.story import Story, tell
from ivr.flow.words import MISSED, OFFERED, EventKind, LegOutcome, Reason, Verdict
from tests.flow.scenes import (
    ANOTHER_CALL,
    BINH,
    CALL,
    CITIZEN,
    HOTLINE,
    NINE_ON_MONDAY,
    a_scene,
)
from tests.flow.story.calls import Line
from tests.flow.story.strategies import CASES, Case, PlayedCall, play, played_calls

SEEDS = st.integers(0, 2**32)


def has_accept(events: Iterable[Event]) -> bool:
    return any(e.then and e.then.reason is Reason.ACCEPTED for e in events)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_kind_of_call_has_its_verdict(case: Case) -> None:
    story = tell(play(case).events)

    assert (story.verdict, story.cause) == (case.verdict, case.cause)


@given(call=played_calls())
def test_the_verdict_does_not_depend_on_when_the_news_arrives(call: PlayedCall) -> None:
    assert tell(call.events).verdict is call.case.verdict


@given(call=played_calls(), seed=SEEDS)
def test_a_call_tells_the_same_story_in_any_order(call: PlayedCall, seed: int) -> None:
    shuffled = call.events + call.events[:2]
    random.Random(seed).shuffle(shuffled)

    assert tell(shuffled) == tell(call.events)


@given(call=played_calls(), seed=SEEDS, later=st.lists(st.floats(0, 90_000), max_size=8))
def test_what_is_told_again_later_changes_nothing(
    call: PlayedCall, seed: int, later: list[float]
) -> None:
    chance = random.Random(seed)
    again = [
        replace(event, at=event.at + timedelta(seconds=late))
        for late in later
        for event in chance.sample(call.events, 1)
    ]
    told = [*again, *call.events]
    chance.shuffle(told)

    assert tell(told) == tell(call.events)


@given(call=played_calls())
def test_an_ended_call_has_exactly_one_verdict_and_an_open_one_none(call: PlayedCall) -> None:
    story = tell(call.events)
    still_open = [e for e in call.events if e.kind is not EventKind.CALL_ENDED and not e.gone]

    assert isinstance(story.verdict, Verdict)
    assert not still_open or tell(still_open).verdict is None


@given(call=played_calls(), data=st.data())
def test_whatever_is_lost_the_story_can_be_told(call: PlayedCall, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(call.events), min_size=1, unique_by=lambda e: e.key))

    story = tell(kept)

    check_sense(story, kept)


@given(call=played_calls())
def test_a_story_makes_sense(call: PlayedCall) -> None:
    check_sense(tell(call.events), call.events)


def check_sense(story: Story, events: list[Event]) -> None:
    """Check what holds for every story, whole or with holes."""
    answered = [leg for leg in story.legs if leg.outcome is LegOutcome.ANSWERED]
    assert (story.verdict is None) == (story.ended_at is None)
    assert story.wait_s >= 0
    assert story.talk_s >= 0
    assert story.message_s >= 0
    assert all(leg.talk_s >= 0 for leg in story.legs)
    assert all(leg.accepted_at for leg in answered)
    assert len(answered) <= 1
    assert (story.verdict is Verdict.ANSWERED) == bool(answered and story.ended_at)
    assert has_accept(events) or not answered
    assert sum(message.is_kept for message in story.messages) <= 1
    assert story.ended_at is None or story.started_at <= story.ended_at
    assert story.branch or story.verdict not in OFFERED
    if story.verdict in MISSED and story.callback_number:
        assert story.is_owed_callback


@given(call=played_calls())
def test_a_call_is_answered_when_an_officer_accepted_and_the_lines_were_joined(
    call: PlayedCall,
) -> None:
    story = tell(call.events)
    refused = [replace(e, joined=False) if e.joined is not False else e for e in call.events]
    dial_came = any(e.kind is EventKind.LEG_ENDED for e in call.events)

    assert (story.verdict is Verdict.ANSWERED) == (call.case.verdict is Verdict.ANSWERED)
    assert not dial_came or tell(refused).verdict is not Verdict.ANSWERED


@given(call=played_calls())
def test_without_the_accept_key_nobody_has_answered(call: PlayedCall) -> None:
    silent = [e for e in call.events if e.kind is not EventKind.LEG_KEY]

    assert tell(silent).verdict is not Verdict.ANSWERED


def test_a_mailbox_never_answers_even_where_the_carrier_says_completed() -> None:
    line = Line()
    line.choose()
    line.wait()
    line.pick_up()
    line.wait(least=30)
    line.leg_ends(LegOutcome.ANSWERED, joined=None)
    line.hang_up()

    story = tell(line.events)

    assert story.legs[0].outcome is LegOutcome.MACHINE
    assert story.legs[0].picked_up_at is not None
    assert story.verdict is not Verdict.ANSWERED


@pytest.mark.parametrize("missing", [EventKind.LEG_ENDED, EventKind.LEG_PROGRESS])
def test_a_talk_is_known_by_either_teller(missing: EventKind) -> None:
    line = Line()
    line.choose()
    line.accept()
    line.spend(60)
    line.leg_ends(LegOutcome.ANSWERED, joined=True, gone=True)
    line.hang_up()

    story = tell(e for e in line.events if e.kind is not missing)

    assert (story.verdict, story.talk_s) == (Verdict.ANSWERED, 60)


def test_two_calls_have_no_common_story() -> None:
    line, other = Line(), Line(call_sid=ANOTHER_CALL)
    line.greet()
    other.greet()

    with pytest.raises(ValueError, match="exactly one call"):
        tell([*line.events, *other.events])
    with pytest.raises(ValueError, match="exactly one call"):
        tell([])


def test_a_call_that_goes_on_is_told_as_far_as_it_has_come() -> None:
    line = Line()
    line.choose()
    line.accept()

    story = tell(line.events)

    assert (story.verdict, story.ended_at) == (None, None)
    assert story.branch == "noi-vu"
    assert story.answered_at == line.now
    assert [leg.outcome for leg in story.legs] == [None]


def test_the_story_names_who_called_and_where() -> None:
    line = Line(call_sid=CALL)
    line.choose()
    line.hang_up()

    story = tell(line.events)

    assert (story.call_sid, story.caller_number, story.called_number) == (CALL, CITIZEN, HOTLINE)
    assert story.started_at == NINE_ON_MONDAY


def test_each_leg_is_told_with_its_officer() -> None:
    line = Line()
    line.choose()
    line.ring_out()
    line.mailbox()
    line.hang_up()

    legs = tell(line.events).legs

    assert [(leg.officer_id, leg.outcome) for leg in legs] == [
        ("an", LegOutcome.NO_ANSWER),
        ("binh", LegOutcome.MACHINE),
        ("dung", LegOutcome.CANCELED),
    ]
    assert legs[1].officer_number == BINH.number
    assert [leg.attempt for leg in legs] == sorted(leg.attempt for leg in legs)


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("hung up while ringing", "canceled"),
        ("hung up while ringing told by callbacks only", "canceled"),
        ("hung up while ringing told by the number only", "canceled"),
        ("hung up during the whisper", "canceled"),  # no mailbox: nobody had time to press
        ("hung up as the officer accepted", "canceled"),
        ("talked until the citizen hung up", "answered"),
        ("talked and no dial action came", "answered"),
        ("talked after a mailbox", "machine answered"),
        ("talked with the desk when closed at night", "answered"),
        ("rang out and pressed nothing", "no_answer no_answer no_answer"),
        ("all busy", "busy busy busy"),
        ("all bad numbers", "failed failed failed"),
        ("all mailboxes", "machine machine machine"),
        ("all declined", "declined declined declined"),
        ("came when closed at night", ""),
    ],
)
def test_each_leg_has_its_own_outcome(name: str, outcomes: str) -> None:
    case = next(case for case in CASES if case.name == name)

    legs = tell(play(case).events).legs

    assert [leg.outcome and leg.outcome.value for leg in legs] == outcomes.split()


def test_a_talk_cut_at_once_lasted_no_time() -> None:
    line = Line(pauses=[1.6], delays=[60])  # accepted at 4.8 s; the carrier says 4 s
    line.choose()
    line.accept()
    line.spend(0.1)
    line.leg_ends(LegOutcome.ANSWERED, joined=True, gone=True)
    line.hang_up()

    story = tell(line.events)

    assert (story.verdict, story.talk_s) == (Verdict.ANSWERED, 0)


@pytest.mark.parametrize("silences", [0, 1, 2])
def test_time_spent_at_the_offer_is_not_waiting_for_an_officer(silences: int) -> None:
    line = Line()
    line.choose()
    chosen_at = line.now
    line.hunt_in_vain()
    hunted_s = round((line.now - chosen_at).total_seconds())
    for _ in range(silences):
        line.spend(10)
        line.press("")
    line.hang_up()

    assert tell(line.events).wait_s == hunted_s == 9


def test_a_caller_who_waited_on_has_waited_until_the_last_hunt_was_over() -> None:
    line = Line()
    line.choose()
    line.hunt_in_vain()
    line.press("0")
    line.wait()
    line.resume()
    line.hunt_in_vain()
    line.spend(30)
    line.hang_up()

    assert tell(line.events).wait_s == 21


def test_a_retried_request_that_was_decided_anew_is_told_as_it_was_first_decided() -> None:
    line, again = Line(), Line(a_scene(busy={"+84500000011": ANOTHER_CALL}))
    line.choose()
    again.choose()
    retried = [replace(e, at=e.at + timedelta(seconds=2)) for e in again.events]

    story = tell([*line.events, *retried])

    assert [leg.officer_id for leg in story.legs] == ["an"]
