"""[CallResource], [Recordings] and [OAI]: the API, as the carrier's own library sees it."""

from datetime import UTC, date, datetime

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException

from simulator.audio import wav_seconds
from simulator.callers import CallerScript
from simulator.countries import VIETNAM, Country
from simulator.phones import parse_behaviour
from tests.simulator.conftest import CONFIG

API = "https://api.test"
URL = "https://hotline.test"
VOICE = (
    f'<Dial action="{URL}/after"><Number>+84500000001</Number></Dial>',
    f'<Record action="{URL}/message"/>',
)
ANSWERS = {"/voice": VOICE[0], "/after": VOICE[1], "/message": "<Hangup/>"}


@pytest.fixture
def hotline(stage):
    return stage(ANSWERS)


@pytest.fixture
def session(hotline):
    return hotline.session


@pytest.fixture
def client(hotline):
    return hotline.client


@pytest.fixture
def credentials(hotline):
    return hotline.carrier.config.account_sid, hotline.carrier.config.auth_token


def called(hotline, **script):
    return hotline.call(CallerScript(**script), [parse_behaviour("accept")])


def test_calls_and_their_legs_are_listed_newest_first(hotline, client):
    call = called(hotline)

    leg, parent = client.calls.list()

    assert (parent.sid, parent.status, parent.direction) == (call.sid, "completed", "inbound")
    assert (leg.parent_call_sid, leg.direction) == (call.sid, "outbound-dial")
    assert parent.start_time == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert parent.end_time == call.ended_at
    assert parent.duration == str(call.duration)
    assert parent.price is None


def test_a_call_in_progress_has_no_duration(hotline, client):
    call = hotline.carrier.call(hotline.caller, officers=[parse_behaviour("accept")])
    hotline.carrier.run_for(10)

    fetched = client.calls(call.sid).fetch()

    assert (fetched.status, fetched.duration, fetched.end_time) == ("in-progress", None, None)


def test_a_list_is_paged_by_following_the_next_page(hotline, client):
    for _ in range(5):
        called(hotline)

    assert len(client.calls.list(page_size=3)) == 10
    assert len({call.sid for call in client.calls.list(page_size=3)}) == 10
    assert len(client.calls.list(limit=4)) == 4


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"to": "+84500000000"}, 1),
        ({"from_": "+84505000001", "to": "+84500000001"}, 1),
        ({"from_": "+84505000009"}, 0),
        ({"status": "completed"}, 2),
        ({"status": "busy"}, 0),
        ({"start_time": date(2026, 11, 23)}, 2),
        ({"start_time_after": date(2026, 11, 23)}, 2),
        ({"start_time_after": date(2026, 11, 24)}, 0),
        ({"start_time_before": date(2026, 11, 24)}, 2),
        ({"start_time_before": date(2026, 11, 23)}, 0),
        ({"end_time": date(2026, 11, 23)}, 2),
        ({"end_time_after": date(2026, 11, 24)}, 0),
        ({"end_time_before": date(2026, 11, 24)}, 2),
    ],
)
def test_calls_are_filtered_by_whole_utc_days_and_by_numbers(hotline, client, filters, found):
    called(hotline)

    assert len(client.calls.list(**filters)) == found


def test_a_status_must_be_one_exact_word(hotline, client):
    with pytest.raises(TwilioException) as refused:
        client.calls.list(status="Completed")

    assert refused.value.args[1].status_code == 400


def test_completed_ends_a_call_from_outside(hotline, client):
    call = hotline.carrier.call(hotline.caller, officers=[parse_behaviour("talk-until-caller")])
    hotline.carrier.run_for(30)

    client.calls(call.sid).update(status="completed")
    hotline.carrier.run()

    assert (call.final_status, call.truth.hung_up_by) == ("completed", "api")
    assert hotline.app.form("/status")["CallStatus"] == "completed"


def test_canceled_ends_a_ringing_leg_only(hotline, client):
    call = hotline.carrier.call(hotline.caller, officers=[parse_behaviour("no-answer")])
    hotline.carrier.run_for(5)

    client.calls(call.sid).update(status="canceled")
    client.calls(call.truth.legs[0].sid).update(status="canceled")
    hotline.carrier.run_for(1)

    assert call.truth.legs[0].status == "canceled"
    assert not call.is_over


def test_what_does_not_exist_is_404(hotline, client):
    with pytest.raises(TwilioRestException) as refused:
        client.calls("CA" + "0" * 32).fetch()

    assert (refused.value.status, refused.value.code) == (404, 20404)


def test_strangers_are_refused(hotline, session):
    url = f"{API}/2010-04-01/Accounts/{hotline.carrier.config.account_sid}/Calls.json"

    answer = session.get(url, auth=("AC1", "wrong"))

    assert answer.status_code == 401
    assert answer.json()["code"] == 20003


def test_too_many_requests_are_429(hotline, client):
    hotline.carrier.api_refusals = 1

    with pytest.raises(TwilioException) as refused:
        client.calls.list()

    assert refused.value.args[1].status_code == 429
    assert '"code":20429' in refused.value.args[1].text
    assert client.calls.list() == []


def test_a_recording_is_listed_described_and_deleted(hotline, client):
    call = called(hotline)

    (recording,) = client.recordings.list(call_sid=call.sid)
    assert (recording.status, recording.duration, recording.source) == (
        "completed",
        "8",
        "RecordVerb",
    )
    assert client.recordings(recording.sid).fetch().channels == 1
    assert client.recordings(recording.sid).delete()
    assert client.recordings.list() == []
    with pytest.raises(TwilioRestException):
        client.recordings(recording.sid).fetch()


