"""Days off and days worked: those of the law, of the file, and entered here."""

from datetime import date

import pytest

from models.duty.calendar_days import CalendarDayRow
from models.users.roles import UserRole
from tests.duty.conftest import shift
from tests.web.desk.audits import audited
from tests.web.desk.rosters import text

OFF = {
    "day": "2026-12-25",
    "worked_as": "",
    "name_vi": "Nghỉ hoán đổi",
    "name_en": "",
    "document": "12/TB-UBND",
}


def days(roster):
    return roster.standing(CalendarDayRow)


def test_the_law_the_file_and_what_was_entered_are_told_apart(roster, supervisor):
    supervisor.post("/lich-truc/days/new", **OFF)

    page = text(supervisor.get("/lich-truc/days"))

    assert "Thứ Sáu 25/12/2026 Nghỉ hoán đổi nghỉ 12/TB-UBND trang này Sửa" in page
    assert "Thứ Sáu 01/01/2027 Tết Dương lịch nghỉ – luật" in page
    assert "Tết Nguyên Đán nghỉ – phỏng đoán, chờ thông báo nghỉ Tết" in page
    past = text(supervisor.get("/lich-truc/days?since=2026-08-01"))
    assert "Thứ Bảy 22/08/2026 làm bù, theo giờ Thứ Hai làm bù, theo giờ Thứ Hai – tệp" in past
    assert "Thứ Hai 31/08/2026 Quốc khánh nghỉ – tệp nhánh" in past


def test_a_day_off_is_entered_and_closes_the_branches(roster, supervisor):
    fields = OFF | {"day": "2026-11-24"}

    assert supervisor.post("/lich-truc/days/new", **fields).location == "/desk/lich-truc/days"

    (row,) = days(roster)
    assert (row.day, row.name_en, row.worked_as) == (date(2026, 11, 24), "Nghỉ hoán đổi", None)
    assert "Thứ Ba 24/11 Nghỉ hoán đổi" in text(supervisor.get("/lich-truc/branches/tai-chinh"))
    assert audited(roster.hotline, "calendar_days")[0][0] == "giam.sat"


def test_a_day_is_worked_as_some_weekday(roster, supervisor):
    roster.enter(shift("an", weekdays="5"))

    supervisor.post("/lich-truc/days/new", **(OFF | {"day": "2026-12-05", "worked_as": "0"}))

    (row,) = days(roster)
    assert row.worked_as == 0
    said = "Thứ Bảy 05/12/2026 Nghỉ hoán đổi làm bù, theo giờ Thứ Hai"
    assert said in text(supervisor.get("/lich-truc/days"))


@pytest.mark.parametrize(
    ("fields", "name", "why"),
    [
        ({"day": "mai"}, "day", "ngày/tháng/năm"),
        ({"worked_as": "7"}, "worked_as", "Hãy chọn một mục"),
        ({"name_vi": ""}, "name_vi", "Chưa điền"),
        ({"document": " "}, "document", "Chưa điền"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(roster, supervisor, fields, name, why):
    answer = supervisor.post("/lich-truc/days/new", **(OFF | fields))

    assert answer.status_code == 422
    assert why in answer.text.partition(f'id="{name}-fault">')[2].partition("</p>")[0]
    assert days(roster) == []


def test_a_second_entry_for_a_day_is_refused_and_the_first_may_be_changed(roster, supervisor):
    supervisor.post("/lich-truc/days/new", **OFF)

    answer = supervisor.post("/lich-truc/days/new", **(OFF | {"name_vi": "Giáng sinh"}))
    assert answer.status_code == 422
    assert "Ngày này đã có: Nghỉ hoán đổi" in text(answer)

    (row,) = days(roster)
    supervisor.post(f"/lich-truc/days/{row.id}", **(OFF | {"name_vi": "Nghỉ bù"}))
    assert [row.name_vi for row in days(roster)] == ["Nghỉ bù"]


def test_a_day_that_is_off_no_more_must_have_somebody_on_duty(roster, supervisor):
    supervisor.post("/lich-truc/days/new", **(OFF | {"day": "2026-11-28"}))
    supervisor.post("/lich-truc/days/new", **(OFF | {"day": "2026-12-01"}))
    (saturday, tuesday) = days(roster)

    # On a Saturday no branch has hours by itself; worked as a Monday it has, and an has no turn.
    with roster.change() as change:
        an = next(row for row in roster.shifts() if row.officer == "an")
        change.withdraw(change.session.merge(an))
        change.enter(shift("an", weekdays="0124"))
        change.enter(shift("binh", weekdays="3"))
    worked = OFF | {"day": "2026-11-28", "worked_as": "1"}
    assert supervisor.post(f"/lich-truc/days/{saturday.id}", **worked).status_code == 302
    assert supervisor.post(f"/lich-truc/days/{tuesday.id}/end").status_code == 302


def test_an_ended_day_is_shown_on_demand(roster, supervisor):
    supervisor.post("/lich-truc/days/new", **OFF)
    (row,) = days(roster)

    assert supervisor.post(f"/lich-truc/days/{row.id}/end").status_code == 302

    assert "Nghỉ hoán đổi" not in text(supervisor.get("/lich-truc/days"))
    page = text(supervisor.get("/lich-truc/days?since=2026-12-01"))
    assert "12/TB-UBND trang này đã thôi 09:00 23/11/2026, người thôi: giam.sat" in page


@pytest.mark.parametrize("role", [UserRole.BRANCH_HEAD, UserRole.OFFICER, UserRole.INSPECTOR])
def test_days_are_for_all_branches_so_who_has_one_only_sees_them(roster, signed_in, role):
    browser = signed_in(role)

    assert "Thêm ngày nghỉ" not in text(browser.get("/lich-truc/days"))
    assert browser.get("/lich-truc/days/new").status_code == 403
    assert browser.post("/lich-truc/days/new", **OFF).status_code == 403
    assert days(roster) == []
