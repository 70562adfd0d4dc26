"""Callbacks that come twice, late, in another order, or never: the same call is told all the same.

Each call is played once without any fault; then again, the same in everything else, with one fault
on one of its webhooks. Where the protocol still lets us know, the rows must be those of the first
play; where it does not, the test says what is told instead.
"""

import random
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from models.callbacks import Callback
from models.calls import Call as CallRow
from models.events import EventRow
from models.messages import Message
from simulator.faults import Fault, Faults
from tests.scenarios.told import Told, settle, stored_audio, told

BRANCH = "thu-tuc-hanh-chinh"
OWED = (f"{BRANCH}:open:1",)

ANSWERED: dict[str, Any] = {"keys": "4", "officers": "no-answer,accept"}
MESSAGE: dict[str, Any] = {"keys": "411", "officers": "no-answer,decline,mailbox,busy"}
ABANDONED: dict[str, Any] = {"keys": "4", "officers": "decline,no-answer", "hang_up_after_s": 30}
EXPECTED = {
    "answered": Told("answered", None, BRANCH, ("no_answer", "answered"), (), ()),
    "message": Told(
        "not_answered",
        "no_answer",
        BRANCH,
        ("no_answer", "declined", "machine", "busy"),
        ("stored",),
        OWED,
    ),
    "abandoned": Told("abandoned", "hung_up", BRANCH, ("declined", "canceled"), (), OWED),
}
CALLS = {"answered": ANSWERED, "message": MESSAGE, "abandoned": ABANDONED}
EVENTS = {"leg-status": 7, "recording-status": 1, "call-status": 1}
FLOW = ("voice", "gather", "dial", "whisper", "whisper-gather", "record")
IN_MESSAGES_ONLY = ("record", "recording-status")


def all_faults():
    """Yield one fault for every webhook of every call, in every way that is told the same."""
    for name in CALLS:
        for kind in (*FLOW, *EVENTS):
            if kind not in IN_MESSAGES_ONLY or name == "message":
                yield from ((name, fault) for fault in faults_of(name, kind))


def faults_of(name, kind):
    for delay_s in (0.0, 600.0):
        yield Fault(kind=kind, action="repeat", delay_s=delay_s, times=99)
    if kind in FLOW:
        if name != "abandoned":  # who hangs up by the clock would be somewhere else by then
            yield Fault(kind=kind, action="delay", delay_s=4, times=99)
        return
    for delay_s in (1.0, 600.0):
        yield Fault(kind=kind, action="delay", delay_s=delay_s, times=99)
    yield Fault(kind=kind, action="reorder", times=99)
    yield Fault(kind=kind, action="drop", times=99)
    for number_of in range(1, EVENTS[kind]):
        yield Fault(kind=kind, action="drop", number_of=number_of)


def name_of(value):
    if isinstance(value, Fault):
        return f"{value.action}-{value.kind}-{value.number_of}x{value.times}@{value.delay_s:g}"
    return value


def play(hotline, name, *faults):
    """Play a call with faults, and let the worker do all of its jobs for an hour."""
    hotline.carrier.faults = Faults(faults)
    call = hotline.call(**CALLS[name])
    settle(hotline)
    if hotline.work.sweep():
        settle(hotline)
    return call


def rows(hotline, table):
    with hotline.hotline.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table))


@pytest.mark.parametrize(("name", "fault"), list(all_faults()), ids=name_of)
def test_the_same_call_is_told_whatever_befalls_its_callbacks(hotline, name, fault):
    call = play(hotline, name, fault)

    expected = EXPECTED[name]
    assert told(hotline, call) == expected
    assert call.truth.was_joined == (expected.verdict == "answered")
    assert rows(hotline, CallRow) == 1
    assert rows(hotline, Callback) == len(expected.owed)
    assert rows(hotline, Message) == len(expected.messages)
    recordings = hotline.carrier.recordings.all()
    assert stored_audio(hotline) == [recording.mp3() for recording in recordings]
    assert [(leg.sid, leg.officer_number) for leg in hotline.row(call).legs] == [
        (leg.sid, leg.number) for leg in call.truth.legs
    ]
    assert call.errors == []


