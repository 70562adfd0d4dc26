"""The report's page: the golden day with exactly its percentages, periods, branches, charts."""

import pytest

from ivr.flow.words import CheckKind, Grade, Verdict
from models.line_checks import LineCheck
from models.users.roles import UserRole
from tests.figures.rows import past
from tests.models.rows import minutes
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH
from tests.web.desk.reports.pages import figures, tables, words
from web.slots import REPORTS

FOUR = "4 Thủ tục hành chính, một cửa"
DAY = 24 * 60


def report(browser, query="?period=today"):
    return browser.get(f"/bao-cao{query}")


def test_the_golden_day_has_exactly_its_counts_and_both_sums(day, signed_in):
    page = report(signed_in(UserRole.SUPERVISOR)).text

    told = figures(page, "Cả tổng đài")
    assert [told[name] for name in ("Gọi đến trong giờ", "Trả lời", "Người gọi bỏ")] == [
        "10",
        "4",
        "2",
    ]
    assert (told["– trong đó dưới 5 giây"], told["Không ai nghe"], told["Nhỡ"]) == ("1", "4", "6")
    assert "10 gọi đến trong giờ = 4 trả lời + 2 người gọi bỏ + 4 không ai nghe" in page
    assert (
        "13 tổng cuộc gọi = 10 gọi đến trong giờ + 1 dừng ở lời chào + 1 ngoài giờ + 0 bị chặn"
        " + 1 gọi kiểm tra" in page
    )


@pytest.mark.parametrize("name", ["Cả tổng đài", FOUR])
def test_the_golden_day_has_exactly_its_percentages(day, signed_in, name):
    told = figures(report(signed_in(UserRole.SUPERVISOR)).text, name)

    assert told["Tỷ lệ trả lời"] == "40,00 % 4/10"
    assert told["Tỷ lệ nhỡ"] == "60,00 % 6/10"
    assert told["Tỷ lệ bỏ"] == "20,00 % 2/10"
    assert told["Mức phục vụ kiểu 2, 20 giây"] == "20,00 % 2/10"
    assert told["Mức phục vụ kiểu 2, 30 giây"] == "30,00 % 3/10"
    assert told["Mức phục vụ kiểu 2, 60 giây"] == "40,00 % 4/10"
    assert told["Mức phục vụ kiểu 1, 20 giây"] == "22,22 % 2/9"
    assert told["Mức phục vụ kiểu 3, 20 giây"] == "30,00 % 3/10"
    assert told["Trong số đã trả lời, 20 giây"] == "50,00 % 2/4"
    assert told["Tỷ lệ bỏ, không kể dưới 5 giây"] == "11,11 % 1/9"
    assert told["Chờ trung bình (ASA) (giây)"] == "25,25 101/4"
    assert [told[f"{name} (giây)"] for name in ("Chờ, trung vị", "Chờ, 90 % không quá")] == [
        "18",
        "50",
    ]
    assert told["Chờ lâu nhất (giây)"] == "50"
    assert told["Cán bộ nghe máy"] == "26,67 % 4/15"
    assert told["Người gọi chưa ai gặp"] == "100,00 % 6/6"


def test_what_there_is_no_figure_for_is_a_dash(day, signed_in):
    told = figures(report(signed_in(UserRole.SUPERVISOR)).text, "6 Tài chính công")

    assert told["Gọi đến trong giờ"] == "0"
    assert told["Tỷ lệ trả lời"] == "–"


def test_a_period_that_goes_on_is_compared_with_as_much_of_the_one_before(hotline, keep, signed_in):
    keep(
        past(0, "CA1"),
        past(-DAY, "CA2", verdict=Verdict.NOT_ANSWERED),
        past(-DAY + 1, "CA3"),
        past(-DAY + 120, "CA4"),  # later than now was then
    )
    hotline.pass_time(hours=1)

    page = report(signed_in(UserRole.SUPERVISOR)).text

    assert "So với kỳ trước: từ 00:00, 22/11/2026 đến trước 10:00, 22/11/2026" in words(page)
    assert figures(page, "Kỳ trước")["Tỷ lệ trả lời"] == "50,00 % 1/2"
    assert figures(page, "Thay đổi")["Tỷ lệ trả lời"] == "+50,00 điểm"
    assert figures(page, "Thay đổi")["Gọi đến trong giờ"] == "-1"
    assert figures(page, "Thay đổi")["Kiểm tra đường dây đạt"] == "–"


def test_the_head_of_a_branch_sees_that_branch_and_no_calls_of_others(day, keep, signed_in):
    keep(past(5, "CA99", branch=OTHER_BRANCH))
    browser = signed_in(UserRole.BRANCH_HEAD, "nv.truong")

    page = report(browser).text

    counts = tables(page)[0]
    assert [row[0] for row in counts[1:]] == [FOUR, "Kỳ trước", "Thay đổi", FOUR]
    assert figures(page, FOUR)["Tổng cuộc gọi"] == "12"  # who chose no branch is not theirs either
    assert "Tài chính công" not in page
    assert report(browser, f"?branch={OTHER_BRANCH}").status_code == 404
    assert audited(browser.hotline, "denied") == [
        ("nv.truong", f"report of branch {OTHER_BRANCH}", None)
    ]


