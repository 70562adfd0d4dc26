"""The poster from the live configuration, and the register of where it hangs."""

from datetime import date

import pytest

from documents.poster.poster import poster_of
from models.postings import PostingRow, all_postings
from models.users.roles import UserRole
from tests.harness import ROOT
from tests.web.desk.audits import audited
from tests.web.desk.conftest import Browser
from tests.web.desk.reports.pages import lines, sheet, words
from web.slots import EXPORTS

OLD = "0a1b2c3d"
FORMULA = '=HYPERLINK("http://vi.du","bấm")'
WARD = {
    "place": "Bộ phận một cửa phường Vị Thanh",
    "address": "Số 1, đường Trần Hưng Đạo",
    "posted_on": "2026-11-20",
    "version": OLD,
    "note": "",
    "taken_down_on": "",
}


@pytest.fixture
def live(hotline):
    """Return the version of the poster in force."""
    return poster_of(hotline.hotline.board.board.switchboard).version


@pytest.fixture
def hang(hotline):
    """Return what enters a place into the register, and gives its id."""

    def hung(place, **differs):
        values = {"address": "", "note": "", "taken_down_on": None, "version": OLD}
        values |= {"posted_on": date(2026, 11, 1)} | differs
        with hotline.hotline.database.transaction() as session:
            row = PostingRow(place=place, **values)
            session.add(row)
            session.flush()
            return row.id

    return hung


@pytest.fixture
def supervisor(signed_in):
    """Return a browser in which a supervisor is signed in."""
    return signed_in(UserRole.SUPERVISOR, "giam.sat")


def register(hotline):
    with hotline.hotline.database.reading() as session:
        return [
            (row.place, row.version, row.posted_on, row.taken_down_on)
            for row in all_postings(session)
        ]


# The poster.


def test_the_poster_is_made_from_the_live_configuration(hotline, supervisor, live):
    assert live in supervisor.get("/niem-yet").text

    preview = supervisor.get("/niem-yet/to")

    assert preview.status_code == 200
    assert "0500 000 000" in preview.text
    assert "Thủ tục hành chính, một cửa" in preview.text
    assert f"Bản {live}, in ngày 23/11/2026" in preview.text
    assert "<style" not in preview.text
    assert '<link rel="stylesheet" href="/desk/niem-yet/to.css">' in preview.text
    assert supervisor.get("/niem-yet/to.css").mimetype == "text/css"
    assert preview.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_when_the_configuration_changes_so_does_the_version_and_what_hangs_is_old(
    hotline_with, password_hash, tmp_path
):
    file = tmp_path / "branches.yaml"
    shipped = (ROOT / "branches.yaml").read_text("utf-8")
    file.write_text(shipped, "utf-8")
    hotline = hotline_with(branches_file=file)
    browser = Browser(hotline, password_hash=password_hash)
    browser.enter(browser.add_user("giam.sat", UserRole.SUPERVISOR))
    browser.post("/niem-yet/moi", **(WARD | {"version": version_on(browser)}))
    assert "Mọi nơi đang treo đúng bản này" in browser.get("/niem-yet").text

    file.write_text(shipped.replace("0500 000 000", "0500 000 001"), "utf-8")
    hotline.hotline.board.refresh()

    page = browser.get("/niem-yet").text
    assert "1 nơi đang treo bản cũ" in page
    assert "0500 000 001" in browser.get("/niem-yet/to").text


def version_on(browser):
    """Return the version that the form for a new place offers."""
    page = browser.get("/niem-yet/moi").text
    return page.partition('name="version"')[2].partition('value="')[2][:8]


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_it_is_printed_on_either_paper(supervisor, live, size):
    answer = supervisor.get(f"/niem-yet/to-{size}.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=to-niem-yet-{size}-{live}.pdf"
    )


def test_other_papers_there_are_not(supervisor):
    assert supervisor.get("/niem-yet/to-a5.pdf").status_code == 404


def test_a_placeholder_is_not_to_be_hung_up(supervisor):
    assert "SỐ MẪU, chưa gọi được" in supervisor.get("/niem-yet").text


