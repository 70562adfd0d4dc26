"""The carrier's words, numbers and times become ours; an unknown one never counts as an answer."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import params
from ivr.flow.hunting import LegEnded
from ivr.flow.voicemail import Recorded
from ivr.flow.words import LegOutcome
from ivr.params import LegProgress, clean, read_pairs

texts = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.parametrize(
    ("form", "pressed"),
    [
        ({"Digits": "4"}, "4"),
        ({"Digits": "*"}, "*"),
        ({"Digits": "#"}, "#"),
        ({"Digits": "0912345678"}, "0912345678"),
        ({"Digits": ""}, ""),
        ({}, ""),
        ({"Digits": "hangup"}, "?"),
        ({"Digits": "1\n"}, "?"),
        ({"Digits": "１"}, "?"),
        ({"Digits": "1 2"}, "?"),
        ({"Digits": "w1"}, "?"),
    ],
)
def test_keys_are_what_a_telephone_has_and_anything_else_is_none_of_them(form, pressed):
    assert params.digits(form) == pressed


def test_ten_thousand_digits_are_cut_before_they_are_stored_or_acted_upon():
    form = clean(read_pairs(b"Digits=" + b"1" * 10_000))

    assert len(form["Digits"]) == 1000
    assert params.digits(form) == "1" * 32


# How a leg ended.


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("completed", LegOutcome.ANSWERED),
        ("answered", LegOutcome.ANSWERED),
        ("no-answer", LegOutcome.NO_ANSWER),
        ("busy", LegOutcome.BUSY),
        ("failed", LegOutcome.FAILED),
        ("canceled", LegOutcome.CANCELED),
        ("ringing", LegOutcome.FAILED),
        ("Completed", LegOutcome.FAILED),
        ("something new", LegOutcome.FAILED),
        ("", LegOutcome.FAILED),
    ],
)
def test_an_outcome_is_one_of_ours_and_an_unknown_one_never_counts_as_answered(status, outcome):
    assert params.leg_ended({"DialCallStatus": status}).outcome is outcome


@given(status=texts)
def test_no_other_word_of_a_carrier_is_an_answer(status):
    is_answer = status in ("completed", "answered")

    assert (params.leg_outcome(status) is LegOutcome.ANSWERED) == is_answer


@pytest.mark.parametrize(
    ("bridged", "joined"),
    [
        ({"DialBridged": "true"}, True),
        ({"DialBridged": "True"}, True),
        ({"DialBridged": "false"}, False),
        ({"DialBridged": ""}, None),
        ({"DialBridged": "1"}, None),
        ({"DialBridged": "yes"}, None),
        ({}, None),
    ],
)
def test_only_the_carriers_word_says_whether_the_lines_were_joined(bridged, joined):
    assert params.leg_ended({"DialCallStatus": "completed", **bridged}).joined is joined


def test_a_caller_who_left_while_a_phone_rang_is_known_from_the_dial_action():
    form = {"DialCallStatus": "canceled", "DialBridged": "false", "CallStatus": "completed"}

    assert params.leg_ended(form) == LegEnded(LegOutcome.CANCELED, joined=False, gone=True)


@pytest.mark.parametrize(
    ("status", "outcome", "picked_up"),
    [
        ("initiated", None, False),
        ("ringing", None, False),
        ("in-progress", None, True),
        ("answered", None, True),
        ("", None, False),
        ("completed", LegOutcome.ANSWERED, True),
        ("busy", LegOutcome.BUSY, False),
        ("no-answer", LegOutcome.NO_ANSWER, False),
        ("failed", LegOutcome.FAILED, False),
        ("canceled", LegOutcome.CANCELED, False),
        ("something new", LegOutcome.FAILED, False),
    ],
)
def test_a_legs_own_callback_tells_how_it_goes(status, outcome, picked_up):
    told = LegProgress.parse({"CallStatus": status, "CallDuration": "7"})

    assert (told.status, told.outcome, told.picked_up) == (status, outcome, picked_up)
    assert told.seconds == 7


# Recordings.


@pytest.mark.parametrize(
    ("form", "recorded"),
    [
        (
            {"RecordingSid": "RE1", "RecordingDuration": "12", "Digits": "#"},
            Recorded("RE1", 12, by_silence=False, gone=False),
        ),
        (
            {"RecordingUrl": "https://api.example/Recordings/RE2", "RecordingDuration": "9"},
            Recorded("RE2", 9, by_silence=True, gone=False),
        ),
        (
            {"RecordingSid": "RE1", "RecordingDuration": "3", "Digits": "hangup"},
            Recorded("RE1", 3, by_silence=False, gone=True),
        ),
        (
            {"RecordingSid": "RE1", "CallStatus": "completed"},
            Recorded("RE1", 0, by_silence=True, gone=True),
        ),
        ({"RecordingUrl": ""}, Recorded("", 0, by_silence=True, gone=False)),
    ],
)
def test_a_recording_that_ended_is_told(form, recorded):
    assert params.recorded(form) == recorded


# Numbers and times.


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("12", 12),
        ("99999", 99999),
        ("100000", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        (" 1", None),
        ("１２", None),
        ("²", None),
    ],
)
def test_a_duration_is_a_number_of_seconds_or_nothing(text, seconds):
    assert params.seconds({"CallDuration": text}, "CallDuration") == seconds


def test_a_missing_duration_is_nothing():
    assert params.seconds({}, "CallDuration") is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Mon, 23 Nov 2026 02:00:00 +0000", datetime(2026, 11, 23, 2, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 09:00:00 +0700", datetime(2026, 11, 23, 2, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 02:00:00 GMT", datetime(2026, 11, 23, 2, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 02:00:00 -0000", datetime(2026, 11, 23, 2, tzinfo=UTC)),
        ("2026-11-23T02:00:00Z", None),
        ("", None),
        ("yesterday", None),
        ("Mon, 32 Nov 2026 02:00:00 +0000", None),
        ("Mon, 23 Nov 2026 25:00:00 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -0100", None),
        ("Mon, 23 Nov 2026 02:00:00 +99999999999999999999", None),
        ("Mon, 23 Nov 99999999999999999999 02:00:00 +0000", None),
    ],
)
def test_a_carriers_time_is_a_moment_in_utc_or_nothing(text, moment):
    assert params.moment({"Timestamp": text}) == moment


def test_a_missing_time_is_nothing():
    assert params.moment({}) is None


@given(
    text=st.text(max_size=40)
    | st.text('MonTue, 0123456789:+-NovGMT()"', max_size=50)
    | st.datetimes().map(format_datetime)
)
def test_no_time_whatever_breaks_a_webhook(text):
    at = params.moment({"Timestamp": text})

    assert at is None or at.tzinfo is UTC


def test_a_status_that_nobody_knows_is_told_in_the_log_and_counts_as_failed(caplog):
    assert params.leg_outcome("teleported") is LegOutcome.FAILED

    (record,) = caplog.records
    assert (record.getMessage(), vars(record)["status"]) == (
        "unknown status of a leg",
        "teleported",
    )
