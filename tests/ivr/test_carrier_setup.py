"""A number that is set up wrongly at the carrier is found by us, and not by silence."""

from dataclasses import replace

import pytest

from ivr.carrier import NumberSettings
from ivr.carrier_setup import setup_faults
from jobs import carrier_setup
from models.notices import latest
from tests.harness import PUBLIC_URL

RIGHT = NumberSettings(
    voice_url=f"{PUBLIC_URL}/voice",
    voice_method="POST",
    fallback_url="https://elsewhere.example/fallback.xml",
    status_url=f"{PUBLIC_URL}/voice/status",
    status_method="POST",
    application="",
)
WRONG = [
    ({"voice_url": ""}, "voice_url", True),
    ({"voice_url": "https://demo.example/welcome"}, "voice_url", True),
    ({"voice_method": "GET"}, "voice_url", True),
    ({"status_url": ""}, "status_callback", False),
    ({"status_method": "GET"}, "status_callback", False),
    ({"fallback_url": ""}, "voice_fallback_url", False),
    ({"fallback_url": f"{PUBLIC_URL}/fallback.xml"}, "voice_fallback_url", False),
    ({"application": "AP1"}, "voice_application_sid", True),
]


def test_a_number_that_is_set_up_right_has_no_fault():
    assert [*setup_faults(RIGHT, PUBLIC_URL)] == []


def test_how_to_connect_may_stand_behind_an_address():
    there = f"{PUBLIC_URL}/voice#e=singapore", f"{PUBLIC_URL}/voice/status#rc=3&rp=all"
    found = replace(RIGHT, voice_url=there[0], status_url=there[1])

    assert [*setup_faults(found, PUBLIC_URL)] == []


@pytest.mark.parametrize(("change", "field", "fatal"), WRONG)
def test_what_is_wrong_is_named(change, field, fatal):
    (fault,) = setup_faults(replace(RIGHT, **change), PUBLIC_URL)

    assert (fault.field, fault.is_fatal) == (field, fatal)
    assert fault.reason.vi


def run(hotline):
    keeper = hotline.hotline
    return carrier_setup.run(
        keeper.database,
        keeper.carrier,
        keeper.board.board.switchboard,
        PUBLIC_URL,
        now=hotline.now,
    )


def told(hotline):
    with hotline.hotline.database.reading() as session:
        return [notice.key for notice in latest(session, limit=9)]


def test_the_carrier_is_asked_and_a_fault_is_told_once_a_day(hotline):
    assert (run(hotline), run(hotline)) == (1, 1)
    assert told(hotline) == ["setup:voice_fallback_url:2026-11-23"]

    hotline.pass_time(days=1)
    run(hotline)

    assert len(told(hotline)) == 2


def test_a_number_that_the_account_has_not_is_told(hotline):
    keeper = hotline.hotline
    other = replace(keeper.board.board.switchboard, hotline="+84500000009")

    faults = carrier_setup.run(keeper.database, keeper.carrier, other, PUBLIC_URL, now=hotline.now)

    assert (faults, told(hotline)) == (1, ["setup:phone_number:2026-11-23"])


def test_a_carrier_that_is_away_is_no_fault_of_its_set_up(hotline):
    hotline.carrier.api_refusals = 1

    assert run(hotline) == 0
    assert told(hotline) == []
