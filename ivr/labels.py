"""The words of the books as people read them: on pages, in lists, in letters.

A label is said in both languages, and says what happened rather than which word it is stored by.
"""

from collections.abc import Mapping

from ivr.flow.hours import Closed
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    CallResult,
    Cause,
    Channel,
    Did,
    Grade,
    LegOutcome,
    MessageState,
    Reason,
    Text,
    Verdict,
)

GOING_ON = Text("đang gọi", "going on")

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.ANSWERED: Text("đã trả lời", "answered"),
    Verdict.ABANDONED: Text("người gọi bỏ", "the caller gave up"),
    Verdict.NOT_ANSWERED: Text("không ai nghe", "nobody answered"),
    Verdict.MENU_ENDED: Text("dừng ở lời chào", "ended in the menu"),
    Verdict.OUT_OF_HOURS: Text("ngoài giờ", "out of hours"),
    Verdict.BLOCKED: Text("đã chặn", "blocked"),
    Verdict.TEST: Text("gọi kiểm tra", "a test call"),
}
CAUSES: Mapping[Cause, Text] = {
    Cause.NOBODY_ON_DUTY: Text("không ai trực", "nobody was on duty"),
    Cause.NO_ANSWER: Text("không nhấc máy", "no officer picked up"),
    Cause.DECLINED: Text("cán bộ bận", "the officer declined"),
    Cause.MACHINE: Text("máy trả lời", "a mailbox picked up"),
    Cause.BUSY: Text("máy bận", "the lines were busy"),
    Cause.BAD_NUMBER: Text("số hỏng", "the number is out of service"),
    Cause.OUR_FAULT: Text("lỗi hệ thống", "a fault of the system"),
    Cause.SHORT: Text("dừng rất sớm", "hung up at once"),
    Cause.HUNG_UP: Text("dừng khi đang đổ chuông", "hung up while it rang"),
    Cause.CLOSED: Text("ngoài giờ", "the office was closed"),
    Cause.HOLIDAY: Text("ngày nghỉ", "a public holiday"),
    Cause.NOT_YET_OPEN: Text("chưa mở đường dây", "the line is not open yet"),
    Cause.LINE_CHECK: Text("kiểm tra đường dây", "a line check"),
    Cause.OFFICERS_MENU: Text("cán bộ dùng phím", "an officer at the keypad"),
}
LEG_OUTCOMES: Mapping[LegOutcome, Text] = {
    LegOutcome.ANSWERED: Text("đã nghe máy", "answered"),
    LegOutcome.NO_ANSWER: Text("không nhấc máy", "did not pick up"),
    LegOutcome.BUSY: Text("máy bận", "busy"),
    LegOutcome.MACHINE: Text("nhấc máy nhưng không nhận", "picked up, did not accept"),
    LegOutcome.DECLINED: Text("từ chối", "declined"),
    LegOutcome.FAILED: Text("không gọi được", "could not be reached"),
    LegOutcome.CANCELED: Text("người gọi đã gác máy", "the caller hung up first"),
}
MESSAGE_STATES: Mapping[MessageState, Text] = {
    MessageState.WAITING: Text("đang chờ tải về", "waiting to be fetched"),
    MessageState.STORED: Text("đã lưu", "stored"),
    MessageState.ABSENT: Text("không có tiếng nói", "nothing was said"),
    MessageState.SUPERSEDED: Text("đã ghi âm lại", "recorded anew"),
    MessageState.REFUSED: Text("không nhận được", "refused"),
    MessageState.LOST: Text("không tải về được", "could not be fetched"),
    MessageState.DELETED: Text("đã xóa", "deleted"),
}
ORIGINS: Mapping[CallOrigin, Text] = {
    CallOrigin.WEBHOOK: Text("trực tiếp", "live"),
    CallOrigin.RECONCILIATION: Text("đối soát", "reconciliation"),
    CallOrigin.FALLBACK: Text("dự phòng", "fallback"),
}
CALLBACKS: Mapping[CallbackState | CallbackOutcome, Text] = {
    CallbackState.OPEN: Text("chờ gọi lại", "to be called back"),
    CallbackState.CLOSED: Text("đã xong", "settled"),
    CallbackOutcome.REACHED: Text("đã gọi lại và gặp", "called back and reached"),
    CallbackOutcome.SELF_REACHED: Text("tự gọi lại và đã gặp", "called again and got through"),
    CallbackOutcome.UNREACHABLE: Text("không liên lạc được", "could not be reached"),
    CallbackOutcome.MOVED: Text("đã chuyển nhánh khác", "moved to another branch"),
    CallbackOutcome.WITHDRAWN: Text("không còn nhỡ", "not missed after all"),
    CallbackOutcome.NUISANCE: Text("gọi quấy rối", "a nuisance call"),
    CallbackOutcome.WRONG_NUMBER: Text("gọi nhầm số", "a wrong number"),
    CallbackOutcome.DUPLICATE: Text("trùng việc khác", "a duplicate"),
    CallbackOutcome.OTHER_CHANNEL: Text("đã giải quyết qua kênh khác", "settled another way"),
}
DEEDS: Mapping[Did, Text] = {
    Did.CLAIMED: Text("nhận việc", "claimed"),
    Did.RELEASED: Text("trả lại việc", "given back"),
    Did.TRIED: Text("đã gọi", "dialled"),
    Did.REACHED: Text("đã gặp", "reached"),
    Did.NOT_REACHED: Text("không gặp", "not reached"),
    Did.POSTPONED: Text("hẹn gọi lại", "to be called at another time"),
    Did.CLOSED: Text("đóng có lý do", "closed with a reason"),
    Did.MOVED: Text("chuyển nhánh", "moved to another branch"),
    Did.NOTED: Text("ghi chú", "noted"),
}
CHANNELS: Mapping[Channel, Text] = {
    Channel.KEYPAD: Text("phím điện thoại", "the keypad"),
    Channel.CALL: Text("cuộc gọi của tổng đài", "a call of ours"),
    Channel.COMMAND: Text("dòng lệnh", "a command"),
    Channel.WEB: Text("trang web", "the web page"),
    Channel.AUTO: Text("tự động", "by itself"),
}
CALL_RESULTS: Mapping[CallResult, Text] = {
    CallResult.SOLVED: Text("đã giải đáp", "solved"),
    CallResult.NOTED: Text("đã ghi nhận", "taken down"),
    CallResult.PASSED_ON: Text("chuyển nhánh khác", "passed on"),
    CallResult.NUISANCE: Text("quấy rối", "a nuisance"),
}
GRADES: Mapping[Grade, Text] = {
    Grade.PASSED: Text("đạt", "passed"),
    Grade.MAILBOX: Text("hộp thư thoại nhấc máy", "a mailbox picked up"),
    Grade.NO_ANSWER: Text("không ai nghe", "nobody answered"),
    Grade.BUSY: Text("máy bận", "busy"),
    Grade.BAD_NUMBER: Text("số hỏng", "a bad number"),
}
_CLOSED: Mapping[Reason, Text] = {
    Reason.OUT_OF_HOURS: Text("ngoài giờ làm việc", "out of office hours"),
    Reason.HOLIDAY: Text("ngày nghỉ", "a public holiday"),
    Reason.NOT_YET_OPEN: Text("chưa mở đường dây", "the line is not open yet"),
}


def verdict(word: Verdict | None) -> Text:
    """Return how a call ended; None is a call that goes on."""
    return VERDICTS[word] if word else GOING_ON


def leg_outcome(word: LegOutcome | None) -> Text:
    """Return how an officer's leg ended; None is one that rings, or is talked on."""
    return LEG_OUTCOMES[word] if word else GOING_ON


def closed(shut: Closed) -> Text:
    """Return why a branch is closed."""
    if shut.holiday:
        return Text(f"nghỉ {shut.holiday.vi}", f"closed for {shut.holiday.en}")
    return _CLOSED[shut.reason]
