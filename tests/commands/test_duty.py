"""`flask duty`: who is on duty and when nobody is; the roster from files and to files."""

import json
import re
import stat

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from models.audit import AuditRow

OFFICERS = """\
Mã;Chức danh;Họ và tên;Số máy;Ngày xác minh
an;Chuyên viên;Nguyễn Văn A;0500 000 141;20/11/2026
binh;Trưởng phòng;;500000142;20/11/2026
chi;Phó Chánh Văn phòng;;+84500000143;20/11/2026
"""
SHIFTS = """\
Nhánh,Mã cán bộ,Vai trò,Ngày trong tuần,Từ giờ,Đến giờ,Từ ngày,Thôi
4,an,chính,T2-T6,7:00,17:00,23/11/2026,
4,chi,lãnh đạo,T7,7:00,17:00,23/11/2026,
"""
ABSENCES = "Mã cán bộ,Từ ngày,Từ giờ,Đến ngày,Đến giờ,Lý do,Người trực thay\n"
AWAY = ABSENCES + "an,24/11/2026,9:00,24/11/2026,14:00,họp,"
SWAPS = "Nhánh,Người nhường,Người nhận,Từ ngày,Đến ngày,Lý do\n"


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "files"
    found.mkdir()
    return found


@pytest.fixture
def bring_in(type_in, folder):
    """Return what imports a text as a file."""

    def brought(text, *words):
        file = folder / "roster.csv"
        file.write_text(text, "utf-8")
        return type_in("duty", "import", file, *words)

    return brought


@pytest.fixture
def staffed(bring_in):
    """Put an on duty for branch four; binh is there as well, chi leads."""
    for text in (OFFICERS, SHIFTS):
        assert bring_in(text).exit_code == 0
    return bring_in


def actors(hotline):
    with hotline.hotline.database.reading() as session:
        return list(session.scalars(sa.select(AuditRow.actor).order_by(AuditRow.id)))


# Who.


def test_before_any_roster_the_file_says_who_is_on_duty(type_in):
    told = type_in("duty", "who", "4").output.splitlines()

    assert told[0].startswith("thu-tuc-hanh-chinh: Thủ tục hành chính, một cửa")
    assert told[1].startswith("  1. 0500 000 041  Chuyên viên trực")
    assert told[1].endswith(": theo tệp nhánh · by the branches file")


def test_who_is_on_duty_by_shift_with_role_and_person(type_in, staffed):
    told = type_in("duty", "who", "4").output

    assert (
        "1. 0500 000 141  Chuyên viên (Nguyễn Văn A):"
        " Trực chính · Primary; theo ca · by shift\n" in told
    )


def test_a_stand_in_is_told_with_whom_they_stand_in_for_and_why(type_in, staffed):
    staffed(AWAY + "binh")

    told = type_in("duty", "who", "4", "--at", "2026-11-24T10:00").output

    assert "1. 0500 000 142  Trưởng phòng: Trực chính · Primary; trực thay Chuyên viên" in told
    assert "vắng: họp · meeting, 24/11/2026 09:00–14:00" in told


def test_a_swap_is_told_as_a_swap(type_in, staffed):
    staffed(SWAPS + "4,an,binh,25/11/2026,25/11/2026,việc nhà")

    told = type_in("duty", "who", "4", "--at", "2026-11-25T10:00").output

    assert "Trưởng phòng: Trực chính · Primary; đổi ca với Chuyên viên" in told


def test_who_is_away_without_a_stand_in_is_told_after_all(type_in, staffed, hotline):
    far = "8/12/2026,,8/12/2026,,phép,"  # beyond the days in which a gap is refused
    assert staffed(f"{ABSENCES}an,{far}").exit_code == 0

    told = type_in("duty", "who", "4", "--at", "2026-12-08T10:00").output

    assert "–  0500 000 141  Chuyên viên (Nguyễn Văn A): vắng: phép · leave, 08/12/2026" in told
    assert "KHÔNG CÓ AI TRỰC · NOBODY IS ON DUTY" in told