@pytest.mark.parametrize("name", CALLS)
def test_everything_twice_is_written_down_once(hotline, name):
    call = play(hotline, name, Fault(kind="*", action="repeat", times=999))

    events = [event.key for event in hotline.events(call)]
    assert len(events) == len(set(events)) < len(call.exchanges)
    assert told(hotline, call) == EXPECTED[name]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("seed", range(6))
def test_the_same_call_with_faults_at_random(hotline, name, seed):
    hotline.carrier.faults = Faults.random(random.Random(seed), 0.5)
    call = hotline.call(**CALLS[name])
    settle(hotline)
    if hotline.work.sweep():
        settle(hotline)

    assert told(hotline, call) == EXPECTED[name]


# The carrier lost a flow request for good: it cuts the caller off with its own apology. What can
# be known then is what had happened before.


@pytest.mark.parametrize(
    ("name", "fault", "expected"),
    [
        ("answered", Fault(kind="voice", action="drop"), Told("menu_ended", None, "", (), (), ())),
        ("answered", Fault(kind="gather", action="drop"), Told("menu_ended", None, "", (), (), ())),
        # The first officer's leg told its own end; then the caller was cut off in the hunt.
        (
            "answered",
            Fault(kind="dial", action="drop"),
            Told("abandoned", "hung_up", BRANCH, ("no_answer",), (), OWED),
        ),
        # The talk was over: its accept outlived the second that a join takes.
        (
            "answered",
            Fault(kind="dial", action="drop", number_of=2),
            EXPECTED["answered"],
        ),
        # An officer who never heard what it is about, or whose key never came, is no answer.
        (
            "answered",
            Fault(kind="whisper", action="drop"),
            Told(
                "not_answered",
                "no_answer",
                BRANCH,
                ("no_answer", "machine", "no_answer", "no_answer"),
                (),
                OWED,
            ),
        ),
        (
            "answered",
            Fault(kind="whisper-gather", action="drop"),
            Told(
                "not_answered",
                "no_answer",
                BRANCH,
                ("no_answer", "machine", "no_answer", "no_answer"),
                (),
                OWED,
            ),
        ),
        # The message is known from the recording's own callback.
        ("message", Fault(kind="record", action="drop"), EXPECTED["message"]),
        # Nobody declined as far as we know: the key was lost on its way, the silence was not.
        (
            "message",
            Fault(kind="whisper-gather", action="drop"),
            replace(EXPECTED["message"], legs=("no_answer", "machine", "machine", "busy")),
        ),
    ],
    ids=name_of,
)
def test_a_flow_request_lost_for_good(hotline, name, fault, expected):
    call = play(hotline, name, fault)

    assert told(hotline, call) == expected
    assert call.errors


# Calls that we never saw, and legs without a parent.


def test_a_status_callback_of_a_call_we_never_saw_makes_a_row(hotline):
    call = play(hotline, "answered", Fault(kind="voice", action="drop"))

    row = hotline.row(call)
    assert (row.caller_number, row.verdict) == (call.from_number, "menu_ended")
    assert [event.kind for event in hotline.events(call)] == ["call_ended"]


def test_a_call_whose_last_word_was_lost_ends_when_the_carrier_says_it_did(hotline):
    call = play(hotline, "message", Fault(kind="call-status", action="drop"))

    row = hotline.row(call)
    assert told(hotline, call) == EXPECTED["message"]
    assert abs((row.ended_at - call.ended_at).total_seconds()) <= 1
    with hotline.hotline.database.reading() as session:
        kinds = session.scalars(sa.select(EventRow.kind)).all()
    assert kinds.count("call_ended") == 1
