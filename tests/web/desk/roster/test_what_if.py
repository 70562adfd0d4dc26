"""Whom a call would ring at any moment, as the command `who` tells it."""

import pytest

from ivr.flow.board import Caller
from ivr.flow.hunting import Passed, explain
from ivr.flow.position import START
from ivr.flow.scene import Scene
from ivr.flow.words import Role, Stage
from tests.duty.conftest import absence, on, shift, swap
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH
from tests.web.desk.rosters import text


def asked(browser, **query):
    said = "&".join(f"{name}={value}" for name, value in query.items())
    return browser.get(f"/lich-truc/what-if?{said}")


def test_who_would_be_rung_in_which_order_and_why(roster, supervisor):
    roster.enter(
        shift("binh", role=Role.DEPUTY),
        absence("an", on(24, 0), on(25, 0), stand_in="chi"),
    )

    page = text(asked(supervisor, branch=BRANCH, on="2026-11-24", at="09:30"))

    assert "Thứ Ba 24/11/2026 09:30 4 Thủ tục hành chính, một cửa Đổ chuông theo thứ tự:" in page
    assert (
        "Chuyên viên chi Trực chính, trực thay Chuyên viên an Chuyên viên binh Trực phó Cán bộ"
        " trực tổng đài bàn trực, theo tệp nhánh Lãnh đạo trực bàn trực, theo tệp nhánh Mỗi máy 20"
        " giây, 1 vòng" in page
    )


def test_it_is_what_the_hunt_itself_decides(roster, supervisor):
    roster.enter(swap("an", "binh", on(25, 0), on(26, 0)), shift("chi", role=Role.DEPUTY))
    keeper = roster.hotline.hotline.board
    keeper.refresh()
    at = on(25, 14)
    scene = Scene(keeper.board, Caller("", None), at)
    branch = keeper.board.switchboard.branch(BRANCH)
    assert branch is not None
    hunt = explain(scene, START.to(Stage.HUNT, branch=BRANCH), branch)
    rung = [each.officer.post.vi for each in hunt if each.why is Passed.RINGS]

    page = text(asked(supervisor, branch=BRANCH, on="2026-11-25", at="14:00"))

    places = [page.index(post) for post in rung]
    assert len(rung) == 4
    assert places == sorted(places)


def test_who_is_not_rung_is_named_with_the_reason(roster, supervisor):
    roster.enter(
        shift("binh", role=Role.DEPUTY),
        absence("binh", on(24, 0), on(25, 0)),
    )

    page = text(asked(supervisor, branch=BRANCH, on="2026-11-24", at="09:30"))

    said = "Không đổ chuông: Chuyên viên binh vắng mặt, chưa có người trực thay, công tác"
    assert said in page


def test_out_of_hours_it_says_why_and_when_the_branch_opens(roster, supervisor):
    page = text(asked(supervisor, branch=BRANCH, on="2026-11-28", at="09:00"))

    assert "Nhánh đang đóng: ngoài giờ làm việc. Mở lại Thứ Hai 30/11/2026 07:00." in page
    assert "Bấm phím 0 thì gặp cán bộ trực (Sở Nội vụ)." in page


def test_without_a_question_it_answers_for_now(roster, supervisor):
    answer = supervisor.get("/lich-truc/what-if")

    assert "Thứ Hai 23/11/2026 09:00 (bây giờ)" in text(answer)
    assert answer.text.count("<h3>") == 9


def test_who_talks_now_is_passed_over_now_and_at_no_other_time(roster, supervisor):
    hotline = roster.hotline
    hotline.hotline.board.refresh()
    hotline.start("4", "accept@3/600")
    hotline.pass_time(seconds=60)
    hotline.tell()
    hotline.hotline.board.refresh()

    now = text(asked(supervisor, branch=BRANCH))
    assert "Không đổ chuông: Chuyên viên an đang nghe cuộc khác" in now
    later = text(asked(supervisor, branch=BRANCH, on="2026-11-23", at="10:00"))
    assert "đang nghe cuộc khác" not in later


def test_the_past_is_told_as_it_was_known(roster, supervisor):
    roster.hotline.pass_time(hours=2)
    roster.enter(absence("an", on(23, 9), on(23, 12), stand_in="binh"))

    page = text(asked(supervisor, branch=BRANCH, on="2026-11-23", at="10:00"))

    assert "Lúc này đã qua" in page
    assert "Chuyên viên an Trực chính" in page
    assert "trực thay" not in page


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"on": "mai"}, "on"),
        ({"on": "2026-11-24", "at": "25:00"}, "at"),
        ({"on": "9999-12-31"}, "on"),
        ({"on": "1901-01-01"}, "on"),
    ],
)
def test_a_moment_that_is_none_is_told_at_its_field(roster, supervisor, query, name):
    answer = asked(supervisor, **query)

    assert answer.status_code == 200
    assert f'id="{name}-fault"' in answer.text


def test_the_head_of_a_branch_asks_for_that_branch_only(roster, head):
    assert "6 Tài chính công" not in text(head.get("/lich-truc/what-if"))
    assert "Chuyên viên chi" not in text(asked(head, branch=OTHER_BRANCH))