def test_a_number_that_is_not_verified_is_told(type_in, staffed):
    staffed("Mã;Chức danh;Số máy\ndung;Chuyên viên;0500 000 144\n")
    staffed(SHIFTS.splitlines()[0] + "\n4,dung,phó,T2-T6,7:00,17:00,23/11/2026,")

    told = type_in("duty", "who", "4").output

    assert "number not verified, or fails its checks" in told


def test_a_closed_branch_says_so(type_in, staffed):
    told = type_in("duty", "who", "4", "--at", "2026-11-24T20:00").output

    assert "ĐÓNG · CLOSED: ngoài giờ làm việc · out of office hours" in told


def test_the_past_is_told_as_it_was_known_then(type_in, hotline, staffed):
    hotline.pass_time(hours=1)
    staffed("Mã;Họ và tên\nan;Trần Thị B\n")

    then, now, before = (
        type_in("duty", "who", "4", "--at", f"2026-11-23T{at}").output
        for at in ("09:30", "10:00", "08:00")
    )

    assert "Chuyên viên (Nguyễn Văn A)" in then
    assert "Chuyên viên (Trần Thị B)" in now
    assert "theo tệp nhánh" in before


@pytest.mark.parametrize("words", [["99"], ["4", "--at", "mai"]])
def test_who_answers_a_wrong_word_with_how_to_write_it(type_in, words):
    assert type_in("duty", "who", *words).exit_code == 2


# Gaps.


def test_without_gaps_the_status_is_0(type_in):
    told = type_in("duty", "gaps")

    assert told.exit_code == 0
    assert "no gap in the next 14 days" in told.output


@pytest.fixture
def with_gap(staffed, type_in, hotline):
    """Let an be away in two weeks: too far ahead to be refused."""
    staffed(f"{ABSENCES}an,7/12/2026,9:00,7/12/2026,10:00,phép,")


def test_gaps_are_told_with_who_could_fill_them_and_the_status_is_1(type_in, with_gap):
    told = type_in("duty", "gaps", "--days", "20")

    assert told.exit_code == 1
    (row,) = told.stdout.splitlines()[2:]
    assert re.split(r"  +", row) == [
        "4 Thủ tục hành chính, một cửa",
        "07/12/2026 09:00–10:00",
        "60",
        "Phó Chánh Văn phòng, Trưởng phòng",
    ]


def test_gaps_are_told_to_programs(type_in, with_gap):
    told = type_in("duty", "gaps", "--days", "20", "--format", "json")

    assert told.exit_code == 1
    (row,) = json.loads(told.stdout)
    assert (row["branch"], row["minutes"]) == ("thu-tuc-hanh-chinh", 60)
    assert row["begin_at"] == "2026-12-07T09:00:00+07:00"
    assert row["could_fill"] == ["chi", "binh"]
    empty = type_in("duty", "gaps", "--format", "csv").stdout
    assert empty.splitlines() == ["branch,begin_at,end_at,minutes,could_fill"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--days", "13"], 0),
        (["--days", "20"], 1),
        (["--days", "20", "--branch", "4"], 1),
        (["--days", "20", "--branch", "5"], 0),
        (["--days", "61"], 2),
    ],
)
def test_gaps_of_a_branch_and_of_so_many_days(type_in, with_gap, words, status):
    assert type_in("duty", "gaps", *words).exit_code == status


# Import.


def test_an_import_tells_what_it_did_and_who_did_it(bring_in, hotline):
    first = bring_in(OFFICERS)
    second = bring_in(OFFICERS, "--actor", "Văn phòng")

    assert first.output == (
        "Cán bộ · officers: mới · new 3, sửa · changed 0, thôi · withdrawn 0,"
        " không đổi · unchanged 0\n"
    )
    assert "unchanged 3" in second.output
    assert actors(hotline) == ["command line"] * 3


