"""[CallResource], "Create a Call": what is refused, what is answered, and when a call begins."""

from datetime import timedelta

import pytest

from simulator.calls.desk import Turns
from tests.simulator.conftest import NINE_ON_MONDAY

NUMBER, CALLEE, SECOND = "+84500000000", "+84500000041", "+84500000042"
URL = "https://hotline.test/outgoing"
GOOD = {"To": CALLEE, "From": NUMBER, "Url": URL}
PATH = "https://api.test/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json"
CREDENTIALS = ("AC00000000000000000000000000000001", "00112233445566778899aabbccddeeff")


@pytest.fixture
def hotline(stage):
    return stage({"/outgoing": "<Say>one two three four five</Say><Hangup/>"})


@pytest.fixture
def place(hotline):
    def post(form):
        return hotline.session.post(PATH, data=form, auth=CREDENTIALS)

    yield post
    hotline.carrier.run()


REFUSED = [
    ({"To": None}, 21201),
    ({"To": ""}, 21201),
    ({"From": None}, 21213),
    ({"From": ""}, 21213),
    ({"To": "0500000041"}, 21211),
    ({"To": "+84"}, 21211),
    ({"To": "sip:officer@hotline.test"}, 21211),
    ({"From": "hotline"}, 21212),
    ({"From": SECOND}, 21210),
    ({"Url": None}, 21205),
    ({"Url": ""}, 21205),
    ({"Url": "/outgoing"}, 21205),
    ({"Url": "Your call is important to us"}, 21205),
    ({"Url": None, "ApplicationSid": "AP" + "0" * 32}, 21218),
    ({"Twiml": "<Response/>"}, 20001),
    ({"Url": None, "Twiml": "<Response>" + "x" * 4000}, 32018),
    ({"Method": "PUT"}, 21209),
    ({"FallbackUrl": "fallback"}, 21205),
    ({"FallbackMethod": "post"}, 21209),
    ({"StatusCallback": "https://hot_line.test/status"}, 21609),
    ({"StatusCallbackMethod": ""}, 21209),
    ({"StatusCallbackEvent": ["completed", "busy"]}, 21626),
    ({"StatusCallbackEvent": "initiated ringing"}, 21626),
    ({"Timeout": "0"}, 21208),
    ({"Timeout": "601"}, 21208),
    ({"Timeout": "1.5"}, 21208),
    ({"TimeLimit": "14401"}, 20001),
    ({"MachineDetection": "DetectMessageEnd"}, 20001),
    ({"Record": "true"}, 20001),
    ({"SendDigits": "1"}, 20001),
    ({"Colour": "red"}, 20001),
    ({"To": [CALLEE, SECOND]}, 20001),
]


@pytest.mark.parametrize(("change", "code"), REFUSED)
def test_what_the_carrier_would_not_place_is_refused_with_its_code(hotline, place, change, code):
    form = {name: value for name, value in (GOOD | change).items() if value is not None}

    answer = place(form)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["message"]
    assert hotline.carrier.calls == {}


def test_what_is_not_simulated_is_refused_by_its_name(place):
    assert place(GOOD | {"SendDigits": "1"}).json()["message"] == "SendDigits is not simulated"


def test_a_call_that_is_placed_is_queued_and_described(hotline, place):
    answer = place(GOOD)

    told = answer.json()
    (sid,) = hotline.carrier.calls
    assert (answer.status_code, told["sid"], told["status"]) == (201, sid, "queued")
    assert (told["from"], told["to"], told["direction"]) == (NUMBER, CALLEE, "outbound-api")
    assert (told["parent_call_sid"], told["start_time"], told["duration"]) == (None, None, None)
    assert (told["queue_time"], told["answered_by"]) == ("0", None)


def test_a_number_that_its_owner_lets_us_show_may_call(stage):
    hotline = stage({}, verified_numbers=(SECOND,))

    call = hotline.call_out(from_=SECOND)

    assert hotline.app.form("/outgoing")["From"] == SECOND
    assert call.final_status == "completed"


