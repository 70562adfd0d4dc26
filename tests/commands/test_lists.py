"""`flask calls` and `flask missed`, as people read them and as programs do."""

import csv
import io
import json
from datetime import datetime

import pytest

from tests.harness import CITIZEN

NOBODY = "bad-number," * 4
CALL_KEYS = {
    *("call_sid", "caller_number", "branch", "verdict", "cause", "started_at", "ended_at"),
    *("wait_s", "talk_s", "message_s", "legs"),
}
MISSED_KEYS = {
    *("caller_number", "branch", "misses", "first_missed_at", "last_missed_at", "due_at", "state"),
}


@pytest.fixture
def day(hotline):
    """A day with one call answered, one missed twice, and one that stayed in the menu."""
    calls = [
        hotline.call("4", "no-answer,accept@3/30"),
        hotline.call("3", NOBODY, caller="+84505000002"),
        hotline.call("3", NOBODY, caller="+84505000002"),
        hotline.call("", "", caller="anonymous", hang_up_after_s=5),
    ]
    hotline.tell()
    return calls


def listed(type_in, *words):
    told = type_in(*words, "--format", "json")
    assert told.exit_code == 0
    return json.loads(told.stdout)


def test_calls_as_json_have_their_keys_and_the_newest_comes_first(type_in, day):
    rows = listed(type_in, "calls")

    assert [row["call_sid"] for row in rows] == [call.sid for call in reversed(day)]
    assert set(rows[0]) >= CALL_KEYS
    answered = rows[-1]
    assert (answered["verdict"], answered["branch"]) == ("answered", "thu-tuc-hanh-chinh")
    assert (answered["talk_s"], answered["message_s"]) == (30, 0)
    assert [leg["outcome"] for leg in answered["legs"]] == ["no_answer", "answered"]
    assert datetime.fromisoformat(answered["started_at"]) == day[0].truth.started_at
    assert datetime.fromisoformat(answered["ended_at"]) == day[0].ended_at


def test_missed_as_json_have_their_keys(type_in, day):
    (row,) = listed(type_in, "missed")

    assert set(row) >= MISSED_KEYS
    assert (row["caller_number"], row["branch"]) == ("+84505000002", "tu-phap")
    assert (row["misses"], row["state"], row["overdue"]) == (2, "open", False)


def test_a_call_that_goes_on_is_told_so(type_in, hotline):
    hotline.start("4", "accept@1/600")
    hotline.pass_time(seconds=60)
    hotline.tell()

    (row,) = listed(type_in, "calls")

    assert (row["verdict"], row["ended_at"]) == (None, None)
    assert "going on" in type_in("calls").output


def test_overdue_is_said(type_in, day, hotline):
    hotline.pass_time(hours=30)

    (row,) = listed(type_in, "missed")

    assert row["overdue"]
    assert "OVERDUE" in type_in("missed").output


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], 4),
        (["--since", "2026-11-23"], 4),
        (["--since", "2026-11-23T09:01"], 3),
        (["--since", "2026-11-24"], 0),
        (["--until", "2026-11-23"], 4),
        (["--until", "2026-11-23T09:00"], 0),
        (["--until", "2026-11-22"], 0),
        (["--since", "2026-11-22", "--until", "2026-11-23"], 4),
        (["--since", "2026-11-23 08:59", "--until", "2026-11-23 09:01"], 1),
        (["--branch", "3"], 2),
        (["--branch", "tu-phap"], 2),
        (["--branch", "5"], 0),
        (["--limit", "1"], 1),
    ],
)
def test_a_period_a_branch_and_a_limit(type_in, day, words, found):
    assert len(listed(type_in, "calls", *words)) == found


@pytest.mark.parametrize("command", ["calls", "missed"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "yesterday"], "2026-11-23T14:30"),
        (["--until", "23/11/2026"], "2026-11-23T14:30"),
        (["--since", "2026-11-24", "--until", "2026-11-23"], "before --since"),
        (["--since", "0001-01-01"], "2026-11-23T14:30"),
        (["--branch", "nine"], "4=thu-tuc-hanh-chinh"),
        (["--format", "xml"], "'table', 'json', 'csv'"),
        (["--limit", "0"], "--limit"),
        (["--limit", "-1"], "--limit"),
        (["--limit", "many"], "--limit"),
    ],
)
def test_a_wrong_word_is_answered_with_how_to_write_it(type_in, command, words, said):
    told = type_in(command, *words)

    assert told.exit_code == 2
    assert said in told.output


def test_a_table_is_for_people(type_in, day):
    told = type_in("calls")

    head, line, *rows = told.stdout.splitlines()
    assert "Kết quả" in head
    assert set(line) <= {"─", " "}
    assert len(rows) == 4
    assert "0505 000 001" in rows[-1]
    assert "withheld" in rows[0]
    assert "23/11/2026 09:00:00" in rows[-1]  # the hotline's own time


def test_an_empty_table_still_has_its_head(type_in):
    assert "verdict" in type_in("calls").stdout
    assert "misses" in type_in("missed").stdout


def rows_of_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("command", ["calls", "missed"])
def test_csv_holds_what_json_holds(type_in, day, command):
    expected = listed(type_in, command)

    rows = rows_of_csv(type_in(command, "--format", "csv").stdout)

    assert [list(row) for row in rows] == [list(row) for row in expected]
    for row, same in zip(rows, expected, strict=True):
        for name, value in same.items():
            text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            assert row[name] == ("" if text is None else str(text)), name


@pytest.mark.parametrize(("command", "keys"), [("calls", CALL_KEYS), ("missed", MISSED_KEYS)])
def test_a_csv_without_rows_still_has_its_head(type_in, command, keys):
    told = type_in(command, "--format", "csv")

    assert set(told.stdout.strip().split(",")) >= keys


@pytest.mark.parametrize("number", ["=1+1", "@SUM(A1)", "+1+1", "-2+3", "=HYPERLINK(1)"])
def test_csv_holds_nothing_that_a_spreadsheet_would_compute(type_in, hotline, number):
    hotline.call("4", NOBODY, caller=number)
    hotline.tell()

    (row,) = rows_of_csv(type_in("calls", "--format", "csv").stdout)

    assert row["caller_number"] == f"'{number}"


def test_numbers_are_told_whole_to_programs(type_in, hotline):
    hotline.call("4", NOBODY)
    hotline.tell()

    (row,) = rows_of_csv(type_in("missed", "--format", "csv").stdout)

    assert row["caller_number"] == CITIZEN