def test_an_actor_is_written_down(bring_in, hotline):
    bring_in(OFFICERS, "--actor", "Văn phòng")

    assert set(actors(hotline)) == {"Văn phòng"}


def test_a_dry_run_tells_the_same_and_changes_nothing(bring_in, hotline):
    told = bring_in(OFFICERS, "--dry-run")

    assert told.exit_code == 0
    assert "ONLY TRIED" in told.output
    assert "new 3" in told.output
    assert actors(hotline) == []


def test_a_dry_run_refuses_what_an_import_would(staffed):
    told = staffed(AWAY, "--dry-run")

    assert told.exit_code == 1
    assert "24/11/2026 09:00–11:00" in told.output


def test_faults_are_told_by_place_and_nothing_is_taken(bring_in, hotline):
    told = bring_in(OFFICERS + "dung;Chuyên viên;;12;\n")

    assert told.exit_code == 1
    assert "✗ dòng 5, cột 4 «Số máy»: thấy «12»; chỉ nhận: số máy Việt Nam" in told.output
    assert "· row 5, column 4: found '12'; allowed: a Vietnamese number" in told.output
    assert "1 fault(s), nothing was imported" in told.output
    assert actors(hotline) == []


def test_of_very_many_faults_the_first_are_told(bring_in):
    told = bring_in(OFFICERS + "dung;Chuyên viên;;12;\n" * 150)

    assert told.output.count("✗") == 100
    assert "and 50 more" in told.output


def test_a_gap_is_refused_as_by_changes(staffed, hotline):
    before = actors(hotline)

    told = staffed(AWAY)

    assert told.exit_code == 1
    assert "nhánh 4 (Thủ tục hành chính, một cửa) không có ai trực" in told.output
    assert "nothing was imported: branch 4" in told.output
    assert actors(hotline) == before


def test_a_gap_for_want_of_a_verified_number_names_it(bring_in):
    bring_in("Mã;Chức danh;Số máy\nan;Chuyên viên;0500 000 141\n")

    told = bring_in("\n".join(SHIFTS.splitlines()[:2]))

    assert told.exit_code == 1
    assert "not verified, so not rung: an" in told.output


def test_a_day_off_that_is_withdrawn_makes_a_working_day_again(staffed, hotline, type_in):
    day = "Ngày,Tên,Văn bản,Thôi\n24/11/2026,Nghỉ hoán đổi,01/TB,"
    assert staffed(day).exit_code == 0
    assert staffed(AWAY.replace("9:00", "").replace("14:00", "")).exit_code == 0
    hotline.hotline.board.refresh()

    told = staffed(f"{day}x")

    assert told.exit_code == 1
    assert "24/11/2026 07:00–11:00" in told.output


