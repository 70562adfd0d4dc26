"""Files as people save them: what can be read is read, and every fault is told by its place."""

import datetime as dt
import io
import random
import unicodedata
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from duty.files.grid import BadFile, letters
from duty.files.kinds import LAYOUTS
from duty.files.layout import Kind
from duty.files.reading import read_file
from duty.files.template import template
from duty.files.write_xlsx import write_xlsx
from tests.guards.sources import ROOT
from tests.harness import NINE_ON_MONDAY

OFFICERS = ["Mã", "Chức danh", "Số máy"]
SHIFTS = ["Nhánh", "Mã cán bộ", "Vai trò", "Ngày trong tuần", "Từ giờ", "Đến giờ", "Từ ngày"]
SHEET = "trang «Ca trực»"
A_SHIFT = ["4", "an", "chính", "T2-T6", "7:00", "17:00", "23/11/2026"]


def workbook(**sheets):
    """Return a workbook as a file; a sheet's name has _ for a space."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows, delimiter=","):
    return "\n".join(delimiter.join(row) for row in rows)


def values(content):
    reading = read_file(content)
    assert reading.faults == []
    return [line.values for line in reading.lines]


def faults(content):
    """Return every fault of a file in Vietnamese."""
    try:
        reading = read_file(content)
    except BadFile as error:
        return [fault.told().vi for fault in error.faults]
    return [fault.told().vi for fault in sorted(reading.faults)]


# CSV.


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_however_it_was_saved(delimiter, encoding, newline):
    text = csv(OFFICERS, ["an", "Chánh Văn phòng", "0500 000 141"], delimiter=delimiter)

    (read,) = values(text.replace("\n", newline).encode(encoding))

    assert read == {"code": "an", "post_vi": "Chánh Văn phòng", "number": "+84500000141"}


TONES = "\u0300\u0301\u0303\u0309\u0323"


def old_vietnamese(text):
    """Return a text in CP1258, in which a tone is a letter of its own."""
    split = "".join(
        unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
        + "".join(p for p in parts if p in TONES)
        for parts in (unicodedata.normalize("NFD", letter) for letter in text)
    )
    return split.encode("cp1258")


def test_the_old_vietnamese_of_windows_is_read():
    text = csv(OFFICERS, ["an", "Chuyên viên trực, nghỉ bù ở tỉnh", "0500 000 141"], delimiter=";")

    (read,) = values(old_vietnamese(text))

    assert read["post_vi"] == "Chuyên viên trực, nghỉ bù ở tỉnh"


def test_the_kind_of_a_csv_is_known_by_its_headings():
    assert read_file(csv(SHIFTS, A_SHIFT).encode()).lines[0].kind is Kind.SHIFTS
    swaps = ["Nhánh", "Người nhường", "Người nhận", "Từ ngày", "Đến ngày", "Lý do"]
    a_swap = ["4", "an", "binh", "24/11/2026", "24/11/2026", "bận"]
    assert read_file(csv(swaps, a_swap).encode()).lines[0].kind is Kind.SWAPS
    days = ["Ngày", "Tên", "Văn bản"]
    assert read_file(csv(days, ["24/11/2026", "Nghỉ", "1"]).encode()).lines[0].kind is Kind.DAYS
    absences = ["Officer", "From", "To", "Reason"]
    an_absence = ["an", "24/11/2026", "24/11/2026", "leave"]
    assert read_file(csv(absences, an_absence).encode()).lines[0].kind is Kind.ABSENCES


def test_headings_may_be_english_or_without_marks():
    english = ["Branch", "Officer", "Role", "Weekdays", "Start", "End", "From"]
    bare = ["nhanh", "MA CAN BO", "vai tro", "ngay trong tuan", "tu gio", "den gio", "tu ngay"]
    both = ["Nhánh · Branch", "Mã cán bộ (code)", *SHIFTS[2:]]

    first, second, third = (values(csv(h, A_SHIFT).encode()) for h in (english, bare, both))
    assert first == second == third == values(csv(SHIFTS, A_SHIFT).encode())


def test_a_title_and_empty_rows_and_running_numbers_are_nobodys_business():
    text = csv(
        ["LỊCH TRỰC THÁNG 11", "", "", ""],
        ["", "", "", ""],
        ["STT", *OFFICERS],
        ["1", "an", "Chánh Văn phòng", "0500 000 141"],
        ["", "", "", ""],
        ["2", "binh", "Chuyên viên", "0500 000 142"],
    )

    assert [read["code"] for read in values(text.encode())] == ["an", "binh"]


def test_excels_hint_of_the_delimiter_is_no_row():
    text = "sep=;\n" + csv(OFFICERS, ["an", "Chánh", "12"], delimiter=";")

    assert faults(text.encode()) == [
        "dòng 3, cột 3 «Số máy»: thấy «12»; chỉ nhận: số máy Việt Nam, như 0500 000 041"
    ]


def test_a_row_is_told_by_the_line_that_it_begins_on():
    text = csv(OFFICERS, ["an", '"Chánh\nVăn phòng"', "0500 000 141"], ["binh", "Phó", "x"])

    (fault,) = faults(text.encode())

    assert fault.startswith("dòng 4, cột 3 «Số máy»: thấy «x»")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "tệp rỗng"),
        (" \n ", "tệp rỗng"),
        ("Mã,Chức danh,Số máy\n", "không có dòng nào để nhập"),
        ("một,hai\nba,bốn\n", "không thấy dòng tiêu đề; cần các cột: Mã; Nhánh, Mã cán bộ"),
        ("Nhánh,Mã cán bộ,Vai trò\n4,an,chính\n", "dòng 1: thiếu cột «Ngày trong tuần»"),
        ("Mã,Chức danh,Số mái\nan,Chánh,1\n", "dòng 1, cột 3 «»: không hiểu cột «Số mái»"),
        ("Mã,Mã,Số máy\nan,b,1\n", "dòng 1, cột 2 «»: cột «Mã» có hai lần, trước đó ở cột 1"),
        ("Mã,Chức danh\nan,Phó,thừa\n", "dòng 2, cột 3: ô này không có tiêu đề cột"),
        ("Mã,Chức danh\n,Phó\n", "dòng 2, cột 1 «Mã»: thiếu: đặt một lần"),
        ('Mã,Chức danh\nan,"Phó\n', "không đọc được CSV"),
    ],
)
def test_a_csv_that_cannot_be_taken_says_why(text, told):
    found = faults(text.encode())

    assert any(told.replace(" «»", "") in fault for fault in found), found


def test_every_fault_is_told_and_not_the_first_only():
    text = csv(SHIFTS, ["4", "an", "trưởng", "T9", "25:00", "", "31/02/2026"], A_SHIFT, A_SHIFT)

    found = faults(text.encode())

    assert [fault.split(":")[0] for fault in found] == [
        "dòng 2, cột 3 «Vai trò»",
        "dòng 2, cột 4 «Ngày trong tuần»",
        "dòng 2, cột 5 «Từ giờ»",
        "dòng 2, cột 6 «Đến giờ»",
        "dòng 2, cột 7 «Từ ngày»",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03",
        b"%PDF-1.7\n\x00\xd2\xff",
        b"\xff\xfe\x00",
        bytes(range(256)) * 4,
        b"\xd2\xd2\xd2",
    ],
)
def test_what_is_no_table_is_refused(content):
    assert faults(content)


# XLSX.


def test_the_sheets_of_a_workbook_are_read_and_empty_ones_left_out():
    content = workbook(
        Cán_bộ=[OFFICERS, ["an", "Chánh Văn phòng", 500000141]],
        Ca_trực=[SHIFTS, A_SHIFT],
        Sheet1=[],
        Vắng_mặt=[["Mã cán bộ", "Từ ngày", "Đến ngày", "Lý do"]],
        Ví_dụ=[["=1+1", "gì cũng được"]],
    )

    reading = read_file(content)

    assert reading.faults == []
    assert [line.kind for line in reading.lines] == [Kind.OFFICERS, Kind.SHIFTS]
    assert reading.lines[0].values["number"] == "+84500000141"


def test_days_and_times_of_a_spreadsheet_are_read():
    row = [
        "4",
        "an",
        "chính",
        "T2",
        dt.time(7),
        dt.time(16, 59, 59, 999_700),
        dt.date(2026, 11, 23),
    ]
    (read,) = values(workbook(Ca_trực=[SHIFTS, row]))

    assert (read["start"], read["end"]) == (dt.time(7), dt.time(17))
    assert read["valid_from"] == dt.date(2026, 11, 23)


@pytest.mark.parametrize("hours", [d / 24 for d in range(1, 25)])
def test_times_kept_as_fractions_of_a_day_are_read_to_the_second(hours):
    book = load_workbook(io.BytesIO(workbook(Ca_trực=[SHIFTS, A_SHIFT])))
    cell = book["Ca trực"]["F2"]
    cell.value, cell.number_format = hours, "hh:mm"

    (read,) = values(saved(book))

    assert (read["end"].hour, read["end"].minute) == (round(hours * 24) % 24, 0)


def changed(change):
    """Return a workbook of one shift, changed."""
    book = load_workbook(io.BytesIO(workbook(Ca_trực=[SHIFTS, A_SHIFT, ["5", *A_SHIFT[1:]]])))
    change(book["Ca trực"])
    return saved(book)


def test_a_formula_is_a_fault_at_its_place():
    def change(sheet):
        sheet["E3"] = "=E2"

    (fault,) = faults(changed(change))
    assert fault.startswith(f"{SHEET}, dòng 3, cột E: là công thức; hãy chép rồi dán lại")


def test_a_text_that_looks_like_a_formula_is_text():
    def change(sheet):
        sheet["B3"] = "=an"
        sheet["B3"].data_type = "s"

    assert faults(changed(change)) == []


def test_merged_cells_are_a_fault_unless_they_are_a_title():
    def below(sheet):
        sheet.merge_cells("A2:A3")

    def above(sheet):
        sheet.insert_rows(1)
        sheet["A1"] = "LỊCH TRỰC"
        sheet.merge_cells("A1:G1")

    assert faults(changed(below)) == [
        f"{SHEET}, dòng 2, cột A: ô gộp A2:A3; hãy bỏ gộp và ghi đủ từng ô",
        f"{SHEET}, dòng 3, cột A «Nhánh»: thiếu: mã nhánh hoặc phím: thu-tuc-hanh-chinh, 4",
    ]
    assert faults(changed(above)) == []


def test_a_cell_that_shows_an_error_is_a_fault():
    def change(sheet):
        sheet["E2"] = "#N/A"

    (fault,) = faults(changed(change))
    assert fault == "trang «Ca trực», dòng 2, cột E: ô đang báo lỗi #N/A"


def test_a_sheet_of_another_name_is_a_fault():
    (fault,) = faults(workbook(Tháng_11=[SHIFTS, A_SHIFT]))

    assert fault == (
        "trang «Tháng 11»: không hiểu tên trang;"
        " chỉ nhận: Cán bộ, Ca trực, Vắng mặt, Đổi ca, Ngày nghỉ, Cơ quan"
    )


def test_sheets_may_be_named_in_english_or_without_marks():
    assert faults(workbook(Shifts=[SHIFTS, A_SHIFT])) == []
    assert faults(workbook(ca_truc=[SHIFTS, A_SHIFT])) == []


def test_faults_come_in_the_order_of_the_sheets():
    bad = ["4", "an", "trưởng", *A_SHIFT[3:]]
    content = workbook(Ca_trực=[SHIFTS, bad], Cán_bộ=[OFFICERS, ["an", "Chánh", "x"]])

    assert [fault.split(",")[0] for fault in faults(content)] == [
        "trang «Ca trực»",
        "trang «Cán bộ»",
    ]


def test_an_old_workbook_or_one_with_a_password_says_so():
    (fault,) = faults(b"\xd0\xcf\x11\xe0" + bytes(600))

    assert ".xls" in fault
    assert "mật khẩu" in fault


def test_the_template_holds_nothing_to_import(switchboard):
    content = write_xlsx(template(switchboard, NINE_ON_MONDAY))

    assert faults(content) == ["không có dòng nào để nhập"]


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook_is_refused_and_never_breaks(seed):
    rng = random.Random(seed)
    content = bytearray(workbook(Ca_trực=[SHIFTS, A_SHIFT]))
    for _ in range(rng.choice([1, 3, 30])):
        content[rng.randrange(4, len(content))] = rng.randrange(256)
    if seed % 3 == 0:
        del content[rng.randrange(4, len(content)) :]

    assert isinstance(faults(bytes(content)), list)


def test_a_workbook_that_would_unpack_to_far_too_much_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", bytes(201 << 20))

    assert faults(out.getvalue()) == ["tệp quá lớn"]


def test_far_too_many_rows_are_refused():
    def change(sheet):
        sheet["A30000"] = "4"

    (fault,) = faults(changed(change))
    assert "quá 20000 dòng" in fault
    assert faults(csv(SHIFTS, *[A_SHIFT] * 20_001).encode()) == ["quá 20000 dòng"]


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_named_as_spreadsheets_name_them(number, name):
    assert letters(number) == name


def test_the_guide_names_every_sheet_and_column():
    guide = (ROOT / "docs" / "duty.md").read_text("utf-8")

    names = [layout.sheet for layout in LAYOUTS.values()]
    names += [column.heading for layout in LAYOUTS.values() for column in layout.columns]
    assert [name for name in names if name not in guide] == []
