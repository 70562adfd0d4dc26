"""A message: recorded, found empty, confirmed, heard, spoken again."""

import pytest

from ivr.flow import dialogue
from ivr.flow.position import Position
from ivr.flow.steps import Goodbye, Listen, MessageAudio, Nothing, Prompt, RecordMessage
from ivr.flow.switchboard import Limits
from ivr.flow.voicemail import Recorded, after_message, record
from ivr.flow.words import Reason, Stage
from tests.flow.scenes import a_scene, a_switchboard, keys, prompts

RECORDING = "RE00000000000000000000000000000001"
AT_RECORD = Position(n=5, stage=Stage.RECORD, branch="noi-vu", reason=Reason.ALL_TRIED)
AT_CONFIRM = Position(n=6, stage=Stage.CONFIRM, branch="noi-vu", recording=RECORDING)


def spoken(seconds: int, *, by_silence: bool = False, sid: str = RECORDING) -> Recorded:
    return Recorded(sid, seconds, by_silence, gone=False)


def test_a_message_is_asked_for_and_recorded_within_limits() -> None:
    scene = a_scene(a_switchboard(limits=Limits(message_s=90, silence_s=4)))

    step = record(scene, Position(n=4, stage=Stage.OFFER, branch="noi-vu"))

    assert isinstance(step, RecordMessage)
    assert prompts(step) == [Prompt.VOICEMAIL]
    assert (step.longest_s, step.silence_s) == (90, 4)
    assert step.then == Position(n=5, stage=Stage.RECORD, branch="noi-vu")


@pytest.mark.parametrize(
    ("recorded", "is_message"),
    [
        pytest.param(spoken(2), True, id="two seconds, ended by key"),
        pytest.param(spoken(1), False, id="one second is a click"),
        pytest.param(spoken(0), False, id="nothing"),
        pytest.param(spoken(7, by_silence=True), True, id="two seconds and five of silence"),
        pytest.param(spoken(6, by_silence=True), False, id="one second and five of silence"),
        pytest.param(spoken(5, by_silence=True), False, id="only silence"),
        pytest.param(spoken(30, sid=""), False, id="a recording that nobody can name"),
    ],
)
def test_a_message_is_two_seconds_of_speech(recorded: Recorded, is_message: bool) -> None:
    step = after_message(a_scene(), AT_RECORD, recorded)

    assert step.then.stage is (Stage.CONFIRM if is_message else Stage.RECORD)
    assert step.then.recording == (RECORDING if is_message else "")


def test_an_empty_message_is_asked_for_once_more() -> None:
    step = after_message(a_scene(), AT_RECORD, spoken(0))

    assert isinstance(step, RecordMessage)
    assert prompts(step) == [Prompt.VM_EMPTY]
    assert step.then.errors == 1


def test_a_second_empty_message_ends_the_call_politely() -> None:
    step = after_message(a_scene(), AT_RECORD.stay(Stage.RECORD, errors=1), spoken(0))

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.BYE]
    assert step.then.reason is Reason.GAVE_UP


def test_nothing_is_said_to_a_caller_who_hung_up_while_speaking() -> None:
    step = after_message(a_scene(), AT_RECORD, Recorded(RECORDING, 12, False, gone=True))

    assert isinstance(step, Nothing)
    assert step.then.reason is Reason.GONE


def test_a_message_can_be_sent_heard_or_spoken_again() -> None:
    step = after_message(a_scene(), AT_RECORD, spoken(12))

    assert keys(step) == "123"
    assert isinstance(step, Listen)
    assert [option.sentence and option.sentence.prompt for option in step.options] == [
        Prompt.VM_SEND,
        Prompt.VM_LISTEN,
        Prompt.VM_AGAIN,
    ]


def test_one_sends_the_message() -> None:
    step = dialogue.on_key(a_scene(), AT_CONFIRM, "1")

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.VM_SENT, Prompt.BYE]
    assert (step.then.stage, step.then.reason) == (Stage.END, Reason.MESSAGE_LEFT)


def test_two_plays_the_message_and_asks_again() -> None:
    step = dialogue.on_key(a_scene(), AT_CONFIRM, "2")

    assert isinstance(step, Listen)
    assert step.lead == (MessageAudio(RECORDING),)
    assert keys(step) == "123"
    assert step.then.recording == RECORDING


def test_three_records_anew() -> None:
    step = dialogue.on_key(a_scene(), AT_CONFIRM, "3")

    assert isinstance(step, RecordMessage)
    assert prompts(step) == [Prompt.VOICEMAIL]
    assert step.then.recording == ""


@pytest.mark.parametrize("key", ["", "9", "#", "*"])
def test_a_first_error_asks_again_what_to_do_with_the_message(key: str) -> None:
    step = dialogue.on_key(a_scene(), AT_CONFIRM, key)

    assert prompts(step) == [Prompt.INVALID if key else Prompt.NO_INPUT]
    assert step.then == AT_CONFIRM.to(Stage.CONFIRM, errors=1)


@pytest.mark.parametrize("key", ["", "9"])
def test_a_message_is_sent_when_the_caller_does_not_say_otherwise(key: str) -> None:
    step = dialogue.on_key(a_scene(), AT_CONFIRM.stay(Stage.CONFIRM, errors=1), key)

    assert isinstance(step, Goodbye)
    assert step.then.reason is Reason.MESSAGE_LEFT


def test_a_message_can_be_spoken_on_behalf_of_a_removed_branch() -> None:
    position = Position(n=5, stage=Stage.OFFER, branch="da-bo", reason=Reason.OUR_FAULT)

    assert isinstance(dialogue.on_key(a_scene(), position, "1"), RecordMessage)
