"""Shifts and swaps: changed by another entry, and ended unless that leaves a gap."""

from datetime import date, time

import pytest

from ivr.flow.words import Role
from tests.duty.conftest import on, shift, swap
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH
from tests.web.desk.rosters import text

SHIFT = {
    "branch": BRANCH,
    "officer": "binh",
    "role": "deputy",
    "position": "2",
    "weekdays": ["0", "2", "4"],
    "start": "13:00",
    "end": "17:00",
    "valid_from": "2026-11-24",
    "valid_to": "2026-12-31",
}
SWAP = {
    "branch": BRANCH,
    "giver": "an",
    "taker": "binh",
    "since_on": "2026-11-25",
    "until_on": "2026-11-25",
    "reason": "hai bên đã thống nhất",
}


def test_a_shift_is_entered(roster, supervisor):
    answer = supervisor.post("/lich-truc/shifts/new", **SHIFT)

    assert answer.location == f"/desk/lich-truc/branches/{BRANCH}"
    row = roster.shifts()[-1]
    assert (row.branch, row.officer, row.role, row.position) == (BRANCH, "binh", Role.DEPUTY, 2)
    assert (row.weekdays, row.start, row.end) == ("024", time(13), time(17))
    assert (row.valid_from, row.valid_to) == (date(2026, 11, 24), date(2026, 12, 31))
    assert audited(roster.hotline, "shifts")[-1][0] == "giam.sat"


def test_the_form_suggests_the_branchs_own_hours(roster, supervisor):
    page = supervisor.get(f"/lich-truc/shifts/new?branch={BRANCH}&officer=binh").text

    for said in ('value="07:00"', 'value="17:00"', 'value="2026-11-23"'):
        assert said in page
    assert page.count(" checked>") == 5
    assert f'<option selected value="{BRANCH}">' in page
    assert '<option selected value="binh">' in page

    around_the_clock = supervisor.get("/lich-truc/shifts/new?branch=truc-ban").text
    assert around_the_clock.count(" checked>") == 7