def test_strangers_place_no_calls(hotline):
    assert hotline.session.post(PATH, data=GOOD).status_code == 401
    assert hotline.carrier.calls == {}


def test_a_placed_call_is_listed_among_all_others(hotline):
    hotline.carrier.phones.behaviours[CALLEE] = hotline.carrier.phones.default
    call = hotline.order()
    hotline.carrier.run_for(3)

    (listed,) = hotline.client.calls.list(status="ringing")
    assert (listed.sid, listed.direction, listed.parent_call_sid) == (
        call.sid,
        "outbound-api",
        None,
    )
    assert listed.start_time == call.dialled_at
    assert hotline.client.calls.list(to=CALLEE, from_=NUMBER)[0].sid == call.sid
    hotline.carrier.run()
    assert hotline.client.calls(call.sid).fetch().status == "no-answer"


# [CallResource]: calls beyond the account's CPS are queued, and execute at that rate.


def test_calls_begin_one_second_apart(hotline):
    calls = [hotline.order(f"+8450000004{n}") for n in range(4)]
    began = hotline.carrier.now()

    hotline.carrier.run()

    assert [call.dialled_at - began for call in calls] == [timedelta(seconds=n) for n in range(4)]
    documents = [hotline.client.calls(call.sid).fetch() for call in calls]
    assert [document.queue_time for document in documents] == ["0", "1000", "2000", "3000"]
    assert documents[3].date_created == began
    assert documents[3].start_time == began + timedelta(seconds=3)


def test_a_call_in_the_queue_is_told_as_queued(hotline):
    hotline.order()
    second = hotline.order(SECOND)
    hotline.carrier.run_for(0.5)

    document = hotline.client.calls(second.sid).fetch()

    assert (document.status, document.start_time) == ("queued", None)
    assert "waits 1 s for its turn" in [line.text for line in second.lines]
    hotline.carrier.run()


def test_a_call_that_is_being_set_up_is_told_as_queued_still(hotline):
    hotline.answers(CALLEE, "off")
    call = hotline.order()
    hotline.carrier.run_for(1)

    document = hotline.client.calls(call.sid).fetch()

    assert (document.status, document.start_time) == ("queued", call.dialled_at)
    assert [each.sid for each in hotline.client.calls.list(status="queued")] == [call.sid]
    hotline.carrier.run()


def test_after_a_second_nobody_has_to_wait(hotline):
    hotline.order()
    hotline.carrier.run_for(1)

    later = hotline.order(SECOND)
    hotline.carrier.run()

    assert later.queue_s == 0


@pytest.mark.parametrize(("rate", "gap_s"), [(None, 0), (5, 0.2)])
def test_an_account_may_have_another_rate(stage, rate, gap_s):
    hotline = stage({}, calls_per_second=rate)
    calls = [hotline.order(f"+8450000004{n}") for n in range(3)]

    hotline.carrier.run()

    assert calls[2].dialled_at - calls[0].dialled_at == timedelta(seconds=2 * gap_s)


def test_a_clock_that_was_set_back_makes_nobody_wait():
    turns = Turns(1.0)
    turns.take(NINE_ON_MONDAY)

    assert turns.take(NINE_ON_MONDAY - timedelta(hours=1)) == 0
    assert turns.take(NINE_ON_MONDAY - timedelta(hours=1)) == 1


def test_calls_that_come_in_and_those_that_a_dial_makes_do_not_wait(stage):
    dial = f"<Dial><Number>{SECOND}</Number></Dial><Hangup/>"
    hotline = stage({"/voice": dial})
    hotline.order()
    hotline.order()

    call = hotline.call()

    assert call.truth.legs[0].dialled_at == call.truth.started_at


def test_a_call_cancelled_in_the_queue_never_rings_and_tells_nothing(hotline):
    hotline.answers(SECOND, "accept")
    hotline.order()
    second = hotline.order(SECOND, status_callback="https://hotline.test/events")

    hotline.client.calls(second.sid).update(status="canceled")
    hotline.carrier.run()

    assert (second.final_status, second.dialled_at) == ("canceled", None)
    assert hotline.app.forms("/events") == []
    assert hotline.carrier.is_quiet