@pytest.mark.parametrize(
    ("suffix", "kind"), [("", "audio/x-wav"), (".wav", "audio/x-wav"), (".mp3", "audio/mpeg")]
)
def test_media_is_fetched_with_credentials(hotline, session, credentials, suffix, kind):
    called(hotline)
    url = hotline.carrier.recordings.all()[0].url

    answer = session.get(url + suffix, auth=credentials)

    assert answer.headers["Content-Type"] == kind
    if kind == "audio/x-wav":
        assert wav_seconds(answer.content) == 8
    assert session.get(url + suffix).status_code == 401


def test_media_is_public_where_the_account_leaves_it_so(stage):
    hotline = stage(ANSWERS, media_auth=False)
    called(hotline)

    assert hotline.session.get(hotline.carrier.recordings.all()[0].url).status_code == 200


def test_media_can_be_had_only_a_while_after_the_recording_ended(hotline, session, credentials):
    call = hotline.carrier.call(hotline.caller, officers=[parse_behaviour("accept@1/1")])
    while not call.is_over:
        hotline.carrier.run_for(0.5)
    url = hotline.carrier.recordings.all()[0].url

    early = session.get(url, auth=credentials).status_code
    hotline.carrier.run_for(2)

    assert (early, session.get(url, auth=credentials).status_code) == (404, 200)


def test_the_number_tells_which_webhooks_are_configured(client):
    (number,) = client.incoming_phone_numbers.list()

    assert number.phone_number == "+84500000000"
    assert (number.voice_url, number.status_callback) == (f"{URL}/voice", f"{URL}/status")


# Countries, and numbers beside the hotline's.


def test_the_countries_that_may_be_called_are_listed_and_filtered(stage):
    laos = Country(iso_code="LA", name="Laos", continent="ASIA", code="+856")
    client = stage(ANSWERS, countries=(VIETNAM, laos)).client
    client.voice.base_url = API
    countries = client.voice.v1.dialing_permissions.countries

    def codes(**wanted):
        return [country.iso_code for country in countries.list(**wanted)]

    assert codes() == ["VN", "LA"]
    assert codes(page_size=1) == ["VN", "LA"]
    assert codes(iso_code="LA") == ["LA"]
    assert codes(low_risk_numbers_enabled=True) == ["VN"]
    assert codes(low_risk_numbers_enabled=False) == ["LA"]
    assert codes(high_risk_special_numbers_enabled=True) == []


def test_another_number_of_the_account_is_listed_and_leads_nowhere(stage):
    client = stage(ANSWERS, more_numbers=("+84500000001",)).client

    numbers = client.incoming_phone_numbers.list()
    (other,) = client.incoming_phone_numbers.list(phone_number="+84500000001")

    assert [n.phone_number for n in numbers] == [CONFIG["number"], "+84500000001"]
    assert (other.voice_url, other.status_callback) == ("", "")


# What a list is asked for.


@pytest.mark.parametrize(
    ("resource", "query"),
    [
        ("Calls.json", {"StartTime>=": "2026-11-23"}),
        ("Calls.json", {"Direction": "inbound"}),
        ("Calls.json", {"StartTime>": "yesterday"}),
        ("Calls.json", {"PageSize": "1001"}),
        ("Calls.json", {"PageSize": "many"}),
        ("Calls.json", {"Page": "1"}),
        ("Recordings.json", {"DateUpdated": "2026-11-23"}),
        ("Recordings.json", {"DateCreated<": "tomorrow"}),
    ],
)
def test_what_a_list_cannot_be_asked_for_is_refused(hotline, session, credentials, resource, query):
    """[OAI]: the filters of a list; pages are followed, never counted."""
    url = f"{API}/2010-04-01/Accounts/{hotline.carrier.config.account_sid}/{resource}"

    answer = session.get(url, params=query, auth=credentials)

    assert (answer.status_code, answer.json()["code"]) == (400, 20001)


def test_a_page_goes_on_where_the_last_one_ended_though_calls_come_meanwhile(
    hotline, session, credentials
):
    """[OAI]: `next_page_uri` carries the token of the page, newest first."""
    for _ in range(2):
        called(hotline)
    url = f"{API}/2010-04-01/Accounts/{hotline.carrier.config.account_sid}/Calls.json"
    everything = [row["sid"] for row in session.get(url, auth=credentials).json()["calls"]]
    first = session.get(url, params={"PageSize": "3"}, auth=credentials).json()
    called(hotline)

    second = session.get(API + first["next_page_uri"], auth=credentials).json()

    assert [row["sid"] for row in (*first["calls"], *second["calls"])] == everything
    assert second["next_page_uri"] is None


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"date_created": date(2026, 11, 23)}, 1),
        ({"date_created_after": date(2026, 11, 24)}, 0),
        ({"date_created_before": date(2026, 11, 24)}, 1),
        ({"date_created_before": date(2026, 11, 23)}, 0),
        ({"call_sid": "CA" + "0" * 32}, 0),
    ],
)
def test_recordings_are_filtered_by_whole_utc_days(hotline, client, filters, found):
    """[Recordings]: `DateCreated` and its ranges."""
    called(hotline)

    assert len(client.recordings.list(**filters)) == found
