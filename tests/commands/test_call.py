"""`flask call`: one simulated call, told line by line."""

import json

import pytest

from tests.harness import CITIZEN, ROOT, TestHotline, test_settings
from tests.scenarios.told import stored_audio


def listed(type_in, *words):
    return json.loads(type_in(*words, "--format", "json").stdout)


def test_a_call_that_is_answered(type_in):
    told = type_in("call", "--keys", "4", "--officers", "no-answer,accept")

    assert told.exit_code == 0
    assert "Xin ông bà giữ máy" in told.output
    assert "joins caller and officer" in told.output
    assert "→" in told.output
    assert "answered" in told.output
    (row,) = listed(type_in, "calls")
    assert (row["verdict"], row["caller_number"]) == ("answered", CITIZEN)
    assert listed(type_in, "missed") == []


def test_a_call_that_leaves_a_message(type_in, hotline):
    told = type_in("call", "--keys", "411", "--officers", "busy,busy,busy,busy", "--message", "12")

    assert told.exit_code == 0
    assert "not_answered" in told.output
    (row,) = listed(type_in, "calls")
    (message,) = row["messages"]
    assert (message["state"], message["seconds"], row["message_s"]) == ("stored", 12, 12)
    assert message["path"] in told.output
    assert len(stored_audio(hotline)) == 1
    assert (hotline.settings.recordings_dir / message["path"]).stat().st_size > 10_000
    (debt,) = listed(type_in, "missed")
    assert debt["caller_number"] == CITIZEN
    assert "to be called back by" in told.output


def test_a_caller_who_gives_up(type_in):
    told = type_in("call", "--keys", "2", "--officers", "no-answer", "--hang-up", "9")

    assert "abandoned" in told.output
    (debt,) = listed(type_in, "missed")
    assert (debt["branch"], debt["misses"]) == ("doanh-nghiep", 1)


def test_a_message_of_silence_is_told_as_none(type_in, hotline):
    told = type_in("call", "--keys", "41", "--officers", "off,off,off,off", "--message", "0")

    assert told.exit_code == 0
    assert "None" not in told.output
    assert "not_answered" in told.output
    assert stored_audio(hotline) == []


def test_a_call_at_another_moment(type_in):
    told = type_in("call", "--keys", "4,~", "--at", "2026-09-02T09:00")

    assert "Hôm nay cơ quan nghỉ Quốc khánh" in told.output
    (row,) = listed(type_in, "calls", "--since", "2026-09-02", "--until", "2026-09-02")
    assert (row["verdict"], row["cause"]) == ("out_of_hours", "holiday")


def test_an_anonymous_call(type_in):
    type_in("call", "--from", "anonymous", "--keys", "4", "--officers", "off,off,off,off")

    (row,) = listed(type_in, "calls")
    assert (row["caller_number"], row["due_at"]) == ("anonymous", None)
    assert listed(type_in, "missed") == []


def test_numbers_are_masked_in_the_tale(type_in):
    told = type_in("call", "--from", "0505000001", "--keys", "4", "--officers", "accept")

    assert CITIZEN not in told.output
    assert "+84500000041" not in told.output


def test_the_tale_tells_the_web_requests_on_request(type_in):
    plain = type_in("call", "--keys", "4", "--officers", "accept")
    verbose = type_in("call", "--keys", "4", "--officers", "accept", "--verbose")

    assert "POST /voice" not in plain.output
    assert "POST /voice/key?n=1" in verbose.output


def test_two_calls_of_one_caller_are_missed_twice(type_in):
    for _ in range(2):
        type_in("call", "--keys", "4", "--officers", "off,off,off,off")

    (debt,) = listed(type_in, "missed")
    assert debt["misses"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--officers", "sleepy"], "allowed"),
        (["--keys", "abc"], "allowed"),
        (["--hang-up", "-3"], "'--hang-up'"),
        (["--hang-up", "soon"], "--hang-up"),
        (["--message", "-1"], "'--message'"),
        (["--at", "soon"], "2026-11-23T14:30"),
    ],
)
def test_a_wrong_word_is_answered_with_how_to_write_it(type_in, words, said):
    told = type_in("call", *words)

    assert told.exit_code == 2
    assert said in told.output
    assert listed(type_in, "calls") == []


def test_real_time_needs_a_running_carrier_and_says_so(type_in):
    told = type_in("call", "--keys", "4", "--real")

    assert told.exit_code == 1
    assert "make run" in told.output


def test_a_call_refuses_a_real_carrier(type_at, tmp_path, sqlite_url):
    file = tmp_path / "branches.yaml"
    shipped = (ROOT / "branches.yaml").read_text("utf-8")
    file.write_text(shipped.replace("0500 000 ", "0299 000 0"), "utf-8")
    settings = test_settings(
        tmp_path, sqlite_url, branches_file=file, twilio_api_url="https://api.twilio.com"
    )
    hotline = TestHotline(settings)

    told = type_at(hotline, "call")

    hotline.close()
    assert told.exit_code == 1
    assert "a real one" in told.output
