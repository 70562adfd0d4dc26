"""Which countries may be called: read where the carrier tells it, judged, and told once a day."""

import pytest

from ivr.carrier import Carrier, CarrierAway, NotThere
from ivr.carrier_setup import permission_faults
from ivr.dialing_permissions import DialingPermissions, read_permissions
from jobs import carrier_setup
from models.notices import latest
from simulator.countries import VIETNAM, Country
from tests.harness import PUBLIC_URL

CHAD = Country(iso_code="TD", name="Chad", continent="AFRICA", code="+235", low_risk=True)
CUBA = Country(
    iso_code="CU", name="Cuba", continent="NORTH_AMERICA", code="+53", high_risk_tollfraud=True
)
LAOS = Country(iso_code="LA", name="Laos", continent="ASIA", code="+856", high_risk_special=True)
NONE = Country(iso_code="FR", name="France", continent="EUROPE", code="+33")


@pytest.fixture
def hotline_with(make_hotline, sqlite_url):
    """Return a maker of hotlines whose account may call these countries."""
    return lambda *countries: make_hotline(sqlite_url, countries=countries)


def read(hotline):
    return read_permissions(hotline.hotline.carrier)


def test_what_may_be_called_is_read(hotline_with):
    found = read(hotline_with(VIETNAM, CUBA, LAOS, NONE, CHAD))

    assert found == DialingPermissions(allowed=("TD", "VN"), high_risk=("CU", "LA"))


def test_every_country_is_read_however_many_there_are(hotline_with):
    many = [
        Country(iso_code=f"{n:03}", name="", continent="", code="+1", low_risk=True)
        for n in range(250)
    ]

    assert len(read(hotline_with(*many)).allowed) == 250


def test_a_carrier_that_does_not_tell_is_no_fault(make_hotline, sqlite_url):
    hotline = make_hotline(sqlite_url, countries=None)

    with pytest.raises(NotThere):
        read(hotline)
    assert run(hotline) == 1
    assert told(hotline) == ["setup:voice_fallback_url:2026-11-23"]


def test_a_token_that_may_not_read_them_is_no_fault_either(hotline):
    stranger = Carrier(
        api_url=hotline.settings.twilio_api_url,
        account_sid="AC1",
        token="another",
        http=lambda: hotline.hotline.carrier._session,
    )

    with pytest.raises(NotThere):
        read_permissions(stranger)


def test_a_carrier_that_refuses_for_now_is_away(hotline):
    hotline.carrier.api_refusals = 1

    with pytest.raises(CarrierAway, match="429"):
        read(hotline)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://api.twilio.com", "https://voice.twilio.com"),
        ("https://api.dublin.ie1.twilio.com", "https://voice.dublin.ie1.twilio.com"),
        ("https://space.signalwire.com/api/laml", "https://space.signalwire.com/api/laml"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
    ],
)
def test_they_are_asked_of_the_same_carrier_as_everything_else(url, base):
    carrier = Carrier(api_url=url, account_sid="AC1", token="t")

    assert carrier.client().voice.base_url == base


# What is wrong with them.


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        (DialingPermissions(("VN",)), []),
        (DialingPermissions(()), [("geo_permissions_vietnam", True)]),
        (DialingPermissions(("LA", "VN")), [("geo_permissions_others", False)]),
        (
            DialingPermissions(("LA",), ("CU",)),
            [
                ("geo_permissions_vietnam", True),
                ("geo_permissions_others", False),
                ("geo_permissions_high_risk", False),
            ],
        ),
        (DialingPermissions(("VN",), ("VN",)), [("geo_permissions_high_risk", False)]),
    ],
)
def test_vietnam_alone_and_no_number_of_high_risk_is_right(found, faults):
    assert [(fault.field, fault.is_fatal) for fault in permission_faults(found)] == faults


def test_many_countries_are_counted_rather_than_listed():
    codes = tuple(f"A{n:02}" for n in range(100))

    (fault,) = permission_faults(DialingPermissions(("VN", *codes)))

    assert "A07 … (100)" in fault.reason.en
    assert "A08" not in fault.reason.en


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
        return sorted(notice.key for notice in latest(session, limit=9))


def test_what_is_wrong_is_told_with_the_rest_once_a_day(hotline_with):
    hotline = hotline_with(CHAD)

    assert (run(hotline), run(hotline)) == (3, 3)
    assert told(hotline) == [
        "setup:geo_permissions_others:2026-11-23",
        "setup:geo_permissions_vietnam:2026-11-23",
        "setup:voice_fallback_url:2026-11-23",
    ]
