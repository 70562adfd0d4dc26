"""What the monthly report says: the figures it is given, in the words of an official report."""

from dataclasses import replace
from datetime import timedelta

import pytest

from documents.monthly import Petitions, paper
from documents.official import Grid, Heading, Paragraph
from ivr.flow.measures.calls import DoesNotAddUp
from ivr.flow.measures.coverage import coverage
from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Cause, Verdict
from tests.documents.papers import IMPRINT, NINE, a_call, a_report, busy_november, november
from tests.flow.scenes import at


def said(report):
    """Return the paragraphs of a report, each by how it begins."""
    return [block.text for block in paper(report).blocks if isinstance(block, Paragraph)]


def grid(report, caption):
    found = (b for b in paper(report).blocks if isinstance(b, Grid) and caption in b.caption)
    return next(found)


def about(report, beginning):
    return next(text for text in said(report) if text.startswith(beginning))


def test_it_is_a_report_on_a_month_in_five_sections():
    made = paper(a_report())

    assert (made.kind, made.issued.month) == ("Báo cáo", 12)
    assert made.about == "Tình hình cuộc gọi nhỡ và trực đường dây nóng tháng 11 năm 2026"
    assert [block.text for block in made.blocks if isinstance(block, Heading)] == [
        "I. Số liệu chung",
        "II. Trực đường dây nóng",
        "III. Kiểm tra đường dây",
        "IV. Phản ánh, kiến nghị",
        "V. Nguyên nhân, kiến nghị",
    ]
    assert said(a_report())[-1].endswith("Sở Nội vụ kính báo cáo./.")


def test_the_golden_day_in_words():
    assert about(a_report(), "Trong kỳ") == (
        "Trong kỳ, tổng đài nhận 13 cuộc gọi; 10 cuộc gọi đã chọn nhánh trong giờ trực."
        " Đã nghe 4/10, chiếm 40,00 %; nhỡ 6/10, chiếm 60,00 %, gồm 2 cuộc người gọi dừng trước"
        " khi có người nghe (có 1 cuộc dừng trong 5 giây đầu) và 4 cuộc không có người nghe."
        " Còn lại là 1 cuộc gọi ngoài giờ, 1 cuộc gọi dừng ở lời chào, 1 cuộc gọi kiểm tra."
    )
    assert about(a_report(), "Thời gian chờ") == (
        "Thời gian chờ đến khi cán bộ nghe máy: trung bình 25,25 giây, trung vị 18 giây,"
        " 90 % không quá 50 giây, lâu nhất 50 giây. Nghe máy, tính trên mọi cuộc gọi đã chọn"
        " nhánh: trong 20 giây 2/10, chiếm 20,00 %; trong 30 giây 3/10, chiếm 30,00 %;"
        " trong 60 giây 4/10, chiếm 40,00 %."
    )


def test_callbacks_and_callers_in_words():
    assert about(a_report(), "Trong 5 lượt") == (
        "Trong 5 lượt phải gọi lại đến hạn trong kỳ, liên hệ được đúng hạn 2/5, chiếm 40,00 %"
        " (cán bộ gọi lại 1, người dân tự gọi lại và đã gặp 1); liên hệ được nhưng quá hạn 1;"
        " đã đóng, không liên hệ được 1; chưa gọi lại 1."
        " Từ lần nhỡ đến khi cán bộ gọi lại: trung vị 50 phút làm việc."
    )
    assert about(a_report(), "Có 6 người gọi nhỡ") == (
        "Có 6 người gọi nhỡ; chưa được phục vụ 3/6, chiếm 50,00 %; gọi nhỡ từ 2 lần trong 7 ngày"
        " 0/6, chiếm 0,00 %, từ 3 lần 0/6, chiếm 0,00 %."
    )


def test_the_table_of_branches_adds_up():
    table = grid(a_report(), "Bảng 1")
    rows = {row[0]: row[1:] for row in table.rows}

    assert table.head == (
        *("Nhánh", "Gọi đến", "Đã nghe", "Nhỡ trong giờ", "Nhỡ ngoài giờ"),
        *("Đã gọi lại", "Gọi lại đúng hạn", "Chưa gọi lại"),
    )
    assert rows["4. Thủ tục hành chính, một cửa"] == ("10", "4", "6", "0", "3", "2", "1")
    assert rows["2. Hỗ trợ doanh nghiệp"] == ("1", "0", "0", "1", "0", "0", "0")
    assert rows["Cộng"] == ("11", "4", "6", "1", "3", "2", "1")
    assert len(rows) == 10
    for come, answered, missed, closed, *_ in rows.values():
        assert int(come) == int(answered) + int(missed) + int(closed)
    for column in range(7):
        figures = [int(row[1 + column]) for row in table.rows]
        assert sum(figures[:-1]) == figures[-1]


