"""Absences: a gap is refused with its reason, a stand-in closes it, and nothing is lost."""

import pytest

from models.users.roles import UserRole
from tests.duty.conftest import absence, officer, on, shift
from tests.harness import TestHotline, test_settings
from tests.web.desk.audits import audited
from tests.web.desk.conftest import Browser
from tests.web.desk.rosters import Roster, text

NEW = "/lich-truc/absences/new"
AN = {
    "officer": "an",
    "since_on": "2026-11-24",
    "since_time": "09:00",
    "until_on": "2026-11-24",
    "until_time": "14:00",
    "reason": "meeting",
}


def said(row):
    return row.officer, row.since, row.until, row.reason.value, row.stand_in, row.note


def test_a_gap_is_refused_with_the_reason_and_who_could_fill_it(roster, supervisor):
    answer = supervisor.post(NEW, **AN, note="họp ở tỉnh")

    assert answer.status_code == 422
    page = text(answer)
    assert "Chưa ghi được, vì sẽ có giờ không ai trực" in page
    assert "4 Thủ tục hành chính, một cửa: Thứ Ba 24/11/2026 09:00–11:00 ; có thể trực thay" in page
    assert "Thứ Ba 24/11/2026 13:00–14:00" in page
    assert "có thể trực thay: Chuyên viên binh; Chuyên viên chi" in page
    assert roster.absences() == []


def test_what_was_typed_is_kept_and_who_fits_is_offered_first(roster, supervisor):
    page = supervisor.post(NEW, **AN, note="họp ở tỉnh").text

    assert 'value="họp ở tỉnh"' in page
    assert 'type="time" value="09:00"' in page or 'value="09:00"' in page
    assert '<option selected value="an">' in page
    fits = page.partition('<optgroup label="Trực được suốt thời gian trống">')[2]
    assert '<option value="binh">' in fits.partition("</optgroup>")[0]
    assert '<option value="an">' not in fits.partition("</optgroup>")[0]


def test_with_a_stand_in_it_is_entered_and_audited_under_the_users_login(roster, supervisor):
    answer = supervisor.post(NEW, **AN, stand_in="binh", note="họp ở tỉnh")

    assert answer.location == "/desk/lich-truc"
    assert "✓ Đã lưu vào lịch trực." in text(supervisor.get("/lich-truc"))
    (row,) = roster.absences()
    assert said(row) == ("an", on(24, 9), on(24, 14), "meeting", "binh", "họp ở tỉnh")
    ((actor, key, after),) = audited(roster.hotline, "absences")
    assert (actor, key, after["stand_in"]) == ("giam.sat", str(row.id), "binh")


@pytest.mark.parametrize("engine", ["sqlite_url", "postgres_url"])
def test_it_is_the_same_on_both_engines(request, tmp_path, engine):
    hotline = TestHotline(test_settings(tmp_path, request.getfixturevalue(engine)))
    try:
        Roster(hotline).enter(*_officers())
        browser = Browser(hotline)
        browser.enter(browser.add_user("giam.sat", UserRole.SUPERVISOR))

        assert browser.post(NEW, **AN).status_code == 422
        assert browser.post(NEW, **AN, stand_in="binh").status_code == 302
        assert browser.get("/lich-truc").status_code == 200
        assert [row.stand_in for row in Roster(hotline).absences()] == ["binh"]
    finally:
        hotline.close()


def _officers():
    return officer("an", "+84500000141"), officer("binh", "+84500000142"), shift("an")


def test_whole_days_need_no_times(roster, supervisor):
    fields = AN | {"since_time": "", "until_time": "", "until_on": "25/11/2026"}

    supervisor.post(NEW, **fields, stand_in="binh")

    (row,) = roster.absences()
    assert (row.since, row.until) == (on(24, 0), on(26, 0))


