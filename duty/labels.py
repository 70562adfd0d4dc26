"""The words of the roster as people read them: in calendars, on sheets, in lists."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from duty.changes import span
from ivr.flow.duty.gaps import Gap
from ivr.flow.duty.on_duty import By
from ivr.flow.hours import Calendar
from ivr.flow.hunting import Passed
from ivr.flow.words import AbsenceReason, Grade, Role, Text

ROLES: Mapping[Role | None, Text] = {
    Role.PRIMARY: Text("Trực chính", "Primary"),
    Role.DEPUTY: Text("Trực phó", "Deputy"),
    Role.LEADER: Text("Lãnh đạo trực", "Leader on duty"),
    None: Text("Trực", "On duty"),
}
REASONS: Mapping[AbsenceReason, Text] = {
    AbsenceReason.MISSION: Text("công tác", "mission"),
    AbsenceReason.STUDY: Text("học", "study"),
    AbsenceReason.MEETING: Text("họp", "meeting"),
    AbsenceReason.LEAVE: Text("phép", "leave"),
}
INSTEAD: Mapping[By, Text] = {
    By.STAND_IN: Text("trực thay", "stands in for"),
    By.SWAP: Text("đổi ca với", "swapped with"),
}
BY: Mapping[By, Text] = {
    By.SHIFT: Text("theo ca", "by shift"),
    By.FILE: Text("theo tệp nhánh", "by the branches file"),
    **INSTEAD,
}
# Whether an officer of the roster is rung, and why not.
WHY: Mapping[Passed, Text] = {
    Passed.RINGS: Text("đổ chuông", "rings"),
    Passed.BUSY: Text("đang nghe cuộc khác", "on another hotline call"),
    Passed.OURS: Text("là số của tổng đài", "is one of our own numbers"),
    Passed.TWICE: Text("đã có ở trên", "named above already"),
    Passed.DESK_CLOSED: Text("bàn trực đang nghỉ", "the duty desk is closed"),
    Passed.ABSENT: Text("vắng mặt, chưa có người trực thay", "absent, nobody stands in"),
    Passed.UNFIT: Text(
        "số chưa xác minh hoặc không đạt", "number not verified, or fails its checks"
    ),
}
SIGNS: Mapping[Grade, str] = {
    Grade.PASSED: "●",
    Grade.MAILBOX: "◍",
    Grade.NO_ANSWER: "○",
    Grade.BUSY: "◌",
    Grade.BAD_NUMBER: "✕",
}


def both(text: Text) -> str:
    """Return a text in both languages, once where they say the same."""
    return text.vi if text.vi == text.en else f"{text.vi} · {text.en}"


def instead(by: By, post: Text) -> str:
    """Return instead of which post somebody is there, in both languages."""
    said = INSTEAD[by]
    return f"{said.vi} {post.vi} · {said.en} {post.en}"


def when(calendar: Calendar, since: datetime, until: datetime) -> str:
    """Return a period in local time; whole days without times."""
    begin, end = calendar.local(since), calendar.local(until)
    if begin.time() == time(0) == end.time():
        first, last = begin.date(), end.date() - timedelta(days=1)
        return f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    return span(calendar, Gap(since, until))
