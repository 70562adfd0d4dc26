"""The tables of users, on both engines."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.users import sessions, tries, users
from models.users.roles import UserRole
from models.users.sessions import KeptFormRow, SessionRow
from models.users.tries import TriesRow
from models.users.users import UserRow
from tests.harness import NINE_ON_MONDAY


def a_user(login="truc.mot", **changes):
    values = {
        "login": login,
        "post": "Cán bộ trực",
        "role": UserRole.OFFICER,
        "branches": ["thu-tuc-hanh-chinh"],
        "password_hash": "hash",
        "created_at": NINE_ON_MONDAY,
    }
    return UserRow(**(values | changes))


def a_session(user, token_hash, **changes):
    values = {
        "token_hash": token_hash,
        "user_id": user.id,
        "awaits_code": False,
        "created_at": NINE_ON_MONDAY,
        "seen_at": NINE_ON_MONDAY,
        "ends_at": NINE_ON_MONDAY + timedelta(hours=12),
    }
    return SessionRow(**(values | changes))


def test_a_user_comes_back_as_they_were(database):
    with database.transaction() as session:
        session.add_all([a_user(), a_user("giam.sat", branches=None, role=UserRole.SUPERVISOR)])

    with database.reading() as session:
        officer, supervisor = (users.by_login(session, name) for name in ("truc.mot", "giam.sat"))
        assert officer
        assert supervisor
        assert (officer.role, officer.branches) == (UserRole.OFFICER, ["thu-tuc-hanh-chinh"])
        assert officer.sees_conduct is False
        assert supervisor.branches is None
        everywhere = sa.select(UserRow.login).where(UserRow.branches.is_(None))
        assert list(session.scalars(everywhere)) == ["giam.sat"]


def test_there_is_one_user_of_a_login(database):
    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.add_all([a_user(), a_user()])


def test_active_users_come_first_and_only_active_administrators_count(database):
    with database.transaction() as session:
        session.add_all(
            [
                a_user("a.cu", deactivated_at=NINE_ON_MONDAY, role=UserRole.ADMINISTRATOR),
                a_user("c.ba", role=UserRole.ADMINISTRATOR),
                a_user("b.hai"),
            ]
        )

    with database.reading() as session:
        assert [row.login for row in users.all_users(session)] == ["b.hai", "c.ba", "a.cu"]
        assert [row.login for row in users.active_administrators(session)] == ["c.ba"]


def test_a_duty_officer_is_one_active_user(database):
    with database.transaction() as session:
        session.add_all(
            [
                a_user(officer="tai-chinh-1"),
                a_user("cu.nguoi", officer="noi-vu-1", deactivated_at=NINE_ON_MONDAY),
            ]
        )

    with database.reading() as session:
        me = users.by_login(session, "truc.mot")
        assert me
        assert users.is_officer(session, "tai-chinh-1", but=None)
        assert not users.is_officer(session, "tai-chinh-1", but=me.id)
        assert not users.is_officer(session, "noi-vu-1", but=None)


def test_sessions_of_one_user_end_but_for_one(database):
    later = NINE_ON_MONDAY + timedelta(hours=1)
    with database.transaction() as session:
        user, other = a_user(), a_user("truc.hai")
        session.add_all([user, other])
        session.flush()
        rows = [a_session(user, "a"), a_session(user, "b"), a_session(other, "c")]
        session.add_all(rows)
        session.flush()
        sessions.end_all(session, user.id, later, but=rows[0].id)

    with database.reading() as session:
        ends = dict(session.execute(sa.select(SessionRow.token_hash, SessionRow.ends_at)).all())
        assert ends["b"] == later
        assert ends["a"] == ends["c"] == NINE_ON_MONDAY + timedelta(hours=12)
        assert [row.token_hash for row in sessions.of_user(session, 1, later)] == ["a"]


def test_a_kept_form_is_taken_once(database):
    with database.transaction() as session:
        user = a_user()
        session.add(user)
        session.flush()
        form = KeptFormRow(token_hash="t", user_id=user.id, content="x", ends_at=NINE_ON_MONDAY)
        session.add(form)

    with database.transaction() as session:
        assert sessions.take_form(session, "other") is None
        taken = sessions.take_form(session, "t")
        assert taken
        assert taken.content == "x"
    with database.transaction() as session:
        assert sessions.take_form(session, "t") is None


def test_what_is_over_is_forgotten_and_nothing_else(database):
    with database.transaction() as session:
        user = a_user()
        session.add(user)
        session.flush()
        session.add_all([a_session(user, "old", ends_at=NINE_ON_MONDAY), a_session(user, "new")])
        sessions.forget(
            session,
            sessions_before=NINE_ON_MONDAY + timedelta(seconds=1),
            forms_before=NINE_ON_MONDAY,
        )

    with database.reading() as session:
        assert list(session.scalars(sa.select(SessionRow.token_hash))) == ["new"]


def test_rows_of_tries_are_made_when_they_are_first_asked_for(database):
    for _ in range(2):
        with database.transaction() as session:
            rows = tries.locked(session, ["b", "a"], NINE_ON_MONDAY)
            assert [(row.about, row.failures) for row in rows] == [("a", 0), ("b", 0)]

    with database.transaction() as session:
        tries.forget(session, NINE_ON_MONDAY + timedelta(seconds=1))
        assert session.scalar(sa.select(sa.func.count()).select_from(TriesRow)) == 0
