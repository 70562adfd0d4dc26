"""What a story tells of messages, and of who is owed a callback."""

import pytest

from ivr.flow.story import tell
from ivr.flow.words import Verdict
from tests.flow.scenes import CITIZEN, TEN_AT_NIGHT, a_scene
from tests.flow.story.calls import Line
from tests.flow.story.strategies import CASES, play


@pytest.mark.parametrize(
    ("name", "number"),
    [("typed another number", "+84505000009"), ("left a message", CITIZEN)],
)
def test_the_number_to_call_back_is_the_one_typed_else_the_one_shown(
    name: str, number: str
) -> None:
    case = next(case for case in CASES if case.name == name)

    story = tell(play(case).events)

    assert story.callback_number == number
    assert story.is_owed_callback


def test_a_caller_who_hides_their_number_cannot_be_owed_a_callback() -> None:
    case = next(case for case in CASES if case.name == "hung up while ringing unseen")

    story = tell(play(case).events)

    assert story.verdict is Verdict.ABANDONED
    assert story.callback_number is None
    assert not story.is_owed_callback


@pytest.mark.parametrize(
    ("name", "owed"),
    [
        ("came when closed at night", False),
        ("left a message when closed at night", True),
        ("asked for a callback when closed at night", True),
        ("talked with the desk when closed at night", False),
        ("hung up in the menu", False),
        ("hung up at once", True),
        ("hung up before a word was recorded", True),
        ("joined without an accept", True),
    ],
)
def test_who_is_owed_a_callback(name: str, owed: bool) -> None:
    case = next(case for case in CASES if case.name == name)

    assert tell(play(case).events).is_owed_callback is owed


@pytest.mark.parametrize(
    ("name", "kept", "seconds"),
    [
        ("left a message", {"RE1": True}, 17),
        ("hung up while recording", {"RE1": True}, 12),
        ("hung up before a word was recorded", {"RE1": False}, 0),
        ("spoke a message twice", {"RE1": False, "RE2": True}, 9),
    ],
)
def test_the_message_is_the_last_one_on_which_somebody_spoke(
    name: str, kept: dict[str, bool], seconds: int
) -> None:
    case = next(case for case in CASES if case.name == name)

    story = tell(play(case).events)

    assert {m.recording_sid: m.is_kept for m in story.messages} == kept
    assert story.message_s == seconds


def test_a_second_message_that_is_empty_does_not_take_back_the_first() -> None:
    line = Line()
    line.choose()
    line.hunt_in_vain()
    line.press("1")
    line.record(20, sid="RE1")
    line.press("3")
    line.record(5, sid="RE2", by_silence=True)
    line.recording_tells(line.place, 0, sid="RE2")
    line.hang_up()

    story = tell(line.events)

    assert [(m.recording_sid, m.is_kept, m.is_empty) for m in story.messages] == [
        ("RE1", True, False),
        ("RE2", False, True),
    ]
    assert story.message_s == 20


def test_a_recording_that_the_carrier_does_not_have_is_no_message() -> None:
    line = Line(a_scene(now=TEN_AT_NIGHT))
    line.choose()
    line.press("1")
    line.record(12, gone=True)
    line.recording_tells(line.place, None, absent=True)
    line.hang_up()

    story = tell(line.events)

    assert [(m.is_empty, m.is_kept, m.is_ready) for m in story.messages] == [(True, False, False)]
    assert not story.is_owed_callback