def test_the_third_paper_at_once_is_told_to_wait(supervisor):
    with EXPORTS.held(), EXPORTS.held():
        answer = supervisor.get("/niem-yet/to-a4.pdf")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Hãy chờ một lát" in answer.text


# The register.


def test_old_ones_come_first_and_are_marked(hang, live, supervisor):
    hang("A, đúng bản", version=live)
    hang("B, bản cũ mới treo", posted_on=date(2026, 11, 2))
    hang("C, bản cũ treo lâu", posted_on=date(2026, 10, 2))
    hang("D, đã gỡ", taken_down_on=date(2026, 11, 20))

    page = supervisor.get("/niem-yet").text

    text = words(page.partition("<table")[2])
    at = [text.index(letter) for letter in ("C, bản", "B, bản", "A, đúng", "D, đã")]
    assert at == sorted(at)
    assert "2 nơi đang treo bản cũ, cần thay" in page
    assert page.count("! BẢN CŨ") == 2
    assert page.count("● đúng bản") == 1
    assert "○ đã gỡ ngày 20/11/2026" in page


def test_a_place_is_entered_and_audited(hotline, supervisor):
    answer = supervisor.post("/niem-yet/moi", **WARD)

    assert answer.location == "/desk/niem-yet"
    assert register(hotline) == [(WARD["place"], OLD, date(2026, 11, 20), None)]
    ((actor, _, after),) = audited(hotline, "postings")
    assert (actor, after["place"]) == ("giam.sat", WARD["place"])
    assert "Đã ghi." in supervisor.get("/niem-yet").text


def test_a_form_that_is_sent_twice_enters_one_place(hotline, supervisor):
    supervisor.post("/niem-yet/moi", **WARD)
    supervisor.post("/niem-yet/moi", **WARD)

    assert len(register(hotline)) == 1


def test_the_form_offers_today_and_the_version_in_force(supervisor, live):
    page = supervisor.get("/niem-yet/moi").text

    assert 'value="2026-11-23"' in page
    assert version_on(supervisor) == live


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place": " "}, "Nơi niêm yết</a>: Chưa điền."),
        ({"place": "x" * 501}, "Nơi niêm yết</a>: Nhiều nhất 500"),
        ({"note": "x" * 501}, "Ghi chú</a>: Nhiều nhất 500"),
        ({"posted_on": ""}, "Ngày treo</a>: Chưa điền."),
        ({"posted_on": "2026-11-24"}, "Ngày treo</a>: ngày niêm yết chưa đến"),
        ({"posted_on": "hôm nay"}, "Ngày treo</a>: "),
        ({"version": ""}, "Bản in trên tờ</a>: Chưa điền."),
        ({"version": "bản mới"}, "Bản in trên tờ</a>: bản: 8 chữ số"),
        ({"taken_down_on": "2026-11-19"}, "Ngày gỡ</a>: ngày gỡ phải từ ngày niêm yết"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    hotline, supervisor, fields, said
):
    answer = supervisor.post("/niem-yet/moi", **(WARD | {"address": "Số 9"} | fields))

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Số 9"' in answer.text
    assert register(hotline) == []


def test_a_place_is_changed_and_its_history_told(hotline, hang, supervisor):
    id = hang("UBND xã Hỏa Lựu")

    answer = supervisor.post(
        f"/niem-yet/{id}", **(WARD | {"place": "UBND xã Hỏa Lựu", "version": "DEADBEEF"})
    )

    assert answer.location == "/desk/niem-yet"
    assert register(hotline) == [("UBND xã Hỏa Lựu", "deadbeef", date(2026, 11, 20), None)]
    page = supervisor.get(f"/niem-yet/{id}").text
    assert "23/11/2026 09:00 · giam.sat: sửa" in page
    assert 'value="deadbeef"' in page


