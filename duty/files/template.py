"""The empty workbook that people fill in: a guide, an example, the roster's sheets, and lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypedDict

from duty.files.grid import Value
from duty.files.kinds import ABOUT, EXAMPLE, GUIDE, LAYOUTS
from duty.files.layout import Kind
from duty.files.rows import Cells
from duty.files.values import said
from duty.files.write_xlsx import Book, Page, Sheet
from duty.labels import both
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Text
from models.duty.officers import AgencyRow

EXAMPLES: Mapping[Kind, Sequence[Cells]] = {
    Kind.OFFICERS: (
        {
            "code": "tthc-1",
            "post_vi": "Chuyên viên trực, Phòng Kiểm soát thủ tục hành chính",
            "post_en": "Duty officer, Procedure Control Division",
            "person": "Họ và tên",
            "number": "0500 000 141",
            "verified_on": date(2026, 11, 20),
            "agency": "van-phong-ubnd",
            "languages": "Việt, Anh",
            "active_from": date(2026, 11, 1),
        },
    ),
    Kind.SHIFTS: (
        {
            "branch": "thu-tuc-hanh-chinh",
            "officer": "tthc-1",
            "role": "chính",
            "position": 1,
            "weekdays": "T2-T6",
            "start": time(7),
            "end": time(17),
            "valid_from": date(2026, 11, 23),
        },
        {
            "branch": "truc-ban",
            "officer": "tthc-1",
            "role": "phó",
            "weekdays": "T7, CN",
            "start": time(19),
            "end": time(7),
            "valid_from": date(2026, 11, 23),
            "valid_to": date(2026, 12, 31),
        },
    ),
    Kind.ABSENCES: (
        {
            "officer": "tthc-1",
            "since_on": date(2026, 11, 24),
            "since_time": time(9),
            "until_on": date(2026, 11, 24),
            "until_time": time(14),
            "reason": "họp",
            "stand_in": "tthc-2",
        },
        {
            "officer": "tthc-2",
            "since_on": date(2026, 12, 7),
            "until_on": date(2026, 12, 9),
            "reason": "phép",
            "stand_in": "tthc-1",
            "note": "ba ngày, tính cả ngày 09/12",
        },
    ),
    Kind.SWAPS: (
        {
            "branch": "thu-tuc-hanh-chinh",
            "giver": "tthc-1",
            "taker": "tthc-2",
            "since_on": date(2026, 11, 26),
            "until_on": date(2026, 11, 26),
            "reason": "hai bên đã thống nhất",
        },
    ),
    Kind.DAYS: (
        {
            "day": date(2026, 12, 25),
            "name_vi": "Nghỉ hoán đổi",
            "name_en": "A day off instead",
            "document": "số văn bản",
        },
        {
            "day": date(2026, 12, 26),
            "name_vi": "Làm bù ngày 25/12",
            "name_en": "Worked for 25 December",
            "worked_as": "T6",
            "document": "số văn bản",
        },
    ),
    Kind.AGENCIES: (
        {
            "code": "so-noi-vu",
            "name_vi": "Sở Nội vụ",
            "name_en": "Department of Home Affairs",
            "kind": "nhà nước",
            "valid_from": date(2026, 11, 1),
        },
    ),
}
GUIDE_HEAD = (
    Text("LỊCH TRỰC: CÁCH GHI", "THE DUTY ROSTER: HOW TO FILL IT IN"),
    Text(
        "1. Ghi vào các trang «Cán bộ», «Ca trực», «Vắng mặt», «Đổi ca», «Ngày nghỉ», «Cơ quan»."
        " Trang nào không dùng thì để trống. Trang «Ví dụ» không được nhập.",
        "1. Fill in the sheets of officers, shifts, absences, swaps, days, agencies; any of them"
        " may stay empty. The example is never imported.",
    ),
    Text(
        "2. Mỗi dòng một việc. Không gộp ô, không dùng công thức, không đổi tên trang và tiêu đề"
        " cột. Cột tô đậm là bắt buộc.",
        "2. One thing a row. No merged cells, no formulas; leave the names of sheets and columns."
        " Columns with bold headings are needed.",
    ),
    Text(
        "3. Các ô đã định dạng chữ (Text): gõ ngày 23/11/2026, giờ 7:00, số máy 0500 000 041 đúng"
        " như viết tay.",
        "3. Cells are formatted as text: type days as 23/11/2026, times as 7:00, numbers as"
        " 0500 000 041.",
    ),
    Text(
        "4. Ghi mã cán bộ một lần ở trang «Cán bộ», các trang khác dùng lại mã đó. Số máy chỉ được"
        " đổ chuông khi đã xác minh: gọi thử, đúng người nghe.",
        "4. An officer's code is given once, and used in the other sheets. A number is rung once"
        " it was verified.",
    ),
    Text(
        "5. Bỏ một ca, vắng mặt, đổi ca hay ngày nghỉ đang có: ghi lại đúng dòng đó và x ở cột"
        " «Thôi» (dễ nhất là xuất lịch ra tệp rồi đánh dấu). Cán bộ thôi trực: ghi «Đến ngày».",
        "5. To end a shift, absence, swap or day: repeat its row with x under «Thôi» (easiest in"
        " an export). An officer who leaves gets a last day.",
    ),
    Text(
        "6. Một lỗi thì không dòng nào được nhập: chương trình báo mọi lỗi theo trang, dòng, cột."
        " Lịch để trống giờ làm việc của một nhánh cũng bị từ chối.",
        "6. With one fault nothing is imported: all are told by sheet, row and column. So is a"
        " roster that leaves a branch's hours without anybody.",
    ),
)


class Lists(TypedDict):
    """What a workbook offers to choose from."""

    branches: list[tuple[str, str]]
    agencies: list[tuple[str, str]]


def template(switchboard: Switchboard, now: datetime) -> Book:
    """Return the empty workbook for a switchboard's roster."""
    return Book(
        before=(_guide(), _example()),
        sheets=tuple(Sheet(layout) for layout in LAYOUTS.values()),
        made_at=now,
        **lists_of(switchboard),
    )


