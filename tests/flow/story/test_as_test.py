"""A call from one of our own numbers is a check: a test in every book, graded as what it was."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.duty.through import OurCall, grade
from ivr.flow.legs import leg_cause
from ivr.flow.story import Story, as_test, tell
from ivr.flow.words import Cause, Grade, Verdict
from tests.flow.scenes import CITIZEN, HOTLINE, NINE_ON_MONDAY, SECOND_LINE
from tests.flow.story import messages_left
from tests.flow.story.calls import Line
from tests.flow.story.strategies import CASES, HIDDEN, Case, played_calls

OWN = {SECOND_LINE}
BY_A_PERSON = (
    messages_left.left_a_message,
    messages_left.spoke_a_message_twice,
    messages_left.left_a_message_when_closed,
    messages_left.hung_up_while_recording,
    messages_left.typed_another_number,
)
SEEN = [case for case in CASES if case.scene is not HIDDEN]


def from_us(case: Case) -> Story:
    """Return the story of a case in which one of our own numbers called."""
    caller = replace(case.scene.caller, number=SECOND_LINE)
    line = Line(replace(case.scene, caller=caller))
    case.play(line)
    return tell(line.events)


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case.name)
def test_whatever_a_check_comes_to_it_is_a_test_and_owes_nobody(case):
    story = from_us(case)

    found = as_test(story, OWN)

    if case.play in BY_A_PERSON:
        assert found == story
    else:
        assert (found.verdict, found.cause) == (Verdict.TEST, Cause.LINE_CHECK)
        assert not found.is_owed_callback


@given(call=played_calls())
def test_a_citizens_call_is_never_a_test(call):
    story = tell(call.events)

    assert as_test(story, OWN) == story


@given(st.sampled_from([CITIZEN, HOTLINE, "", "anonymous"]))
def test_only_our_numbers_make_a_test(number):
    story = replace(from_us(CASES[0]), caller_number=number)

    assert as_test(story, OWN).verdict is not Verdict.TEST


def test_a_check_that_goes_on_has_no_verdict():
    line = Line(replace(CASES[0].scene, caller=replace(CASES[0].scene.caller, number=SECOND_LINE)))
    line.greet()

    assert as_test(tell(line.events), OWN).verdict is None


GRADES = {
    Cause.MACHINE: Grade.MAILBOX,
    Cause.BUSY: Grade.BUSY,
    Cause.DECLINED: Grade.BUSY,
    Cause.BAD_NUMBER: Grade.BAD_NUMBER,
}


@pytest.mark.parametrize("case", SEEN, ids=lambda case: case.name)
def test_a_check_passes_where_a_citizen_would_have_talked_and_nowhere_else(case):
    story = from_us(case)

    found = grade(OurCall(), story, placed_at=NINE_ON_MONDAY, now=NINE_ON_MONDAY)

    if case.verdict is Verdict.ANSWERED:
        assert found is Grade.PASSED
    else:
        assert found is GRADES.get(leg_cause(story.legs) or case.cause, Grade.NO_ANSWER)


def test_a_check_that_goes_on_has_no_grade():
    line = Line(CASES[0].scene)
    line.greet()

    story = tell(line.events)
    assert grade(OurCall(), story, placed_at=NINE_ON_MONDAY, now=NINE_ON_MONDAY) is None
