"""What all pages about duty have in common: guarded styles, two languages, nobody's number."""

import re

import pytest

from models.users.roles import UserRole
from tests.duty.conftest import absence, on, shift, swap
from tests.web.desk.rosters import Roster, text
from tests.web.desk.test_headers import ELSEWHERE, INLINE

PAGES = (
    "/lich-truc",
    "/lich-truc/branches/thu-tuc-hanh-chinh?since=2026-01-01",
    "/lich-truc/entries?since=2026-01-01",
    "/lich-truc/absences/new",
    "/lich-truc/absences/1",
    "/lich-truc/swaps/new",
    "/lich-truc/swaps/1",
    "/lich-truc/shifts/new",
    "/lich-truc/shifts/1",
    "/lich-truc/days",
    "/lich-truc/days/new",
    "/lich-truc/what-if",
    "/lich-truc/sheet",
    "/lich-truc/files",
    "/can-bo",
    "/can-bo/new",
    "/can-bo/officer/an",
    "/can-bo/officer/an/edit",
    "/can-bo/officer/an/pin",
    "/can-bo/agencies",
    "/can-bo/agencies/new",
    "/kiem-tra",
    "/cau-hinh",
    "/cau-hinh/prompts",
)
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
# Where Vietnamese stands on an English page: what people type, and what callers hear.
AS_TYPED = (
    "/cau-hinh/prompts",
    "/can-bo/new",
    "/can-bo/officer/an/edit",
    "/lich-truc/days",
    "/lich-truc/days/new",
)


@pytest.fixture
def filled(roster, supervisor):
    """Return a supervisor's browser, and a roster with something of everything."""
    roster.enter(
        shift("binh"),
        absence("an", on(24, 9), on(24, 14), stand_in="binh", note="note"),
        swap("an", "binh", on(26, 0), on(27, 0)),
    )
    return supervisor


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_style_nor_script_of_its_own_and_tells_no_number(filled, path):
    page = filled.get(path)

    assert page.status_code == 200
    assert INLINE.findall(page.text) == []
    assert ELSEWHERE.findall(page.text) == []
    assert not re.search(r"0500 000 1|\+8450", page.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_english_to_who_wants_it(filled, path):
    filled.client.set_cookie("desk-language", "en", domain="hotline.example.gov.vn")

    page = text(filled.get(path)).replace("đổi ca", "")

    if path not in AS_TYPED:
        said = {word for word in page.split() if VIETNAMESE.search(word.lower())}
        assert said <= {"Nguyễn", "Văn", "Tết", "Tết,"}


def test_every_form_works_without_a_script(filled):
    for path in PAGES:
        assert "<script" not in filled.get(path).text


def test_what_was_typed_is_kept_while_one_signs_in_again(hotline, browser, password_hash):
    Roster(hotline)
    browser.add_user("giam.sat", UserRole.SUPERVISOR)
    browser.sign_in("giam.sat")
    typed = {"code": "x", "given_code": "so-y-te", "name_vi": "Sở Y tế", "kind": "state"}
    hotline.pass_time(hours=9)

    away = browser.post("/can-bo/agencies/new", page="/can-bo/agencies/new", **typed)
    assert away.location.startswith("/desk/sign-in")
    browser.sign_in("giam.sat", next="/desk/can-bo/agencies/new")

    page = browser.get("/can-bo/agencies/new").text
    assert 'value="so-y-te"' in page
    assert 'value="Sở Y tế"' in page
