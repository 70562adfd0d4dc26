"""Keys change while messages are kept: all of it is sealed anew, again and again if need be."""

import pytest
import sqlalchemy as sa

from ivr.sealing.seal import MARK, new_key
from models.messages import Message
from models.users.roles import UserRole
from models.users.users import UserRow
from tests.harness import TestHotline, test_settings
from tests.privacy.conftest import NOBODY, audio

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def opened(tmp_path, sqlite_url):
    """Return what opens the same hotline with other keys; each is closed at the end."""
    made: list[TestHotline] = []

    def open_with(*keys):
        settings = test_settings(tmp_path, sqlite_url, sealing_keys=keys)
        made.append(TestHotline(settings, seed=len(made)))
        return made[-1]

    yield open_with
    for each in made:
        each.close()


def heard(hotline):
    with hotline.hotline.database.reading() as session:
        rows = session.scalars(sa.select(Message).where(Message.path.is_not(None))).all()
    found = []
    for row in rows:
        with hotline.hotline.storage.open(row.path) as file:
            found.append(file.read())
    return found


def secret_of(hotline):
    with hotline.hotline.database.reading() as session:
        return session.scalar(sa.select(UserRow.totp_secret))


def test_messages_and_second_steps_pass_from_plain_to_one_key_and_to_the_next(opened, type_at):
    plain = opened()
    plain.call("411", NOBODY)
    plain.work_off()
    with plain.hotline.database.transaction() as session:
        session.add(
            UserRow(
                login="quan.tri",
                post="Quản trị",
                role=UserRole.ADMINISTRATOR,
                password_hash="none",
                totp_secret=SECRET,
                created_at=plain.now,
            )
        )
    (file,) = audio(plain)
    said = file.read_bytes()
    refused = type_at(plain, "keys", "rotate")
    assert (refused.exit_code, "SEALING_KEYS" in refused.output) == (1, True)
    old = type_at(plain, "keys", "new").output.strip()

    first = opened(old)
    assert heard(first) == [said]
    done = type_at(first, "keys", "rotate")
    assert done.exit_code == 0, done.output
    assert file.read_bytes().startswith(MARK)
    assert "1 niêm phong lại" in done.output
    assert SECRET not in secret_of(first)
    first.call("411", NOBODY)
    first.work_off()
    assert [path.read_bytes()[:4] for path in audio(first)] == [MARK] * 2

    new = new_key()
    both = opened(new, old)
    assert heard(both)[0] == said
    type_at(both, "keys", "rotate")
    again = type_at(both, "keys", "rotate")
    assert "2 đã đúng khóa" in again.output
    assert len(heard(opened(new))) == 2

    wrong = opened(new_key())
    failed = type_at(wrong, "keys", "rotate")
    assert failed.exit_code == 1
    assert "2 không được" in failed.output
    assert len(heard(both)) == 2
