"""A file becomes one change of the roster, or none: what is new, what stands, what is at fault."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from duty.files.exporting import Days, tables_of
from duty.files.grid import BadFile
from duty.files.importing import Outcome, take
from duty.files.kinds import LAYOUTS
from duty.files.layout import Kind
from duty.files.reading import read_file
from duty.files.rows import Names
from duty.files.write_csv import write_csv
from duty.refusals import BadEntry, GapRefused
from ivr.flow.words import AgencyKind, Role
from models.audit import AuditRow
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import AgencyRow, OfficerRow, all_agencies, by_code
from tests.duty.conftest import BRANCH, ZONE, absence, officer, on, shift
from tests.harness import NINE_ON_MONDAY

OFFICERS = "Mã,Chức danh,Họ và tên,Số máy,Ngày xác minh,Cơ quan"
SHIFTS = "Nhánh,Mã cán bộ,Vai trò,Ngày trong tuần,Từ giờ,Đến giờ,Từ ngày,Đến ngày,Thôi"
ABSENCES = "Mã cán bộ,Từ ngày,Từ giờ,Đến ngày,Đến giờ,Lý do,Người trực thay,Ghi chú,Thôi"
SWAPS = "Nhánh,Người nhường,Người nhận,Từ ngày,Đến ngày,Lý do,Thôi"
DAYS = "Ngày,Tên,Làm bù theo,Văn bản,Thôi"
AN = "an,Chuyên viên an,,0500 000 141,23/11/2026,van-phong-ubnd"
AN_ON_DUTY = f"{BRANCH},an,chính,T2-T6,7:00,17:00,1/11/2026,,"


@pytest.fixture
def bring_in(change, switchboard):
    """Return what takes a CSV of some lines into the roster, and says what was done."""

    def brought(*lines, now=NINE_ON_MONDAY):
        outcome = Outcome()
        with change(now) as opened:
            names = Names.of(switchboard, all_agencies(opened.session))
            take(opened, read_file("\n".join(lines).encode()), names, outcome)
        return outcome

    return brought


def told(outcome, kind):
    count = outcome.counts[kind]
    return (count.entered, count.changed, count.withdrawn, count.same)


def faults(bring_in, *lines):
    with pytest.raises(BadFile) as refused:
        bring_in(*lines)
    return [fault.told().vi for fault in refused.value.faults]


def rows(database, kind):
    with database.reading() as session:
        found = list(session.scalars(sa.select(kind).order_by(kind.id)))
        session.expunge_all()
        return found


def the(database, code):
    (found,) = [row for row in rows(database, OfficerRow) if row.code == code]
    return found


# Officers.


def test_officers_are_entered(bring_in, database):
    outcome = bring_in(OFFICERS, "an,Chuyên viên an,Nguyễn Văn A,0500000141,20/11/2026,Sở Nội vụ")

    assert told(outcome, Kind.OFFICERS) == (1, 0, 0, 0)
    an = the(database, "an")
    assert (an.post_vi, an.post_en, an.person) == (
        "Chuyên viên an",
        "Chuyên viên an",
        "Nguyễn Văn A",
    )
    assert (an.number, an.agency, an.languages) == ("+84500000141", "so-noi-vu", "vi")
    assert (an.active_from, an.active_to) == (date(2026, 11, 23), None)
    assert an.verified_at == datetime(2026, 11, 19, 17, tzinfo=UTC)
    assert outcome.untried == []


def test_an_officer_is_known_by_code_and_updated(staffed, bring_in, database):
    outcome = bring_in(OFFICERS, "AN,Phó Chánh Văn phòng,,0500 000 141,,")

    assert told(outcome, Kind.OFFICERS) == (0, 1, 0, 0)
    assert the(database, "an").post_vi == "Phó Chánh Văn phòng"
    assert the(database, "an").agency == "van-phong-ubnd"


def test_what_the_file_does_not_tell_stays(staffed, bring_in, database):
    with staffed() as change:
        change.update(by_code(change.session, "an"), person="Nguyễn Văn A")

    outcome = bring_in("Mã,Chức danh tiếng Anh", "an,Duty officer")

    assert told(outcome, Kind.OFFICERS) == (0, 1, 0, 0)
    assert the(database, "an").post_en == "Duty officer"
    assert the(database, "an").person == "Nguyễn Văn A"
    assert the(database, "an").post_vi == "Chuyên viên an"


def test_a_post_may_lose_its_person(staffed, bring_in, database):
    with staffed() as change:
        change.update(by_code(change.session, "an"), person="Nguyễn Văn A")

    bring_in("Mã,Họ và tên", "an,")

    assert the(database, "an").person == ""


@pytest.fixture
def alone(staffed):
    """Return what opens a change in which an's number may fail: binh is there as well."""
    with staffed() as change:
        change.enter(shift("binh", role=Role.DEPUTY))
    return staffed