def test_what_is_imported_is_on_the_board_at_its_next_look(staffed, hotline, type_in):
    assert "0500 000 141" in type_in("who", "4").output


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "tệp rỗng"),
        ("old.xls", b"\xd0\xcf\x11\xe0", ".xls"),
        ("page.csv", b"<html><body>", "không thấy dòng tiêu đề"),
        ("broken.xlsx", b"PK\x03\x04broken", "không đọc được như tệp XLSX"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_a_sentence(type_in, folder, name, content, said):
    (folder / name).write_bytes(content)

    told = type_in("duty", "import", folder / name)

    assert told.exit_code == 1
    assert said in told.output


def test_a_file_that_is_not_there_is_a_wrong_word(type_in, folder):
    assert type_in("duty", "import", folder / "nothing.csv").exit_code == 2


# Export, template, sheet.


def test_a_workbook_goes_out_and_comes_back(staffed, type_in, folder, hotline):
    staffed(AWAY + "binh")
    staffed(SWAPS + "4,an,binh,25/11/2026,25/11/2026,việc nhà")
    before = actors(hotline)

    out = type_in("duty", "export", folder / "out.xlsx")
    back = type_in("duty", "import", folder / "out.xlsx")

    assert (out.exit_code, back.exit_code) == (0, 0)
    assert "new 0, sửa · changed 0" in back.output
    assert actors(hotline) == before


def test_a_roster_with_numbers_is_for_its_owners_eyes(staffed, type_in, folder):
    type_in("duty", "export", folder / "out.xlsx")

    assert stat.S_IMODE((folder / "out.xlsx").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir() if file.name.startswith(".")] == []


def test_a_csv_is_of_one_kind_and_of_the_days_asked_for(staffed, type_in, folder):
    staffed(AWAY + "binh")
    file = folder / "out.csv"

    type_in("duty", "export", file, "--kind", "absences", "--from", "24/11/2026")
    assert "an,24/11/2026,09:00,24/11/2026,14:00,họp,binh,," in file.read_text("utf-8")

    type_in("duty", "export", file, "--kind", "absences", "--to", "2026-11-23")
    assert len(file.read_text("utf-8").splitlines()) == 1


def test_a_calendar_has_posts_and_no_persons(staffed, type_in, folder):
    file = folder / "out.ics"

    told = type_in("duty", "export", file, "--to", "2026-11-29")

    assert told.exit_code == 0
    text = file.read_bytes().decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 5
    assert "SUMMARY:Trực chính\\, nhánh 4 Thủ tục hành chính\\, một cửa: Chuyên viên" in text
    assert "Nguyễn" not in text
    assert "0500" not in text


@pytest.mark.parametrize(
    "words",
    [
        ["out.pdf"],
        ["out.csv"],
        ["out.csv", "--kind", "shifts", "--kind", "swaps"],
        ["out.csv", "--kind", "all"],
        ["out.ics", "--kind", "shifts"],
        ["out.ics", "--to", "2030-01-01"],
        ["out.xlsx", "--from", "mai"],
        ["out.xlsx", "--from", "2026-11-24", "--to", "2026-11-23"],
    ],
)
def test_export_answers_a_wrong_word_with_how_to_write_it(type_in, folder, words):
    told = type_in("duty", "export", folder / words[0], *words[1:])

    assert told.exit_code == 2
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(type_in, folder):
    told = type_in("duty", "export", folder / "nowhere" / "out.xlsx")

    assert told.exit_code == 1
    assert "out.xlsx" in told.output


def test_a_template_offers_what_there_is_and_never_replaces_a_file(type_in, folder):
    file = folder / "template.xlsx"

    assert type_in("duty", "template", file).exit_code == 0

    names = load_workbook(file).sheetnames
    assert names[:2] == ["Hướng dẫn", "Ví dụ"]
    assert names[2:7] == ["Cán bộ", "Ca trực", "Vắng mặt", "Đổi ca", "Ngày nghỉ"]
    assert type_in("duty", "template", file).exit_code == 2
    assert type_in("duty", "template", folder / "template.csv").exit_code == 2
    assert "không có dòng nào" in type_in("duty", "import", file).output


@pytest.mark.parametrize("name", ["week.html", "week.txt"])
def test_a_sheet_is_of_the_week_asked_for(staffed, type_in, folder, name):
    file = folder / name

    for words in ([], ["--week", "2026-11-26"], ["--week", "29/11/2026"]):
        assert type_in("duty", "sheet", file, *words).exit_code == 0
        assert "tuần từ ngày 23/11/2026 đến ngày 29/11/2026" in file.read_text("utf-8")
    assert "Nguyễn Văn A" in file.read_text("utf-8")
    assert "8. " in file.read_text("utf-8")
    type_in("duty", "sheet", file, "--branch", "4", "--week", "2026-12-01")
    assert "tuần từ ngày 30/11/2026" in file.read_text("utf-8")
    assert "8. " not in file.read_text("utf-8")


@pytest.mark.parametrize("words", [["week.pdf"], ["week.html", "--week", "mai"]])
def test_sheet_answers_a_wrong_word_with_how_to_write_it(type_in, folder, words):
    assert type_in("duty", "sheet", folder / words[0], *words[1:]).exit_code == 2
