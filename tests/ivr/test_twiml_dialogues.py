"""Every document that a whole dialogue can come to, as the carrier would take it."""

import pytest

from ivr.flow import dialogue, hunting, voicemail, whisper
from ivr.flow.board import Board, Caller
from ivr.flow.hunting import LegEnded
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import AskDigits, Goodbye, Listen, Nothing, Pause, RecordMessage, Ring
from ivr.flow.voicemail import Recorded
from ivr.flow.words import LegOutcome, Stage
from ivr.twiml import CONTENT_TYPE, EMPTY
from simulator.twiml_reader import read_twiml
from simulator.verbs import Gather, Hangup
from tests.harness import NINE_ON_MONDAY, TEN_AT_NIGHT
from tests.ivr.documents import renderer


@pytest.fixture
def boards(hotline):
    """Return the shipped switchboard in office hours and at night."""
    return hotline.hotline.board.board


def walk(board, now, number):
    """Yield every step that a caller can come to within a few keys, whatever happens to them."""
    scene = Scene(board, Caller("CA1", number, "+84500000000"), now)
    seen = set()
    steps = [dialogue.begin(scene)]
    while steps:
        step = steps.pop()
        at = step.then
        place = (
            at.stage,
            at.lang,
            at.menu,
            at.branch,
            at.desk,
            at.errors,
            at.reason,
            len(at.tried),
        )
        if (type(step), place) in seen:
            continue
        seen.add((type(step), place))
        yield step
        if at.n < 40:
            steps += follow(scene, step)


def follow(scene, step):
    """Return what may come next, whoever does what."""
    at = step.then
    if isinstance(step, Listen) and step.hang_up_on_silence:
        return [whisper.after_key(scene, at, key) for key in ("1", "2", "3")]
    if isinstance(step, Ring):
        ends = [LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)]
        ends += [LegEnded(LegOutcome.ANSWERED, joined=True, gone=gone) for gone in (True, False)]
        told = [hunting.after_ring(scene, at, end) for end in ends]
        return [whisper.whisper(scene, step.whisper), *told]
    if isinstance(step, RecordMessage):
        messages = [Recorded("RE1", s, by_silence=False, gone=False) for s in (0, 30)]
        return [voicemail.after_message(scene, at, message) for message in messages]
    if isinstance(step, Pause):
        return [dialogue.resume(scene, at)]
    return [dialogue.on_key(scene, at, pressed) for pressed in keys(step)]


def keys(step):
    if isinstance(step, AskDigits):
        return ("0912345678", "12", "")
    return (*(o.key for o in step.options), "", "#") if isinstance(step, Listen) else ()


@pytest.mark.parametrize("now", [NINE_ON_MONDAY, TEN_AT_NIGHT])
@pytest.mark.parametrize("number", ["+84912345678", None])
def test_the_carrier_takes_every_document_of_every_dialogue(boards, now, number):
    ours, kinds = renderer(), set()

    for step in walk(boards, now, number):
        document = read_twiml(ours.render(step), CONTENT_TYPE)
        kinds.add(type(step))
        if isinstance(step, Listen) and step.hang_up_on_silence:
            assert [type(verb) for verb in document] == [Gather, Hangup]

    assert {Listen, Ring, Pause, RecordMessage, Goodbye, Nothing} <= kinds


def test_a_whisper_without_a_key_always_ends_in_a_hangup(boards):
    over = Board(boards.switchboard, over=frozenset({"CA1"}))
    at = Position(n=2, stage=Stage.WHISPER, branch="tu-phap", tried=("x",), call="CA1")
    caller = Caller("CA1", None)

    for board, wrong in ((boards, 0), (boards, 1), (over, 0)):
        scene = Scene(board, caller, NINE_ON_MONDAY)
        for step in (
            whisper.whisper(scene, at.stay(Stage.WHISPER, errors=wrong)),
            whisper.after_key(scene, at.stay(Stage.WHISPER, errors=wrong), "7"),
            whisper.after_key(scene, at, "2"),
            whisper.after_key(scene, at, ""),
        ):
            document = read_twiml(renderer().render(step), CONTENT_TYPE)
            assert document[-1] == Hangup()


def test_only_the_accept_key_joins_the_lines(boards):
    scene = Scene(boards, Caller("CA1", None), NINE_ON_MONDAY)
    at = Position(n=2, stage=Stage.WHISPER, branch="tu-phap", tried=("x",), call="CA1")

    documents = {
        key: renderer().render(whisper.after_key(scene, at, key)) for key in ("", *"0123456789*#?")
    }

    assert [key for key, document in documents.items() if document == EMPTY] == ["1"]