def test_a_new_number_was_not_verified_by_the_old_one(alone, bring_in, database):
    with alone() as change:
        change.update(by_code(change.session, "an"), out_since=NINE_ON_MONDAY)

    outcome = bring_in(OFFICERS, "an,Chuyên viên an,,0500 000 149,23/11/2026,")

    an = the(database, "an")
    assert (an.number, an.verified_at, an.out_since) == ("+84500000149", None, None)
    assert outcome.untried == ["an"]


def test_a_new_number_may_be_verified_by_a_later_day(alone, bring_in, database):
    later = NINE_ON_MONDAY + timedelta(days=1)

    bring_in(OFFICERS, "an,Chuyên viên an,,0500 000 149,24/11/2026,", now=later)

    assert the(database, "an").verified_at == on(24, 0)


def test_an_older_day_takes_nothing_back(staffed, bring_in, database):
    outcome = bring_in(OFFICERS, "an,Chuyên viên an,,0500 000 141,1/11/2026,")

    assert told(outcome, Kind.OFFICERS) == (0, 0, 0, 1)
    assert the(database, "an").verified_at == NINE_ON_MONDAY


def test_two_officers_may_change_numbers(staffed, bring_in, database):
    today = "Mã,Số máy", "an,0500 000 142", "binh,0500 000 141"
    with pytest.raises(GapRefused):  # neither number is verified for its new holder
        bring_in(*today)

    with database.transaction() as session:
        session.execute(sa.update(ShiftRow).values(withdrawn_at=NINE_ON_MONDAY))
    bring_in(*today)

    assert [row.number for row in rows(database, OfficerRow)] == ["+84500000142", "+84500000141"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("chi,Phó,,0500 000 141,,", "cột 4 «Số máy»: đã là số của an"),
        ("chi,Phó,,0500 000 000,,", "cột 4 «Số máy»: là số của chính tổng đài"),
        ("chi,Phó,,,,", "cột 4 «Số máy»: cán bộ mới phải có số máy Việt Nam"),
        ("chi,,,0500 000 150,,", "cột 2 «Chức danh»: cán bộ mới phải có chức danh"),
        ("Chị Hai,Phó,,0500 000 150,,", "cột 1 «Mã»: mã chỉ gồm chữ thường không dấu"),
        ("chi,Phó,,0500 000 150,24/11/2026,", "cột 5 «Ngày xác minh»: ngày này chưa đến"),
        ("chi,Phó,,0500 000 150,,so-la", "cột 6 «Cơ quan»: không có cơ quan «so-la»; có: "),
        ("an,Phó,,0500 000 142,,", "cột 4 «Số máy»: đã là số của binh"),
    ],
)
def test_an_officer_that_makes_no_sense_is_told_by_column(staffed, bring_in, line, told):
    (fault,) = faults(bring_in, OFFICERS, line)

    assert fault.startswith(f"dòng 2, {told}")


def test_an_agency_of_the_table_is_known_as_well(staffed, bring_in, database):
    with staffed() as change:
        change.enter(
            AgencyRow(
                code="so-moi",
                name_vi="Sở Mới",
                name_en="New Department",
                kind="state",
                valid_from=date(2026, 1, 1),
                valid_to=None,
            )
        )

    bring_in("Mã,Cơ quan", "an,Sở Mới")

    assert the(database, "an").agency == "so-moi"


# Shifts, absences, swaps, days.


def test_what_is_new_is_entered_and_what_stands_is_left_alone(bring_in, database):
    bring_in(OFFICERS, AN)
    first = bring_in(SHIFTS, AN_ON_DUTY)
    before = len(rows(database, AuditRow))

    again = bring_in(SHIFTS, AN_ON_DUTY.replace(BRANCH, "4").replace("7:00", "7h"))

    assert (told(first, Kind.SHIFTS), told(again, Kind.SHIFTS)) == ((1, 0, 0, 0), (0, 0, 0, 1))
    assert len(rows(database, AuditRow)) == before


