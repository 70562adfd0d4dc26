"""No page without a guard: every route, for everybody, for every role, without and with a token."""

import subprocess
import sys

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter

from accounts.people import Person
from accounts.rights import Right, reach
from models.users.roles import UserRole
from tests.guards.sources import ROOT
from tests.web.desk.audits import audited
from tests.web.desk.conftest import Browser
from web import session
from web.session import OWN_FILES

PUBLIC = {
    "signing_in.show_form",
    "signing_in.sign_in",
    "signing_in.show_code",
    "signing_in.take_code",
    "signing_in.change_language",
    "single_sign_on.begin",
    "single_sign_on.come_back",
}


def desk_of(hotline) -> Flask:
    app: Flask = hotline.app.extensions["desk"].app
    return app


def routes(desk):
    """Return (endpoint, method, address) of all routes but those of files; ids are nobody's."""
    build = desk.url_map.bind("").build
    return [
        (rule.endpoint, method, build(rule.endpoint, values_of(rule)))
        for rule in desk.url_map.iter_rules()
        if rule.endpoint not in OWN_FILES
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def values_of(rule):
    """Return values that a rule's address can be built with."""
    return {name: value_of(converter) for name, converter in rule._converters.items()}


def value_of(converter):
    match converter:
        case IntegerConverter():
            return 999
        case AnyConverter():
            return min(converter.items)
        case _:
            return "khong-co"


def right_of(desk, endpoint) -> Right | None:
    right: Right | None = desk.view_functions[endpoint].needs
    return right


def ask(browser, method, address):
    return browser.get(address) if method == "GET" else browser.post(address)


def test_every_route_says_which_right_it_needs_and_only_these_are_for_everybody(hotline):
    desk = desk_of(hotline)
    endpoints = {endpoint for endpoint, _, _ in routes(desk)}

    assert {name for name in endpoints if not hasattr(desk.view_functions[name], "needs")} == set()
    assert {name for name in endpoints if right_of(desk, name) is None} == PUBLIC


def test_files_of_our_own_are_all_that_is_served_besides(hotline):
    endpoints = {rule.endpoint for rule in desk_of(hotline).url_map.iter_rules()}

    assert endpoints - {endpoint for endpoint, _, _ in routes(desk_of(hotline))} == OWN_FILES


def test_a_route_that_says_nothing_is_refused_to_everybody(hotline, browser):
    desk = desk_of(hotline)
    desk.add_url_rule("/quen", "forgotten", lambda: "a secret")

    answer = browser.get("/quen")

    assert answer.status_code == 500
    assert "a secret" not in answer.text


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_from_everywhere(hotline, browser):
    for endpoint, method, address in routes(desk_of(hotline)):
        answer = ask(browser, method, address)
        if endpoint not in PUBLIC:
            assert answer.status_code == 302, address
            assert answer.location.startswith("/desk/sign-in?") or answer.location == (
                "/desk/sign-in"
            )


@pytest.mark.parametrize("role", UserRole)
def test_a_role_may_ask_for_what_the_table_of_rights_lets_it(hotline, signed_in, role):
    desk, browser = desk_of(hotline), signed_in(role)
    for endpoint, method, address in routes(desk):
        right = right_of(desk, endpoint)
        if right is None or endpoint == "signing_in.sign_out":
            continue
        is_allowed = bool(reach(a_person(role), right))

        assert (ask(browser, method, address).status_code == 403) is not is_allowed, address


def a_person(role):
    return Person(
        id=1,
        login="ai.do",
        post="",
        role=role,
        branches=frozenset({"thu-tuc-hanh-chinh"}),
        officer=None,
        sees_conduct=False,
        has_second_step=False,
        must_change_password=False,
    )


def test_what_was_refused_is_audited(hotline, signed_in):
    browser = signed_in(UserRole.OFFICER, "truc.mot")

    assert browser.get("/users").status_code == 403

    assert audited(hotline, "denied") == [("truc.mot", "manage_users users.show_users", None)]


def test_the_id_of_nothing_is_not_found_and_audited(hotline, administrator):
    for answer in (administrator.get("/users/999"), administrator.post("/users/999/deactivate")):
        assert answer.status_code == 404
        assert "Không tìm thấy" in answer.text

    assert audited(hotline, "denied") == [("quan.tri", "user 999", None)] * 2


def test_things_of_another_branch_are_not_found_and_audited(hotline, signed_in):
    """By the helper that pages with branches use."""
    browser = signed_in(UserRole.BRANCH_HEAD, "nv.truong")
    token = browser.client.get_cookie("__Host-desk", domain="hotline.example.gov.vn").value
    desk = desk_of(hotline)

    @session.needs(Right.SEE_CALLS)
    def show(branch):
        session.check_branch(Right.SEE_CALLS, branch, what="call", key=7)
        return "a call"

    desk.add_url_rule("/thu/<branch>", "tried", show)
    assert token
    assert browser.get("/thu/thu-tuc-hanh-chinh").text == "a call"
    assert browser.get("/thu/tai-chinh").status_code == 404
    assert audited(hotline, "denied") == [("nv.truong", "call 7", None)]


def test_no_form_is_taken_without_its_token(hotline, administrator):
    """From another site a browser would send the cookie along, but knows no token."""
    for endpoint, method, address in routes(desk_of(hotline)):
        if method == "POST":
            for token in ("", "made-up"):
                answer = administrator.post(address, csrf_token=token)
                assert answer.status_code == 400, endpoint
                assert "Trang này đã cũ" in answer.text


def test_the_token_of_another_browser_is_none(administrator, another: Browser):
    assert administrator.post("/sign-out", csrf_token=another.token()).status_code == 400
    assert administrator.is_in()


def test_the_desk_is_made_at_the_first_request_for_it(hotline):
    desk = hotline.app.extensions["desk"]
    assert not desk._made

    client = hotline.app.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/desktop").status_code == 404
    assert not desk._made
    assert client.get("/desk").status_code == 302
    assert desk._made


def test_a_process_that_answers_callers_has_none_of_the_desks_libraries():
    """In a process of its own: this one has imported them all."""
    heavy = ("flask_wtf", "wtforms", "flask_bootstrap", "pyotp", "segno", "web.desk_app")
    code = f"import sys, app; print([name for name in {heavy!r} if name in sys.modules])"

    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"
