"""The kinds of rows in a roster's file, each with its sheet and its columns."""

from collections.abc import Mapping

from duty.files import values
from duty.files.layout import Kind, Layout, column
from duty.files.vocabulary import AGENCY_KINDS, ROLES, YES, fold
from duty.labels import REASONS

WITHDRAWN = column(
    "withdrawn",
    "Thôi | Withdraw",
    values.mark,
    "x = thôi: dòng giống hệt đang có sẽ hết hiệu lực từ lúc nhập"
    " · x = withdraw: the same row, in force so far, ends with the import",
    choices=(YES,),
)
BRANCH = column(
    "branch",
    "Nhánh | Branch | Mã nhánh",
    values.text,
    "mã nhánh hoặc phím: thu-tuc-hanh-chinh, 4 · branch id or key",
    is_needed=True,
)
OFFICER = column(
    "officer",
    "Mã cán bộ | Officer | Cán bộ | Mã",
    values.code,
    "mã trong trang «Cán bộ» · a code of the sheet of officers",
    is_needed=True,
)
A_DAY = "ngày/tháng/năm: 23/11/2026 · day/month/year"
SINCE = column("since_on", "Từ ngày | From", values.day, A_DAY, is_needed=True)
SINCE_TIME = column(
    "since_time",
    "Từ giờ | From time | Start",
    values.ending,
    "để trống: từ 0:00 · nothing: from midnight",
)
UNTIL = column(
    "until_on",
    "Đến ngày | To | Đến hết ngày | Until",
    values.day,
    "tính cả ngày này · that day included",
    is_needed=True,
)
UNTIL_TIME = column(
    "until_time",
    "Đến giờ | To time | End",
    values.ending,
    "để trống: đến hết ngày · nothing: to the day's end",
)
LAST_DAY = "ngày cuối cùng; để trống: chưa định · the last day; nothing: open"
AS_IN_VIETNAMESE = "để trống: như tiếng Việt · nothing: as in Vietnamese"

