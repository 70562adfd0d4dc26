"""The documents of the officer's keypad, and every one of them as the carrier would take it."""

import pytest

from ivr.flow import dialogue as citizens
from ivr.flow.hunting import LegEnded
from ivr.flow.keypad import dialogue, pin
from ivr.flow.keypad.stages import KEYPAD
from ivr.flow.keypad.start import called_back, wrapped_up
from ivr.flow.scene import say
from ivr.flow.steps import AskDigits, CallCitizen, Goodbye, Listen, Nothing, Pause, Prompt
from ivr.flow.words import LegOutcome, Stage
from ivr.twiml import CONTENT_TYPE
from simulator.twiml_reader import read_twiml
from simulator.verbs import Dial, Gather, Hangup, Redirect
from tests.flow.keypad.desks import (
    ANOTHER,
    OWED,
    TALK,
    FakeDesk,
    a_roster,
    an_absence,
    an_officers_scene,
    at,
    our_scene,
)
from tests.flow.scenes import CITIZEN, TEN_AT_NIGHT
from tests.ivr.documents import START, VI, plain, renderer, url

ASKED = url("/voice/officer/key", "?n=1&s=pin")
STEPS = {
    "a question for a PIN": (
        pin.ask(START),
        (
            f'<Gather action="{ASKED}" method="POST" numDigits="7" finishOnKey="*" timeout="6">'
            f"<Say {VI}>Xin bấm mã PIN sáu số của cán bộ, rồi phím thăng."
            " Danh mục cho người dân, bấm phím sao.</Say></Gather>"
            f'<Redirect method="POST">{ASKED}</Redirect>'
        ),
    ),
    "a citizen who is called back": (
        CallCitizen(
            (say(START, Prompt.CITIZEN_CALLED),),
            CITIZEN,
            timeout_s=30,
            talk_s=3600,
            caller_id="+84500000000",
            then=at(Stage.DIALED, debt="7"),
        ),
        (
            f"<Say {VI}>Tổng đài đang gọi người dân."
            " Nói xong, xin bấm phím sao để ghi kết quả.</Say>"
            f'<Dial action="{url("/voice/officer/dialed", "?n=5&s=dialed&o=an&k=7")}"'
            ' method="POST" timeout="30" timeLimit="3600" callerId="+84500000000"'
            ' hangupOnStar="true"><Number>+84505000001</Number></Dial>'
        ),
    ),
    "a fault of ours at the keypad": (
        citizens.recover(at(Stage.OFFICER)),
        (
            f'<Say {VI}>Xin ông bà chờ trong giây lát.</Say><Pause length="1"/>'
            f'<Redirect method="POST">{url("/voice/next", "?n=6&s=officer&f=1&o=an")}</Redirect>'
        ),
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_the_keypad_is_the_document_that_it_must_be(name):
    step, expected = STEPS[name]

    document = renderer().render(step)

    assert plain(document.decode()) == plain(f"<Response>{expected}</Response>")
    read_twiml(document, CONTENT_TYPE)


ENDS = [
    LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False),
    LegEnded(LegOutcome.ANSWERED, joined=True, gone=False),
    LegEnded(LegOutcome.ANSWERED, joined=True, gone=True),
]


def walk(scene, desks, first):
    """Yield every step that an officer can come to, whatever is pressed and however it stands."""
    seen, steps = set(), [first]
    while steps:
        step = steps.pop()
        here = step.then
        place = (type(step), here.stage, here.errors, here.menu, here.about, len(here.tried))
        if place in seen:
            continue
        seen.add(place)
        yield step
        if here.stage in KEYPAD and here.n < 30:
            for desk in desks:
                steps += follow(scene, desk, step)


def follow(scene, desk, step):
    if isinstance(step, CallCitizen):
        told = (dialogue.after_dial(scene, step.then, ended) for ended in ENDS)
        return [desk.settle(scene, step.then, outcome) for outcome in told]
    if isinstance(step, Pause):
        return [desk.resume(scene, step.then)]
    typed = ("482915#", "1430", "24110830", "*", "") if isinstance(step, AskDigits) else ()
    keys = (*(o.key for o in step.options), "", "#") if isinstance(step, Listen) else typed
    return [desk.key(scene, step.then, pressed) for pressed in keys]


DESKS = [
    FakeDesk(),
    FakeDesk(owed=(ANOTHER,), talk=None),
    FakeDesk(roster=a_roster(an_absence("an", TEN_AT_NIGHT))),
    FakeDesk(is_away=True),
]


def test_the_carrier_takes_every_document_of_an_officers_call():
    scene, ours, places = an_officers_scene(), renderer(), set()

    for step in walk(scene, DESKS, citizens.begin(scene)):
        document = read_twiml(ours.render(step), CONTENT_TYPE)
        places.add(step.then.stage)
        if not isinstance(step, Nothing):
            assert isinstance(document[-1], Dial | Redirect | Hangup)

    only_ours = {Stage.CALLED, Stage.WRAP_UP}
    assert places >= KEYPAD - only_ours


@pytest.mark.parametrize(
    "start", [called_back("an", OWED.id), wrapped_up("an", TALK.call_sid)], ids=["owed", "talk"]
)
def test_the_carrier_takes_every_document_of_a_call_of_ours(start):
    scene, ours, kinds = our_scene(), renderer(), set()

    for step in walk(scene, DESKS, FakeDesk().resume(scene, start)):
        document = read_twiml(ours.render(step), CONTENT_TYPE)
        kinds.add(type(step))
        if step.then.stage is start.stage:
            assert [type(verb) for verb in document] == [Gather, Hangup]

    assert {Listen, Goodbye} <= kinds


def test_a_pin_is_asked_for_at_an_address_that_names_nobody():
    step = citizens.begin(an_officers_scene())

    assert step.then.query() == "n=1&s=pin"
