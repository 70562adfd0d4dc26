"""Signing in with the province's account, at an issuer in this process."""

from urllib.parse import parse_qsl, urlsplit

import jwt
import pyotp
import pytest

from accounts.oidc.issuer import Client, Issuer
from models.users.roles import UserRole
from tests.harness import PUBLIC_URL
from tests.web.desk.audits import audited
from tests.web.desk.issuer import (
    CLIENT,
    EC_KEY,
    ISSUER,
    RSA_KEY,
    SECRET,
    SHORT_KEY,
    STRANGERS_KEY,
    FakeIssuer,
    public,
)

BACK = "/sign-in/sso/back"
CODE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def issuer(hotline):
    """Let the desk have an issuer."""
    fake = FakeIssuer(hotline.now)
    choose(hotline, fake)
    return fake


def choose(hotline, fake, claim="preferred_username"):
    client = Client(issuer=ISSUER, id=CLIENT, claim=claim, secret=SECRET)
    hotline.app.extensions["desk"].app.extensions["issuer"] = Issuer(client, fake)


@pytest.fixture
def user(browser):
    return browser.add_user("giam.sat", UserRole.SUPERVISOR)


def go(browser, page="/users/rights"):
    """Press the button; return where that leads."""
    return browser.get(f"/sign-in/sso?next=/desk{page}").location


def sign_in(browser, issuer, **changes):
    """Go to the issuer and come back; return where that leads."""
    query = issuer.let_in(go(browser)) | changes
    return browser.get(BACK, query_string=query).location


def refused(location):
    parts = urlsplit(location)
    return parts.path == "/desk/sign-in" and dict(parse_qsl(parts.query)).get("sso") == "refused"


def results(hotline):
    return [(key, facts["result"]) for _, key, facts in audited(hotline, "sign_in")]


@pytest.mark.parametrize("signed_by", [(RSA_KEY, "RS256", "r"), (EC_KEY, "ES256", "e")])
def test_whom_the_issuer_vouches_for_comes_to_the_page_that_was_asked_for(
    hotline, browser, user, issuer, signed_by
):
    issuer.signed_by = signed_by

    assert sign_in(browser, issuer, iss=ISSUER) == "/desk/users/rights"
    assert browser.is_in()
    assert issuer.asked["redirect_uri"] == f"{PUBLIC_URL}/desk{BACK}"
    ((who, key, facts),) = audited(hotline, "sign_in")
    assert (who, key, facts["result"], facts["by"]) == (
        "giam.sat", "giam.sat", "signed_in", "issuer"
    )  # fmt: skip
    assert issuer.gets == [f"{ISSUER}/.well-known/openid-configuration", f"{ISSUER}/keys"]


def test_the_button_is_there_where_there_is_an_issuer_only(hotline, browser):
    before = browser.get("/sign-in").text
    choose(hotline, FakeIssuer(hotline.now))

    assert "SSO" not in before
    assert "Đăng nhập bằng tài khoản tỉnh (SSO)" in browser.get("/sign-in").text


def test_without_an_issuer_there_is_no_such_page(browser):
    assert [browser.get(path).status_code for path in ("/sign-in/sso", BACK)] == [404, 404]