def test_a_branch_may_be_named_by_key_by_id_or_by_name(staffed, bring_in, database):
    name = '"Thủ tục hành chính, một cửa"'

    bring_in(SHIFTS, f"{name},binh,phó,CN,8h,9h,23/11/2026,,", "4,binh,phó,T7,8h,9h,23/11/2026,,")

    assert {row.branch for row in rows(database, ShiftRow)} == {BRANCH}


def test_a_whole_import_is_one_change_of_one_actor(staffed, bring_in, database):
    bring_in(ABSENCES, "an,24/11/2026,9:00,24/11/2026,14:00,họp,binh,,")

    (row,) = rows(database, AbsenceRow)
    assert (row.since, row.until, row.stand_in) == (on(24, 9), on(24, 14), "binh")
    assert row.entered_at == NINE_ON_MONDAY
    last = rows(database, AuditRow)[-1]
    assert (last.actor, last.subject, last.key) == ("supervisor", "absences", str(row.id))
    assert last.after["since"] == row.since.astimezone(ZONE).isoformat()


def test_days_without_times_are_whole_days(staffed, bring_in, database):
    bring_in(ABSENCES, "an,24/11/2026,,25/11/2026,,phép,binh,con ốm,")

    (row,) = rows(database, AbsenceRow)
    assert (row.since, row.until, row.note) == (on(24, 0), on(26, 0), "con ốm")


def test_swaps_and_days_are_entered(staffed, bring_in, database):
    bring_in(SWAPS, "4,an,binh,24/11/2026,24/11/2026,việc nhà,")
    bring_in(DAYS, "28/11/2026,Làm bù,T2,01/TB,", "27/11/2026,Nghỉ hoán đổi,,01/TB,")

    (swap,) = rows(database, SwapRow)
    assert (swap.giver, swap.taker, swap.since, swap.until) == ("an", "binh", on(24, 0), on(25, 0))
    assert [(d.day.day, d.worked_as, d.name_en) for d in rows(database, CalendarDayRow)] == [
        (28, 0, "Làm bù"),
        (27, None, "Nghỉ hoán đổi"),
    ]


def test_the_same_row_with_a_mark_withdraws_it(staffed, bring_in, database):
    replaced = f"{BRANCH},binh,chính,T2-T6,7:00,17:00,1/11/2026,,"

    outcome = bring_in(SHIFTS, f"{AN_ON_DUTY}x", replaced)

    assert told(outcome, Kind.SHIFTS) == (1, 0, 1, 0)
    old, new = rows(database, ShiftRow)
    assert (old.officer, old.withdrawn_at) == ("an", NINE_ON_MONDAY)
    assert (new.officer, new.withdrawn_at) == ("binh", None)


def test_what_is_withdrawn_is_not_in_the_way_of_what_replaces_it(staffed, bring_in, database):
    longer = AN_ON_DUTY.replace("17:00", "18:00")
    (overlap,) = faults(bring_in, SHIFTS, longer)
    assert overlap.startswith("dòng 2, cột 5 «Từ giờ»: chồng lên ca 07:00–17:00 đã có")

    bring_in(SHIFTS, longer, f"{AN_ON_DUTY}x")

    assert [row.withdrawn_at is None for row in rows(database, ShiftRow)] == [False, True]


def test_nothing_the_same_can_be_withdrawn_where_nothing_the_same_stands(staffed, bring_in):
    (fault,) = faults(bring_in, SHIFTS, AN_ON_DUTY.replace("17:00", "18:00") + "x")

    assert fault.startswith("dòng 2, cột 9 «Thôi»: không có dòng nào giống hệt")


def test_what_stands_twice_is_withdrawn_twice(staffed, bring_in, database):
    with staffed() as change:
        change.enter(absence("binh", on(24, 9), on(24, 10)))
        change.enter(absence("binh", on(24, 9), on(24, 10)))

    bring_in(ABSENCES, "binh,24/11/2026,9:00,24/11/2026,10:00,công tác,,,x")

    assert all(row.withdrawn_at for row in rows(database, AbsenceRow))


def test_a_made_up_day_that_is_withdrawn_needs_nobody_any_more(staffed, bring_in, database):
    line = "28/11/2026,Làm bù,T2,01/TB,"
    bring_in(DAYS, line)

    bring_in(DAYS, f"{line}x")

    (row,) = rows(database, CalendarDayRow)
    assert row.withdrawn_at == NINE_ON_MONDAY