def test_one_branch_is_asked_for_by_itself(day, signed_in):
    page = report(signed_in(UserRole.SUPERVISOR), f"?period=today&branch={BRANCH}").text

    assert [row[0] for row in tables(page)[0][1:]] == [FOUR, "Kỳ trước", "Thay đổi"]
    assert figures(page, FOUR)["Tổng cuộc gọi"] == "12"
    assert f'<option value="{BRANCH}" selected>' in page
    assert f"period=yesterday&amp;branch={BRANCH}" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2026-11-24&until=2026-11-23", "Ngày này trước “Từ ngày”"),
        ("since=2026-11-24&until=2026-11-25", "Ngày này chưa đến"),
        ("since=2026-11-01", "Đến hết ngày</a>: Chưa điền."),
        ("until=2026-11-01", "Từ ngày</a>: Chưa điền."),
        ("since=2025-01-01&until=2026-11-23", "Nhiều nhất 366 ngày"),
        ("since=31/02/2026&until=2026-11-23", "ngày có thật"),
        ("since=m%E1%BB%93ng+m%E1%BB%99t&until=2026-11-23", "ngày/tháng/năm"),
        ("since=2026-11-01&until=9999-12-31", "Nhiều nhất 366 ngày"),
        ("since=0001-01-01&until=2026-11-23", "ngày/tháng/năm"),
        ("branch=nhanh-la", "Hãy chọn một mục trong danh sách"),
    ],
)
def test_a_period_that_makes_no_sense_is_told_at_its_field_and_what_was_typed_stays(
    signed_in, query, said
):
    answer = report(signed_in(UserRole.SUPERVISOR), f"?{query}")

    assert answer.status_code == 422
    assert said in answer.text
    assert tables(answer.text) == []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if value[:4].isdigit() or value[:2].isdigit():
            assert f'name="{name}" value="{value}"' in answer.text


def test_a_browsers_field_for_days_is_given_no_text_that_it_would_not_show(signed_in):
    page = report(signed_in(UserRole.SUPERVISOR), "?since=31/02/2026&until=2026-11-23").text

    assert 'name="since" value="31/02/2026" type="text" aria-invalid="true"' in page
    assert 'name="until" value="2026-11-23" type="date"' in page


def test_days_are_understood_as_people_write_them(day, signed_in):
    page = report(signed_in(UserRole.SUPERVISOR), "?since=23/11/2026&until=23.11.2026").text

    assert figures(page, "Cả tổng đài")["Tổng cuộc gọi"] == "13"


def test_without_anything_asked_it_is_the_last_seven_days(day, signed_in):
    page = report(signed_in(UserRole.SUPERVISOR), "").text

    assert "từ ngày 17/11/2026 đến hết ngày 23/11/2026" in page
    assert "Kỳ này chưa hết: số liệu đến 18:00 23/11/2026" in page


def test_charts_tell_the_same_in_tables(day, keep, signed_in):
    keep(*(a_check(minute, grade) for minute, grade in ((0, Grade.PASSED), (1, Grade.MAILBOX))))

    page = report(signed_in(UserRole.SUPERVISOR)).text

    assert page.count('class="chart"') == 4
    text = words(page)
    assert "Đã nghe: 40,00 % (4/10)" in text
    assert "23/11/2026 4 6 40,00 % (4/10)" in text
    assert "09–10 6 0 0 0 0 0 0 6" in text
    assert "10–11 4 0 0 0 0 0 0 4" in text
    assert "5–10 giây 1 0 100,00 % (1/1)" in text
    assert "23/11/2026 50,00 % (1/2)" in text
    assert figures(page, "Cả tổng đài")["Kiểm tra đường dây đạt"] == "50,00 % 1/2"


def a_check(minute, grade):
    return LineCheck(
        kind=CheckKind.LINE,
        officer="thu-tuc-hanh-chinh-1",
        number="+84500000041",
        placed_at=minutes(minute),
        grade=grade,
        seconds=12,
    )


def test_no_number_of_anybody_is_on_the_page(day, signed_in):
    page = report(signed_in(UserRole.SUPERVISOR)).text

    assert "+8450" not in page
    assert "0505 000" not in page


def test_the_page_is_there_in_english(day, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    browser.post("/language")

    page = report(browser).text

    told = figures(page, "The whole hotline")
    assert told["Service level type 2, 20 s"] == "20,00 % 2/10"
    assert "10 offered = 4 answered + 2 abandoned + 4 not answered" in page
    assert "Trả lời" not in page


def test_the_third_report_at_once_is_told_to_wait_and_holds_no_thread(signed_in):
    browser = signed_in(UserRole.SUPERVISOR)

    with REPORTS.held(), REPORTS.held():
        answer = report(browser, "?period=30-days")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Xin chờ một lát" in answer.text
    assert 'href="/desk/bao-cao?period=30-days"' in answer.text
    assert report(browser).status_code == 200


@pytest.mark.parametrize("role", UserRole)
def test_who_may_see_reports_and_who_may_take_them_along(signed_in, role):
    answer = report(signed_in(role))

    assert (answer.status_code == 403) is (role is UserRole.OFFICER)
    may_export = role in (UserRole.SUPERVISOR, UserRole.BRANCH_HEAD, UserRole.INSPECTOR)
    assert ("/desk/bao-cao/tep?period=today" in answer.text) is may_export


def test_made_up_calls_are_told_of_wherever_they_are_counted(hotline, day, keep, signed_in):
    browser = signed_in(UserRole.SUPERVISOR)
    note = "không phải của cuộc gọi thật"
    assert note not in report(browser).text
    keep(past(5, "SAMPLE0001"))

    assert note in report(browser).text
    answer = browser.post("/bao-cao/tep?period=today", file="figures.csv")
    assert "Dữ liệu mẫu: CÓ, không phải cuộc gọi thật" in answer.text