TAMPERED = {
    "another issuer": {"iss": "https://sso.example.com"},
    "another client": {"aud": "kho-khac"},
    "many clients": {"aud": [CLIENT, "kho-khac"]},
    "another party": {"aud": [CLIENT, "kho-khac"], "azp": "kho-khac"},
    "another nonce": {"nonce": "khác"},
    "over": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "an end that is a truth": {"exp": True},
    "of the future": {"iat": 2_000_000_000},
    "not good yet": {"nbf": 2_000_000_000},
    "about nobody": {"sub": ""},
    "without a login": {"preferred_username": None},
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_token_that_says_anything_else_lets_nobody_in(hotline, browser, user, issuer, what):
    issuer.more = TAMPERED[what]

    assert refused(sign_in(browser, issuer))
    assert not browser.is_in()
    assert results(hotline) == [("?", "issuer_refused")]


BADLY_SIGNED = {
    "by a stranger": (STRANGERS_KEY, "RS256", "r"),
    "by an unknown key": (STRANGERS_KEY, "RS256", "x"),
    "with our own secret": (SECRET.encode() * 4, "HS256", "r"),
    "by nobody": ("", "none", "r"),
    "in a way that is not taken": (RSA_KEY, "RS512", "r"),
    "with a key that is too short": (SHORT_KEY, "RS256", "s"),
}


@pytest.mark.parametrize("how", BADLY_SIGNED)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_token_that_is_signed_otherwise_lets_nobody_in(hotline, browser, user, issuer, how):
    issuer.keys.append(public(SHORT_KEY, "s"))
    issuer.signed_by = BADLY_SIGNED[how]

    assert refused(sign_in(browser, issuer))
    assert not browser.is_in()
    assert results(hotline) == [("?", "issuer_refused")]


@pytest.mark.parametrize("token", ["", "a.b", 7, None, "e30.e30."])
def test_what_is_no_token_lets_nobody_in(browser, user, issuer, token):
    issuer.token = token or "x"

    assert refused(sign_in(browser, issuer))


def test_a_token_that_was_changed_on_its_way_lets_nobody_in(browser, user, issuer):
    query = issuer.let_in(go(browser))
    head, _, mark = jwt.encode(issuer.claims(), RSA_KEY, "RS256", {"kid": "r"}).split(".")
    other = jwt.encode(issuer.claims() | {"preferred_username": "a"}, RSA_KEY, "RS256")
    issuer.token = f"{head}.{other.split('.')[1]}.{mark}"

    assert refused(browser.get(BACK, query_string=query).location)


@pytest.mark.parametrize(
    "changes",
    [{"state": "khác"}, {"state": "é"}, {"code": "khác"}, {"code": ""},
     {"error": "access_denied"}, {"iss": "https://sso.example.com"}],
)  # fmt: skip
def test_an_answer_that_is_not_to_our_question_lets_nobody_in(
    hotline, browser, user, issuer, changes
):
    assert refused(sign_in(browser, issuer, **changes))
    assert not browser.is_in()
    assert results(hotline) == [("?", "issuer_refused")]


def test_an_answer_counts_once_in_its_own_browser_and_in_time(
    hotline, browser, another, user, issuer
):
    query = issuer.let_in(go(browser))
    assert refused(another.get(BACK, query_string=query).location)
    assert browser.get(BACK, query_string=query).location == "/desk/users/rights"
    assert refused(browser.get(BACK, query_string=query).location)

    query = issuer.let_in(go(another))
    hotline.pass_time(minutes=11)
    assert refused(another.get(BACK, query_string=query).location)


def test_who_is_no_user_here_or_none_any_more_is_not_let_in(hotline, browser, issuer):
    assert refused(sign_in(browser, issuer))
    browser.add_user("giam.sat", UserRole.SUPERVISOR, deactivated_at=hotline.now)
    answer = sign_in(browser, issuer)

    assert refused(answer)
    assert "chưa được cấp quyền ở tổng đài" in browser.get(answer.removeprefix("/desk")).text
    assert results(hotline) == [("?", "unknown"), ("giam.sat", "deactivated")]
    assert not browser.is_in()


def test_an_address_counts_as_a_login_only_where_it_is_verified(hotline, browser, issuer):
    choose(hotline, issuer, claim="email")
    browser.add_user("mot@tinh.example.vn", UserRole.SUPERVISOR)
    issuer.more = {"email": "Mot@tinh.example.vn"}

    assert refused(sign_in(browser, issuer))
    issuer.more |= {"email_verified": "true"}
    assert refused(sign_in(browser, issuer))
    issuer.more |= {"email_verified": True}
    assert sign_in(browser, issuer) == "/desk/users/rights"


def test_an_own_second_step_is_asked_unless_the_issuer_did(hotline, browser, another, issuer):
    browser.add_user("giam.sat", UserRole.SUPERVISOR, totp_secret=CODE_SECRET)

    location = sign_in(browser, issuer)
    assert location == "/desk/sign-in/code?next=/desk/users/rights"
    assert not browser.is_in()
    code = pyotp.TOTP(CODE_SECRET).at(hotline.now)
    assert browser.post("/sign-in/code", code=code).status_code == 302
    assert browser.is_in()

    issuer.more = {"amr": ["pwd", "otp", "mfa"]}
    assert sign_in(another, issuer) == "/desk/users/rights"


def test_an_issuer_that_is_away_is_told_and_the_password_still_works(
    hotline, browser, user, issuer
):
    issuer.is_away = True
    page = browser.get(go(browser).removeprefix("/desk")).text
    issuer.is_away = False
    query = issuer.let_in(go(browser))
    issuer.is_away = True
    late = browser.get(BACK, query_string=query).location

    assert "Chưa kết nối được hệ thống tài khoản của tỉnh" in page
    assert 'name="next" type="hidden" value="/desk/users/rights"' in page
    assert "sso=away" in late
    assert results(hotline) == []
    assert browser.sign_in("giam.sat").status_code == 302


@pytest.mark.parametrize(
    "said",
    [{"issuer": f"{ISSUER}/"}, {"issuer": None}, {"authorization_endpoint": "javascript:alert(1)"},
     {"token_endpoint": "http://sso.example.gov.vn/token"}],
)  # fmt: skip
def test_an_issuer_that_does_not_say_who_it_is_is_not_asked(browser, issuer, said):
    issuer.said |= said

    assert "sso=away" in go(browser)


def test_too_many_failures_wait_and_keep_nobodys_account_out(hotline, browser, user, issuer):
    issuer.more = {"nonce": "khác"}
    for _ in range(30):
        sign_in(browser, issuer)
    issuer.more = {}
    waits = sign_in(browser, issuer)
    assert "sso=wait" in waits

    hotline.pass_time(seconds=16)
    issuer.now = hotline.now
    assert sign_in(browser, issuer) == "/desk/users/rights"


def test_new_keys_of_the_issuer_are_asked_for_once_a_minute(hotline, browser, user, issuer):
    sign_in(browser, issuer)
    issuer.keys = [public(STRANGERS_KEY, "new")]
    issuer.signed_by = (STRANGERS_KEY, "RS256", "new")
    asked = len(issuer.gets)

    assert refused(sign_in(browser, issuer))
    assert len(issuer.gets) == asked
    hotline.pass_time(minutes=2)
    issuer.now = hotline.now
    assert sign_in(browser, issuer) == "/desk/users/rights"


def test_the_session_ends_as_others_do(hotline, browser, user, issuer):
    sign_in(browser, issuer)
    hotline.pass_time(hours=9)

    assert not browser.is_in()


def test_no_address_of_ours_and_no_line_of_a_log_has_the_code(browser, user, issuer, caplog):
    issuer.more = {"nonce": "khác"}
    location = sign_in(browser, issuer)

    assert "m%E1%BB%99t" not in location
    assert "issuer's word not believed" in caplog.text
    assert "một mã" not in caplog.text
