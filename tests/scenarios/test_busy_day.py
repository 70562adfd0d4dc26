"""A busy day: a hundred and fifty calls by chance, and what must be true of each whatever happened.

Callers press what they like, officers do what they do, callbacks come twice, late, in another
order, or are lost for good; but nothing of ours dies, as it does in `drill/`, and so nothing may be
excused. A failure names its seed; the same seed is the same day.
"""

import random
import shutil
from collections import defaultdict
from itertools import pairwise

import pytest

from simulator.callers import CallerScript
from simulator.calls.call import Call
from simulator.calls.records import LegTruth
from simulator.faults import Faults
from simulator.phones import BEHAVIOURS, ScriptedPhone, parse_behaviour
from tests.harness import TestHotline, test_settings
from tests.scenarios.told import stored_audio

CALLS = 150
CALLERS = [f"+8450500{n:04}" for n in range(1, 40)]
PRESSES = (
    *("4", "4", "4", "1", "2", "3", "5", "0", "4~", "9", "*4", "#4", "##4", ",4", "", "~"),
    *("41", "411", "4121", "4131", "41~", "413,,", "42", "421", "4220505000099#1", "40", "400"),
    *("4,1", "4,2", "4,0,1", "4,,,", "8,1,", "7,21"),
)
OFFICERS = (*BEHAVIOURS, "accept", "accept@2/200", "accept@20/15", "hang-up@3", "accept@1/400")
DAYS = ((1, 0.0), (2, 0.3))  # seed, share of webhooks that something befalls


class BusyDay:
    """Random calls in virtual time, told and swept as a worker would."""

    def __init__(self, hotline, seed, *, fault_rate):
        self.hotline = hotline
        self.rng = random.Random(seed)
        hotline.carrier.faults = Faults.random(random.Random(seed + 1000), fault_rate)
        phones = hotline.carrier.phones
        self.numbers = [o.number for _, o in hotline.hotline.board.board.switchboard.officers()]
        phones.attend = lambda _number: ScriptedPhone(self.behaviour())
        self.calls: list[Call] = []

    def behaviour(self):
        return parse_behaviour(self.rng.choice(OFFICERS))

    def run(self):
        for _ in range(CALLS):
            self.calls.append(self.one_more())
            self.pass_time(self.rng.choice((0, 0, 1, 7, 40, 200)))
        while not all(call.is_over for call in self.calls):
            self.pass_time(20)
        for _ in range(3):  # what came late, and what was lost
            self.hotline.pass_time(minutes=15)
            self.hotline.work_off()
            self.hotline.work.sweep()
        self.hotline.tell()
        return self

    def one_more(self):
        rng = self.rng
        script = CallerScript(
            rng.choice(PRESSES),
            message_s=rng.choice((0.0, 1.0, 3.0, 9.0, 200.0)),
            hang_up_after_s=rng.choice((None, None, None, 1.5, 8.0, 20.0, 45.0, 90.0)),
            talk_s=rng.choice((None, 30.0)),
        )
        caller = rng.choice([*CALLERS, *CALLERS, "anonymous", self.numbers[0]])
        return self.hotline.carrier.call(caller, script)

    def pass_time(self, seconds):
        """Let time pass, while worker and board look around every few seconds."""
        for _ in range(-(-seconds // 20)):
            self.hotline.pass_time(seconds=min(seconds, 20))
            self.hotline.tell()
            self.hotline.hotline.board.refresh()


@pytest.fixture(scope="module", params=DAYS, ids="seed {0[0]}, faults {0[1]}".format)
def day(request, sqlite_template, tmp_path_factory):
    seed, fault_rate = request.param
    folder = tmp_path_factory.mktemp("day")
    shutil.copy(sqlite_template, folder / "hotline.db")
    hotline = TestHotline(test_settings(folder, f"sqlite:///{folder / 'hotline.db'}"), seed=seed)
    yield BusyDay(hotline, seed, fault_rate=fault_rate).run()
    hotline.close()


def rows_of(day):
    return {call.sid: day.hotline.row(call) for call in day.calls}


def test_every_call_has_exactly_one_verdict(day):
    rows = rows_of(day)

    assert len(rows) == CALLS
    assert [sid for sid, row in rows.items() if row.verdict is None] == []


def test_answered_is_what_the_carrier_joined_and_nothing_else(day):
    rows = rows_of(day)

    for call in day.calls:
        assert (rows[call.sid].verdict == "answered") == call.truth.was_joined, call.sid
        if call.truth.was_joined:
            assert abs(rows[call.sid].talk_s - call.truth.talk_s) <= 2, call.sid


def test_legs_are_those_that_the_carrier_rang(day):
    rows = rows_of(day)

    for call in day.calls:
        told = {leg.sid: leg.officer_number for leg in rows[call.sid].legs if leg.sid}
        assert told.items() <= {leg.sid: leg.number for leg in call.truth.legs}.items(), call.sid


def test_nobody_is_cut_off_or_left_in_silence(day):
    for call in day.calls:
        assert call.errors == [], call.sid


def test_no_officer_talks_on_two_calls_at_once_or_is_rung_while_talking(day):
    talks: dict[str, list[LegTruth]] = defaultdict(list)
    for call in day.calls:
        for leg in call.truth.legs:
            talks[leg.number].append(leg)

    for legs in talks.values():
        legs.sort(key=lambda leg: leg.dialled_at)
        for one, other in pairwise(legs):
            assert one.ended_at
            assert one.ended_at <= other.dialled_at, (one, other)


def test_no_caller_is_rung_on_their_own_hotline_call(day):
    for call in day.calls:
        assert call.from_number not in [leg.number for leg in call.truth.legs]


def test_every_missed_caller_is_owed_once_unless_they_got_through_later(day):
    owed: dict[tuple[str, str], int] = defaultdict(int)
    calls = sorted(rows_of(day).values(), key=lambda row: (row.ended_at, row.sid))
    for row in calls:
        who = (row.callback_number, row.branch)
        if row.verdict == "answered":
            owed.pop(who, None)
        elif row.callback_number and row.verdict in ("abandoned", "not_answered"):
            owed[who] += 1

    debts = [debt for debt in day.hotline.callbacks() if debt.state == "open"]
    assert {(d.caller_number, d.branch): d.misses for d in debts} == dict(owed)
    assert len(debts) == len(owed)


def test_every_message_is_kept_once_byte_for_byte(day):
    carrier = day.hotline.carrier
    kept = [m for row in rows_of(day).values() for m in row.messages if m.state == "stored"]

    assert sorted(stored_audio(day.hotline)) == sorted(
        carrier.recordings.get(message.recording_sid).mp3() for message in kept
    )
    assert {message.recording_sid for message in kept} >= spoken_last(day)


def spoken_last(day):
    """Return the last recording of each call on which somebody spoke for long enough."""
    last = {}
    for recording in reversed(day.hotline.carrier.recordings.all()):
        if recording.spoken_s >= 2:
            last[recording.call_sid] = recording.sid
    return set(last.values())
