"""Ringing officers one after another, and never one who talks."""

import itertools

import pytest

from simulator.phones import ScriptedPhone, parse_behaviour
from tests.scenarios.told import Told, heard, told

BRANCH = "thu-tuc-hanh-chinh"
OWED = (f"{BRANCH}:open:1",)
ROSTER = ["+84500000041", "+84500000042", "+84500000091", "+84500000092"]
OTHER_CITIZEN = "+84505000002"


@pytest.mark.parametrize(
    ("behaviour", "outcome", "cause"),
    [
        ("no-answer", "no_answer", "no_answer"),
        ("decline", "declined", "declined"),
        ("mailbox", "machine", "machine"),
        ("silent", "machine", "machine"),
        ("wrong-key", "machine", "machine"),
        ("busy", "busy", "busy"),
        ("bad-number", "failed", "bad_number"),
        ("off", "no_answer", "no_answer"),
        ("hang-up@1", "machine", "machine"),
    ],
)
def test_when_all_officers_do_the_same(hotline, behaviour, outcome, cause):
    call = hotline.call("4", ",".join([behaviour] * 4))

    assert [leg.number for leg in call.truth.legs] == ROSTER
    assert not call.truth.was_joined
    assert told(hotline, call) == Told("not_answered", cause, BRANCH, (outcome,) * 4, (), OWED)
    assert heard(call, "Các cán bộ đều đang bận", "Để lại lời nhắn", "Yêu cầu gọi lại")
    assert call.errors == []


@pytest.mark.parametrize(
    "behaviour", ["no-answer", "decline", "mailbox", "silent", "wrong-key", "busy", "bad-number"]
)
def test_the_next_officer_is_rung_after_any_kind_of_miss(hotline, behaviour):
    call = hotline.call("4", f"{behaviour},accept")

    assert [leg.was_joined for leg in call.truth.legs] == [False, True]
    assert told(hotline, call).verdict == "answered"
    rows = hotline.row(call).legs
    assert [leg.officer_number for leg in rows] == ROSTER[:2]
    assert [leg.sid for leg in rows] == [leg.sid for leg in call.truth.legs]
    assert call.errors == []


def test_legs_are_timed_from_their_own_ring(hotline):
    call = hotline.call("4", "no-answer,accept@6/20")

    first, second = hotline.row(call).legs
    truth = call.truth.legs
    assert first.started_at < truth[0].dialled_at
    assert first.ended_at == second.started_at  # the end of the one is what rings the other
    assert second.started_at < truth[1].dialled_at < second.picked_up_at
    assert second.picked_up_at == truth[1].picked_up_at
    assert second.accepted_at == truth[1].joined_at
    assert second.ended_at == truth[1].ended_at
    assert (first.talk_s, second.talk_s) == (0, 20)


class ClumsyPhone(ScriptedPhone):
    """Presses a wrong key first, and the right one when asked again."""

    def __init__(self):
        super().__init__(parse_behaviour("accept"))
        self.presses = ["5", "1"]

    def on_listening(self, leg, most_digits, finish_on_key):
        key = self.presses.pop(0)
        leg.after(3, lambda: leg.press(key))


def test_a_wrong_key_may_be_followed_by_the_right_one(hotline):
    hotline.carrier.phones.attend = {ROSTER[0]: ClumsyPhone()}.get

    call = hotline.call("4")

    assert call.truth.legs[0].keys == "51"
    assert call.truth.was_joined
    assert told(hotline, call) == Told("answered", None, BRANCH, ("answered",), (), ())


def test_nobody_hears_the_caller_before_the_accept_key(hotline):
    call = hotline.call("4", "silent,silent,silent,silent")

    assert all(leg.picked_up_at and not leg.was_joined for leg in call.truth.legs)
    assert all(leg.hung_up_by == "application" for leg in call.truth.legs)


def test_a_caller_may_keep_waiting_and_is_put_through(hotline):
    call = hotline.call("4,0", "no-answer,no-answer,no-answer,no-answer,accept")

    assert [leg.number for leg in call.truth.legs] == [*ROSTER, ROSTER[0]]
    assert heard(call, "Chờ tiếp, phím không", "vui lòng giữ máy", "đang nối máy")
    assert told(hotline, call).verdict == "answered"
    assert told(hotline, call).owed == ()