def test_of_a_day_entered_twice_the_later_is_the_one_that_stands(staffed, bring_in, database):
    off, worked = "28/11/2026,Nghỉ,,01/TB,", "28/11/2026,Làm bù,T2,02/TB,"
    bring_in(DAYS, off)
    bring_in(DAYS, worked, now=NINE_ON_MONDAY + timedelta(hours=1))

    outcome = bring_in(DAYS, off, now=NINE_ON_MONDAY + timedelta(hours=2))

    assert told(outcome, Kind.DAYS) == (1, 0, 0, 0)


# All or nothing.


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        (SHIFTS, "9,binh,chính,CN,7:00,17:00,1/11/2026,,", "cột 1 «Nhánh»: không có nhánh '9'"),
        (SHIFTS, "4,la,chính,CN,7:00,17:00,1/11/2026,,", "cột 2 «Mã cán bộ»: không có cán bộ"),
        (SHIFTS, "4,an,chính,T2,9:00,10:00,1/11/2026,,", "cột 5 «Từ giờ»: chồng lên ca"),
        (SHIFTS, "4,an,chính,CN,9:00,10:00,1/11/2026,1/10/2026,", "cột 8 «Đến ngày»: kết thúc"),
        (ABSENCES, "an,24/11/2026,9:00,24/11/2026,9:00,họp,,,", "cột 4 «Đến ngày»: kết thúc"),
        (ABSENCES, "an,24/11/2026,,24/11/2026,,họp,an,,", "cột 7 «Người trực thay»: không thể"),
        (ABSENCES, "an,24/11/2026,,31/12/9999,,họp,,,", "cột 4 «Đến ngày»: "),
        (SWAPS, "4,an,an,24/11/2026,24/11/2026,x,", "cột 3 «Người nhận»: không thể đổi ca"),
    ],
)
def test_what_makes_no_sense_is_told_by_column(staffed, bring_in, head, line, told):
    (fault,) = faults(bring_in, head, line)

    assert fault.startswith(f"dòng 2, {told}")


def test_all_faults_are_told_at_once_and_nothing_is_taken(staffed, bring_in, database):
    before = len(rows(database, AuditRow))

    found = faults(
        bring_in,
        SHIFTS,
        "4,binh,phó,T9,7:00,17:00,1/11/2026,,",
        "4,binh,phó,CN,7:00,17:00,1/11/2026,,",
        "9,binh,phó,CN,7:00,17:00,1/11/2026,,",
        "4,binh,phó,CN,16:00,17:00,2/11/2026,,",
        "4,binh,phó,CN,7h,17h,01/11/2026,,",
    )

    assert [fault.split(":")[0] for fault in found] == [
        "dòng 2, cột 4 «Ngày trong tuần»",
        "dòng 4, cột 1 «Nhánh»",
        "dòng 5, cột 5 «Từ giờ»",
        "dòng 6",
    ]
    assert found[-1] == "dòng 6: trùng với dòng 3"
    assert len(rows(database, AuditRow)) == before
    assert len(rows(database, ShiftRow)) == 1


@pytest.mark.parametrize("number", ["x", "0500 000 000"])
def test_an_officer_at_fault_is_told_once_and_not_again_with_every_shift(
    change, switchboard, number
):
    book = Workbook()
    officers, shifts = book.active, book.create_sheet("Ca trực")
    officers.title = "Cán bộ"
    for sheet, rows in (
        (officers, ["Mã,Chức danh,Số máy", f"chi,Phó,{number}"]),
        (
            shifts,
            [SHIFTS, AN_ON_DUTY.replace("an,", "chi,"), f"{BRANCH},la,phó,CN,7h,8h,1/1/2026,,"],
        ),
    ):
        for row in rows:
            sheet.append(row.split(","))
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(BadFile) as refused, change() as opened:
        take(opened, read_file(out.getvalue()), Names.of(switchboard, []), Outcome())

    assert [fault.place.told().vi for fault in refused.value.faults] == [
        "trang «Cán bộ», dòng 2, cột C «Số máy»",
        "trang «Ca trực», dòng 3, cột B «Mã cán bộ»",
    ]


