"""The digest's text: the whole story in the subject, and nothing that there is none of."""

from datetime import date, time

import pytest

from figures.digest import BranchDay, Digest, EmptyHours, body, subject
from ivr.flow.words import Text

FOURTH = Text("4 Thủ tục hành chính", "4 Procedures")
SECOND = Text("2 Doanh nghiệp", "2 Business")


def day(**told):
    values = {
        "day": date(2026, 10, 24),
        "until": None,
        "branches": (
            BranchDay(name=SECOND, offered=9, answered=5, missed=4, overdue=1),
            BranchDay(name=FOURTH, offered=48, answered=44, missed=4),
        ),
        "people": 6,
        "unserved": 2,
        "out": (Text("Trưởng phòng", "Head"), Text("Chuyên viên", "Officer")),
    }
    return Digest(**(values | told))


def quiet(*branches, **told):
    return day(branches=branches, people=0, unserved=0, out=(), **told)


def test_the_subject_tells_the_whole_story():
    assert subject(day()) == Text(
        "CCHC 24/10: 57 gọi, 8 nhỡ (6 người), 1 quá hạn, 2 đầu số hỏng",
        "Hotline 24/10: 57 calls, 8 missed (6 people), 1 overdue, 2 numbers out of order",
    )


def test_an_unfinished_day_is_told_until_when():
    told = subject(day(until=time(16, 30)))

    assert told.vi.startswith("CCHC 24/10 đến 16:30: 57 gọi")
    assert told.en.startswith("Hotline 24/10 until 16:30: 57 calls")


@pytest.mark.parametrize(
    ("digest", "vi", "en"),
    [
        (quiet(), "không có cuộc gọi nào", "no calls"),
        (
            quiet(BranchDay(name=SECOND, offered=1, answered=1)),
            "1 gọi, không nhỡ",
            "1 call, none missed",
        ),
        (
            quiet(BranchDay(name=SECOND, overdue=3)),
            "không có cuộc gọi nào, 3 quá hạn",
            "no calls, 3 overdue",
        ),
        (
            quiet(BranchDay(name=SECOND, offered=1404, answered=1402, missed=2), nameless=2),
            "1.404 gọi, 2 nhỡ (ẩn số)",
            "1404 calls, 2 missed (no number shown)",
        ),
        (
            day(
                branches=(BranchDay(name=SECOND, offered=2, answered=1, missed=1),),
                people=1,
                out=(Text("Trưởng phòng", "Head"),),
            ),
            "2 gọi, 1 nhỡ (1 người), 1 đầu số hỏng",
            "2 calls, 1 missed (1 person), 1 number out of order",
        ),
    ],
)
def test_what_there_is_none_of_reads_naturally(digest, vi, en):
    told = subject(digest)

    assert told.vi == f"CCHC 24/10: {vi}"
    assert told.en == f"Hotline 24/10: {en}"


def test_the_body_tells_the_branches_and_what_is_to_be_done():
    empty = EmptyHours(name=SECOND, spans=("25/10/2026 10:30–11:00",), minutes=30, of_minutes=480)

    told = body(day(empty=(empty,), nameless=1))

    assert told.vi.splitlines() == [
        "Gọi đến 57, đã trả lời 49 (85,96 %), nhỡ 8.",
        "Người gọi nhỡ: 6, trong đó 2 người chưa ai gặp lại.",
        "Cuộc nhỡ ẩn số, không gọi lại được: 1.",
        "- 2 Doanh nghiệp: 9 gọi, 5 trả lời, 4 nhỡ",
        "- 4 Thủ tục hành chính: 48 gọi, 44 trả lời, 4 nhỡ",
        "Quá hạn gọi lại: 2 Doanh nghiệp 1.",
        "Đầu số không đạt kiểm tra, tạm không đổ chuông: Trưởng phòng, Chuyên viên.",
        "Chưa có ai trực: 2 Doanh nghiệp, 25/10/2026 10:30–11:00 (30/480 phút).",
    ]
    assert told.en.splitlines() == [
        "Offered 57, answered 49, missed 8.",
        "Callers missed: 6; not spoken to since: 2.",
        "Missed without a number to call back: 1.",
        "- 2 Business: 9 offered, 5 answered, 4 missed",
        "- 4 Procedures: 48 offered, 44 answered, 4 missed",
        "Callbacks overdue: 2 Business 1.",
        "Numbers that fail their checks and are not rung: Head, Officer.",
        "Nobody on duty: 2 Business, 25/10/2026 10:30–11:00 (30 of 480 minutes).",
    ]


def test_a_quiet_day_is_told_in_a_line():
    told = body(quiet(BranchDay(name=SECOND)))

    assert told == Text("Không có cuộc gọi nào.", "No calls.")


def test_calls_that_only_the_carrier_had_are_told_where_there_are_any():
    told, silent = body(day(unseen=2)), body(day())

    assert "Chỉ nhà mạng ghi nhận, không ai phục vụ (đối soát): 2 cuộc." in told.vi.splitlines()
    assert "Calls that only the carrier's list had, served by nobody: 2." in told.en.splitlines()
    assert "nhà mạng" not in silent.vi
