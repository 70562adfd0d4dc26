"""`flask user`: the first administrator, and what to do when nobody can sign in."""

import json
import re

import pytest
import sqlalchemy as sa

from accounts import passwords
from models.audit import AuditRow
from models.users import users
from models.users.roles import UserRole

PASSWORD = "bốn con cò bay qua sông"
SHOWN = re.compile(r"shown only now: (\S+)")


@pytest.fixture
def row(hotline):
    """Return a function that returns a user's row."""

    def find(login):
        with hotline.hotline.database.reading() as session:
            found = users.by_login(session, login)
            session.expunge_all()
        assert found, login
        return found

    return find


@pytest.fixture
def answer(hotline):
    """Return a function that types a command and then what it asks for."""

    def typed(*words, said=()):
        with hotline.app.app_context():
            return hotline.app.test_cli_runner().invoke(args=[*words], input="\n".join([*said, ""]))

    return typed


def test_the_first_administrator_is_made_with_a_password_typed_twice(answer, row):
    told = answer(
        "user", "create", "Quan.Tri", "--role", "administrator", said=(PASSWORD, PASSWORD)
    )

    assert told.exit_code == 0, told.output
    assert "Đã tạo · created: quan.tri (Quản trị · Administrator)" in told.output
    assert PASSWORD not in told.output
    made = row("quan.tri")
    assert (made.role, made.branches, made.post) == (UserRole.ADMINISTRATOR, None, "Quản trị")
    assert made.password_changed_at is not None
    assert passwords.fits(PASSWORD, made.password_hash)


def test_a_generated_password_is_shown_once_and_must_be_changed(type_in, row):
    told = type_in(
        "user", "create", "nv.truong", "--role", "branch_head", "--branch", "4", "--branch",
        "tai-chinh", "--officer", "thu-tuc-hanh-chinh-1", "--post", "Trưởng phòng", "--generate",
    )  # fmt: skip

    assert told.exit_code == 0, told.output
    (password,) = SHOWN.findall(told.output)
    made = row("nv.truong")
    assert passwords.fits(password, made.password_hash)
    assert made.password_changed_at is None
    assert made.branches == ["tai-chinh", "thu-tuc-hanh-chinh"]
    assert made.officer == "thu-tuc-hanh-chinh-1"


@pytest.mark.parametrize(
    ("words", "said", "why"),
    [
        (["Có dấu", "--role", "officer", "--branch", "4"], (), "A login has 3–40"),
        (["truc.mot", "--role", "officer"], (), "needs one branch or more"),
        (["truc.mot", "--role", "officer", "--branch", "99"], (), "is no branch"),
        (["truc.mot", "--role", "officer", "--branch", "4", "--officer", "x"], (), "no duty"),
        (["giam.sat", "--role", "supervisor"], ("ngắn", "ngắn"), "12 characters or more"),
        (["giam.sat", "--role", "supervisor"], (PASSWORD, "khác hẳn luôn"), "do not match"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_and_nobody_is_made(hotline, answer, words, said, why):
    told = answer("user", "create", *words, said=said)

    assert told.exit_code != 0
    assert why in told.output
    with hotline.hotline.database.reading() as session:
        assert users.all_users(session) == []


def test_the_list_names_no_secret(type_in, row):
    assert "nobody yet" in type_in("user", "list").output
    type_in("user", "create", "giam.sat", "--role", "supervisor", "--generate")

    table = type_in("user", "list").output
    (listed,) = json.loads(type_in("user", "list", "--format", "json").output)

    assert "Giám sát · Supervisor" in table
    assert listed == {
        "login": "giam.sat",
        "post": "Giám sát",
        "role": "supervisor",
        "branches": None,
        "officer": None,
        "second_step": False,
        "state": "active",
    }
    assert row("giam.sat").password_hash not in table


def test_a_password_can_be_given_anew(type_in, answer, row):
    type_in("user", "create", "giam.sat", "--role", "supervisor", "--generate")

    assert answer("user", "password", "giam.sat", said=(PASSWORD, PASSWORD)).exit_code == 0
    assert passwords.fits(PASSWORD, row("giam.sat").password_hash)
    told = type_in("user", "password", "giam.sat", "--generate")
    assert passwords.fits(SHOWN.findall(told.output)[0], row("giam.sat").password_hash)
    assert row("giam.sat").password_changed_at is None


def test_a_user_is_deactivated_but_for_the_last_administrator(type_in, row):
    type_in("user", "create", "quan.tri", "--role", "administrator", "--generate")
    type_in("user", "create", "giam.sat", "--role", "supervisor", "--generate")

    assert "deactivated: giam.sat" in type_in("user", "deactivate", "giam.sat").output
    assert row("giam.sat").deactivated_at is not None
    refused = type_in("user", "deactivate", "quan.tri")
    assert refused.exit_code == 1
    assert "last administrator" in refused.output
    assert row("quan.tri").deactivated_at is None


def test_a_second_step_is_removed(hotline, type_in, row):
    type_in("user", "create", "giam.sat", "--role", "supervisor", "--generate")
    with hotline.hotline.database.transaction() as session:
        found = users.by_login(session, "giam.sat")
        assert found
        found.totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    assert type_in("user", "totp-reset", "giam.sat").exit_code == 0

    assert row("giam.sat").totp_secret is None
    with hotline.hotline.database.reading() as session:
        actors = set(session.scalars(sa.select(AuditRow.actor)))
    assert actors == {"command line"}


@pytest.mark.parametrize("command", ["password", "deactivate", "totp-reset"])
def test_a_user_that_there_is_not_is_told(type_in, command):
    told = type_in("user", command, "khong.co")

    assert told.exit_code == 1
    assert "there is no user 'khong.co'" in told.output
