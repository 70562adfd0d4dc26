"""A session that ends while somebody types: what was typed comes back, to them alone."""

import itertools
import json

import pytest
import sqlalchemy as sa
from wtforms import PasswordField

from models.users.roles import UserRole
from models.users.sessions import KeptFormRow
from tests.web.desk.conftest import BRANCH, PASSWORD
from web import kept
from web.forms import DeskForm

TYPED = {
    "login": "truc.mot",
    "post": "Phó phòng, «ba» người",
    "role": "branch_head",
    "reach": "these",
    "branches": [BRANCH],
    "officer": "",
}


@pytest.fixture
def overdue(hotline, browser):
    """Return a browser whose administrator typed for nine hours, then pressed the button."""
    browser.enter(browser.add_user("quan.tri", UserRole.ADMINISTRATOR))
    browser.add_user("quan.tri.hai", UserRole.ADMINISTRATOR)
    assert browser.get("/users/new").status_code == 200
    hotline.pass_time(hours=9)
    answer = browser.post("/users/new", page="/users/new", **TYPED)
    assert answer.location == "/desk/sign-in?next=/desk/users/new&over=1"
    assert "Phiên trước đã hết" in browser.get(answer.location.removeprefix("/desk")).text
    return browser


def forms(hotline):
    with hotline.hotline.database.reading() as session:
        return list(session.scalars(sa.select(KeptFormRow)))


def test_after_signing_in_again_everything_is_there_and_can_be_sent(hotline, overdue):
    answer = overdue.sign_in(next="/desk/users/new")
    assert answer.location == "/desk/users/new"

    page = overdue.get("/users/new").text

    assert "Những gì đã nhập còn nguyên" in page
    assert 'value="truc.mot"' in page
    assert 'value="Phó phòng, «ba» người"' in page
    assert '<option selected value="branch_head">' in page
    assert f'value="{BRANCH}" checked' in page
    assert overdue.post("/users/new", page="/users/new", **TYPED).status_code == 200


def test_it_is_given_back_once(hotline, overdue):
    overdue.sign_in()
    overdue.get("/users/new")

    assert "Phó phòng" not in overdue.get("/users/new").text
    assert forms(hotline) == []


def test_nothing_is_filled_in_on_another_page(overdue):
    overdue.sign_in()

    assert "Phó phòng" not in overdue.get("/users/1").text
    assert "Phó phòng" in overdue.get("/users/new").text


def test_whoever_signs_in_as_somebody_else_gets_nothing(overdue):
    overdue.sign_in("quan.tri.hai")

    assert "Phó phòng" not in overdue.get("/users/new").text


def test_it_lies_in_the_database_signed_and_for_half_an_hour(hotline, overdue):
    (form,) = forms(hotline)
    with hotline.hotline.database.transaction() as session:
        row = session.get_one(KeptFormRow, form.id)
        row.content = form.content.replace("truc", "moi.")
        assert row.content != form.content
    overdue.sign_in()

    page = overdue.get("/users/new").text
    assert "moi.mot" not in page
    assert "Phó phòng" not in page


def test_after_half_an_hour_it_is_gone(hotline, overdue):
    hotline.pass_time(minutes=30)
    overdue.sign_in()

    assert "Phó phòng" not in overdue.get("/users/new").text
    assert forms(hotline) == []


def test_nothing_is_kept_for_who_never_was_signed_in(hotline, browser):
    browser.post("/users/new", page="/users/new", **TYPED)

    assert forms(hotline) == []


def test_passwords_and_codes_are_never_kept(hotline, browser):
    browser.enter(browser.add_user("quan.tri", UserRole.ADMINISTRATOR))
    hotline.pass_time(hours=9)
    fields = {"password_now": PASSWORD, "password_new": "x" * 20, "code": "123456", "secret": "k"}
    browser.post("/account/password", page="/account/password", **fields)
    assert forms(hotline) == []

    browser.post("/account/password", page="/account/password", note="một ghi chú", **fields)

    (form,) = forms(hotline)
    kept_fields = json.loads(form.content.rpartition(".")[0])["fields"]
    assert kept_fields == {"note": ["một ghi chú"]}


def test_every_field_of_a_password_is_named_so_that_it_is_never_kept():
    kinds = list(DeskForm.__subclasses__())
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    names = [
        name
        for kind, name in itertools.chain.from_iterable(
            ((kind, name) for name in dir(kind)) for kind in kinds
        )
        if getattr(getattr(kind, name), "field_class", None) is PasswordField
    ]

    assert len(names) >= 5
    assert [name for name in names if not name.startswith(kept.NEVER)] == []


def test_a_button_without_fields_leads_back_to_its_page(hotline, browser):
    id = browser.add_user("quan.tri", UserRole.ADMINISTRATOR)
    browser.enter(id)
    hotline.pass_time(hours=9)

    answer = browser.post(f"/users/{id}/password", page=f"/users/{id}")

    assert answer.location == f"/desk/sign-in?next=/desk/users/{id}&over=1"
    assert forms(hotline) == []


def test_forms_that_are_open_elsewhere_still_work_after_signing_in_again(hotline, browser):
    browser.enter(browser.add_user("quan.tri", UserRole.ADMINISTRATOR))
    token = browser.token()
    hotline.pass_time(hours=9)
    browser.get("/sign-in")
    browser.sign_in()

    assert browser.post("/users/new", csrf_token=token, **TYPED).status_code == 200


def test_after_signing_out_forms_of_before_are_void(browser, administrator):
    token = administrator.token()
    administrator.post("/sign-out")
    administrator.sign_in()

    assert administrator.post("/users/new", csrf_token=token, **TYPED).status_code == 400
