"""`flask user`: who may sign in to the desk; the first administrator is made here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
from flask import current_app
from sqlalchemy.orm import Session

from accounts import passwords
from accounts.changes import OWN_BRANCHES_ONLY, BadUser, Changes, Known, Profile
from accounts.labels import EVERY_BRANCH, ROLES
from accounts.sign_in import normal_login
from accounts.weak_passwords import weakness
from commands import period, told
from duty.changes import every_branch
from duty.labels import both
from models.duty.officers import all_officers
from models.users import users
from models.users.roles import UserRole
from models.users.users import UserRow

ACTOR = "command line"
COLUMNS = {
    "login": "Tên · login",
    "post": "Chức danh · post",
    "role_shown": "Vai trò · role",
    "branches_shown": "Nhánh · branches",
    "officer": "Cán bộ trực · officer",
    "step_shown": "Bước 2 · second step",
    "state": "Trạng thái · state",
}
NAMES = ("login", "post", "role", "branches", "officer", "second_step", "state")
GENERATE = click.option(
    "--generate", is_flag=True, help="Sinh mật khẩu, hiện một lần · generate it, show it once."
)


@click.group()
def user() -> None:
    """Người dùng bàn làm việc · users of the desk."""


@user.command()
@click.argument("login")
@click.option(
    "--role",
    type=click.Choice([role.value for role in UserRole]),
    required=True,
    help="Vai trò · role.",
)
@click.option("--branch", "branches", multiple=True, help="Mã nhánh hoặc phím · id or key.")
@click.option("--officer", help="Mã cán bộ trực · code of the duty officer they are.")
@click.option("--post", help="Chức danh · post; mặc định là vai trò · by default the role.")
@GENERATE
def create(*, login: str, generate: bool, **said: Any) -> None:
    """Tạo người dùng LOGIN; không ghi --branch là mọi nhánh · create a user; no --branch: all."""
    role = UserRole(said["role"])
    profile = Profile(
        post=said["post"] or ROLES[role].vi,
        role=role,
        branches=_branches(role, said["branches"]),
        officer=said["officer"],
    )
    with _changing() as changes:  # says what is wrong before a password is asked for
        changes.check_new(login, profile)
    password = _password(generate=generate, login=login, post=profile.post)
    password_hash = passwords.hashed(password)
    with _changing() as changes:
        changes.create(login, profile, password_hash=password_hash, is_own=not generate)
    click.echo(f"Đã tạo · created: {normal_login(login)} ({both(ROLES[role])})")
    _tell(password, generate=generate)


@user.command("list")
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def list_users(form: str) -> None:
    """Mọi người dùng, đang dùng trước · all users, the active ones first."""
    with period.books() as session:
        rows = [_row(each) for each in users.all_users(session)]
    if rows or form != "table":
        shown = rows if form == "table" else [_plain(row) for row in rows]
        told.tell(shown, COLUMNS, form, names=NAMES)
    else:
        click.echo(
            "Chưa có ai · nobody yet: flask --app app user create LOGIN --role administrator"
        )


@user.command("password")
@click.argument("login")
@GENERATE
def change_password(*, login: str, generate: bool) -> None:
    """Đặt mật khẩu mới cho LOGIN, đăng xuất mọi nơi · set a password, sign out everywhere."""
    with period.books() as session:
        found = _found(session, login)
    password = _password(generate=generate, login=found.login, post=found.post)
    password_hash = passwords.hashed(password)
    with _changing() as changes:
        changes.set_password(_found(changes.session, login), password_hash, is_own=not generate)
    click.echo(f"Đã đặt mật khẩu · password set: {found.login}")
    _tell(password, generate=generate)


@user.command()
@click.argument("login")
def deactivate(login: str) -> None:
    """Ngừng tài khoản LOGIN, đăng xuất mọi nơi · deactivate it, sign out everywhere."""
    with _changing() as changes:
        changes.deactivate(_found(changes.session, login))
    click.echo(f"Đã ngừng · deactivated: {normal_login(login)}")


@user.command("totp-reset")
@click.argument("login")
def reset_second_step(login: str) -> None:
    """Xóa bước thứ hai của LOGIN (mất điện thoại) · remove the second step (phone lost)."""
    with _changing() as changes:
        found = _found(changes.session, login)
        changes.set_second_step(found, None, step=None, keep_session=None)
    click.echo(f"Đã xóa bước thứ hai · second step removed: {normal_login(login)}")


@contextmanager
def _changing() -> Iterator[Changes]:
    """Yield changes to users in one transaction; what is refused is told in a sentence."""
    running = period.hotline()
    with period.database_needed(), _sentences(), running.database.transaction() as session:
        branches = every_branch(running.board.board.switchboard)
        known = {each.id for branch in branches for each in branch.officers}
        known |= {row.code for row in all_officers(session)}
        yield Changes(
            session=session,
            now=_wall(),
            actor=ACTOR,
            secret=running.settings.secret_key,
            known=Known({branch.id for branch in branches}, known),
        )


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except BadUser as error:
        raise click.ClickException(both(error.why)) from None


def _branches(role: UserRole, named: tuple[str, ...]) -> tuple[str, ...] | None:
    if not named:
        return () if role in OWN_BRANCHES_ONLY else None
    return tuple(str(period.branch_id(name)) for name in named)


def _password(*, generate: bool, login: str, post: str) -> str:
    """Return a password: generated, or typed twice and hidden; a weak one is refused."""
    if generate:
        return passwords.generated()
    typed = click.prompt(
        "Mật khẩu · password", hide_input=True, confirmation_prompt="Nhập lại · once more"
    )
    if why := weakness(passwords.normal(typed), login=normal_login(login), post=post):
        raise click.ClickException(both(why))
    return str(typed)


def _tell(password: str, *, generate: bool) -> None:
    if generate:
        click.echo(f"Mật khẩu, chỉ hiện lần này · password, shown only now: {password}")
        click.echo("Phải đổi ở lần đăng nhập đầu · to be changed at the first sign-in")


def _found(session: Session, login: str) -> UserRow:
    found = users.by_login(session, normal_login(login))
    if found is None:
        raise click.ClickException(f"không có người dùng {login!r} · there is no user {login!r}")
    return found


def _row(row: UserRow) -> dict[str, Any]:
    branches = row.branches
    shown = both(EVERY_BRANCH) if branches is None else ", ".join(branches)
    return {
        "login": row.login,
        "post": row.post,
        "role": row.role.value,
        "role_shown": both(ROLES[row.role]),
        "branches": branches,
        "branches_shown": shown,
        "officer": row.officer,
        "second_step": row.totp_secret is not None,
        "step_shown": "bật · on" if row.totp_secret else "tắt · off",
        "state": "deactivated" if row.deactivated_at else "active",
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in NAMES}


def _wall() -> datetime:
    """Return real time, which the desk goes by; the hotline's clock may pretend another."""
    moment: datetime = current_app.extensions["wall"]()
    return moment