def test_an_officer_twice_is_told(bring_in):
    assert faults(bring_in, OFFICERS, AN, AN) == ["dòng 3, cột 1 «Mã»: trùng với dòng 2"]


def test_a_gap_is_refused_with_who_could_fill_it(staffed, bring_in, database):
    with pytest.raises(GapRefused) as refused:
        bring_in(ABSENCES, "an,24/11/2026,9:00,24/11/2026,14:00,họp,,,")

    assert "24/11/2026 09:00–11:00" in refused.value.reason.vi
    assert "Chuyên viên binh" in refused.value.reason.vi
    assert rows(database, AbsenceRow) == []


def test_shifts_of_numbers_that_are_not_rung_are_gaps_and_told_so(bring_in):
    outcome = bring_in(OFFICERS, "an,Chuyên viên an,,0500 000 141,,")
    assert outcome.untried == ["an"]

    with pytest.raises(GapRefused):
        bring_in(SHIFTS, AN_ON_DUTY)


# Files that go out and come back.


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (None, None, 2),
        (date(2026, 11, 25), None, 1),
        (None, date(2026, 11, 24), 1),
        (date(2026, 11, 24), date(2026, 11, 30), 2),
        (date(2027, 1, 1), None, 0),
    ],
)
def test_only_what_is_about_the_days_asked_for_is_exported(staffed, database, first, last, found):
    with staffed() as change:
        change.enter(absence("binh", on(24, 9), on(24, 10)))
        change.enter(absence("binh", on(25, 9), on(25, 10)))

    with database.reading() as session:
        tables = tables_of(session, ZONE, [Kind.ABSENCES], Days(first, last))

    assert len(tables[Kind.ABSENCES]) == found


def test_what_was_withdrawn_or_stands_twice_is_not_exported_again(staffed, database):
    with staffed() as change:
        for _ in range(2):
            change.enter(absence("binh", on(24, 9), on(24, 10)))
        gone = absence("binh", on(25, 9), on(25, 10))
        change.enter(gone)
        change.withdraw(gone)

    with database.reading() as session:
        tables = tables_of(session, ZONE, [Kind.ABSENCES], Days())

    assert len(tables[Kind.ABSENCES]) == 1


def test_a_csv_of_officers_holds_what_was_entered(staffed, database):
    with staffed() as change:
        change.enter(officer("chi", "+84500000143", post_vi="=CMD()", person="@x", languages="en"))

    with database.reading() as session:
        content = write_csv(
            LAYOUTS[Kind.OFFICERS],
            tables_of(session, ZONE, [Kind.OFFICERS], Days())[Kind.OFFICERS],
        )

    head, *lines = content.decode("utf-8").splitlines()
    assert head.startswith("\ufeffMã,Chức danh,Chức danh tiếng Anh,Họ và tên,Số máy")
    assert lines[2] == (
        "chi,'=CMD(),Officer chi,'@x,0500 000 143,23/11/2026,van-phong-ubnd,Anh,01/01/2026,"
    )


# Agencies.

AGENCIES = "Mã cơ quan,Tên cơ quan,Tên tiếng Anh,Loại,Từ ngày,Đến ngày"
MERGED = "so-moi,Sở Khoa học,Department of Science,nhà nước,01/03/2026,"


def agencies(database):
    return {row.code: row for row in rows(database, AgencyRow)}


def test_agencies_are_entered_and_audited(bring_in, database):
    outcome = bring_in(AGENCIES, MERGED, "hoi-luat-gia,Hội Luật gia,,hội,,31/12/2027")

    assert told(outcome, Kind.AGENCIES) == (2, 0, 0, 0)
    found = agencies(database)
    assert (found["so-moi"].name_vi, found["so-moi"].name_en, found["so-moi"].kind) == (
        "Sở Khoa học",
        "Department of Science",
        AgencyKind.STATE,
    )
    hoi = found["hoi-luat-gia"]
    assert (hoi.name_en, hoi.kind) == ("Hội Luật gia", AgencyKind.ASSOCIATION)
    assert (hoi.valid_from, hoi.valid_to) == (date(2026, 11, 23), date(2027, 12, 31))
    with database.reading() as session:
        audited = session.scalars(sa.select(AuditRow).where(AuditRow.subject == "agencies")).all()
    assert {row.key for row in audited} == {"so-moi", "hoi-luat-gia"}


