"""Changes to users, on both engines: checked, audited, sessions ended."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from accounts import sessions
from accounts.changes import (
    BAD_LOGIN,
    BAD_OFFICER,
    BAD_POST,
    LAST_ADMINISTRATOR,
    NO_BRANCH,
    NOT_ONESELF,
    OFFICER_TAKEN,
    TAKEN,
    BadUser,
    Profile,
)
from accounts.sign_in import Refused, SignedIn
from models.audit import AuditRow
from models.duty import reading
from models.users import users
from models.users.roles import UserRole
from models.users.users import UserRow
from tests.accounts.conftest import PASSWORD, there
from tests.harness import NINE_ON_MONDAY

OFFICER = Profile(
    post="Cán bộ trực",
    role=UserRole.OFFICER,
    branches=("thu-tuc-hanh-chinh",),
    officer="tai-chinh-1",
)
ADMINISTRATOR = Profile(post="Quản trị", role=UserRole.ADMINISTRATOR)


def edited(profile, **values):
    names = ("post", "role", "branches", "officer", "sees_conduct")
    return Profile(**({name: getattr(profile, name) for name in names} | values))


def test_a_new_user_is_who_they_are_said_to_be_and_must_change_the_password(database, changes):
    with database.transaction() as session:
        changes(session).create("Truc.Hai", OFFICER, password_hash="hash")

    with database.reading() as session:
        row = there(users.by_login(session, "truc.hai"))
        assert (row.post, row.role, row.branches) == (
            "Cán bộ trực",
            UserRole.OFFICER,
            ["thu-tuc-hanh-chinh"],
        )
        assert row.officer == "tai-chinh-1"
        assert row.password_changed_at is None
        (audit,) = session.scalars(sa.select(AuditRow))
    assert (audit.actor, audit.subject, audit.key) == ("quan.tri", "users", "truc.hai")
    assert audit.before is None
    assert audit.after["role"] == "officer"
    assert "hash" not in str(audit.after)


@pytest.mark.parametrize(
    ("login", "profile", "fault"),
    [
        ("Có dấu", OFFICER, ("login", BAD_LOGIN)),
        ("ab", OFFICER, ("login", BAD_LOGIN)),
        ("truc.mot", OFFICER, ("login", TAKEN)),
        ("moi.moi", edited(OFFICER, post="  "), ("post", BAD_POST)),
        ("moi.moi", edited(OFFICER, branches=()), ("branches", NO_BRANCH)),
        ("moi.moi", edited(OFFICER, officer="khong-co"), ("officer", BAD_OFFICER)),
        ("moi.moi", edited(OFFICER, officer="thu-tuc-hanh-chinh-1"), ("officer", OFFICER_TAKEN)),
    ],
)
def test_what_makes_no_sense_is_refused(database, add_user, changes, *, login, profile, fault):
    add_user(officer="thu-tuc-hanh-chinh-1")

    with pytest.raises(BadUser) as refused, database.transaction() as session:
        changes(session).create(login, profile, password_hash="hash")

    assert (refused.value.field, refused.value.why) == fault
    with database.reading() as session:
        assert [row.login for row in users.all_users(session)] == ["truc.mot"]


def test_a_branch_that_there_is_not_is_refused_by_name(database, changes):
    with pytest.raises(BadUser, match="nhanh-la"), database.transaction() as session:
        changes(session).create(
            "moi.moi", edited(OFFICER, branches=("nhanh-la",)), password_hash="h"
        )


def test_a_role_that_is_not_bound_to_branches_has_them_all(database, changes):
    supervisor = edited(OFFICER, role=UserRole.SUPERVISOR, officer=None)
    with database.transaction() as session:
        assert changes(session).create("giam.sat", supervisor, password_hash="h").branches is None


def test_what_is_said_of_a_user_changes_and_both_are_audited(database, add_user, changes):
    id = add_user()
    with database.transaction() as session:
        changes(session).update(users.by_id(session, id), edited(OFFICER, post="Phó phòng"))
        changes(session).update(users.by_id(session, id), edited(OFFICER, post="Phó phòng"))

    with database.reading() as session:
        (audit,) = session.scalars(sa.select(AuditRow))
    assert audit.before["post"] == "Cán bộ trực nhánh 4"
    assert audit.after["post"] == "Phó phòng"


def test_who_is_deactivated_is_signed_out_everywhere_and_not_let_in(
    database, add_user, changes, entrance
):
    id = add_user()
    tokens = [entrance().with_password("truc.mot", PASSWORD).token for _ in range(2)]

    with database.transaction() as session:
        changes(session).deactivate(users.by_id(session, id))

    assert entrance().with_password("truc.mot", PASSWORD) == Refused()
    with database.reading() as session:
        rows = [there(sessions.find(session, token)) for token in tokens]
        assert not [
            r for r in rows if sessions.is_alive(r, NINE_ON_MONDAY, idle=timedelta(hours=8))
        ]
    with database.transaction() as session:
        changes(session).reactivate(users.by_id(session, id))
    assert isinstance(entrance().with_password("truc.mot", PASSWORD), SignedIn)


def test_who_took_the_officer_meanwhile_keeps_it(database, add_user, changes):
    id = add_user(officer="tai-chinh-1", deactivated_at=NINE_ON_MONDAY)
    add_user("truc.hai", officer="tai-chinh-1")

    with pytest.raises(BadUser) as refused, database.transaction() as session:
        changes(session).reactivate(users.by_id(session, id))
    assert refused.value.why is OFFICER_TAKEN


def test_a_new_password_ends_all_sessions_and_all_waits(database, add_user, changes, entrance):
    id = add_user()
    token = entrance().with_password("truc.mot", PASSWORD).token
    for n in range(6):
        entrance(address=f"192.0.2.{n}").with_password("truc.mot", "sai hoàn toàn")

    with database.transaction() as session:
        user = there(users.by_id(session, id))
        changes(session).set_password(user, user.password_hash, is_own=False)

    with database.reading() as session:
        assert there(sessions.find(session, token)).ends_at == NINE_ON_MONDAY
        assert there(users.by_login(session, "truc.mot")).password_changed_at is None
        audit = session.scalars(sa.select(AuditRow).where(AuditRow.subject == "users")).one()
        assert (audit.before["password"], audit.after["password"]) == ("old", "new")
    assert isinstance(entrance(address="192.0.2.99").with_password("truc.mot", PASSWORD), SignedIn)


def test_the_last_administrator_stays(database, add_user, changes):
    id = add_user("quan.tri", UserRole.ADMINISTRATOR, branches=None)
    add_user("cu.quan.tri", UserRole.ADMINISTRATOR, deactivated_at=NINE_ON_MONDAY)

    for change in (
        lambda made, user: made.deactivate(user),
        lambda made, user: made.update(user, edited(ADMINISTRATOR, role=UserRole.SUPERVISOR)),
    ):
        with pytest.raises(BadUser) as refused, database.transaction() as session:
            change(changes(session, actor="ai.khac"), users.by_id(session, id))
        assert refused.value.why is LAST_ADMINISTRATOR


def test_nobody_deactivates_or_demotes_themselves(database, add_user, changes):
    id = add_user("quan.tri", UserRole.ADMINISTRATOR, branches=None)
    add_user("quan.tri.hai", UserRole.ADMINISTRATOR, branches=None)

    for change in (
        lambda made, user: made.deactivate(user),
        lambda made, user: made.update(user, edited(ADMINISTRATOR, role=UserRole.SUPERVISOR)),
    ):
        with pytest.raises(BadUser) as refused, database.transaction() as session:
            change(changes(session, actor="quan.tri"), users.by_id(session, id))
        assert refused.value.why is NOT_ONESELF


def test_a_second_step_is_audited_without_its_secret(database, add_user, changes):
    id = add_user()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    with database.transaction() as session:
        user = users.by_id(session, id)
        changes(session).set_second_step(user, secret, step=7, keep_session=None)

    with database.reading() as session:
        (audit,) = session.scalars(sa.select(AuditRow))
        assert session.scalars(sa.select(UserRow)).one().totp_last_step == 7
    assert (audit.before["has_second_step"], audit.after["has_second_step"]) == (False, True)
    assert secret not in str(audit.after)


def test_what_is_audited_of_users_is_no_change_of_the_roster(database, add_user, changes, entrance):
    id = add_user()
    with database.transaction() as session:
        before = reading.version(session)
        changes(session).deactivate(users.by_id(session, id))
    entrance().with_password("truc.mot", PASSWORD)

    with database.transaction() as session:
        assert reading.version(session) == before == 0
        row = AuditRow(at=NINE_ON_MONDAY, actor="a", subject="officers", key="x", after={})
        session.add(row)
        session.flush()
        assert reading.version(session) == row.id > 1