def test_a_caller_may_keep_waiting_three_times_and_no_more(hotline):
    call = hotline.call("4,0,0,0,0", "no-answer," * 16)

    assert len(call.truth.legs) == 16
    assert sum("Chờ tiếp" in sentence for sentence in call.heard) == 3
    assert told(hotline, call).verdict == "not_answered"
    assert call.errors == []


def test_a_caller_who_waits_again_and_leaves_is_missed_once(hotline):
    call = hotline.call("40", "no-answer," * 5, hang_up_after_s=140)

    assert call.truth.hung_up_by == "caller"
    assert told(hotline, call).verdict == "not_answered"
    assert told(hotline, call).owed == OWED


# Two calls at once.


def test_an_officer_who_talks_is_not_rung_by_a_second_call(hotline):
    first = hotline.start("4", "accept@2/600")
    hotline.pass_time(seconds=60)

    second = hotline.start("4", "accept", caller=OTHER_CITIZEN)
    hotline.carrier.run()

    assert [leg.number for leg in first.truth.legs] == [ROSTER[0]]
    assert [leg.number for leg in second.truth.legs] == [ROSTER[1]]
    assert first.truth.talk_s == 600
    assert told(hotline, second).verdict == "answered"


def test_an_officer_who_is_being_rung_is_not_rung_by_a_second_call(hotline):
    first = hotline.start("4", "accept@15")
    hotline.pass_time(seconds=8)

    second = hotline.start("4", "accept", caller=OTHER_CITIZEN)
    hotline.carrier.run()

    assert [leg.number for leg in first.truth.legs] == [ROSTER[0]]
    assert [leg.number for leg in second.truth.legs] == [ROSTER[1]]


def test_when_everybody_talks_the_caller_is_told_so_and_may_wait(hotline):
    talking = [
        hotline.start("4", f"accept@1/{talk}", caller=f"+8450500010{n}")
        for n, talk in enumerate([600, 600, 600, 40])
        if not hotline.pass_time(seconds=15)
    ]
    hotline.pass_time(seconds=15)

    call = hotline.start("4,,0", "accept", caller=OTHER_CITIZEN)
    hotline.carrier.run()

    assert [leg.number for first in talking for leg in first.truth.legs] == ROSTER
    assert heard(call, "Các cán bộ đều đang bận", "Chờ tiếp")
    assert [leg.number for leg in call.truth.legs] == [ROSTER[3]]  # the one who had finished
    assert told(hotline, call).verdict == "answered"


def test_an_officer_is_free_again_once_the_talk_is_over(hotline):
    hotline.call("4", "accept@2/30")

    second = hotline.call("4", "accept", caller=OTHER_CITIZEN)

    assert [leg.number for leg in second.truth.legs] == [ROSTER[0]]


def test_an_officer_is_free_again_when_the_caller_hangs_up_while_ringing(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url, dial_action_on_hangup=False)
    hotline.call("4", "no-answer", hang_up_after_s=15)

    second = hotline.call("4", "accept", caller=OTHER_CITIZEN)

    assert [leg.number for leg in second.truth.legs] == [ROSTER[0]]


def test_an_officer_who_talks_on_another_hosts_call_is_not_rung(make_hotline, database_url):
    here = make_hotline(database_url)
    first = here.start("4", "decline,accept@2/600")
    here.pass_time(seconds=60)
    here.tell()
    assert first.truth.legs[1].was_joined

    there = make_hotline(database_url, at=here.now, seed=2)
    there.hotline.board.refresh()
    second = there.call("4", "no-answer,accept", caller=OTHER_CITIZEN)

    assert ROSTER[1] not in [leg.number for leg in second.truth.legs]
    assert [leg.number for leg in second.truth.legs] == [ROSTER[0], ROSTER[2]]
    here.carrier.run()
    assert told(here, first).verdict == "answered"


class InTurn:
    """Two processes behind one address, each taking every other request."""

    def __init__(self, *apps):
        self.apps = itertools.cycle(apps)

    def __call__(self, environ, start_response):
        return next(self.apps)(environ, start_response)


def test_two_hosts_serve_one_call_between_them(make_hotline, database_url):
    """The position travels in the URL, so any process can take the next request of a call."""
    other = make_hotline(database_url)
    one = make_hotline(database_url, wrap=lambda app: InTurn(other.app, app))

    call = one.call("4", "no-answer,accept")

    assert told(one, call) == Told("answered", None, BRANCH, ("no_answer", "answered"), (), ())
    assert call.errors == []
