"""The carrier's lists: every page, no other host, patient, and only what makes sense."""

import json
import logging
import random
from datetime import UTC, date, datetime

import pytest
import requests

from ivr.carrier import Carrier, CarrierAway, NotOurs, NotThere
from ivr.flow.reconciling.listed import ListedCall, ListedRecording
from ivr.flow.words import LegOutcome
from ivr.listing.days import Lists
from ivr.listing.pages import MOST_TRIES, EnoughForNow, Pages
from simulator.transport import WsgiAdapter

API = "https://api.example"
BASE = "/2010-04-01/Accounts/AC1"
DAY = date(2026, 11, 23)


class Api:
    """Answers with one page after another; `asked` holds the addresses that it was asked for."""

    def __init__(self, *pages):
        self.pages = list(pages)
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["RAW_URI"])
        status, body = self.pages.pop(0) if len(self.pages) > 1 else self.pages[0]
        start_response(status, [])
        return [body if isinstance(body, bytes) else json.dumps(body).encode()]


def page(*rows, name="calls", after=None):
    return "200 OK", {name: rows, "next_page_uri": after}


BUSY = ("429 Too Many Requests", {"code": 20429})


def lists(api, left=9):
    session = requests.Session()
    session.mount(API, WsgiAdapter(api))
    carrier = Carrier(api_url=API, account_sid="AC1", token="t", http=lambda: session)
    waited: list[float] = []
    return Lists(Pages(carrier, random.Random(1), waited.append, left)), waited


def call(**changes):
    row = {
        "sid": "CA1",
        "direction": "inbound",
        "status": "completed",
        "from": "+84505000001",
        "to": "+84500000000",
        "parent_call_sid": None,
        "start_time": "Mon, 23 Nov 2026 02:00:00 +0000",
        "end_time": "Mon, 23 Nov 2026 02:00:30 +0000",
        "duration": "28",
    }
    return row | changes


def read(api, **options):
    found, waited = lists(api, **options)
    return [each for rows in found.calls(DAY) for each in rows], waited


def test_a_call_is_read_into_our_words():
    (found,), _ = read(Api(page(call())))

    assert found == ListedCall(
        sid="CA1",
        is_incoming=True,
        caller_number="+84505000001",
        called_number="+84500000000",
        outcome=LegOutcome.ANSWERED,
        began_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        ended_at=datetime(2026, 11, 23, 2, 0, 30, tzinfo=UTC),
        seconds=28,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "in-progress", "end_time": None, "duration": None}, (True, None, None)),
        ({"status": "no-answer", "duration": "0"}, (True, LegOutcome.NO_ANSWER, 0)),
        ({"direction": "outbound-api"}, (False, LegOutcome.ANSWERED, 28)),
        (
            {"direction": "outbound-dial", "parent_call_sid": "CA0"},
            (False, LegOutcome.ANSWERED, 28),
        ),
        ({"direction": "inbound", "parent_call_sid": "CA0"}, (False, LegOutcome.ANSWERED, 28)),
    ],
)
def test_what_came_in_is_told_from_legs_and_from_calls_of_ours(changes, expected):
    (found,), _ = read(Api(page(call(**changes))))

    assert (found.is_incoming, found.outcome, found.seconds) == expected


@pytest.mark.parametrize(
    "bad", [None, "x", 7, {}, call(sid=""), call(start_time="soon", date_created=None), call(sid=5)]
)
def test_a_line_that_makes_no_sense_holds_up_no_other(bad, caplog):
    with caplog.at_level(logging.ERROR):
        found, _ = read(Api(page(bad, call())))

    assert [each.sid for each in found] == ["CA1"]
    assert len(caplog.records) == 1
    assert "+84" not in caplog.text