def lists_of(switchboard: Switchboard, entered: Iterable[AgencyRow] = ()) -> Lists:
    """Return the id and the name of each branch, the duty desk last, and of each agency.

    An agency that was entered goes before one of the same id in the branches file.
    """
    branches = (*switchboard.branches(), switchboard.desk)
    agencies = {agency.id: agency.name.vi for agency in switchboard.agencies}
    agencies |= {agency.code: agency.name_vi for agency in entered}
    return {
        "branches": [(b.id, f"{b.key}. {b.name.vi}" if b.key else b.name.vi) for b in branches],
        "agencies": list(agencies.items()),
    }


def about(lines: Sequence[tuple[str, str]]) -> Page:
    """Return the sheet that says what an export holds."""
    return Page(ABOUT, lines, (28, 80), frozenset({0}))


def _guide() -> Page:
    lines = [*((each.vi, each.en) for each in GUIDE_HEAD), ("", "")]
    bold = {0}
    for layout in LAYOUTS.values():
        bold.add(len(lines))
        lines.append((f"Trang «{layout.sheet}»", ""))
        for column in layout.columns:
            mark = " (bắt buộc)" if column.is_needed else ""
            lines.append((f"{column.heading}{mark}", both(column.about)))
        lines.append(("", ""))
    return Page(GUIDE, lines, (70, 90), frozenset(bold))


def _example() -> Page:
    lines: list[Sequence[Value]] = [("VÍ DỤ, KHÔNG ĐƯỢC NHẬP · EXAMPLES, NEVER IMPORTED",)]
    bold = {0}
    for layout in LAYOUTS.values():
        bold |= {len(lines) + 1, len(lines) + 2}
        lines += [(), (f"Trang «{layout.sheet}»",)]
        lines.append([column.heading for column in layout.columns])
        lines += _shown(layout.kind)
    return Page(EXAMPLE, lines, (20,) * 10, frozenset(bold))


def _shown(kind: Kind) -> Iterator[list[str]]:
    for row in EXAMPLES[kind]:
        yield [said(row.get(column.field)) for column in LAYOUTS[kind].columns]