def test_one_button_says_that_the_new_one_hangs_there(hotline, hang, live, supervisor):
    id = hang("UBND xã Hỏa Lựu")

    assert supervisor.post(f"/niem-yet/{id}/thay").location == "/desk/niem-yet"

    assert register(hotline) == [("UBND xã Hỏa Lựu", live, date(2026, 11, 23), None)]
    ((actor, key, after),) = audited(hotline, "postings")
    assert (actor, key, after["version"]) == ("giam.sat", str(id), live)


def test_one_button_says_that_it_was_taken_down(hotline, hang, supervisor):
    id = hang("UBND xã Hỏa Lựu")

    supervisor.post(f"/niem-yet/{id}/go")

    assert register(hotline)[0][-1] == date(2026, 11, 23)
    assert f"/niem-yet/{id}/go" not in supervisor.get("/niem-yet").text


def test_what_the_register_does_not_take_is_said_on_the_page(hotline, hang, supervisor):
    id = hang("Treo từ ngày mai", posted_on=date(2026, 11, 24))

    answer = supervisor.post(f"/niem-yet/{id}/go")

    assert answer.status_code == 422
    assert "Chưa ghi được: ngày niêm yết chưa đến" in answer.text
    assert register(hotline)[0][-1] is None


@pytest.mark.parametrize("path", ["", "/thay", "/go"])
def test_a_place_that_there_is_not_is_not_found_and_audited(hotline, supervisor, path):
    answer = supervisor.post(f"/niem-yet/999{path}", **WARD)

    assert answer.status_code == 404
    assert audited(hotline, "denied") == [("giam.sat", "posting 999", None)]


def test_what_is_typed_is_text_on_the_page(hang, supervisor):
    hang("<script>alert(1)</script>", note="<b>đậm</b>")

    page = supervisor.get("/niem-yet").text

    assert "<script>alert" not in page
    assert "<b>đậm" not in page
    assert "&lt;b&gt;đậm" in page


# The register as a file.


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_register_is_handed_out_and_nothing_in_it_is_computed(hotline, hang, supervisor, kind):
    hang(FORMULA, note=FORMULA)

    answer = supervisor.post("/niem-yet/so", file=kind)

    head, row = sheet(answer.data) if kind == "xlsx" else lines(answer.data)[0]
    told = dict(zip(head, row, strict=True))
    expected = FORMULA if kind == "xlsx" else f"'{FORMULA}"
    assert (told["Nơi niêm yết"], told["Ghi chú"]) == (expected, expected)
    assert (told["Bản in trên tờ"], told["Tình trạng"]) == (OLD, "BẢN CŨ")
    assert audited(hotline, "exported") == [("giam.sat", f"postings.{kind}", {"rows": 1})]


def test_no_other_file_is_made_of_it(supervisor):
    assert supervisor.post("/niem-yet/so", file="pdf").status_code == 400


# Who may.


@pytest.mark.parametrize("role", UserRole)
def test_who_may_see_change_and_take_along(hang, signed_in, role):
    id = hang("UBND xã Hỏa Lựu")
    browser = signed_in(role)
    may_edit = role in (UserRole.ADMINISTRATOR, UserRole.SUPERVISOR)
    may_export = role in (UserRole.SUPERVISOR, UserRole.BRANCH_HEAD, UserRole.INSPECTOR)

    page = browser.get("/niem-yet")

    assert page.status_code == browser.get("/niem-yet/to").status_code == 200
    assert (f"/niem-yet/{id}/thay" in page.text) is may_edit
    assert ("/niem-yet/moi" in page.text) is may_edit
    assert ("/niem-yet/so" in page.text) is may_export
    assert (browser.post(f"/niem-yet/{id}/go").status_code == 403) is not may_edit
    assert (browser.post("/niem-yet/so", file="csv").status_code == 403) is not may_export


def test_the_page_is_there_in_english(hang, supervisor):
    hang("UBND xã Hỏa Lựu")
    supervisor.post("/language")

    page = supervisor.get("/niem-yet").text

    assert "Places with an old one, to be replaced: 1" in page
    assert "! OLD" in page
    assert "Tờ niêm yết" not in page
