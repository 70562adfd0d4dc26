"""The configuration as it is in force, what is wrong with its file, and what the hotline says."""

import shutil

import pytest

from ivr.flow.steps import Prompt
from models.users.roles import UserRole
from tests.duty.conftest import officer, shift
from tests.harness import ROOT, TestHotline, test_settings
from tests.web.desk.conftest import Browser
from tests.web.desk.rosters import Roster, text


@pytest.fixture
def own(tmp_path, sqlite_url):
    """Yield a hotline with a branches file and prompts of its own, and a supervisor's browser."""
    file = tmp_path / "branches.yaml"
    shutil.copy(ROOT / "branches.yaml", file)
    hotline = TestHotline(test_settings(tmp_path, sqlite_url, branches_file=file))
    browser = Browser(hotline)
    yield hotline, browser.enter(browser.add_user("giam.sat", UserRole.SUPERVISOR)), file
    hotline.close()


def test_the_menu_is_shown_as_the_hotline_uses_it(own):
    _, browser, _ = own

    page = text(browser.get("/cau-hinh"))

    assert "✓ Tệp branches.yaml đọc được, không có lỗi." in page
    assert "Số tổng đài 0500 000 000 Các số khác của tổng đài không có" in page
    assert (
        "Phím 4: Thủ tục hành chính, một cửa Người gọi nghe Thủ tục hành chính, một cửa Cơ quan đầu"
        " mối Văn phòng Ủy ban nhân dân tỉnh Chịu trách nhiệm Chánh Văn phòng Ủy ban nhân dân tỉnh"
        " Giờ tiếp nhận T2–T6: 07:00–11:00, 13:00–17:00 T7–CN: nghỉ Đổ chuông 20 giây mỗi máy, 1"
        " vòng Dự phòng trong tệp nhánh ● đang nghe máy, vì nhánh chưa có ca trực nào Chuyên viên"
        " trực, Phòng Kiểm soát thủ tục hành chính 0500•••041" in page
    )
    assert "Phím 0, và khi nhánh không ai nghe: Bàn trực tổng đài" in page
    assert "Giờ tiếp nhận 24/24, cả ngày lễ" in page
    assert "Chờ người gọi bấm phím 5 giây" in page
    assert "Nhỡ trong giờ: gọi lại trong 2 giờ làm việc" in page
    assert "0500 000 041" not in page
    assert str(ROOT) not in page


def test_where_there_are_shifts_the_files_officers_are_not_used(own):
    hotline, browser, _ = own
    Roster(hotline).enter(officer("an", "+84500000141"), shift("an"))
    hotline.hotline.board.refresh()

    page = text(browser.get("/cau-hinh"))

    assert page.count("không dùng, vì đã có ca trực") == 1
    assert page.count("đang nghe máy, vì nhánh chưa có ca trực nào") == 8


def test_a_fault_in_the_file_is_told_by_line_and_column_while_the_last_good_one_serves(own):
    hotline, browser, file = own
    lines = file.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines, 1) if line.startswith("ring_s:"))
    lines[at - 1] = "ring_s: 100"
    file.write_text("\n".join(lines), "utf-8")
    hotline.hotline.board.refresh()

    answer = browser.get("/cau-hinh")

    page = text(answer)
    assert "Tệp branches.yaml đang có lỗi" in page
    assert f"{at} 9 ring_s thấy 100; chỉ nhận" in page or f"{at} 9 ring_s" in page
    assert "20 giây mỗi máy" in page

    lines[at - 1] = "ring_s: 25"
    file.write_text("\n".join(lines), "utf-8")
    hotline.hotline.board.refresh()
    page = text(browser.get("/cau-hinh"))
    assert "không có lỗi" in page
    assert "25 giây mỗi máy" in page


def test_a_file_that_is_gone_or_no_text_is_told_too(own):
    _, browser, file = own
    file.write_bytes(b"version: 1\n\xff\xfe")
    assert "không phải UTF-8" in text(browser.get("/cau-hinh"))

    file.unlink()
    assert "không mở được tệp" in text(browser.get("/cau-hinh"))


def test_a_good_file_that_must_not_be_served_says_why(own, monkeypatch):
    hotline, browser, _ = own
    monkeypatch.setattr(hotline.hotline.board, "fault", "còn số mẫu: hotline: 0500 000 000")

    page = text(browser.get("/cau-hinh"))

    assert "Tệp branches.yaml không được dùng: còn số mẫu" in page


def test_a_menu_of_two_levels_is_shown_as_such(tmp_path, sqlite_url):
    file = ROOT / "docs" / "examples" / "two-level.yaml"
    hotline = TestHotline(test_settings(tmp_path, sqlite_url, branches_file=file))
    try:
        browser = Browser(hotline)
        browser.enter(browser.add_user("giam.sat", UserRole.SUPERVISOR))
        answer = browser.get("/cau-hinh")
        assert 'class="card-like depth-1"' in answer.text
        assert browser.get("/lich-truc").status_code == 200
    finally:
        hotline.close()


# What is said.


def test_every_sentence_can_be_read_in_both_languages(own):
    _, browser, _ = own

    answer = browser.get("/cau-hinh/prompts")

    for prompt in Prompt:
        assert f"<code>{prompt.value}</code>" in answer.text
    page = text(answer)
    assert "Kính chào ông bà. Đây là Tổng đài Cải cách hành chính tỉnh Hậu Giang." in page
    assert "Welcome to the Hau Giang administrative reform hotline." in page
    assert "…, bấm phím …." in page
    assert "<audio" not in answer.text
    assert "{" not in page


def test_a_recorded_sentence_can_be_listened_to(own, tmp_path):
    hotline, browser, _ = own
    folder = tmp_path / "prompts" / "vi"
    folder.mkdir(parents=True)
    (folder / "greet.wav").write_bytes(b"RIFF sound")
    (folder / "menu_choice.tai-chinh.wav").write_bytes(b"RIFF other")
    (folder / "notes.wav").write_bytes(b"RIFF private")
    (folder / "greet.txt").write_text("secret")
    hotline.hotline.board.refresh()

    page = browser.get("/cau-hinh/prompts").text
    assert 'src="/desk/cau-hinh/prompts/vi/greet.wav"' in page
    assert "menu_choice.tai-chinh" in page
    assert "media-src 'self'" in browser.get("/").headers["Content-Security-Policy"]
    assert browser.get("/cau-hinh/prompts/vi/greet.wav").data == b"RIFF sound"
    for other in ("vi/notes.wav", "vi/greet.txt", "en/greet.wav", "vi/..%2f..%2fbranches.yaml"):
        assert browser.get(f"/cau-hinh/prompts/{other}").status_code == 404


@pytest.mark.parametrize("role", [UserRole.BRANCH_HEAD, UserRole.OFFICER, UserRole.INSPECTOR])
def test_the_configuration_is_for_administrators_and_supervisors(signed_in, role):
    browser = signed_in(role)

    for path in ("/cau-hinh", "/cau-hinh/prompts"):
        assert browser.get(path).status_code == 403