OFFICERS = Layout(
    Kind.OFFICERS,
    ("Cán bộ", "Officers"),
    (
        column(
            "code",
            "Mã | Code | Mã cán bộ | Officer",
            values.code,
            "đặt một lần, không đổi: chữ thường không dấu, số, gạch nối"
            " · given once, never changed: lower-case letters, digits, hyphens",
            is_needed=True,
        ),
        column(
            "post_vi",
            "Chức danh | Post | Chức vụ",
            values.text,
            "chức danh, ai giữ cũng vậy · the post, whoever holds it",
        ),
        column("post_en", "Chức danh tiếng Anh | Post in English", values.text, AS_IN_VIETNAMESE),
        column(
            "person",
            "Họ và tên | Person | Họ tên | Tên | Name",
            values.text,
            "người đang giữ chức danh · who holds the post now",
        ),
        column(
            "number",
            "Số máy | Number | Số điện thoại | Điện thoại | Phone | SĐT",
            values.number,
            "0500 000 041",
        ),
        column(
            "verified_on",
            "Ngày xác minh | Verified on | Ngày gọi thử",
            values.day,
            "ngày đã gọi thử, đúng người nghe; chưa có thì chưa đổ chuông số này"
            " · the day on which the right person answered; else it is not rung yet",
        ),
        column(
            "agency",
            "Cơ quan | Agency | Mã cơ quan",
            values.text,
            "mã hoặc tên cơ quan: so-noi-vu · the agency's id or name",
        ),
        column(
            "languages",
            "Ngôn ngữ | Languages",
            values.languages,
            "Việt, Anh; để trống: Việt · nothing: Vietnamese",
        ),
        column(
            "active_from",
            "Từ ngày | From",
            values.day,
            "ngày bắt đầu; để trống: hôm nay · the first day; nothing: today",
        ),
        column("active_to", "Đến ngày | To", values.day, LAST_DAY),
    ),
)
SHIFTS = Layout(
    Kind.SHIFTS,
    ("Ca trực", "Shifts", "Lịch trực"),
    (
        BRANCH,
        OFFICER,
        column(
            "role",
            "Vai trò | Role",
            values.role,
            "chính đổ chuông trước, rồi phó, rồi lãnh đạo · rung in this order",
            is_needed=True,
            choices=tuple(ROLES.values()),
        ),
        column(
            "position",
            "Thứ tự | Position | Order",
            values.count,
            "1 đổ chuông trước 2; để trống: 1 · 1 is rung before 2; nothing: 1",
        ),
        column(
            "weekdays",
            "Ngày trong tuần | Weekdays | Thứ | Các thứ",
            values.weekdays,
            "T2-T6; T2, T4; CN; hằng ngày · every day",
            is_needed=True,
        ),
        column("start", "Từ giờ | Start | From time", values.clock, "7:00", is_needed=True),
        column(
            "end",
            "Đến giờ | End | To time",
            values.closing,
            "17:00; không sau giờ bắt đầu là sang hôm sau · not after the start: on the next day",
            is_needed=True,
        ),
        column("valid_from", "Từ ngày | From | Valid from", values.day, A_DAY, is_needed=True),
        column("valid_to", "Đến ngày | To | Valid to", values.day, LAST_DAY),
        WITHDRAWN,
    ),
)
ABSENCES = Layout(
    Kind.ABSENCES,
    ("Vắng mặt", "Absences"),
    (
        OFFICER,
        SINCE,
        SINCE_TIME,
        UNTIL,
        UNTIL_TIME,
        column(
            "reason",
            "Lý do | Reason",
            values.reason,
            "công tác, học, họp, phép · mission, study, meeting, leave",
            is_needed=True,
            choices=tuple(reason.vi for reason in REASONS.values()),
        ),
        column(
            "stand_in",
            "Người trực thay | Stand-in | Trực thay",
            values.code,
            "mã cán bộ; có thể để trống · an officer's code, or nothing",
        ),
        column(
            "note",
            "Ghi chú | Note",
            values.text,
            "chỉ để nhớ, không in ra lịch · to remember; never printed",
        ),
        WITHDRAWN,
    ),
)
SWAPS = Layout(
    Kind.SWAPS,
    ("Đổi ca", "Swaps"),
    (
        BRANCH,
        column(
            "giver",
            "Người nhường | Giver",
            values.code,
            "mã cán bộ có ca · the officer whose turns they are",
            is_needed=True,
        ),
        column(
            "taker",
            "Người nhận | Taker",
            values.code,
            "mã cán bộ nhận ca · the officer who takes them",
            is_needed=True,
        ),
        SINCE,
        SINCE_TIME,
        UNTIL,
        UNTIL_TIME,
        column("reason", "Lý do | Reason", values.text, "bằng lời · in words", is_needed=True),
        WITHDRAWN,
    ),
)
DAYS = Layout(
    Kind.DAYS,
    ("Ngày nghỉ", "Calendar days", "Ngày nghỉ, làm bù"),
    (
        column("day", "Ngày | Day | Date", values.day, A_DAY, is_needed=True),
        column(
            "name_vi",
            "Tên | Name | Tên ngày",
            values.text,
            "Nghỉ bù Quốc khánh · what the day is called",
            is_needed=True,
        ),
        column("name_en", "Tên tiếng Anh | English name", values.text, AS_IN_VIETNAMESE),
        column(
            "worked_as",
            "Làm bù theo | Worked as",
            values.weekday,
            "để trống: nghỉ; T6: làm như thứ Sáu · nothing: off; T6: worked as a Friday",
        ),
        column(
            "document",
            "Văn bản | Document | Số văn bản",
            values.text,
            "số văn bản quyết định · the number of the document",
            is_needed=True,
        ),
        WITHDRAWN,
    ),
)
AGENCIES = Layout(
    Kind.AGENCIES,
    ("Cơ quan", "Agencies"),
    (
        column(
            "code",
            "Mã cơ quan | Agency | Mã | Code",
            values.code,
            "đặt một lần, không đổi: chữ thường không dấu, số, gạch nối"
            " · given once, never changed: lower-case letters, digits, hyphens",
            is_needed=True,
        ),
        column(
            "name_vi",
            "Tên cơ quan | Agency name | Name | Tên",
            values.text,
            "tên đầy đủ: Sở Nội vụ · the whole name",
        ),
        column("name_en", "Tên tiếng Anh | English name", values.text, AS_IN_VIETNAMESE),
        column(
            "kind",
            "Loại | Kind | Loại cơ quan",
            values.agency_kind,
            "nhà nước hoặc hội; để trống: nhà nước · state or association; nothing: state",
            choices=tuple(AGENCY_KINDS.values()),
        ),
        column(
            "valid_from",
            "Từ ngày | From | Valid from",
            values.day,
            "ngày bắt đầu; để trống: hôm nay · the first day; nothing: today",
        ),
        column("valid_to", "Đến ngày | To | Valid to", values.day, LAST_DAY),
    ),
)
LAYOUTS: Mapping[Kind, Layout] = {
    layout.kind: layout for layout in (OFFICERS, SHIFTS, ABSENCES, SWAPS, DAYS, AGENCIES)
}
SHEETS: Mapping[str, Layout] = {
    fold(name): layout for layout in LAYOUTS.values() for name in layout.sheets
}
# Sheets beside the roster's own that are never read.
GUIDE, EXAMPLE, ABOUT, LISTS = "Hướng dẫn", "Ví dụ", "Thông tin", "Danh mục"
BESIDE = frozenset(map(fold, (GUIDE, EXAMPLE, ABOUT, LISTS)))
