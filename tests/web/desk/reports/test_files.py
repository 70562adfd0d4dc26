"""What is taken along: files opened and held against the books, audited, two at a time."""

from datetime import date

import pytest
import sqlalchemy as sa

from accounts.rights import NOWHERE
from ivr.flow.duty.roster import Roster
from ivr.flow.words import Cause, Language, Verdict
from models.calls import Call
from models.users.roles import UserRole
from tests.figures.rows import owed, past
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH
from tests.web.desk.reports.pages import about, lines, paragraphs, sheet
from web.pages.reports.asking import Stretch
from web.pages.reports.lists import Rows
from web.pages.reports.scope import Scope
from web.slots import EXPORTS

TODAY = "/bao-cao/tep?period=today"
FOUR = "4 Thủ tục hành chính, một cửa"
FULL, MASKED = "0505 000 100", "0505•••100"
FORMULA = '=HYPERLINK("http://vi.du","bấm")'


@pytest.fixture
def take(signed_in):
    """Return what takes a file along to its end, as somebody of a role."""

    def taken(file, role=UserRole.SUPERVISOR, address=TODAY, browser=None, **fields):
        answer = begun(browser or signed_in(role, "giam.sat"), file, address, **fields)
        assert answer.data is not None
        answer.close()
        return answer

    return taken


def begun(browser, file, address=TODAY, **fields):
    """Return the answer of a file of which nothing was read yet; whoever asks closes it."""
    return browser.post(address, page=address, file=file, **fields)


# Figures.


def test_the_workbook_of_the_figures_has_the_golden_day(day, take):
    answer = take("figures.xlsx")

    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=so-lieu-2026-11-23-2026-11-23.xlsx"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    head, *rows = sheet(answer.data)
    (told,) = [dict(zip(head, row, strict=True)) for row in rows if row[:2] == ["Kỳ này", FOUR]]
    assert (told["Gọi đến trong giờ"], told["Trả lời"], told["Tổng cuộc gọi"]) == (10, 4, 12)
    assert (told["Tỷ lệ trả lời"], told["Tỷ lệ trả lời (tử số)"]) == (0.4, 4)
    assert told["Tỷ lệ trả lời (mẫu số)"] == 10
    assert told["Mức phục vụ kiểu 2, 20 giây"] == 0.2
    assert told["Chờ trung bình (ASA) (giây)"] == 25.25
    assert told["Cán bộ nghe máy"] == pytest.approx(4 / 15)
    (empty,) = [dict(zip(head, row, strict=True)) for row in rows if row[:2] == ["Kỳ trước", FOUR]]
    assert (empty["Gọi đến trong giờ"], empty["Tỷ lệ trả lời"]) == (0, None)
    assert empty["Chờ trung bình (ASA) (giây)"] is None


def test_a_file_says_what_it_is_of_and_who_made_it_when(day, take):
    told = about(take("figures.xlsx", address=f"{TODAY}&branch={BRANCH}").data)

    assert told["Kỳ"] == "từ ngày 23/11/2026 đến hết ngày 23/11/2026"
    assert told["Bộ lọc"] == f"Nhánh: {FOUR}"
    assert told["Số dòng"] == "2"  # this period, and the one before
    assert told["Lập lúc"] == "23/11/2026 18:00:00"
    assert told["Người lập"] == "Chức danh (giam.sat)"
    assert told["Bản định nghĩa chỉ số"] == "2026-11"
    assert told["Đã đối soát với nhà mạng đến"] == "chưa đối soát"


def test_the_csv_of_the_figures_says_the_same(day, take):
    (head, *rows), told = lines(take("figures.csv").data)

    (four,) = [dict(zip(head, row, strict=True)) for row in rows if row[:2] == ["Kỳ này", FOUR]]
    assert four["Tỷ lệ trả lời"] == "40,00\N{NO-BREAK SPACE}%"
    assert (four["Tỷ lệ trả lời (tử số)"], four["Tỷ lệ trả lời (mẫu số)"]) == ("4", "10")
    assert four["Chờ trung bình (ASA) (giây)"] == "25,25"
    assert "Kỳ: từ ngày 23/11/2026 đến hết ngày 23/11/2026" in told
    assert "Người lập: Chức danh (giam.sat)" in told


