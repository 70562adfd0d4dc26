"""The week's sheet: masked for all who see the roster, whole for who may export it."""

import re

import pytest

from models.users.roles import UserRole
from tests.web.desk.audits import audited
from tests.web.desk.conftest import BRANCH, OTHER_BRANCH

WEEK = "/lich-truc/sheet/week"


def test_the_sheet_is_the_official_form_without_numbers_and_names(roster, supervisor):
    page = supervisor.get(f"{WEEK}?week=2026-11-25").text

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page.upper()
    assert "tuần từ ngày 23/11/2026 đến ngày 29/11/2026" in page
    assert "0500•••141" in page
    assert "0500 000 141" not in page
    assert "Nguyễn Văn An" not in page
    assert audited(roster.hotline, "exported") == []


def test_with_numbers_it_is_audited(roster, supervisor):
    page = supervisor.get(f"{WEEK}?week=2026-11-25&branch={BRANCH}&numbers=y").text

    assert "0500 000 141" in page
    assert "Nguyễn Văn An" in page
    said = {"week_of": "2026-11-25", "branches": [BRANCH]}
    assert audited(roster.hotline, "exported") == [("giam.sat", "duty sheet", said)]


def test_its_style_is_a_file_of_its_own_that_the_policy_lets_in(roster, supervisor):
    page = supervisor.get(f"{WEEK}?branch={BRANCH}")

    assert not re.findall(r"<style|\sstyle=", page.text)
    assert "style-src 'self';" in page.headers["Content-Security-Policy"]
    (sheet,) = re.findall(r'<link rel="stylesheet" href="/desk([^"]+)"', page.text)
    style = supervisor.get(sheet)
    assert (style.status_code, style.mimetype) == (200, "text/css")
    assert "size: A4 portrait" in style.text
    assert "size: A4 landscape" in supervisor.get("/lich-truc/sheet/all.css").text


@pytest.mark.parametrize("role", [UserRole.OFFICER, UserRole.ADMINISTRATOR])
def test_who_may_not_export_is_not_offered_numbers_and_gets_none(roster, signed_in, role):
    browser = signed_in(role, "ai.do")

    assert "numbers" not in browser.get("/lich-truc/sheet").text
    assert browser.get(f"{WEEK}?branch={BRANCH}").status_code == 200
    assert browser.get(f"{WEEK}?branch={BRANCH}&numbers=y").status_code == 404
    assert audited(roster.hotline, "denied") == [("ai.do", f"sheet with numbers {BRANCH}", None)]


def test_the_head_of_a_branch_prints_that_branch(roster, head):
    assert head.get(f"{WEEK}?branch={OTHER_BRANCH}").status_code == 404

    page = head.get(f"{WEEK}?numbers=y").text
    assert "0500 000 141" in page
    assert "0500 000 143" not in page


@pytest.mark.parametrize("week", ["", "mai", "9999-12-31"])
def test_a_week_that_makes_no_sense_is_this_one(roster, supervisor, week):
    assert "từ ngày 23/11/2026" in supervisor.get(f"{WEEK}?week={week}").text


def test_on_a_sunday_the_coming_week_is_asked_for(roster, signed_in):
    roster.hotline.pass_time(days=6)

    page = signed_in(UserRole.SUPERVISOR).get("/lich-truc/sheet").text

    assert 'value="2026-11-30"' in page