@pytest.mark.parametrize(
    ("fields", "name", "why"),
    [
        ({"officer": ""}, "officer", "Chưa điền"),
        ({"officer": "khong-co"}, "officer", "Hãy chọn một mục"),
        ({"since_on": ""}, "since_on", "Chưa điền"),
        ({"since_on": "31/11/2026"}, "since_on", "ngày có thật"),
        ({"until_time": "25:00"}, "until_time", "giờ từ 0:00 đến 24:00"),
        ({"until_on": "2026-11-23"}, "until_on", "kết thúc trước khi bắt đầu"),
        ({"until_on": "31/12/9999", "until_time": ""}, "until_on", "ngày/tháng/năm"),
        ({"reason": ""}, "reason", "Chưa điền"),
        ({"stand_in": "an"}, "stand_in", "không thể tự trực thay mình"),
        ({"note": "x" * 301}, "note", "Nhiều nhất 300 ký tự"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(roster, supervisor, fields, name, why):
    answer = supervisor.post(NEW, **(AN | fields))

    assert answer.status_code == 422
    fault = answer.text.partition(f'id="{name}-fault">')[2].partition("</p>")[0]
    assert why in fault
    assert f'<a href="#{name}">' in answer.text
    assert roster.absences() == []


def test_sent_twice_it_is_entered_once(roster, supervisor):
    for _ in range(2):
        assert supervisor.post(NEW, **AN, stand_in="binh").status_code == 302

    assert len(roster.absences()) == 1


def test_a_change_ends_the_old_entry_and_enters_a_new_one(roster, supervisor):
    (id,) = roster.enter(absence("an", on(24, 9), on(24, 14), stand_in="binh", note="cũ"))
    page = supervisor.get(f"/lich-truc/absences/{id}").text
    assert 'value="2026-11-24"' in page
    assert '<option selected value="binh">' in page

    answer = supervisor.post(f"/lich-truc/absences/{id}", **AN, stand_in="chi")

    assert answer.status_code == 302
    (row,) = roster.absences()
    assert (row.id != id, row.stand_in) == (True, "chi")


def test_a_change_of_nothing_is_none(roster, supervisor):
    (id,) = roster.enter(absence("an", on(24, 9), on(24, 14), stand_in="binh", note=""))

    supervisor.post(f"/lich-truc/absences/{id}", **(AN | {"reason": "mission"}), stand_in="binh")

    assert [row.id for row in roster.absences()] == [id]
    assert len(audited(roster.hotline, "absences")) == 1


def test_of_two_who_change_the_same_the_second_is_told_who_was_faster(roster, supervisor, another):
    (id,) = roster.enter(absence("an", on(24, 9), on(24, 14), stand_in="binh"))
    another.enter(another.add_user("quan.tri", UserRole.ADMINISTRATOR))
    another.post(f"/lich-truc/absences/{id}", **AN, stand_in="chi")

    answer = supervisor.post(f"/lich-truc/absences/{id}", **AN, stand_in="binh", note="của tôi")

    assert answer.status_code == 422
    assert "quan.tri vừa sửa hoặc thôi mục này lúc 09:00 23/11/2026" in text(answer)
    assert 'value="của tôi"' in answer.text
    assert 'action="/desk/lich-truc/absences/new"' in answer.text
    assert [row.stand_in for row in roster.absences()] == ["chi"]
    assert "không sửa được nữa" in text(supervisor.get(f"/lich-truc/absences/{id}"))


def test_who_is_back_is_on_duty_again_and_the_history_says_who_wrote_what(roster, supervisor):
    (id,) = roster.enter(absence("an", on(24, 9), on(24, 14), stand_in="binh"))

    assert supervisor.post(f"/lich-truc/absences/{id}/end").status_code == 302

    assert roster.absences() == []
    page = text(supervisor.get(f"/lich-truc/absences/{id}"))
    assert "23/11/2026 09:00 · giam.sat: ghi vào lịch 23/11/2026 09:00 · giam.sat: thôi" in page


def test_one_ended_already_is_not_ended_again(roster, supervisor):
    (id,) = roster.enter(absence("an", on(24, 9), on(24, 14), stand_in="binh"))
    supervisor.post(f"/lich-truc/absences/{id}/end")

    answer = supervisor.post(f"/lich-truc/absences/{id}/end")

    assert answer.status_code == 422
    assert "giam.sat vừa sửa hoặc thôi mục này" in text(answer)


def test_the_head_of_a_branch_enters_those_of_that_branch_only(roster, head):
    page = head.get(NEW).text
    offered = page.partition('name="officer"')[2].partition("</select>")[0]
    assert '<option value="an">' in offered
    assert '<option value="chi">' not in offered

    assert head.post(NEW, **(AN | {"officer": "chi"})).status_code == 422
    assert head.post(NEW, **AN, stand_in="chi").status_code == 302
    assert [row.officer for row in roster.absences()] == ["an"]


def test_an_absence_of_another_branch_is_not_there(roster, head):
    (id,) = roster.enter(absence("chi", on(24, 18), on(24, 19)))

    for answer in (
        head.get(f"/lich-truc/absences/{id}"),
        head.post(f"/lich-truc/absences/{id}", **AN),
        head.post(f"/lich-truc/absences/{id}/end"),
        head.get("/lich-truc/absences/999"),
    ):
        assert answer.status_code == 404

    assert len(roster.absences()) == 1
    assert audited(roster.hotline, "denied")[0] == ("phu.trach", f"absence {id}", None)