def test_the_figures_fit_on_paper(day, take):
    answer = take("figures.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def test_in_english_a_file_is_english(day, signed_in, take):
    browser = signed_in(UserRole.SUPERVISOR, "giam.sat")
    browser.post("/language")

    head, *rows = sheet(take("figures.xlsx", browser=browser).data)

    assert head[:3] == ["Period", "Branch", "Offered"]
    assert rows[0][:2] == ["This period", "All"]


# The report in the official form.


def test_the_monthly_report_counts_causes_that_add_up_to_the_missed_calls(hotline, keep, take):
    causes = [Cause.NO_ANSWER] * 3 + [Cause.MACHINE, Cause.NOBODY_ON_DUTY]
    keep(
        *(
            past(n, f"CA{n}", verdict=Verdict.NOT_ANSWERED, cause=cause, caller=f"+8450500020{n}")
            for n, cause in enumerate(causes)
        ),
        past(10, "CA10", verdict=Verdict.ABANDONED, cause=Cause.SHORT, wait_s=2),
        past(11, "CA11", wait_s=8),
        past(12, "CA12", verdict=Verdict.OUT_OF_HOURS, cause=Cause.CLOSED),
        past(13, "CA13", verdict=Verdict.NOT_ANSWERED, cause=Cause.BUSY, ended_at=None),
    )
    hotline.pass_time(days=10)

    answer = take("monthly.docx", address="/bao-cao/tep?period=last-month")

    told, tables = paragraphs(answer.data)
    text = "\n".join(told)
    assert "tháng 11 năm 2026" in text
    assert "nhỡ 6/7, chiếm 85,71 %" in text
    (found,) = [table for table in tables if table[0][0] == "Nguyên nhân"]
    assert found[1:] == [
        ["Không nhấc máy", "3", "50,00 %"],
        ["Máy trả lời", "1", "16,67 %"],
        ["Không ai trực", "1", "16,67 %"],
        ["Dừng rất sớm", "1", "16,67 %"],
    ]
    assert sum(int(row[1]) for row in found[1:]) == 6
    assert "+8450" not in text
    assert "0505" not in text


def test_its_figures_are_those_of_the_books(day, take):
    told, tables = paragraphs(take("monthly.docx").data)

    (by_branch,) = [table for table in tables if table[0][:2] == ["Nhánh", "Gọi đến"]]
    (four,) = [row for row in by_branch if row[0] == "4. Thủ tục hành chính, một cửa"]
    assert four[1:5] == ["11", "4", "6", "1"]
    assert by_branch[-1][:5] == ["Cộng", "11", "4", "6", "1"]
    assert any("Đã nghe 4/10, chiếm 40,00 %" in paragraph for paragraph in told)


def test_where_calls_do_not_say_why_they_were_missed_the_causes_are_left_to_be_filled(day, take):
    told, tables = paragraphs(take("monthly.docx").data)

    assert any(paragraph.startswith("Nguyên nhân: …") for paragraph in told)
    assert [table for table in tables if table[0][0] == "Nguyên nhân"] == []


def test_number_and_signature_are_blank(day, take):
    _, tables = paragraphs(take("monthly.docx").data)

    assert any("Số:" in cell for table in tables for row in table for cell in row)
    assert "giam.sat" not in str(tables)


def test_a_branchs_report_is_issued_by_its_agency(day, take):
    _, tables = paragraphs(take("monthly.docx", UserRole.BRANCH_HEAD).data)

    assert "VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH" in str(tables[0]).upper()


# Calls and missed callers.


def in_books(hotline):
    with hotline.hotline.database.reading() as session:
        query = sa.select(Call.sid, Call.wait_s, Call.talk_s).order_by(Call.started_at.desc())
        return [list(row) for row in session.execute(query)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_calls_are_those_in_the_books_newest_first(hotline, day, take, kind):
    answer = take(f"calls.{kind}")

    head, *rows = sheet(answer.data) if kind == "xlsx" else lines(answer.data)[0]
    at = [head.index(name) for name in ("Mã cuộc gọi", "Chờ (giây)", "Nói chuyện (giây)")]
    told = [[row[at[0]], int(row[at[1]]), int(row[at[2]])] for row in rows]
    assert told == in_books(hotline)
    assert len(told) == 13


def test_a_call_is_told_in_words(hotline, day, take):
    head, *rows = sheet(take("calls.xlsx").data)

    (told,) = [dict(zip(head, row, strict=True)) for row in rows if row[-1] == "CA7"]
    assert f"{told['Bắt đầu']:%d/%m/%Y %H:%M}" == "23/11/2026 10:10"
    assert (told["Nhánh"], told["Kết quả"]) == (FOUR, "đã trả lời")
    assert told["Đã đổ tới"] == ("officer-1: nhấc máy nhưng không nhận → officer-2: đã nghe máy")


@pytest.mark.parametrize("file", ["calls.xlsx", "calls.csv", "missed.xlsx", "missed.csv"])
@pytest.mark.parametrize(
    "case",
    [
        (UserRole.SUPERVISOR, {}, False),
        (UserRole.SUPERVISOR, {"full_numbers": "y"}, True),
        (UserRole.BRANCH_HEAD, {"full_numbers": "y"}, True),
        (UserRole.INSPECTOR, {"full_numbers": "y", "reason": "Đơn 12/2026"}, True),
        (UserRole.INSPECTOR, {"reason": "Đơn 12/2026"}, False),
    ],
)
def test_numbers_are_masked_but_for_those_who_may_see_them_and_ask(hotline, keep, take, file, case):
    role, fields, is_full = case
    missed = past(0, "CA1", verdict=Verdict.NOT_ANSWERED, caller="+84505000100")
    keep(missed)
    keep(owed(missed))
    hotline.pass_time(hours=1)

    answer = take(file, role, **fields)

    told = str(sheet(answer.data)) if file.endswith("xlsx") else answer.text
    assert (FULL in told, MASKED in told) == (is_full, not is_full)
    assert "+84505000100" not in told
    (_, _, facts) = audited(hotline, "exported")[-1]
    assert facts["full_numbers"] is is_full
    assert facts.get("reason") == (fields.get("reason") if is_full else None)


def test_an_inspector_states_a_reason_for_full_numbers(hotline, day, take):
    answer = take("calls.csv", UserRole.INSPECTOR, full_numbers="y", reason=" ")

    assert answer.status_code == 422
    assert "Hãy nêu lý do" in answer.text
    assert 'name="full_numbers" type="checkbox" value="y"' in answer.text
    assert "checked" in answer.text  # what was chosen is kept
    assert audited(hotline, "exported") == []


def test_callers_without_a_number_are_told_as_such(hotline, keep, take):
    keep(past(0, "CA1", caller=None))
    hotline.pass_time(hours=1)

    (head, row), _ = lines(take("calls.csv", full_numbers="y").data)

    assert dict(zip(head, row, strict=True))["Số gọi"] == "ẩn số"


def test_missed_callers_are_told_with_their_deadline_and_state(hotline, keep, take):
    missed = past(0, "CA1", verdict=Verdict.NOT_ANSWERED, caller="+84505000100")
    keep(missed)
    keep(owed(missed, last_cause=Cause.NO_ANSWER))
    hotline.pass_time(hours=3)

    (head, row), told = lines(take("missed.csv").data)

    row = dict(zip(head, row, strict=True))
    assert (row["Số lần nhỡ"], row["Vì sao"]) == ("1", "không nhấc máy")
    assert row["Hạn gọi lại"] == "23/11/2026 11:01:00"
    assert row["Tình trạng"] == "chờ gọi lại, quá hạn"
    assert "Bộ lọc: Nhánh: Cả tổng đài, Số điện thoại: đã che" in told


def test_the_head_of_a_branch_takes_along_what_is_theirs(hotline, day, keep, signed_in, take):
    keep(past(5, "CA99", branch=OTHER_BRANCH))

    browser = signed_in(UserRole.BRANCH_HEAD, "nv.truong")

    (head, *rows), told = lines(take("calls.csv", browser=browser).data)

    sids = {row[head.index("Mã cuộc gọi")] for row in rows}
    assert "CA99" not in sids
    assert "CA10" not in sids  # it ended in the menu, and is no branch's
    assert len(sids) == 12
    assert f"Bộ lọc: Nhánh: {FOUR}, Số điện thoại: đã che" in told
    other = f"{TODAY}&branch={OTHER_BRANCH}"
    assert take("calls.csv", address=other, browser=browser).status_code == 404
    assert [key for _, key, _ in audited(hotline, "exported")] == ["calls.csv"]


def test_a_long_list_is_read_in_parts_and_whole(hotline, keep):
    keep(*(past(n, f"CA{n:03}") for n in range(30)))
    menu = hotline.hotline.board.from_file
    scope = Scope(
        switchboard=menu,
        roster=Roster(),
        stretch=Stretch(date(2026, 11, 23), date(2026, 11, 23)),
        now=hotline.now,
        branches=None,
        chosen=None,
        names={},
    )
    rows = Rows(
        database=hotline.hotline.database,
        scope=scope,
        shown=NOWHERE,
        posts={},
        language=Language.VI,
        at_once=7,
    )

    told = [row[-1] for row in rows.calls().rows]

    assert told == [f"CA{n:03}" for n in reversed(range(30))]


def test_nothing_in_a_file_is_computed_by_whoever_opens_it(hotline, keep, signed_in, take):
    browser = signed_in(UserRole.SUPERVISOR, "giam.sat")
    keep(past(0, "CA1", branch=FORMULA))
    hotline.pass_time(hours=1)

    head, row = sheet(take("calls.xlsx", browser=browser).data)
    assert row[head.index("Nhánh")] == FORMULA
    (head, row), _ = lines(take("calls.csv", browser=browser).data)
    assert row[head.index("Nhánh")] == f"'{FORMULA}"


# Who, and how many at a time.


@pytest.mark.parametrize("role", UserRole)
def test_who_may_take_files_along(signed_in, take, role):
    browser = signed_in(role, "ai.do")
    is_allowed = role in (UserRole.SUPERVISOR, UserRole.BRANCH_HEAD, UserRole.INSPECTOR)

    assert browser.get(TODAY).status_code == (200 if is_allowed else 403)
    assert take("calls.csv", browser=browser).status_code == (200 if is_allowed else 403)


@pytest.mark.parametrize(
    "file",
    ["figures.xlsx", "figures.csv", "figures.pdf", "monthly.docx", "calls.xlsx", "calls.csv",
     "missed.xlsx", "missed.csv"],
)  # fmt: skip
def test_every_file_is_audited_with_its_period_and_rows(hotline, day, take, file):
    answer = take(file)

    assert answer.status_code == 200
    assert answer.data
    ((actor, key, facts),) = audited(hotline, "exported")
    assert (actor, key) == ("giam.sat", file)
    assert facts["since"] == "2026-11-22T17:00:00+00:00"
    assert facts["until"] == "2026-11-23T17:00:00+00:00"
    assert facts["branches"] is None
    assert facts["rows"] == {"calls": 13, "missed": 0}.get(file.partition(".")[0], facts["rows"])


def test_it_is_audited_before_the_first_byte_leaves(hotline, day, signed_in):
    browser = signed_in(UserRole.SUPERVISOR, "giam.sat")
    answer = begun(browser, "calls.csv")

    assert answer.is_streamed
    ((_, key, facts),) = audited(hotline, "exported")
    assert (key, facts["rows"]) == ("calls.csv", 13)
    answer.close()


def test_the_third_file_at_once_is_told_to_wait_a_moment(hotline, day, signed_in, take):
    browser = signed_in(UserRole.SUPERVISOR, "giam.sat")
    under_way = [begun(browser, "calls.csv") for _ in range(2)]

    refused = take("calls.csv", browser=browser, full_numbers="y")

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert "Hãy chờ một lát rồi bấm lại" in refused.text
    assert "checked" in refused.text  # what was chosen is kept
    assert len(audited(hotline, "exported")) == 2
    for answer in under_way:
        answer.close()
    assert take("calls.csv", browser=browser).status_code == 200


def test_a_file_that_fails_frees_its_place(hotline, day, take):
    database = hotline.hotline.database
    with database.transaction() as session:
        session.execute(sa.text("ALTER TABLE callbacks RENAME TO gone"))

    assert take("missed.xlsx").status_code == 503
    with EXPORTS.held(), EXPORTS.held():
        pass


def test_a_file_that_there_is_not_is_refused(day, take):
    assert take("users.csv").status_code == 400


def test_a_period_that_makes_no_sense_makes_no_file(hotline, day, take):
    answer = take("calls.csv", address="/bao-cao/tep?since=2026-11-24&until=2026-11-23")

    assert answer.status_code == 422
    assert "Ngày này trước" in answer.text
    assert audited(hotline, "exported") == []


def test_no_number_is_in_the_name_of_a_file_or_in_the_audit(hotline, day, take):
    answer = take("missed.csv", full_numbers="y")

    assert "505" not in answer.headers["Content-Disposition"]
    assert "505000" not in str(audited(hotline, "exported"))


def test_what_was_typed_is_there_after_the_session_was_over(hotline, day, signed_in, take):
    browser = signed_in(UserRole.INSPECTOR, "thanh.tra")
    hotline.pass_time(hours=9)

    answer = take("calls.csv", browser=browser, full_numbers="y", reason="Đơn 12/2026")
    assert answer.location.startswith("/desk/sign-in?next=/desk/bao-cao/tep?period%3Dtoday")
    browser.sign_in("thanh.tra", next="/desk/bao-cao/tep?period=today")

    page = browser.get(TODAY).text
    assert "Những gì đã nhập còn nguyên" in page
    assert 'value="Đơn 12/2026"' in page
    assert audited(hotline, "exported") == []