def test_a_whole_utc_day_is_asked_for_and_every_page_is_followed():
    api = Api(page(call(), after=f"{BASE}/Calls.json?PageToken=PA1"), page(call(sid="CA2")))

    found, _ = read(api)

    assert [each.sid for each in found] == ["CA1", "CA2"]
    assert api.asked == [
        f"{BASE}/Calls.json?StartTime%3E=2026-11-23&StartTime%3C=2026-11-24&PageSize=1000",
        f"{BASE}/Calls.json?PageToken=PA1",
    ]


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.test/2010-04-01/Accounts/AC1/Calls.json",
        "//evil.test/x",
        "@evil.test/x",
        "/2010-04-01/Accounts/AC2/Calls.json",
        f"{BASE}/../AC2/Calls.json",
    ],
)
def test_a_next_page_that_is_not_the_accounts_is_never_asked_for(after):
    api = Api(page(call(), after=after))

    with pytest.raises(NotOurs):
        read(api)

    assert len(api.asked) == 1


def test_a_list_that_goes_in_circles_is_left():
    circle = f"{BASE}/Calls.json?PageToken=PA1"

    with pytest.raises(CarrierAway, match="circles"):
        read(Api(page(after=circle)))


def test_a_refusal_is_waited_out_and_the_same_page_asked_for_again():
    api = Api(BUSY, BUSY, page(call()))

    found, waited = read(api)

    assert len(found) == 1
    assert len(set(api.asked)) == 1
    assert [0.5 <= waited[0] <= 1, 1 <= waited[1] <= 2] == [True, True]


def test_a_carrier_that_goes_on_refusing_is_left_alone():
    api = Api(BUSY)

    with pytest.raises(CarrierAway, match="429"):
        read(api)

    assert len(api.asked) == MOST_TRIES


@pytest.mark.parametrize(
    "answer",
    [
        ("500 x", b""),
        ("401 x", {}),
        ("404 x", {}),
        ("302 x", b""),
        ("200 OK", b"<html>"),
        ("200 OK", []),
        ("200 OK", {"calls": None}),
        ("200 OK", {}),
    ],
)
def test_an_answer_that_is_no_list_is_never_taken_for_an_empty_one(answer):
    with pytest.raises((CarrierAway, NotThere)):
        read(Api(answer))


def test_one_run_reads_so_many_pages_at_most():
    api = Api(*(page(after=f"{BASE}/Calls.json?PageToken=PA{n}") for n in range(5)), page())

    with pytest.raises(EnoughForNow):
        read(api, left=3)

    assert len(api.asked) == 3


def test_only_recordings_that_are_finished_are_read():
    row = {
        "sid": "RE1",
        "call_sid": "CA1",
        "status": "completed",
        "duration": "12",
        "start_time": None,
        "date_created": "Mon, 23 Nov 2026 02:00:00 +0000",
        "media_url": "https://evil.test/RE1",
    }
    others = [row | {"status": status} for status in ("in-progress", "absent", "deleted")]
    api = Api(page(row, *others, name="recordings"))
    found, _ = lists(api)

    assert [each for rows in found.recordings(DAY) for each in rows] == [
        ListedRecording(
            sid="RE1",
            call_sid="CA1",
            url=f"{API}{BASE}/Recordings/RE1",
            began_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
            seconds=12,
        )
    ]
    assert api.asked == [
        f"{BASE}/Recordings.json?DateCreated%3E=2026-11-23&DateCreated%3C=2026-11-24&PageSize=1000"
    ]


def test_the_simulated_carriers_lists_are_read(hotline):
    answered = hotline.call(keys="4", officers="accept")
    left = hotline.call(keys="41", officers="no-answer,decline,mailbox,busy")
    session_lists = Lists(Pages(hotline.hotline.carrier, random.Random(1), lambda _: None))

    calls = [each for rows in session_lists.calls(DAY) for each in rows]
    recordings = [each for rows in session_lists.recordings(DAY) for each in rows]

    assert {each.sid for each in calls if each.is_incoming} == {answered.sid, left.sid}
    assert sum(each.parent_sid == left.sid for each in calls) == 4
    assert [each.sid for each in recordings] == left.truth.recordings
    assert [*session_lists.calls(date(2026, 11, 24))] == [[]]