def test_a_branch_that_is_no_more_is_told_by_its_id():
    calls = [a_call(Verdict.ANSWERED, 5, branch="nhanh-cu")]

    rows = grid(a_report(november(calls), causes={}), "Bảng 1").rows

    assert rows[-2] == ("nhanh-cu", "1", "1", "0", "0", "0", "0", "0")


def test_gaps_are_told_with_their_branch_and_length():
    assert grid(a_report(), "Bảng 2").rows == [
        ("4. Thủ tục hành chính, một cửa", "10:30, 23/11/2026", "11:00, 23/11/2026", "30 phút")
    ]
    assert about(a_report(), "Thời gian có người trực").endswith(
        "3 giờ 30 phút trên 4 giờ, đạt 87,50 %."
    )


def test_very_many_gaps_are_cut_and_it_says_so():
    hours = [(NINE + timedelta(hours=n), NINE + timedelta(hours=n, minutes=5)) for n in range(35)]
    report = a_report(november(covered={"doanh-nghiep": coverage(hours, [])}), causes={})

    assert len(grid(report, "Bảng 2").rows) == 30
    assert "Còn 5 khoảng thời gian khác không nêu trong bảng." in said(report)


def test_line_checks_by_branch_and_rings():
    assert grid(a_report(), "Bảng 3").rows == [
        ("2. Hỗ trợ doanh nghiệp", "1", "1", "100,00 %"),
        ("4. Thủ tục hành chính, một cửa", "2", "1", "50,00 %"),
    ]
    assert about(a_report(), "Đã gọi kiểm tra").startswith(
        "Đã gọi kiểm tra 3 lượt, đạt 2/3, chiếm 66,67 %."
    )
    assert about(a_report(), "Cán bộ trực nghe máy").startswith(
        "Cán bộ trực nghe máy 1/2, chiếm 50,00 % lượt đổ chuông;"
    )


def test_causes_come_by_how_often_with_their_share():
    assert grid(a_report(), "Bảng 5").rows == [
        ("Dừng khi đang đổ chuông", "2", "33,33 %"),
        ("Không nhấc máy", "2", "33,33 %"),
        ("Máy trả lời", "1", "16,67 %"),
        ("Không ai trực", "1", "16,67 %"),
    ]


def test_causes_that_are_not_those_of_the_missed_calls_are_refused():
    with pytest.raises(DoesNotAddUp):
        a_report(causes={Cause.NO_ANSWER: 5})


def test_what_nobody_keeps_account_of_is_left_to_be_filled():
    blank = [text for text in said(a_report(causes={})) if text.endswith("………………")]

    assert [text.partition(":")[0] for text in blank] == [
        "Số phản ánh, kiến nghị theo trạng thái, số quá hạn",
        "Nguyên nhân",
        "Kiến nghị",
    ]


def test_petitions_and_proposals_stand_where_they_are_given():
    petitions = Petitions(
        by_state=(("Đang xử lý", 333), ("Đã trả lời", 1071)), overdue=2, on_time=Ratio(1071, 1404)
    )
    report = a_report(petitions=petitions, proposals=("Thêm người trực.",))

    assert grid(report, "Bảng 4").rows[-1] == ("Cộng", "1.404")
    assert "Trả lời đúng hạn: 1.071/1.404, chiếm 76,28 %; đang quá hạn: 2." in said(report)
    assert "- Thêm người trực." in said(report)


def test_a_month_without_anything_is_told_without_any_share():
    told = said(a_report(november(), causes={}))

    for sentence in (
        "Trong kỳ, tổng đài không nhận cuộc gọi nào.",
        "Không có lượt phải gọi lại nào đến hạn trong kỳ.",
        "Trong kỳ không có giờ trực nào.",
        "Không có lượt đổ chuông nào tới cán bộ trực.",
        "Trong kỳ chưa gọi kiểm tra đường dây lượt nào.",
        "Nguyên nhân: không có cuộc gọi nhỡ.",
    ):
        assert sentence in told
    assert not any("%" in text for text in told)


def test_duty_without_a_gap_says_so():
    morning = (at("2026-11-23 07:00"), at("2026-11-23 11:00"))
    report = a_report(november(covered={"doanh-nghiep": coverage([morning], [morning])}), causes={})

    assert "Không có khoảng trống lịch trực." in said(report)


def test_it_carries_the_imprint():
    source = about(a_report(), "Nguồn")

    for each in ("từ ngày 01/11/2026", "tran-thi-b", "01/12/2026 07:30:00", "2026-11."):
        assert each in source


def test_no_number_of_anybody_is_in_it():
    made = str(paper(a_report(busy_november())))

    assert "505000" not in made
    assert "0505" not in made


def test_a_quarter_is_called_a_quarter():
    imprint = replace(IMPRINT, since=at("2026-10-01 00:00"), until=at("2027-01-01 00:00"))

    assert paper(a_report(imprint=imprint)).about.endswith("quý IV năm 2026")
