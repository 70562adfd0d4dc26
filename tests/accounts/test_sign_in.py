"""Signing in, on both engines: what fits, what is counted, what is audited, what ends."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from accounts import passwords, sessions
from accounts.sign_in import CodeWanted, Refused, SignedIn
from accounts.tries import Door, Wait
from models.audit import AuditRow
from models.users import users
from models.users.roles import UserRole
from models.users.sessions import SessionRow
from models.users.tries import TriesRow
from models.users.users import UserRow
from tests.accounts.conftest import ADDRESS, PASSWORD, PlainHasher, there
from tests.harness import NINE_ON_MONDAY

LOGIN, WRONG = "truc.mot", "không phải mật khẩu này"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
IDLE = timedelta(hours=8)


def audited(database):
    """Return who, about whom, and what came of it, in order."""
    with database.reading() as session:
        rows = session.scalars(sa.select(AuditRow).order_by(AuditRow.id))
        return [(row.actor, row.key, row.after["result"]) for row in rows]


def after(**span):
    return NINE_ON_MONDAY + timedelta(**span)


def test_login_and_password_let_in_and_the_session_is_kept_by_hash_only(
    database, add_user, entrance
):
    add_user()

    outcome = entrance().with_password(" Truc.Mot ", PASSWORD)

    assert isinstance(outcome, SignedIn)
    assert outcome.person.login == LOGIN
    with database.reading() as session:
        (row,) = session.scalars(sa.select(SessionRow))
        assert outcome.token not in row.token_hash
        assert there(sessions.find(session, outcome.token)).id == row.id
        assert sessions.find(session, row.token_hash) is None
    assert audited(database) == [(LOGIN, LOGIN, "signed_in")]


def test_each_failure_is_refused_alike_and_audited_as_what_it_was(database, add_user, entrance):
    add_user()
    add_user("cu.nguoi", deactivated_at=NINE_ON_MONDAY)

    outcomes = [
        entrance().with_password(LOGIN, WRONG),
        entrance().with_password("cu.nguoi", PASSWORD),
        entrance().with_password("mật khẩu gõ nhầm ô", PASSWORD),
    ]

    assert outcomes == [Refused()] * 3
    assert audited(database) == [
        ("?", LOGIN, "wrong_password"),
        ("?", "cu.nguoi", "deactivated"),
        ("?", "?", "unknown"),
    ]


def test_what_was_typed_as_an_unknown_login_is_kept_nowhere(database, add_user, entrance):
    add_user()
    entrance().with_password("bi-mat-go-nham", WRONG)

    with database.reading() as session:
        kept = [str(row.after) + row.key for row in session.scalars(sa.select(AuditRow))]
        kept += [row.about for row in session.scalars(sa.select(TriesRow))]
    assert kept
    assert not [text for text in kept if "bi-mat" in text]


def test_an_account_that_failed_too_often_waits_and_then_may_try_again(
    database, add_user, entrance
):
    add_user()
    for n in range(5):
        assert entrance(address=f"192.0.2.{n}").with_password(LOGIN, WRONG) == Refused()

    assert entrance().with_password(LOGIN, PASSWORD) == Wait(after(seconds=15))
    assert entrance(after(seconds=14)).with_password(LOGIN, PASSWORD) == Wait(after(seconds=15))
    assert isinstance(entrance(after(seconds=15)).with_password(LOGIN, PASSWORD), SignedIn)
    assert entrance(after(seconds=16)).with_password(LOGIN, WRONG) == Refused()
    assert len(audited(database)) == 7  # what had to wait was no try


def test_an_unknown_account_waits_as_a_known_one_does(database, add_user, entrance):
    add_user()
    for n in range(5):
        entrance(address=f"192.0.2.{n}").with_password("khong.co", WRONG)

    assert entrance().with_password("khong.co", WRONG) == Wait(after(seconds=15))
    assert isinstance(entrance().with_password(LOGIN, PASSWORD), SignedIn)


def test_an_address_that_tries_many_accounts_waits(database, add_user, entrance):
    add_user()
    for n in range(30):
        entrance().with_password(f"nguoi{n}", WRONG)

    assert entrance().with_password(LOGIN, PASSWORD) == Wait(after(seconds=15))
    assert isinstance(entrance(address="192.0.2.8").with_password(LOGIN, PASSWORD), SignedIn)


class LookingHasher(PlainHasher):
    """Sees what was counted when the password is looked at."""

    def __init__(self, database):
        super().__init__()
        self.database, self.counted = database, []

    def fits(self, password, kept):
        with self.database.reading() as session:
            self.counted.extend(session.scalars(sa.select(TriesRow.failures)))
        return super().fits(password, kept)


class BusyHasher(PlainHasher):
    """Has too much to do."""

    def fits(self, password, kept):
        raise passwords.TooBusy


def test_a_try_counts_before_the_password_is_looked_at(database, add_user, entrance):
    """A hundred guesses sent at once must not all be the first."""
    add_user()
    hasher = LookingHasher(database)

    entrance(hasher=hasher).with_password(LOGIN, WRONG)

    assert hasher.counted == [1, 1]


def test_an_unknown_account_takes_as_long_as_a_known_one(database, add_user, entrance):
    hasher = PlainHasher()

    entrance(hasher=hasher).with_password("khong.co", WRONG)

    assert hasher.told == [WRONG]


def test_a_busy_process_lets_nobody_in_and_counts_nothing(database, add_user, entrance):
    add_user()

    with pytest.raises(passwords.TooBusy):
        entrance(hasher=BusyHasher()).with_password(LOGIN, PASSWORD)

    with database.reading() as session:
        assert set(session.scalars(sa.select(TriesRow.failures))) == {0}


def test_an_outdated_hash_is_made_anew_when_the_password_is_known(database, add_user, entrance):
    old = PasswordHasher(time_cost=1, memory_cost=1024).hash(passwords.normal(PASSWORD))
    add_user(password_hash=old)

    assert isinstance(entrance(hasher=passwords).with_password(LOGIN, PASSWORD), SignedIn)

    with database.reading() as session:
        kept = there(users.by_login(session, LOGIN)).password_hash
    assert kept != old
    assert not passwords.is_outdated(kept)
    assert passwords.fits(PASSWORD, kept)


def test_with_a_second_step_the_password_alone_lets_nobody_in(database, add_user, entrance):
    add_user(totp_secret=SECRET)

    waiting = entrance().with_password(LOGIN, PASSWORD)
    assert isinstance(waiting, CodeWanted)
    with database.reading() as session:
        row = there(sessions.find(session, waiting.token))
        assert row.awaits_code
        assert row.ends_at == after(minutes=5)

    assert entrance().with_code(waiting.token, "000000") == Refused()
    outcome = entrance().with_code(waiting.token, pyotp.TOTP(SECRET).at(NINE_ON_MONDAY))
    assert isinstance(outcome, SignedIn)
    assert outcome.token != waiting.token
    assert [came for _, _, came in audited(database)] == ["wrong_code", "signed_in"]


def test_a_code_is_no_good_without_a_session_that_waits_for_one(database, add_user, entrance):
    add_user(totp_secret=SECRET)
    code = pyotp.TOTP(SECRET).at(NINE_ON_MONDAY)
    waiting = entrance().with_password(LOGIN, PASSWORD)

    late = entrance(after(minutes=5))
    assert late.with_code(waiting.token, pyotp.TOTP(SECRET).at(after(minutes=5))) == Refused()
    assert entrance().with_code("made up", code) == Refused()
    assert isinstance(entrance().with_code(waiting.token, code), SignedIn)
    assert entrance().with_code(waiting.token, code) == Refused()


def test_codes_cannot_be_guessed_by_beginning_again(database, add_user, entrance):
    add_user(totp_secret=SECRET)
    outcomes = []
    for _ in range(7):
        waiting = entrance().with_password(LOGIN, PASSWORD)
        if isinstance(waiting, CodeWanted):
            outcomes.append(entrance().with_code(waiting.token, "000000"))

    assert outcomes == [Refused()] * 5
    assert entrance().with_password(LOGIN, PASSWORD) == Wait(after(seconds=15))


def test_who_signed_in_has_a_clean_slate(database, add_user, entrance):
    add_user()
    for _ in range(4):
        entrance().with_password(LOGIN, WRONG)
    assert isinstance(entrance().with_password(LOGIN, PASSWORD), SignedIn)
    for _ in range(4):
        assert entrance().with_password(LOGIN, WRONG) == Refused()

    assert isinstance(entrance().with_password(LOGIN, PASSWORD), SignedIn)


def test_signing_out_ends_the_session(database, add_user, entrance):
    add_user()
    token = entrance().with_password(LOGIN, PASSWORD).token

    entrance(after(hours=1)).sign_out(token, LOGIN)

    with database.reading() as session:
        row = there(sessions.find(session, token))
        assert not sessions.is_alive(row, after(hours=1), idle=IDLE)
    assert audited(database)[-1] == (LOGIN, LOGIN, "signed_out")


@pytest.mark.parametrize(
    ("now", "seen", "is_alive"),
    [
        (after(hours=7, minutes=59), NINE_ON_MONDAY, True),
        (after(hours=8), NINE_ON_MONDAY, False),
        (after(hours=11, minutes=59), after(hours=11), True),
        (after(hours=12), after(hours=11), False),
        (after(minutes=-11), NINE_ON_MONDAY, False),
    ],
)
def test_a_session_ends_after_eight_idle_hours_and_after_twelve_in_any_case(now, seen, is_alive):
    row = SessionRow(created_at=NINE_ON_MONDAY, seen_at=seen, ends_at=after(hours=12))
    row.user = UserRow(role=UserRole.OFFICER)

    assert sessions.is_alive(row, now, idle=IDLE) is is_alive


def test_what_nobody_needs_any_more_is_forgotten_at_the_next_sign_in(database, add_user, entrance):
    add_user()
    entrance().with_password(LOGIN, PASSWORD)
    entrance().with_password("khong.co", WRONG)

    entrance(after(days=8), address="192.0.2.8").with_password(LOGIN, PASSWORD)

    with database.reading() as session:
        assert [row.created_at for row in session.scalars(sa.select(SessionRow))] == [after(days=8)]
        assert {row.last_failed_at for row in session.scalars(sa.select(TriesRow))} <= {
            after(days=8),
            NINE_ON_MONDAY,
        }
        assert session.scalar(sa.select(sa.func.count()).select_from(TriesRow)) == 2


def test_the_address_is_in_the_audit(database, add_user, entrance):
    add_user()
    entrance().with_password(LOGIN, WRONG)

    with database.reading() as session:
        assert session.scalars(sa.select(AuditRow)).one().after["address"] == ADDRESS


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
    ],
)
def test_an_address_is_a_subscribers_network(one, other, is_same):

    doors = [Door.of("secret", LOGIN, address) for address in (one, other)]
    assert (doors[0].address == doors[1].address) is is_same
    assert Door.of("secret", LOGIN, "unix:").address is None