def test_an_agency_is_known_by_its_code_and_updated(bring_in, database):
    bring_in(AGENCIES, MERGED)

    same = bring_in(AGENCIES, MERGED)
    renamed = bring_in(AGENCIES, "so-moi,Sở Khoa học và Công nghệ,,,,30/06/2027")
    open_again = bring_in("Mã cơ quan,Đến ngày", "so-moi,")

    assert [told(each, Kind.AGENCIES) for each in (same, renamed, open_again)] == [
        (0, 0, 0, 1),
        (0, 1, 0, 0),
        (0, 1, 0, 0),
    ]
    found = agencies(database)["so-moi"]
    assert (found.name_vi, found.name_en) == ("Sở Khoa học và Công nghệ", "Department of Science")
    assert (found.valid_from, found.valid_to) == (date(2026, 3, 1), None)


def test_what_is_wrong_with_an_agency_is_told_by_row_and_column(bring_in, database):
    found = faults(
        bring_in,
        AGENCIES,
        "so-moi,,,,,",
        "Sở Mới,Tên,,,,",
        "so-y-te,Sở Y tế,,công ty,,",
        "so-van-hoa,Sở Văn hóa,,,1/3/2026,1/2/2026",
        "so-lao-dong,Sở,,,,",
        "so-lao-dong,Sở,,,,",
    )

    assert [fault.split(": ", 1)[0] for fault in found] == [
        "dòng 2, cột 2 «Tên cơ quan»",
        "dòng 3, cột 1 «Mã cơ quan»",
        "dòng 4, cột 4 «Loại»",
        "dòng 5, cột 6 «Đến ngày»",
        "dòng 7, cột 1 «Mã cơ quan»",
    ]
    assert agencies(database) == {}


def test_agencies_and_their_officers_may_come_in_one_workbook(change, switchboard, database):
    book = Workbook()
    sheets = {
        "Cán bộ": [OFFICERS, "an,Chuyên viên,,0500 000 141,23/11/2026,Sở Khoa học"],
        "Cơ quan": [AGENCIES, MERGED],
    }
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line.split(","))
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)

    with change() as opened:
        take(opened, read_file(out.getvalue()), Names.of(switchboard, []), Outcome())

    assert the(database, "an").agency == "so-moi"


def test_an_agency_that_failed_is_told_once_and_not_by_each_officer_of_it(change, switchboard):
    book = Workbook()
    sheets = {
        "Cán bộ": [OFFICERS, "an,Chuyên viên,,0500 000 141,23/11/2026,so-moi"],
        "Cơ quan": [AGENCIES, MERGED.replace("nhà nước", "công ty"), "so-y-te,Sở Y tế,,,,"],
    }
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line.split(","))
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(BadFile) as refused, change() as opened:
        take(opened, read_file(out.getvalue()), Names.of(switchboard, []), Outcome())

    (fault,) = refused.value.faults
    assert "«Loại»" in fault.told().vi


def test_once_an_agency_is_entered_an_officer_must_be_of_a_known_one(staffed, bring_in):
    bring_in(AGENCIES, MERGED)

    with pytest.raises(BadEntry) as missing, staffed() as change:
        change.enter(officer("chi", "+84500000143", agency=""))
    with pytest.raises(BadEntry) as unknown, staffed() as change:
        change.update(by_code(change.session, "an"), agency="no-such")

    assert {missing.value.field, unknown.value.field} == {"agency"}
    with staffed() as change:
        change.enter(officer("chi", "+84500000143", agency="so-moi"))
        change.enter(officer("dung", "+84500000144", agency="so-noi-vu"))  # of the branches file


def test_who_was_there_before_any_agency_may_stay(staffed, bring_in, database):
    with staffed() as change:
        change.enter(officer("chi", "+84500000143", agency="an-agency-that-is-gone"))
    bring_in(AGENCIES, MERGED)

    with staffed() as change:
        change.update(by_code(change.session, "chi"), out_since=NINE_ON_MONDAY)

    assert the(database, "chi").out_since == NINE_ON_MONDAY


def test_two_agencies_may_serve_one_branch(change, database):
    with change() as opened:
        opened.enter(officer("an", "+84500000141", agency="van-phong-ubnd"))
        opened.enter(officer("binh", "+84500000142", agency="so-noi-vu"))
        opened.enter(shift("an"))
        opened.enter(shift("binh", role=Role.DEPUTY))

    assert len(rows(database, ShiftRow)) == 2
