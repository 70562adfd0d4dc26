"""What an officer's events come to: deeds and results, in any order, however often told."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.callbacks.deeds import Deed, Told
from ivr.flow.events import Event
from ivr.flow.keypad.start import called_back, wrapped_up
from ivr.flow.keypad.story import is_officers, is_ours, tell
from ivr.flow.position import Position
from ivr.flow.story import tell as tell_call
from ivr.flow.words import (
    CallResult,
    Cause,
    Channel,
    Did,
    EventKind,
    LegOutcome,
    Reason,
    Stage,
    Verdict,
)
from tests.flow.scenes import ANOTHER_CALL, CALL, NINE_ON_MONDAY
from tests.flow.scenes import at as moment

AN = "+84500000141"


def event(kind, second, position=None, then=None, **facts):
    position = position or Position()
    facts = {"key": f"{kind}:{position.n}:{position.stage}:{facts.get('digits', '')}"} | facts
    at = NINE_ON_MONDAY + timedelta(seconds=second)
    return Event(call_sid=CALL, kind=kind, at=at, position=position, then=then, **facts)


def at(n, stage, **given):
    return Position(n=n, stage=stage, **({"officer": "an"} | given))


def key(n, stage, digits, then=None, **given):
    then = then or at(n + 1, Stage.OFFICER)
    return event(EventKind.OFFICER_KEY, n * 10, at(n, stage, **given), then, digits=digits)


def dialed(n, outcome, joined=None, **facts):
    place = at(n, Stage.DIALED, debt="7")
    then = at(n + 1, Stage.SPOKEN, debt="7")
    facts = {"outcome": outcome, "joined": joined} | facts
    return event(EventKind.OFFICER_DIALED, n * 10, place, then, **facts)


STARTED = event(
    EventKind.CALL_STARTED,
    0,
    then=Position(n=1, stage=Stage.PIN),
    caller_number=AN,
    called_number="+84500000000",
)
PIN = key(1, Stage.PIN, "", officer="")
OVER = event(EventKind.CALL_ENDED, 100, seconds=100)
MORNING = [
    STARTED,
    PIN,
    key(2, Stage.OFFICER, "1", at(3, Stage.OWED, debt="7", tried=("7",))),
    key(3, Stage.OWED, "1", at(4, Stage.DIALED, debt="7"), debt="7"),
    dialed(4, LegOutcome.ANSWERED, joined=True, seconds=40),
    key(5, Stage.SPOKEN, "1", debt="7"),
    OVER,
]


def deed(event, did, **given):
    said = {"debt": 7, "at": event.when, "actor": "an", "channel": Channel.KEYPAD}
    return Deed(key=f"{CALL}:{event.key}", did=did, call_sid=CALL, **(said | given))


def test_a_talk_is_a_try_and_the_officers_word_that_it_was_the_citizen():
    story = tell(MORNING)

    assert story.deeds == (
        deed(MORNING[4], Did.TRIED, leg=LegOutcome.ANSWERED, talk_s=40),
        deed(MORNING[5], Did.REACHED),
    )
    assert (story.told, story.outcome, story.ended_at) == ((), LegOutcome.ANSWERED, OVER.at)


@pytest.mark.parametrize(
    ("digits", "did"), [("1", [Did.REACHED]), ("2", [Did.NOT_REACHED]), ("3", []), ("", [])]
)
def test_only_what_the_officer_says_makes_a_contact(digits, did):
    assert [d.did for d in tell([key(5, Stage.SPOKEN, digits, debt="7")]).deeds] == did


@pytest.mark.parametrize(
    ("outcome", "joined", "leg"),
    [
        (LegOutcome.NO_ANSWER, False, LegOutcome.NO_ANSWER),
        (LegOutcome.BUSY, None, LegOutcome.BUSY),
        (LegOutcome.ANSWERED, None, LegOutcome.ANSWERED),
        (LegOutcome.ANSWERED, False, LegOutcome.FAILED),
        (LegOutcome.CANCELED, False, LegOutcome.CANCELED),
    ],
)
def test_every_dial_is_a_try_with_how_the_phone_answered(outcome, joined, leg):
    (told,) = tell([dialed(4, outcome, joined)]).deeds

    assert (told.did, told.leg) == (Did.TRIED, leg)


def test_another_time_counts_once_it_was_agreed_to():
    typed = key(6, Stage.LATER, "1430", debt="7")
    agreed = key(7, Stage.LATER_OK, "1", debt="7", about="20261123T0730Z")
    not_agreed = key(7, Stage.LATER_OK, "2", debt="7", about="20261123T0730Z")

    (told,) = tell([typed, agreed]).deeds

    assert (told.did, told.until) == (Did.POSTPONED, moment("2026-11-23 14:30"))
    assert tell([typed, not_agreed]).deeds == ()


@pytest.mark.parametrize(
    ("digits", "result"),
    [("1", CallResult.SOLVED), ("2", CallResult.NOTED), ("4", CallResult.NUISANCE)],
)
@pytest.mark.parametrize("stage", [Stage.RESULT, Stage.WRAP_UP])
def test_a_result_is_told_of_the_citizens_call(stage, digits, result):
    told = key(3, stage, digits, about=ANOTHER_CALL, called=stage is Stage.WRAP_UP)

    assert tell([told]).told == (
        Told(
            call_sid=ANOTHER_CALL,
            result=result,
            at=told.at,
            officer="an",
            channel=Channel.CALL if stage is Stage.WRAP_UP else Channel.KEYPAD,
        ),
    )


def test_a_matter_is_passed_on_to_the_branch_that_the_next_place_names():
    asked = key(3, Stage.RESULT, "3", at(4, Stage.PASS_ON, about=ANOTHER_CALL), about=ANOTHER_CALL)
    passed = key(4, Stage.PASS_ON, "4", at(5, Stage.OFFICER, branch="noi-vu"), about=ANOTHER_CALL)
    below = key(4, Stage.PASS_ON, "2", at(5, Stage.PASS_ON, menu="x"), about=ANOTHER_CALL)

    (told,) = tell([asked, passed]).told

    assert (told.result, told.to_branch) == (CallResult.PASSED_ON, "noi-vu")
    assert tell([asked, below]).told == ()


@given(seed=st.integers(), again=st.integers(0, len(MORNING)))
def test_the_same_is_told_in_any_order_and_however_often(seed, again):
    shuffled = MORNING + MORNING[:again]
    random.Random(seed).shuffle(shuffled)

    assert tell(shuffled) == tell(MORNING)
    assert tell_call(shuffled) == tell_call(MORNING)


@given(known=st.integers(1, len(MORNING)))
def test_what_is_told_of_a_part_stays_told(known):
    assert set(tell(MORNING[:known]).deeds) <= set(tell(MORNING).deeds)


# Our own calls.

CALLED = event(EventKind.OFFICER_CALLED, 8, called_back("an", 7), at(1, Stage.CALLED, called=True))


def ended(outcome, second=90):
    return event(EventKind.OFFICER_ENDED, second, called_back("an", 7), outcome=outcome)


def pressed(digits):
    return key(1, Stage.CALLED, digits, at(2, Stage.END), debt="7", called=True)


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        pytest.param([CALLED], None, id="goes on"),
        pytest.param([ended(LegOutcome.NO_ANSWER)], LegOutcome.NO_ANSWER, id="rang out"),
        pytest.param([ended(LegOutcome.BUSY)], LegOutcome.BUSY, id="busy"),
        pytest.param([CALLED, ended(LegOutcome.ANSWERED)], LegOutcome.MACHINE, id="no key"),
        pytest.param([ended(LegOutcome.ANSWERED)], LegOutcome.MACHINE, id="no word of a pick-up"),
        pytest.param(
            [CALLED, pressed("2"), ended(LegOutcome.ANSWERED)], LegOutcome.DECLINED, id="not now"
        ),
        pytest.param(
            [CALLED, pressed("1"), ended(LegOutcome.ANSWERED)], LegOutcome.ANSWERED, id="a person"
        ),
    ],
)
def test_a_call_of_ours_was_answered_where_a_key_proved_a_person(events, outcome):
    story = tell(events)

    assert story.outcome is outcome
    assert story.answered_at == (CALLED.at if CALLED in events else None)
    assert is_ours(events)
    assert is_officers(events)


def test_what_is_done_in_a_call_of_ours_is_done_by_call():
    (told,) = tell([key(5, Stage.SPOKEN, "1", debt="7", called=True)]).deeds

    assert told.channel is Channel.CALL


def test_where_our_calls_begin_is_read_back_from_their_address():
    assert called_back("an", 7).query() == "s=called&o=an&k=7&g=1"
    assert wrapped_up("an", ANOTHER_CALL).query() == f"s=wrap_up&o=an&u={ANOTHER_CALL}&g=1"


# Whose call it was.


def test_an_officers_call_is_a_test_and_nobody_is_owed_for_it():
    story = tell_call(MORNING)

    assert (story.verdict, story.cause) == (Verdict.TEST, Cause.OFFICERS_MENU)
    assert (story.branch, story.is_owed_callback, story.legs) == ("", False, ())
    assert is_officers(MORNING)
    assert not is_ours(MORNING)


def test_one_that_goes_on_has_no_verdict_yet():
    assert tell_call(MORNING[:-1]).verdict is None


def test_who_hung_up_at_the_pin_was_an_officer():
    story = tell_call([STARTED, replace(OVER, key="over")])

    assert (story.verdict, story.cause) == (Verdict.TEST, Cause.OFFICERS_MENU)


def test_a_matter_passed_on_makes_the_officers_call_none_of_that_branch():
    passed = key(4, Stage.PASS_ON, "4", at(5, Stage.OFFICER, branch="noi-vu"), about=ANOTHER_CALL)
    silent = key(5, Stage.OFFICER, "", at(6, Stage.OFFICER), branch="noi-vu")

    assert tell_call([STARTED, PIN, passed, silent, OVER]).branch == ""


def test_an_officer_who_went_on_as_a_citizen_is_a_citizen():
    star = event(
        EventKind.OFFICER_KEY, 10, at(1, Stage.PIN, officer=""), Position(n=2, stage=Stage.MENU)
    )
    chose = event(
        EventKind.KEY,
        20,
        Position(n=2, stage=Stage.MENU),
        Position(n=3, stage=Stage.OFFER, branch="noi-vu", reason=Reason.ALL_BUSY),
        digits="1",
    )
    events = [STARTED, star, chose, OVER]

    story = tell_call(events)

    assert not is_officers(events)
    assert (story.verdict, story.branch) == (Verdict.NOT_ANSWERED, "noi-vu")
    assert story.caller_number == AN


def test_a_citizens_call_is_no_officers():
    assert not is_officers([event(EventKind.CALL_STARTED, 0, then=Position(n=1)), OVER])
