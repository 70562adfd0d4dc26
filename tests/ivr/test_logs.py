"""One line an event, in words, with its fields behind it; nothing from outside begins a line."""

import io
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.logs import Fields, JsonLines, begin_request, end_request, masked, of_call

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "+84912345678"
NINE = 1_795_399_200.25  # 2026-11-23T02:00:00.25Z


def line(message="leg ended", *args, level=logging.INFO, exc_info=None, **fields):
    record = logging.LogRecord("ivr.views", level, "x.py", 1, message, args, exc_info)
    record.created = NINE
    vars(record).update(fields)
    return Fields().format(record)


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def test_a_line_says_when_how_bad_who_and_what():
    assert line() == "2026-11-23T02:00:00.250000Z info ivr.views: leg ended"


def test_fields_stand_behind_the_words_as_json():
    head, _, fields = line(call_sid="CA1", tries=3, path="nhánh/1").partition("ended ")

    assert head.endswith("leg ")
    assert json.loads(fields) == {"call_sid": "CA1", "tries": 3, "path": "nhánh/1"}
    assert "nhánh" in fields


def test_a_value_that_is_no_json_is_written_as_text():
    assert "/srv/spool" in line(folder=Path("/srv/spool"))


@given(value=st.text(max_size=30), message=st.text(max_size=30))
def test_whatever_a_field_or_an_argument_holds_a_line_stays_one_line(value, message):
    written = line("asked for %s", message, value=value)

    assert written.splitlines() == [written]


def test_nobody_outside_can_make_up_a_line():
    forged = "x\n2026-11-23T02:00:00.250000Z info ivr.views: all is well"

    written = line("asked for %s", forged, path=forged)

    assert written.splitlines() == [written]


def test_a_traceback_stands_behind_its_line():
    first, *rest = line("job failed", exc_info=raised(KeyError("sid"))).splitlines()

    assert first.endswith("info ivr.views: job failed")
    assert rest[0] == "  Traceback (most recent call last):"
    assert rest[-1] == "  KeyError: 'sid'"


def test_not_even_a_traceback_lets_a_line_be_made_up():
    _, *rest = line("x", exc_info=raised(ValueError("a\nb\rc"))).splitlines()

    assert rest[-2:] == ["  ValueError: a", "  b\\x0dc"]


def test_a_traceback_tells_no_number():
    error = ValueError(f"Key (caller_number, raw)=({NUMBER}, 0912345678) already exists.")

    written = line("job failed", exc_info=raised(error))

    assert "912345678" not in written
    assert "already exists" in written


@pytest.mark.parametrize("twice", ["set_up()", "set_up(); set_up()"])
def test_the_process_logs_each_event_once_to_its_standard_error(twice):
    program = f"import logging; from ivr.logs import set_up; {twice}; logging.info('hello')"

    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ended.stderr.count("info root: hello") == 1
    assert ended.stdout == ""


def test_what_libraries_chat_about_is_not_logged():
    program = (
        "import logging; from ivr.logs import set_up; set_up();"
        "[logging.getLogger(n).info('chat') for n in ('apscheduler.x', 'twilio', 'alembic')]"
    )

    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ended.stderr == ""


def test_a_letter_that_cannot_be_written_stops_nothing():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Fields())
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "half", (), None)
    record.field = "\ud83d"

    handler.handle(record)

    assert b"half" in stream.buffer.getvalue()


# As JSON.


def json_line(message="leg ended", *args, exc_info=None, **fields):
    record = logging.LogRecord("ivr.views", logging.ERROR, "x.py", 1, message, args, exc_info)
    record.created = NINE
    vars(record).update(fields)
    return JsonLines().format(record)


def test_a_json_line_holds_all_that_a_line_says():
    told = json.loads(json_line("%s ended", "leg", tries=3, path="nhánh/1", seen={"a", 1}))

    assert told.pop("pid") == os.getpid()
    assert sorted(told.pop("seen"), key=str) == [1, "a"]
    assert told.pop("host")
    assert told == {
        "time": "2026-11-23T02:00:00.250000Z",
        "level": "error",
        "logger": "ivr.views",
        "message": "leg ended",
        "tries": 3,
        "path": "nhánh/1",
    }


@given(value=st.text(max_size=30), message=st.text(max_size=30))
def test_whatever_comes_from_outside_a_json_line_is_one_object(value, message):
    written = json_line("asked for %s", message, value=value, level=value, host=value)

    assert written.splitlines() == [written]
    told = json.loads(written)
    assert told["level"] == "error"
    assert told["message"] == masked(f"asked for {message}")


def test_a_traceback_in_json_is_one_text_without_numbers():
    told = json.loads(json_line(exc_info=raised(ValueError(f"no {NUMBER}\nx"))))

    assert told["traceback"].endswith("ValueError: no •••\nx")


@pytest.mark.parametrize("form", [line, json_line])
def test_a_line_of_a_request_says_which_one_and_of_which_call(form):
    def both():
        begun = begin_request()
        before = form()
        of_call("CA1")
        told = before, form(), form(call_sid="CA2")
        end_request(begun)
        return told

    before, mine, other = both()

    request = re.search(rf'"request": "{os.getpid()}-\d+"', before)
    assert request is not None
    assert request[0] in mine
    assert "call_sid" not in before
    assert ('"call_sid": "CA1"' in mine, '"call_sid": "CA2"' in other) == (True, True)
    assert "request" not in form()


@pytest.mark.parametrize(
    "text",
    [
        "CA0123456789abcdef0123456789abcdef",
        "2026-11-23T02:00:00.250000Z",
        "in 0.000123456789 s, 1234567890 rows",
        "10.0.0.11:8080",
        "/voice/key?n=1",
        "line 113, in 115",
    ],
)
def test_what_is_no_number_of_anybody_stays(text):
    assert masked(text) == text


def test_lines_can_be_turned_into_json_and_back():
    script = (
        "import logging; from ivr import logs; logs.set_up(); log = logging.getLogger('x')\n"
        "for as_json in (True, False): logs.shape(as_json=as_json); log.info('a')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    first, second = done.stderr.splitlines()
    assert json.loads(first)["message"] == "a"
    assert second.endswith("info x: a")
