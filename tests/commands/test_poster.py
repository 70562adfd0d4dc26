"""`flask poster` and `flask posting`."""

import json
from collections.abc import Callable

import pytest

from documents.poster.poster import poster_of
from models import audit
from tests.harness import TestHotline, test_settings

OLD = "0a1b2c3d"


@pytest.fixture
def live(hotline):
    return poster_of(hotline.hotline.board.board.switchboard).version


@pytest.fixture
def listed(type_in) -> Callable[..., list[dict[str, object]]]:
    def found(*words):
        return json.loads(type_in("posting", "list", "--format", "json", *words).output)

    return found


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>")])
def test_a_poster_is_written_with_its_version(type_in, tmp_path, live, form, begins):
    file = tmp_path / f"poster.{form}"

    told = type_in("poster", "--format", form, "--size", "a3", "--output", file)

    assert told.exit_code == 0
    assert f"bản · version {live}\n" in told.output
    assert file.read_bytes().startswith(begins)
    assert [path.name for path in tmp_path.glob("*poster*")] == [file.name]


def test_a_placeholder_number_is_cried_out(type_in, tmp_path):
    told = type_in("poster", "--format", "html", "--output", tmp_path / "poster.html")

    assert "SỐ MẪU" in told.output


def test_the_website_of_the_settings_is_printed(tmp_path, sqlite_url, type_at, live):
    hotline = TestHotline(test_settings(tmp_path, sqlite_url, website="tinh.example.vn"))
    file = tmp_path / "poster.html"

    told = type_at(hotline, "poster", "--format", "html", "--output", file)

    assert "tinh.example.vn" in file.read_text("utf-8")
    assert live not in told.output
    hotline.close()


def test_a_folder_that_is_not_there_is_told_in_a_sentence(type_in, tmp_path):
    told = type_in("poster", "--format", "html", "--output", tmp_path / "no" / "poster.html")

    assert told.exit_code == 1
    assert "No such file or directory" in told.output


def test_a_place_is_entered_as_of_today_with_the_version_in_force(type_in, listed, live):
    told = type_in("posting", "add", "Phường Vị Thanh", "--address", "Số 1", "--note", "cửa chính")

    assert told.output == f"✓ 1: Phường Vị Thanh, 23/11/2026, {live}\n  đúng bản · current\n"
    assert listed() == [
        {
            "id": 1,
            "place": "Phường Vị Thanh",
            "address": "Số 1",
            "posted_on": "2026-11-23",
            "version": live,
            "state": "current",
            "taken_down_on": None,
            "note": "cửa chính",
            "shown_on": "23/11/2026",
            "shown_state": "đúng bản · current",
        }
    ]


def test_old_ones_are_listed_by_themselves_and_end_with_a_status(type_in, live):
    assert type_in("posting", "list", "--old").exit_code == 0
    type_in("posting", "add", "Xã Một", "--poster", OLD, "--on", "1/11/2026")
    type_in("posting", "add", "Xã Hai")

    told = type_in("posting", "list", "--old")

    assert told.exit_code == 1
    assert "BẢN CŨ · OLD" in told.output
    assert "Xã Hai" not in told.output
    assert f"Bản hiện hành · the version in force: {live}" in told.output


def test_without_places_it_says_so(type_in):
    assert "Không có nơi nào" in type_in("posting", "list").output


def test_a_new_poster_is_hung_over_an_old_one(type_in, listed, live):
    type_in("posting", "add", "Xã Một", "--poster", OLD, "--on", "2026-11-01")

    assert type_in("posting", "update", 1, "--poster", "live").exit_code == 0

    (row,) = listed()
    assert (row["version"], row["posted_on"], row["state"]) == (live, "2026-11-23", "current")


def test_a_poster_is_taken_down(type_in, listed):
    type_in("posting", "add", "Xã Một", "--poster", OLD, "--on", "2026-11-01")

    type_in("posting", "update", 1, "--down", "20/11/2026", "--note", "sửa trụ sở")

    (row,) = listed()
    assert (row["state"], row["taken_down_on"], row["note"]) == ("down", "2026-11-20", "sửa trụ sở")
    assert listed("--old") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "Xã", "--on", "hôm qua"), "ngày/tháng/năm, như 23/11/2026"),
        (("add", "Xã", "--poster", "x"), "version: as on the poster"),
        (("update", "1"), "nothing to change"),
        (("update", "1", "--note", "x"), "không có mục 1"),
    ],
)
def test_mistakes_are_told_in_a_sentence(type_in, words, said):
    told = type_in("posting", *words)

    assert told.exit_code != 0
    assert said in told.output


def test_who_entered_it_is_kept(type_in, hotline):
    type_in("posting", "add", "Xã Một", "--actor", "tran-thi-b")

    with hotline.hotline.database.reading() as session:
        (told,) = audit.of(session, "postings", "1")
    assert told.actor == "tran-thi-b"
