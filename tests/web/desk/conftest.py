"""The desk as browsers see it: each a client with cookies of its own."""

import re
from collections.abc import Callable

import pytest

from accounts import passwords, sessions
from models.users.roles import UserRole
from models.users.users import UserRow
from tests.harness import PUBLIC_URL, TestHotline

PASSWORD = "bốn con cò bay qua sông"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
COOKIE = "__Host-desk"
HOST = "hotline.example.gov.vn"
BRANCH, OTHER_BRANCH = "thu-tuc-hanh-chinh", "tai-chinh"


class Browser:
    """One browser at the desk of a hotline."""

    def __init__(self, hotline: TestHotline, *, password_hash: str = "nobody's") -> None:
        self.hotline, self.password_hash = hotline, password_hash
        self.client = hotline.app.test_client()

    def get(self, path, **options):
        """Ask for a page below /desk."""
        return self.client.get(f"/desk{path}", base_url=PUBLIC_URL, buffered=True, **options)

    def post(self, path, *, page="/sign-in/code", headers=None, **fields):
        """Send a form as from `page`, whose address browsers tell."""
        headers = {"Referer": f"{PUBLIC_URL}/desk{page}"} | (headers or {})
        data = {"csrf_token": self.token()} | fields
        return self.client.post(f"/desk{path}", base_url=PUBLIC_URL, data=data, headers=headers)

    def token(self):
        """Return the token of this browser's forms; the error page has one for everybody."""
        found = TOKEN.search(self.get("/khong-co").text)
        assert found
        return found[1]

    def add_user(self, login, role=UserRole.OFFICER, **values):
        """Add a user and return their id."""
        branches = [BRANCH] if role in (UserRole.OFFICER, UserRole.BRANCH_HEAD) else None
        values = {
            "post": "Chức danh",
            "branches": branches,
            "password_hash": self.password_hash,
            "password_changed_at": self.hotline.now,
            "created_at": self.hotline.now,
        } | values
        with self.hotline.hotline.database.transaction() as session:
            user = UserRow(login=login, role=role, **values)
            session.add(user)
            session.flush()
            return user.id

    def enter(self, id):
        """Be signed in as a user from now on, without having typed a password."""
        with self.hotline.hotline.database.transaction() as session:
            user = session.get(UserRow, id)
            assert user is not None
            token = sessions.begin(session, user, self.hotline.now)
        self.client.set_cookie(COOKIE, token, domain=HOST)
        return self

    def sign_in(self, login="quan.tri", password=PASSWORD, **fields):
        """Send the sign-in form."""
        return self.post("/sign-in", login=login, password=password, **fields)

    def is_in(self):
        """Say whether somebody is signed in here."""
        return self.get("/account").status_code == 200


@pytest.fixture(scope="session")
def password_hash():
    """Return the hash of the password that these users have."""
    return passwords.hashed(PASSWORD)


@pytest.fixture
def browser(hotline: TestHotline, password_hash: str) -> Browser:
    """Return a browser in which nobody is signed in."""
    return Browser(hotline, password_hash=password_hash)


@pytest.fixture
def another(hotline: TestHotline, password_hash: str) -> Browser:
    """Return a second browser."""
    return Browser(hotline, password_hash=password_hash)


@pytest.fixture
def signed_in(browser: Browser) -> Callable[..., Browser]:
    """Return a function that signs in a user of a role, and returns the browser."""

    def enter(role, login=None, **values):
        return browser.enter(browser.add_user(login or f"mot.{role.value}", role, **values))

    return enter


@pytest.fixture
def administrator(signed_in: Callable[..., Browser]) -> Browser:
    """Return a browser in which an administrator is signed in."""
    return signed_in(UserRole.ADMINISTRATOR, "quan.tri")
