"""A call of the switchboard's own, as the pages see it: phones ring that nobody called from."""

import pytest

from tests.simulator.phone.conftest import HERE, OFFICER

CITIZEN = "+84505000001"


@pytest.fixture
def call(desk, page):
    """Let the switchboard call an officer, to be joined with a citizen."""
    dial = f'<Dial action="{HERE}/after"><Number>{CITIZEN}</Number></Dial>'
    desk.app.answers |= {"/outgoing": dial, "/after": "<Pause length='30'/><Hangup/>"}
    call = desk.order(OFFICER)
    desk.carrier.run_for(2)
    return call


def seen(page, **known):
    query = "&".join(f"{name}={value}" for name, value in known.items())
    return page.get(f"/phone/state?{query}").json


def phones(page):
    return {phone["number"]: phone for phone in seen(page)["phones"]}


def pick_up_both(ask, carrier):
    ask("/phones/tu-phap-1/answer", tab="one")
    carrier.run_for(3)
    ask("/phones/phone-2/answer", tab="two")
    carrier.run_for(3)


def test_calls_are_listed_with_their_direction(page, ask, carrier, call):
    ask("/calls", **{"from": CITIZEN})
    carrier.run_for(1)

    into, out = seen(page)["calls"]
    assert (out["sid"], out["direction"]) == (call.sid, "outbound-api")
    assert (out["from"], out["to"], out["phase"]) == (carrier.config.number, OFFICER, "calling")
    assert (into["direction"], into["from"]) == ("inbound", CITIZEN)


def test_the_phone_rings_and_shows_the_number_of_the_switchboard(page, carrier, call):
    told = phones(page)[OFFICER]

    assert (told["phase"], told["call"]) == ("ringing", call.sid)
    assert told["caller_id"] == carrier.config.number


def test_two_phones_are_joined_by_hand_and_their_tabs_know_of_each_other(page, ask, carrier, call):
    pick_up_both(ask, carrier)

    assert {number: phone["phase"] for number, phone in phones(page).items()} == {
        OFFICER: "joined",
        CITIZEN: "joined",
    }
    assert seen(page, call=call.sid)["call"]["phase"] == "joined"
    talk = {"call": call.sid, "with": "two", "offers": True}
    assert seen(page, tab="one")["talk"] == talk
    assert seen(page, tab="two")["talk"] == talk | {"with": "one", "offers": False}


def test_when_the_one_hangs_up_the_other_is_still_on_the_line(page, ask, carrier, call):
    pick_up_both(ask, carrier)
    ask("/phones/phone-2/hang-up")
    carrier.run_for(1)

    assert phones(page)[OFFICER]["phase"] == "picked-up"
    assert phones(page)[CITIZEN]["phase"] == "idle"
    assert seen(page, tab="one")["talk"] is None


def test_a_phone_that_is_in_use_stays_as_it_is_while_another_call_finds_it_busy(
    page, ask, carrier, desk, call
):
    ask("/phones/tu-phap-1/answer", tab="one")
    carrier.run_for(2)

    second = desk.order(OFFICER)
    carrier.run_for(5)

    assert second.final_status == "busy"
    assert (phones(page)[OFFICER]["phase"], phones(page)[OFFICER]["call"]) == (
        "picked-up",
        call.sid,
    )


@pytest.mark.parametrize(("mode", "found"), [("mailbox", "machine_start"), ("by-hand", "human")])
def test_a_phone_may_be_a_machine(ask, desk, mode, found):
    ask("/phones/tu-phap-1/mode", mode=mode)
    call = desk.order(OFFICER, machine_detection="Enable")
    desk.carrier.run_for(3)
    ask("/phones/tu-phap-1/answer", tab="one")
    desk.carrier.run_for(20)

    assert call.answered_by == found


def test_the_steps_of_a_call_are_told(page, ask, carrier, call):
    ask("/phones/tu-phap-1/decline")
    carrier.run()

    told = seen(page, call=call.sid)["call"]
    assert (told["phase"], told["direction"]) == ("ended", "outbound-api")
    assert told["steps"][0]["text"]["vi"] == "đổ chuông +84500···41"


def test_the_clock_may_not_jump_while_a_call_goes_out(page, carrier, call):
    assert not seen(page)["time"]["may_pretend"]

    call.hang_up()
    carrier.run()

    assert seen(page)["time"]["may_pretend"]
