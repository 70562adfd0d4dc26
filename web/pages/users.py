"""Users: who may sign in, as what, and for which branches; for administrators."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts import passwords
from accounts.changes import BadUser, Changes, Known
from accounts.labels import A_REASON, RIGHTS, ROLES, SCOPES, YES
from accounts.rights import OF_NO_BRANCH, WITH_A_REASON, Right, Scope, scope
from accounts.rights import ROLES as ROLE_ORDER
from ivr.flow.words import Text
from models.users import users as user_rows
from models.users.roles import UserRole
from models.users.users import UserRow
from web.forms import DeskForm
from web.navigation import Page
from web.pages.user_form import NewForm, Offered, ProfileForm
from web.session import hotline, needs, not_there, person, wall
from web.showing import language, show
from web.texts.users import USERS

users = Blueprint("users", __name__, url_prefix="/users")
PAGE = Page(users, Right.MANAGE_USERS, "users.show_users", USERS["title"])
BUSY = Text("Hệ thống đang bận, thử lại sau vài giây.", "Busy; try again in some seconds.")


@users.get("")
@needs(Right.MANAGE_USERS)
def show_users() -> ResponseReturnValue:
    """List all users, those who can sign in first."""
    with hotline().database.reading() as session:
        rows = user_rows.all_users(session)
        names = Offered.of(session, hotline().board.board.switchboard).branches
    local = hotline().board.board.switchboard.calendar.local
    return show("users.html", USERS, rows=rows, names=names, roles=ROLES, local=local)


@users.get("/rights")
@needs(Right.MANAGE_USERS)
def show_rights() -> ResponseReturnValue:
    """Show the table of rights as it is in force."""
    table = {right: [_cell(role, right) for role in ROLE_ORDER] for right in Right}
    heads = [ROLES[role] for role in ROLE_ORDER]
    return show("users_rights.html", USERS, table=table, heads=heads, rights=RIGHTS)


@users.route("/new", methods=["GET", "POST"])
@needs(Right.MANAGE_USERS)
def create() -> ResponseReturnValue:
    """Create a user, and show the generated password once."""
    with hotline().database.reading() as session:
        offered = Offered.of(session, hotline().board.board.switchboard)
    form = NewForm()
    form.offer(offered)
    if form.validate_on_submit() and (login := _created(form, offered.known)):
        return login
    return _profile_page(form, None)


@users.route("/<int:id>", methods=["GET", "POST"])
@needs(Right.MANAGE_USERS)
def edit(id: int) -> ResponseReturnValue:
    """Change what is said of a user."""
    with hotline().database.reading() as session:
        offered = Offered.of(session, hotline().board.board.switchboard)
        user = session.get(UserRow, id) or not_there("user", id)
    form = ProfileForm()
    form.offer(offered)
    if not form.is_filled():
        form.show(user)
    elif form.validate_on_submit() and _updated(form, id, offered.known):
        return _done("saved")
    return _profile_page(form, user)


@users.post("/<int:id>/password")
@needs(Right.MANAGE_USERS)
def reset_password(id: int) -> ResponseReturnValue:
    """Give a user a new password, and show it once."""
    with hotline().database.reading() as session:
        _user(session, id)  # nothing is hashed for nobody
    password = passwords.generated()
    try:
        password_hash = passwords.hashed(password)
    except passwords.TooBusy:
        return _refused(BUSY, id)
    with hotline().database.transaction() as session:
        user = _user(session, id)
        _changes(session).set_password(user, password_hash, is_own=False)
    return _password_page(user.login, password)


@users.post("/<int:id>/second-step")
@needs(Right.MANAGE_USERS)
def remove_second_step(id: int) -> ResponseReturnValue:
    """Let a user who lost their telephone sign in by password alone."""
    with hotline().database.transaction() as session:
        user = _user(session, id)
        _changes(session).set_second_step(user, None, step=None, keep_session=None)
    return _done("step_removed")


@users.post("/<int:id>/deactivate")
@needs(Right.MANAGE_USERS)
def deactivate(id: int) -> ResponseReturnValue:
    """Let a user sign in no more."""
    try:
        with hotline().database.transaction() as session:
            _changes(session).deactivate(_user(session, id))
    except BadUser as error:
        return _refused(error.why, id)
    return _done("was_deactivated")


@users.post("/<int:id>/reactivate")
@needs(Right.MANAGE_USERS)
def reactivate(id: int) -> ResponseReturnValue:
    """Let a user sign in again."""
    try:
        with hotline().database.transaction() as session:
            _changes(session).reactivate(_user(session, id))
    except BadUser as error:
        return _refused(error.why, id)
    return _done("was_reactivated")


def _created(form: NewForm, known: Known) -> Response | None:
    """Return the page with the new user's password, None where something was wrong."""
    password = passwords.generated()
    try:
        password_hash = passwords.hashed(password)
        with hotline().database.transaction() as session:
            changes = _changes(session, known)
            user = changes.create(form.said("login"), form.profile(), password_hash=password_hash)
    except BadUser as error:
        form.blame(error.field, error.why)
        return None
    except passwords.TooBusy:
        form.blame("login", BUSY)
        return None
    return _password_page(user.login, password)


def _updated(form: ProfileForm, id: int, known: Known) -> bool:
    try:
        with hotline().database.transaction() as session:
            _changes(session, known).update(_user(session, id), form.profile())
    except BadUser as error:
        form.blame(error.field, error.why)
        return False
    return True


def _user(session: Session, id: int) -> UserRow:
    return user_rows.by_id(session, id) or not_there("user", id)


def _changes(session: Session, known: Known | None = None) -> Changes:
    return Changes(
        session=session,
        now=wall(),
        actor=person().login,
        secret=hotline().settings.secret_key,
        known=known or Known((), ()),
    )


def _cell(role: UserRole, right: Right) -> tuple[Scope, Text, Text | None]:
    """Return for which branches a role has a right, and what else it takes."""
    found = scope(role, right)
    label = YES if found is Scope.ALL and right in OF_NO_BRANCH else SCOPES[found]
    return found, label, A_REASON if (role, right) in WITH_A_REASON else None


def _profile_page(form: DeskForm, user: UserRow | None) -> ResponseReturnValue:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.faulty() else HTTPStatus.OK
    return show("users_edit.html", USERS, status=status, form=form, user=user)


def _password_page(login: str, password: str) -> Response:
    return show("users_password.html", USERS, login=login, password=password)


def _refused(why: Text, id: int) -> ResponseReturnValue:
    flash(why.in_(language()), "fault")
    return redirect(url_for("users.edit", id=id))


def _done(said: str) -> ResponseReturnValue:
    flash(USERS[said].in_(language()))
    return redirect(url_for("users.show_users"))
