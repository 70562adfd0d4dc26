"""A check of a number: what is asked, what passes, and what its story says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.duty import check
from ivr.flow.events import Event
from ivr.flow.steps import AskDigits, Goodbye, Prompt
from ivr.flow.words import CheckKind, EventKind, Grade, LegOutcome, Reason
from tests.flow.scenes import everything_said

PLACED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LINE = check.first(CheckKind.LINE, "an")
VERIFY = check.first(CheckKind.VERIFY, "an")
CODE = "472"


def after(seconds):
    return PLACED + timedelta(seconds=seconds)


def prompts(step):
    return [said.prompt for said in everything_said(step)]


def test_a_line_check_asks_for_one_key_and_a_verification_for_a_code():
    line, verify = check.ask(LINE, CODE), check.ask(VERIFY, CODE)

    assert isinstance(line, AskDigits)
    assert isinstance(verify, AskDigits)
    assert (line.longest, verify.longest) == (1, 3)
    assert prompts(line) == [Prompt.CHECK, Prompt.CHECK_PRESS]
    assert prompts(verify) == [Prompt.CHECK, Prompt.VERIFY]
    assert dict(verify.lead[1].blanks)["digits"] == "bốn bảy hai"


@pytest.mark.parametrize(("position", "digits"), [(LINE, "1"), (VERIFY, CODE)])
def test_the_right_keys_pass(position, digits):
    step = check.keyed(position, digits, CODE)

    assert isinstance(step, Goodbye)
    assert step.then.reason is Reason.KEYED


@pytest.mark.parametrize(
    ("position", "digits"), [(LINE, ""), (LINE, "2"), (VERIFY, "471"), (VERIFY, "1"), (VERIFY, "")]
)
def test_wrong_keys_and_silence_are_asked_again_and_end(position, digits):
    seen = []
    step = check.ask(position, CODE)
    while isinstance(step, AskDigits):
        seen.append(prompts(step)[0])
        step = check.keyed(step.then, digits, CODE)

    assert seen == [Prompt.CHECK, Prompt.CHECK_AGAIN, Prompt.CHECK_AGAIN]
    assert step.then.reason is Reason.GAVE_UP


def answered(at=8):
    return Event("check:answered", "CA1", EventKind.CHECK_ANSWERED, after(at), LINE)


def key(at=12, digits="1"):
    step = check.keyed(LINE, digits, CODE)
    return Event(
        f"check:{digits}",
        "CA1",
        EventKind.CHECK_KEY,
        after(at),
        LINE,
        then=step.then,
        digits=digits,
    )


def ended(outcome=LegOutcome.ANSWERED, at=20):
    return Event("check:end", "CA1", EventKind.CHECK_ENDED, after(at), LINE, outcome=outcome)


STORIES = [
    ([answered(), key(), ended()], Grade.PASSED),
    ([answered(), key()], Grade.PASSED),
    ([answered(), key(46), ended(at=50)], Grade.NO_ANSWER),
    ([answered(), key(digits="2"), ended()], Grade.MAILBOX),
    ([answered(), ended()], Grade.MAILBOX),
    ([ended(LegOutcome.NO_ANSWER)], Grade.NO_ANSWER),
    ([ended(LegOutcome.CANCELED)], Grade.NO_ANSWER),
    ([ended(LegOutcome.BUSY)], Grade.BUSY),
    ([ended(LegOutcome.FAILED)], Grade.BAD_NUMBER),
    ([ended(LegOutcome.ANSWERED)], Grade.MAILBOX),
    ([answered()], None),
]


@pytest.mark.parametrize(("events", "grade"), STORIES)
def test_only_a_key_in_time_passes(events, grade):
    assert check.tell(events, placed_at=PLACED).grade is grade


def test_the_story_tells_how_long_the_key_took():
    story = check.tell([answered(8), key(12), ended()], placed_at=PLACED)

    assert (story.kind, story.officer, story.seconds) == (CheckKind.LINE, "an", 12)
    assert (story.answered_at, story.ended_at) == (after(8), after(20))


def test_a_story_without_a_row_begins_with_its_first_event():
    assert check.tell([answered(8), key(12)], placed_at=None).seconds == 4


@given(
    case=st.sampled_from(STORIES).flatmap(
        lambda case: st.tuples(
            st.permutations(case[0]), st.lists(st.sampled_from(case[0])), st.just(case[1])
        )
    )
)
def test_the_order_and_repetition_of_events_do_not_matter(case):
    order, again, grade = case

    assert check.tell([*order, *again], placed_at=PLACED).grade is grade
