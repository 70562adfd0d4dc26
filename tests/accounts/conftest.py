"""Users in a migrated database, without a web server around them."""

from typing import TypeVar

import pytest

from accounts.changes import Changes, Known
from accounts.sign_in import Entrance
from models.users.roles import UserRole
from models.users.users import UserRow
from tests.harness import NINE_ON_MONDAY

PASSWORD = "bốn con cò bay qua sông"
SECRET = "a secret of sixteen letters or more"
ADDRESS = "192.0.2.7"
Found = TypeVar("Found")
BRANCHES = ("thu-tuc-hanh-chinh", "tai-chinh")


def there(found: Found | None) -> Found:
    """Return what was found; the test fails where nothing was."""
    assert found is not None
    return found


class PlainHasher:
    """Knows passwords at once, where the real one would take a core for a moment each time."""

    def __init__(self):
        self.told = []

    def fits(self, password, kept):
        self.told.append(password)
        return kept == self.hashed(password)

    def is_outdated(self, kept):
        return kept.startswith("old")

    def hashed(self, password):
        return f"hash of {password}"


@pytest.fixture
def add_user(database):
    """Return a function that adds a user and returns their id."""

    def add(login="truc.mot", role=UserRole.OFFICER, **values):
        values = {
            "post": "Cán bộ trực nhánh 4",
            "branches": ["thu-tuc-hanh-chinh"],
            "password_hash": PlainHasher().hashed(PASSWORD),
            "password_changed_at": NINE_ON_MONDAY,
            "created_at": NINE_ON_MONDAY,
        } | values
        with database.transaction() as session:
            user = UserRow(login=login, role=role, **values)
            session.add(user)
            session.flush()
            return user.id

    return add


@pytest.fixture
def entrance(database):
    """Return a maker of doors at a moment, for one client's address."""

    def make(now=NINE_ON_MONDAY, address=ADDRESS, hasher=None):
        return Entrance(database, SECRET, address, now, hasher or PlainHasher())

    return make


@pytest.fixture
def changes():
    """Return a maker of changes in a session."""

    def make(session, actor="quan.tri", now=NINE_ON_MONDAY):
        known = Known(BRANCHES, ("thu-tuc-hanh-chinh-1", "tai-chinh-1"))
        return Changes(session=session, now=now, actor=actor, secret=SECRET, known=known)

    return make
