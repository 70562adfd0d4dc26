"""What the carrier lists and we do not know: entered once, and never a call that was served."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.hours import Hours
from ivr.flow.position import START, Position
from ivr.flow.reconciling.compare import (
    SETTLES,
    Known,
    Ours,
    compare_calls,
    compare_recordings,
    ended,
    wants_events,
)
from ivr.flow.reconciling.found import as_found
from ivr.flow.reconciling.listed import ListedCall, ListedRecording
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.story import tell
from ivr.flow.words import Cause, EventKind, LegOutcome, Reason, Stage, Verdict
from tests.flow.scenes import CALL, CITIZEN, HOTLINE, NINE_ON_MONDAY, TEN_AT_NIGHT, a_scene
from tests.flow.story.calls import Line
from tests.flow.story.strategies import played_calls

OURS = Ours(lines={HOTLINE})
NOW = NINE_ON_MONDAY + timedelta(hours=1)


def listed(sid=CALL, **changes):
    """Return a call of half a minute that came in at nine."""
    call = ListedCall(
        sid=sid,
        is_incoming=True,
        began_at=NINE_ON_MONDAY,
        caller_number=CITIZEN,
        called_number=HOTLINE,
        outcome=LegOutcome.ANSWERED,
        ended_at=NINE_ON_MONDAY + timedelta(seconds=30),
        seconds=28,
    )
    return replace(call, **changes)


def leg(sid="CB1", **changes):
    return listed(sid, is_incoming=False, parent_sid=CALL, **changes)


def found(*calls, known=None, now=NOW, ours=OURS):
    return compare_calls(calls, known or Known(), ours, now=now)


# Calls that we never saw.


def test_one_event_alone_tells_the_whole_call():
    (event,) = found(listed()).unseen

    story = tell([event])

    assert (story.verdict, story.cause) == (Verdict.NOT_ANSWERED, Cause.OUR_FAULT)
    assert (story.started_at, story.ended_at) == (listed().began_at, listed().ended_at)
    assert (story.caller_number, story.callback_number) == (CITIZEN, CITIZEN)
    assert story.origin is CallOrigin.RECONCILIATION
    assert story.is_owed_callback


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": None, "ended_at": None},
        {"ended_at": NOW - SETTLES + timedelta(seconds=1)},
        {"is_incoming": False},
        {"called_number": "+84500000099"},
    ],
    ids=["goes on", "has just ended", "is not incoming", "was for another number"],
)
def test_what_is_no_lost_call_is_left_alone(changes):
    assert found(listed(**changes)).events == ()


@pytest.mark.parametrize("outcome", [LegOutcome.NO_ANSWER, LegOutcome.FAILED, LegOutcome.CANCELED])
def test_a_short_one_and_one_that_failed_are_missed_as_well(outcome):
    call = listed(outcome=outcome, seconds=0, ended_at=NINE_ON_MONDAY + timedelta(seconds=2))

    assert tell(found(call).unseen).verdict is Verdict.NOT_ANSWERED


def test_a_call_without_an_end_of_its_own_ended_after_its_length():
    (event,) = found(listed(ended_at=None)).unseen

    assert event.carrier_at == NINE_ON_MONDAY + timedelta(seconds=28)


@pytest.mark.parametrize(
    ("kinds", "seconds", "is_unseen"),
    [
        ({EventKind.CALL_STARTED}, 28, False),
        ({EventKind.KEY, EventKind.CALL_ENDED}, 28, False),
        ({EventKind.FAULT}, 28, False),
        ({EventKind.CHECK_ENDED}, 28, False),
        ({EventKind.OFFICER_KEY}, 28, False),
        ({EventKind.LISTED}, 28, False),
        ({EventKind.CALL_ENDED}, 28, True),
        ({EventKind.CALL_ENDED}, 0, False),
        ({EventKind.RECORDING_DONE, EventKind.CALL_PROGRESS}, 28, True),
    ],
)
def test_a_call_is_unseen_if_we_never_said_what_to_do_in_it(kinds, seconds, is_unseen):
    known = Known(kinds={CALL: kinds})

    assert bool(found(listed(seconds=seconds), known=known).unseen) is is_unseen


def test_a_call_whose_events_are_no_longer_kept_is_not_entered_again():
    assert found(listed(), known=Known(told={CALL})).events == ()


def test_an_officer_who_works_by_keypad_is_no_citizen():
    story = tell(found(listed(), ours=Ours({HOTLINE}, {CITIZEN})).unseen)

    assert (story.verdict, story.cause) == (Verdict.TEST, Cause.OFFICERS_MENU)


def test_somebody_was_dialled_though_we_asked_for_nobody():
    events = found(listed(), leg()).events

    assert [event.kind for event in events] == [EventKind.LISTED, EventKind.LEG_PROGRESS]
    assert tell(events).origin is CallOrigin.FALLBACK
    assert tell(events).legs == ()


@given(call=played_calls(), seed=st.randoms(use_true_random=False))
def test_a_served_call_is_told_the_same_with_what_the_list_says_of_it(call, seed):
    own = tell(call.events)
    if all(event.then is None for event in call.events):
        return  # who hung up before we could answer was not served
    found_late = found(listed(call.events[0].call_sid, began_at=own.started_at)).unseen
    events = [*call.events, *found_late]
    seed.shuffle(events)

    assert tell(events) == own


# The duty desk's.


@pytest.mark.parametrize(
    ("hours", "at", "verdict"),
    [
        (None, NINE_ON_MONDAY, Verdict.NOT_ANSWERED),
        (None, TEN_AT_NIGHT, Verdict.OUT_OF_HOURS),
        (Hours(always=True), TEN_AT_NIGHT, Verdict.NOT_ANSWERED),
    ],
)
def test_the_desk_owes_the_callback_in_its_hours_and_out_of_them(hours, at, verdict):
    board = a_scene().board.switchboard
    branch = next(board.branches())
    desk = replace(board.desk, hours=hours or branch.hours)
    call = listed(began_at=at, ended_at=at + timedelta(seconds=9))
    story = tell(found(call, now=at + timedelta(hours=1)).unseen)

    told = as_found(story, desk, board.calendar)

    assert (told.branch, told.verdict, told.cause) == (desk.id, verdict, Cause.OUR_FAULT)
    assert told.is_owed_callback


@given(call=played_calls())
def test_no_call_that_was_served_is_moved_to_the_desk(call):
    board, story = a_scene().board.switchboard, tell(call.events)

    assert as_found(story, board.desk, board.calendar) == story


# Ends that were lost.


def test_a_call_that_seems_to_go_on_is_closed_as_the_sweep_would():
    known = Known(kinds={CALL: {EventKind.CALL_STARTED}}, told={CALL}, going_on={CALL})

    assert found(listed(), known=known).closed == (
        ended(CALL, at=NOW, seconds=28, ended_at=listed().ended_at),
    )


def hunt(*, told=()):
    """Return the call in which one officer was rung, and who it was."""
    line = Line()
    line.choose()
    ring = line.ring
    line.spend(20)
    return [*line.events, *told], ring


def legs_of(events, *calls, **known):
    kinds = {CALL: {EventKind.CALL_STARTED}}
    books = Known(kinds=kinds, events={CALL: events}, **known)
    return compare_calls(calls, books, OURS, now=NOW).legs


def test_a_leg_of_which_nothing_was_told_is_found_by_whom_it_rang():
    events, ring = hunt()

    (event,) = legs_of(events, leg(called_number=ring.officer.number))

    assert event.position == ring.then.leg(CALL)
    assert (event.leg_sid, event.outcome, event.seconds) == ("CB1", LegOutcome.ANSWERED, 28)


def test_a_leg_that_we_never_rang_was_dialled_by_a_fallback_and_so_we_failed():
    events, _ = hunt()
    (event,) = legs_of(events, leg(called_number="+84500000077"))
    over = ended(CALL, at=NOW, seconds=28, ended_at=listed().ended_at)

    story = tell([*events, over, event])

    assert event.position == START
    assert (story.verdict, story.cause) == (Verdict.NOT_ANSWERED, Cause.OUR_FAULT)
    assert (story.origin, story.branch) == (CallOrigin.WEBHOOK, tell(events).branch)
    assert tell([*events, over]).verdict is Verdict.ABANDONED


def test_of_two_legs_to_one_number_the_later_one_was_the_fallbacks():
    events, ring = hunt()
    number = ring.officer.number
    late = leg("CB2", called_number=number, began_at=NINE_ON_MONDAY + timedelta(seconds=20))

    ours, dialled = legs_of(events, late, leg("CB1", called_number=number))

    assert (ours.leg_sid, ours.position) == ("CB1", ring.then.leg(CALL))
    assert (dialled.leg_sid, dialled.position) == ("CB2", START)


@pytest.mark.parametrize(("outlived_s", "verdict"), [(2, "not_answered"), (30, "answered")])
def test_an_accept_whose_answer_was_lost_joined_nobody_where_the_call_fell_back(
    outlived_s, verdict
):
    line = Line()
    line.choose()
    ring = line.ring
    at = line.now
    accept = replace(
        line.events[-1],
        key="accept",
        kind=EventKind.LEG_KEY,
        at=at,
        leg_sid="CB1",
        position=ring.whisper,
        then=ring.whisper.stay(Stage.WHISPER, reason=Reason.ACCEPTED),
        rung_number="",
    )
    ends = replace(
        accept,
        key="leg:CB1:listed",
        kind=EventKind.LEG_PROGRESS,
        at=at + timedelta(seconds=outlived_s),
        outcome=LegOutcome.ANSWERED,
        then=None,
    )
    events = [*line.events, accept, ends]
    (dialled,) = legs_of(events, leg("CB2", called_number="+84500000077"))
    over = ended(CALL, at=NOW, seconds=60, ended_at=at + timedelta(seconds=60))

    assert tell([*events, dialled, over]).verdict == verdict
    assert tell([*events, over]).verdict is Verdict.ANSWERED


def test_what_was_rung_by_us_after_all_is_no_fallbacks():
    events, ring = hunt()
    (event,) = legs_of(events[:1], leg(called_number=ring.officer.number))
    late = replace(
        event, key="leg:CB1:no-answer", position=ring.then.leg(CALL), outcome=LegOutcome.NO_ANSWER
    )
    over = ended(CALL, at=NOW, seconds=28, ended_at=listed().ended_at)

    assert tell([*events, over, event, late]).verdict is tell([*events, over, late]).verdict


def test_a_leg_in_an_officers_call_by_keypad_is_no_fallbacks():
    events = [replace(e, position=Position(stage=Stage.OFFICER)) for e in hunt()[0]]

    assert legs_of(events, leg(called_number="+84500000077")) == ()


def test_a_call_that_fell_back_before_a_branch_was_chosen_is_the_desks():
    greeted = hunt()[0][:1]
    (event,) = legs_of(greeted, leg(called_number="+84500000077"))
    over = ended(CALL, at=NOW, seconds=28, ended_at=listed().ended_at)
    switchboard = a_scene().switchboard

    story = as_found(tell([*greeted, over, event]), switchboard.desk, switchboard.calendar)

    assert (story.verdict, story.branch) == (Verdict.NOT_ANSWERED, switchboard.desk.id)
    assert story.is_owed_callback


def test_a_leg_whose_end_was_told_is_left_alone():
    line = Line()
    line.choose()
    number = line.ring.officer.number
    position = Position(n=line.ring.then.n, stage=Stage.HUNT)
    over = replace(line.events[-1], key="dial", kind=EventKind.LEG_ENDED, position=position)

    assert legs_of([*line.events, over], leg(called_number=number)) == ()
    assert legs_of(line.events, leg(called_number=number), legs={"CB1"}) == ()


def test_events_are_wanted_only_of_calls_with_a_leg_that_lacks_its_end():
    known = Known(legs={"CB2"})

    assert wants_events([listed(), leg("CB2"), leg("CB3", outcome=None)], known) == set()
    assert wants_events([leg("CB1"), leg("CB2")], known) == {CALL}


# Recordings.


@pytest.mark.parametrize(
    ("known", "count"),
    [
        (Known(kinds={CALL: {EventKind.CALL_STARTED}}), 1),
        (Known(kinds={CALL: {EventKind.CALL_STARTED}}, recordings={"RE1"}), 0),
        (Known(), 0),
    ],
    ids=["lacked", "here already", "of no call of ours"],
)
def test_recordings_of_our_calls_that_we_lack_are_entered(known, count):
    recording = ListedRecording(
        sid="RE1", call_sid=CALL, url="https://api.test/RE1", began_at=NINE_ON_MONDAY, seconds=12
    )

    events = compare_recordings([recording], known, now=NOW).recordings

    assert [(e.recording_sid, e.seconds, e.position) for e in events] == [
        ("RE1", 12, START)
    ] * count
