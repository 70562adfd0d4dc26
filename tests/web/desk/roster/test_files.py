"""Files: every fault told by its place and nothing half imported; exports that are audited."""

import io
from datetime import date, time

import pytest
from openpyxl import load_workbook

from duty.files.kinds import LAYOUTS
from duty.files.layout import Kind
from duty.files.write_csv import write_csv
from duty.files.write_xlsx import Book, Sheet, write_xlsx
from models.duty.officers import OfficerRow
from models.users.roles import UserRole
from tests.duty.conftest import absence, on
from tests.harness import PUBLIC_URL
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH
from tests.web.desk.rosters import text

DUNG = {
    "code": "dung",
    "post_vi": "Chuyên viên dung",
    "number": "0500 000 144",
    "agency": "so-tu-phap",
}
SHIFT = {
    "branch": BRANCH,
    "officer": "dung",
    "role": "phó",
    "weekdays": "T2-T6",
    "start": time(7),
    "end": time(17),
    "valid_from": date(2026, 11, 23),
}


def workbook(**rows):
    sheets = [Sheet(LAYOUTS[Kind(kind)], lines) for kind, lines in rows.items()]
    return write_xlsx(Book(sheets=tuple(sheets)))


def send(browser, content, deed="take", name="lich.xlsx"):
    return browser.post("/lich-truc/files/import", file=(io.BytesIO(content), name), deed=deed)


def codes(roster):
    return [row.code for row in roster.rows(OfficerRow)]


def test_a_file_is_taken_as_one_change_by_the_user(roster, supervisor):
    answer = send(supervisor, workbook(officers=[DUNG], shifts=[SHIFT]))

    assert answer.status_code == 200
    page = text(answer)
    assert "✓ Đã nhập vào lịch trực." in page
    assert "Cán bộ 1 0 0 0 Ca trực 1 0 0 0" in page
    assert "Số máy chưa xác minh, nên chưa đổ chuông: dung" in page
    assert codes(roster) == ["an", "binh", "chi", "dung"]
    assert audited(roster.hotline, "officers")[-1][:2] == ("giam.sat", "dung")


def test_it_can_be_tried_first_without_changing_anything(roster, supervisor):
    answer = send(supervisor, workbook(officers=[DUNG]), deed="try")

    assert answer.status_code == 200
    assert "Đây mới là thử, chưa ghi gì" in text(answer)
    assert "dung" not in codes(roster)


def test_every_fault_is_told_by_sheet_row_and_column_and_nothing_is_imported(roster, supervisor):
    bad = [
        SHIFT | {"role": "vua"},
        SHIFT | {"officer": "khong-co", "weekdays": "T9"},
    ]

    answer = send(supervisor, workbook(officers=[DUNG], shifts=bad))

    assert answer.status_code == 422
    page = text(answer)
    assert "3 lỗi, không dòng nào được nhập" in page or "2 lỗi, không dòng nào được nhập" in page
    assert "Ca trực 2 C «Vai trò» thấy «vua»; chỉ nhận: chính, phó, lãnh đạo" in page
    assert "Ca trực 3 E «Ngày trong tuần» thấy «T9»" in page
    assert "dung" not in codes(roster)


def test_a_csv_has_no_sheets_and_its_columns_are_numbered(roster, supervisor):
    content = write_csv(LAYOUTS[Kind.OFFICERS], [DUNG | {"number": "so-may"}])

    page = text(send(supervisor, content, name="can-bo.csv"))

    assert "– 2 5 «Số máy» thấy «so-may»" in page


def test_a_file_that_leaves_a_gap_is_refused_with_who_could_fill_it(roster, supervisor):
    away = {
        "officer": "an",
        "since_on": date(2026, 11, 24),
        "until_on": date(2026, 11, 24),
        "reason": "phép",
    }

    answer = send(supervisor, workbook(officers=[DUNG], absences=[away]))

    assert answer.status_code == 422
    assert "Chưa ghi được, vì sẽ có giờ không ai trực" in text(answer)
    assert "có thể trực thay: Chuyên viên binh" in text(answer)
    assert "dung" not in codes(roster)
    tried = send(supervisor, workbook(absences=[away]), deed="try")
    assert tried.status_code == 422


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0 old", "tệp Excel cũ"),
        (b"PK\x03\x04 broken", "không đọc được như tệp XLSX"),
        (b"hai,ba\n1,2\n", "tiêu đề"),
    ],
)
def test_what_is_no_roster_is_refused_as_a_whole(roster, supervisor, content, why):
    answer = send(supervisor, content)

    assert answer.status_code == 422
    assert why in text(answer)