@pytest.mark.parametrize(
    ("fields", "name", "why"),
    [
        ({"branch": "khong-co"}, "branch", "Hãy chọn một mục"),
        ({"officer": ""}, "officer", "Chưa điền"),
        ({"role": "king"}, "role", "Hãy chọn một mục"),
        ({"position": "0"}, "position", "số nguyên từ 1"),
        ({"weekdays": []}, "weekdays", "Chưa điền"),
        ({"weekdays": ["7"]}, "weekdays", "Hãy chọn một mục"),
        ({"start": "sáng"}, "start", "giờ từ 0:00"),
        ({"valid_to": "2026-11-01"}, "valid_to", "kết thúc trước khi bắt đầu"),
        ({"officer": "an", "weekdays": ["1"]}, "start", "chồng lên ca 07:00–17:00"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(roster, supervisor, fields, name, why):
    before = len(roster.shifts())

    answer = supervisor.post("/lich-truc/shifts/new", **(SHIFT | fields))

    assert answer.status_code == 422
    assert why in answer.text.partition(f'id="{name}-fault">')[2].partition("</p>")[0]
    assert len(roster.shifts()) == before


def test_a_shift_is_changed_by_another_one_in_its_place(roster, supervisor):
    (id,) = roster.enter(shift("binh", role=Role.DEPUTY))
    page = supervisor.get(f"/lich-truc/shifts/{id}").text
    assert '<option selected value="deputy">' in page
    assert 'value="2026-11-01"' in page

    fields = SHIFT | {"weekdays": ["0"], "valid_to": ""}
    assert supervisor.post(f"/lich-truc/shifts/{id}", **fields).status_code == 302

    row = roster.shifts()[-1]
    assert (row.id != id, row.weekdays, row.valid_to) == (True, "0", None)
    assert len(roster.shifts()) == 3


def test_a_shift_whose_end_leaves_a_gap_stays(roster, supervisor):
    id = next(row.id for row in roster.shifts() if row.officer == "an")
    roster.enter(shift("binh", weekdays="0", role=Role.DEPUTY))

    answer = supervisor.post(f"/lich-truc/shifts/{id}/end")

    assert answer.status_code == 422
    page = text(answer)
    assert "Chưa ghi được, vì sẽ có giờ không ai trực" in page
    assert "Thứ Ba 24/11/2026 07:00–11:00" in page
    assert "và 10 khoảng trống nữa" in page
    assert 'value="07:00"' in answer.text
    assert id in [row.id for row in roster.shifts()]


def test_a_shift_that_nobody_misses_is_ended(roster, supervisor):
    (id,) = roster.enter(shift("binh", role=Role.DEPUTY))

    assert supervisor.post(f"/lich-truc/shifts/{id}/end").location.endswith(BRANCH)

    assert id not in [row.id for row in roster.shifts()]
    assert "Đã thôi" in text(supervisor.get(f"/lich-truc/branches/{BRANCH}"))


def test_the_head_of_a_branch_plans_that_branch_only(roster, head):
    theirs = next(row.id for row in roster.shifts() if row.branch == OTHER_BRANCH)

    assert (
        head.post("/lich-truc/shifts/new", **(SHIFT | {"branch": OTHER_BRANCH})).status_code == 422
    )
    for path in (f"/lich-truc/shifts/{theirs}", f"/lich-truc/shifts/{theirs}/end"):
        assert head.post(path, **SHIFT).status_code == 404
    assert head.get(f"/lich-truc/shifts/{theirs}").status_code == 404
    assert head.post("/lich-truc/shifts/new", **SHIFT).status_code == 302

    assert [row.branch for row in roster.shifts()].count(OTHER_BRANCH) == 1
    assert audited(roster.hotline, "denied") == [("phu.trach", f"shift {theirs}", None)] * 3


# Swaps.


def test_a_swap_is_entered_with_its_reason(roster, supervisor):
    assert supervisor.post("/lich-truc/swaps/new", **SWAP).location.endswith(BRANCH)

    (row,) = roster.swaps()
    assert (row.giver, row.taker, row.since, row.until) == ("an", "binh", on(25, 0), on(26, 0))
    page = text(supervisor.get("/lich-truc/entries"))
    assert (
        "4 Thủ tục hành chính, một cửa Chuyên viên an Chuyên viên binh 25/11/2026 hai bên đã thống"
        " nhất Sửa" in page
    )


@pytest.mark.parametrize(
    ("fields", "name", "why"),
    [
        ({"reason": ""}, "reason", "Chưa điền"),
        ({"taker": "an"}, "taker", "không thể đổi ca với chính mình"),
        ({"until_on": "2026-11-24"}, "until_on", "kết thúc trước khi bắt đầu"),
    ],
)
def test_what_is_wrong_with_a_swap_is_told_at_its_field(roster, supervisor, fields, name, why):
    answer = supervisor.post("/lich-truc/swaps/new", **(SWAP | fields))

    assert answer.status_code == 422
    assert why in answer.text.partition(f'id="{name}-fault">')[2].partition("</p>")[0]
    assert roster.swaps() == []


def test_a_swap_is_changed_and_ended(roster, supervisor):
    (id,) = roster.enter(swap("an", "binh", on(25, 0), on(26, 0)))

    supervisor.post(f"/lich-truc/swaps/{id}", **(SWAP | {"taker": "chi"}))
    (row,) = roster.swaps()
    assert (row.taker, row.reason) == ("chi", "hai bên đã thống nhất")

    supervisor.post(f"/lich-truc/swaps/{row.id}/end")
    assert roster.swaps() == []


def test_a_swap_of_another_branch_is_not_there(roster, head):
    row = swap("chi", "binh", on(25, 0), on(26, 0))
    row.branch = OTHER_BRANCH
    (id,) = roster.enter(row)

    assert head.get(f"/lich-truc/swaps/{id}").status_code == 404
    assert head.post(f"/lich-truc/swaps/{id}/end").status_code == 404
    assert len(roster.swaps()) == 1
