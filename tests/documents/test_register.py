"""The posting register: where posters hang, which are out of date, who entered what."""

from datetime import date
from typing import Any

import pytest

from documents.poster.register import BadPosting, Change
from models import audit
from models.postings import PostingRow, all_postings, out_of_date
from tests.flow.scenes import NINE_ON_MONDAY

TODAY = date(2026, 11, 23)
OLD, LIVE = "0a1b2c3d", "deadbeef"


def a_posting(place: str = "Bộ phận một cửa phường Vị Thanh", **differs: Any) -> PostingRow:
    values = {
        "place": place,
        "address": "Số 1, đường Trần Hưng Đạo",
        "posted_on": date(2026, 11, 20),
        "version": LIVE,
        "note": "",
        "taken_down_on": None,
    }
    return PostingRow(**(values | differs))


@pytest.fixture
def change(database):
    with database.transaction() as session:
        yield Change(session, NINE_ON_MONDAY, TODAY, "tran-thi-b")


def history(change, row):
    return [(told.before, told.after) for told in audit.of(change.session, "postings", str(row.id))]


def test_a_place_is_entered_and_audited(change):
    row = change.enter(a_posting())

    ((before, after),) = history(change, row)
    assert before is None
    assert after["place"] == "Bộ phận một cửa phường Vị Thanh"
    assert (after["posted_on"], after["version"]) == ("2026-11-20", LIVE)
    (told,) = audit.of(change.session, "postings", str(row.id))
    assert (told.actor, told.at) == ("tran-thi-b", NINE_ON_MONDAY)


def test_a_new_version_changes_the_entry_and_both_are_in_the_audit(change):
    row = change.enter(a_posting(version=OLD))

    change.update(row.id, {"version": LIVE, "posted_on": TODAY})

    _, (before, after) = history(change, row)
    assert (before["version"], after["version"]) == (OLD, LIVE)
    assert (before["posted_on"], after["posted_on"]) == ("2026-11-20", "2026-11-23")


def test_the_same_values_are_no_change(change):
    row = change.enter(a_posting())

    change.update(row.id, {"version": LIVE, "note": "  "})

    assert len(history(change, row)) == 1


def test_posters_of_another_version_that_still_hang_are_out_of_date(change):
    change.enter(a_posting("Đúng bản"))
    change.enter(a_posting("Cũ hơn", version=OLD, posted_on=date(2026, 11, 1)))
    change.enter(a_posting("Cũ", version=OLD, posted_on=date(2026, 11, 2)))
    change.enter(a_posting("Đã gỡ", version=OLD, taken_down_on=TODAY))

    assert [row.place for row in out_of_date(change.session, LIVE)] == ["Cũ hơn", "Cũ"]
    assert [row.place for row in out_of_date(change.session, OLD)] == ["Đúng bản"]


def test_all_places_are_listed_and_those_taken_down_last(change):
    change.enter(a_posting("a", taken_down_on=TODAY))
    change.enter(a_posting("c"))
    change.enter(a_posting("b"))

    assert [row.place for row in all_postings(change.session)] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({"place": " \t"}, "the place is missing"),
        ({"note": "x" * 501}, "500 letters at most"),
        ({"version": "DEADBEEF"}, "version: as on the poster"),
        ({"version": ""}, "version: as on the poster"),
        ({"posted_on": date(2026, 11, 24)}, "the day of posting is still to come"),
        ({"taken_down_on": date(2026, 11, 19)}, "taken down between the day of posting and today"),
        ({"taken_down_on": date(2026, 11, 24)}, "taken down between the day of posting and today"),
    ],
)
def test_what_cannot_be_is_refused(change, differs, reason):
    with pytest.raises(BadPosting, match=reason):
        change.enter(a_posting(**differs))


def test_an_entry_that_is_not_there_cannot_be_changed(change):
    with pytest.raises(BadPosting, match="there is no entry 7"):
        change.update(7, {"note": "x"})


def test_a_refused_change_leaves_no_trace(database):
    with database.transaction() as session:
        made = Change(session, NINE_ON_MONDAY, TODAY, "b").enter(a_posting()).id

    with pytest.raises(BadPosting), database.transaction() as session:
        Change(session, NINE_ON_MONDAY, TODAY, "b").update(made, {"place": "", "note": "x"})

    with database.reading() as session:
        (row,) = all_postings(session)
        assert (row.place, row.note) == ("Bộ phận một cửa phường Vị Thanh", "")
        assert len(audit.of(session, "postings", str(made))) == 1


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"place": " "}, "place"),
        ({"note": "x" * 501}, "note"),
        ({"version": "v2"}, "version"),
        ({"posted_on": date(2026, 11, 24)}, "posted_on"),
        ({"taken_down_on": date(2026, 11, 19)}, "taken_down_on"),
    ],
)
def test_what_is_refused_says_at_which_field(change, differs, field):
    with pytest.raises(BadPosting) as refused:
        change.enter(a_posting(**differs))

    assert refused.value.field == field