def test_without_a_file_it_says_so(roster, supervisor):
    for fields in ({}, {"file": "no file at all"}, {"file": (io.BytesIO(b""), "")}):
        answer = supervisor.post("/lich-truc/files/import", deed="take", **fields)
        assert answer.status_code == 422
        assert "Chưa chọn tệp." in text(answer)


def test_a_file_may_be_larger_than_a_form_and_not_endless(roster, supervisor):
    rows = [DUNG | {"code": f"ma-{n}", "number": f"0500 1{n:05}"} for n in range(1, 5000)]
    content = write_csv(LAYOUTS[Kind.OFFICERS], rows)
    assert 262_144 < len(content) < 500_000

    assert send(supervisor, content, deed="try", name="can-bo.csv").status_code == 200
    assert supervisor.post("/lich-truc/absences/new", note="x" * 300_000).status_code == 413
    endless = supervisor.client.post(
        "/desk/lich-truc/files/import",
        base_url=PUBLIC_URL,
        data=b"x" * (5 << 20),
        content_type="multipart/form-data; boundary=x",
    )
    assert endless.status_code == 413


@pytest.mark.parametrize("role", [UserRole.BRANCH_HEAD, UserRole.OFFICER, UserRole.INSPECTOR])
def test_a_whole_roster_is_imported_by_who_may_change_all_of_it(roster, signed_in, role):
    browser = signed_in(role)

    assert "Nhập lịch từ tệp" not in text(browser.get("/lich-truc/files"))
    assert send(browser, workbook(officers=[DUNG])).status_code == 403
    assert "dung" not in codes(roster)


def test_the_template_is_for_everybody_who_sees_the_roster(roster, signed_in):
    answer = signed_in(UserRole.OFFICER).get("/lich-truc/files/template.xlsx")

    assert answer.headers["Content-Disposition"] == "attachment; filename=mau-lich-truc.xlsx"
    assert "Cán bộ" in load_workbook(io.BytesIO(answer.data)).sheetnames


# Export.


def test_an_export_can_be_imported_again_and_changes_nothing(roster, supervisor):
    roster.enter(absence("an", on(24, 9), on(24, 14), stand_in="binh"))

    answer = supervisor.get("/lich-truc/files/export?form=xlsx")

    assert answer.headers["Content-Disposition"].endswith("lich-truc-2026-11-23.xlsx")
    page = text(send(supervisor, answer.data))
    assert "Cán bộ 0 0 0 3 Ca trực 0 0 0 2 Vắng mặt 0 0 0 1" in page


def test_an_export_is_audited_with_its_period_and_rows(roster, supervisor):
    supervisor.get("/lich-truc/files/export?form=shifts&first=2026-11-01&last=30/11/2026")

    said = {"first": "2026-11-01", "last": "2026-11-30", "rows": 2}
    assert audited(roster.hotline, "exported") == [("giam.sat", "roster shifts", said)]


def test_a_calendar_has_posts_only(roster, supervisor):
    answer = supervisor.get("/lich-truc/files/export?form=ics&first=2026-11-23&last=2026-11-24")

    assert answer.mimetype == "text/calendar"
    assert answer.text.count("BEGIN:VEVENT") == 4
    assert "0500" not in answer.text
    assert "Nguyễn" not in answer.text


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("form=docx", "form"),
        ("", "form"),
        ("form=xlsx&first=mai", "first"),
        ("form=xlsx&first=2026-12-01&last=2026-11-01", "last"),
        ("form=ics&first=2020-01-01&last=2026-11-01", "last"),
    ],
)
def test_an_export_that_makes_no_sense_is_refused_at_its_field(roster, supervisor, query, name):
    answer = supervisor.get(f"/lich-truc/files/export?{query}")

    assert answer.status_code == 422
    assert f'id="{name}-fault"' in answer.text
    assert audited(roster.hotline, "exported") == []


def test_the_head_of_a_branch_exports_that_branch_only(roster, head):
    book = load_workbook(io.BytesIO(head.get("/lich-truc/files/export?form=xlsx").data))

    cells = [str(cell.value) for row in book["Cán bộ"].iter_rows() for cell in row]
    assert "an" in cells
    assert "chi" not in cells
    shifts = [str(cell.value) for row in book["Ca trực"].iter_rows() for cell in row]
    assert OTHER_BRANCH not in shifts


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.ADMINISTRATOR])
def test_who_may_not_export_is_refused(roster, signed_in, role):
    browser = signed_in(role)

    assert "Xuất lịch ra tệp" not in text(browser.get("/lich-truc/files"))
    assert browser.get("/lich-truc/files/export?form=xlsx").status_code == 403
