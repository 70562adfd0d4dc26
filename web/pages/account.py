"""My account: who I am here, my password, my second step, my sessions."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session
from wtforms import HiddenField, PasswordField, StringField

from accounts import passwords, second_step, sessions
from accounts.changes import Changes
from accounts.labels import ROLES
from accounts.rights import Right
from accounts.tries import Wait
from accounts.weak_passwords import weakness
from ivr.flow.words import Text
from models.users import sessions as session_rows
from models.users import users
from web.forms import DeskForm, required
from web.navigation import Page
from web.session import entrance, hotline, needs, person, set_cookie, visit, wall
from web.showing import language, show
from web.texts.account import ACCOUNT

account = Blueprint("account", __name__, url_prefix="/account")
PAGE = Page(account, Right.OWN_ACCOUNT)
WRONG = Text("Mật khẩu hiện tại không đúng.", "The current password is wrong.")
DIFFERENT = Text("Hai lần nhập không giống nhau.", "The two are not the same.")
SAME_AS_BEFORE = Text("Mật khẩu mới phải khác mật khẩu cũ.", "The new one must be another one.")
BAD_CODE = Text(
    "Mã không đúng. Kiểm tra giờ của điện thoại, rồi nhập mã đang hiện.",
    "The code is wrong. Check the phone's clock, then type the code it shows.",
)
BUSY = Text("Hệ thống đang bận, thử lại sau vài giây.", "Busy; try again in some seconds.")
WAIT = Text("Đã sai nhiều lần, thử lại lúc {}.", "Too many failures, try again at {}.")


class PasswordForm(DeskForm):
    """The old password once, the new one twice."""

    password_now = PasswordField(validators=[required])
    password_new = PasswordField(validators=[required])
    password_again = PasswordField(validators=[required])


class EnrolForm(DeskForm):
    """A code that shows that the app has the secret, and the password of whose account it is."""

    secret = HiddenField()
    code = StringField(validators=[required])
    password_now = PasswordField(validators=[required])


class RemoveForm(DeskForm):
    """The password."""

    password_now = PasswordField(validators=[required])


@account.get("")
@needs(Right.OWN_ACCOUNT)
def show_account() -> ResponseReturnValue:
    """Show what is known of oneself, and where one is signed in."""
    me, now = person(), wall()
    switchboard = hotline().board.board.switchboard
    with hotline().database.reading() as session:
        open_ones = [
            (
                switchboard.calendar.local(row.created_at),
                switchboard.calendar.local(row.seen_at),
                row.id == visit().session_id,
            )
            for row in session_rows.of_user(session, me.id, now)
            if not row.awaits_code
        ]
    names = [b.name for b in switchboard.branches() if b.id in (me.branches or ())]
    return show(
        "account.html", ACCOUNT, role=ROLES[me.role], branch_names=names, sessions=open_ones
    )


@account.post("/sessions")
@needs(Right.OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all sessions but this one."""
    with hotline().database.transaction() as session:
        session_rows.end_all(session, person().id, wall(), but=visit().session_id)
    return _done("others_ended")


@account.route("/password", methods=["GET", "POST"])
@needs(Right.OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Change one's password; every session ends, and this browser gets a new one."""
    form = PasswordForm()
    if form.validate_on_submit() and _is_good(form) and (new := _hashed(form)):
        with hotline().database.transaction() as session:
            user = users.by_id(session, person().id)
            assert user is not None
            _changes(session).set_password(user, new, is_own=True)
            token = sessions.begin(session, user, wall())
        return set_cookie(make_response(_done("changed")), token)
    return show("account_password.html", ACCOUNT, form=form, status=_status(form))


@account.route("/second-step", methods=["GET", "POST"])
@needs(Right.OWN_ACCOUNT)
def enrol() -> ResponseReturnValue:
    """Switch the second step on, once a code shows that the app works."""
    if person().has_second_step:
        return redirect(url_for("account.remove"))
    form = EnrolForm()
    if not second_step.is_secret(form.secret.data or ""):
        form.secret.data = second_step.new_secret()
    secret = str(form.secret.data)
    if form.validate_on_submit():
        step = second_step.step_of(secret, form.said("code"), wall(), after=None)
        if step is None:
            form.blame("code", BAD_CODE)
        elif _confirmed(form):
            _set_second_step(secret, step)
            return _done("enrolled")
    picture = Markup(second_step.picture(secret, person().login))
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    return show(
        "account_enrol.html",
        ACCOUNT,
        form=form,
        picture=picture,
        groups=groups,
        status=_status(form),
    )


@account.route("/second-step/off", methods=["GET", "POST"])
@needs(Right.OWN_ACCOUNT)
def remove() -> ResponseReturnValue:
    """Switch the second step off."""
    form = RemoveForm()
    if form.validate_on_submit() and _confirmed(form):
        _set_second_step(None, None)
        return _done("removed")
    return show("account_remove.html", ACCOUNT, form=form, status=_status(form))


def _is_good(form: PasswordForm) -> bool:
    """Say whether the new password will do, and the old one is right; blame fields otherwise."""
    me, new = person(), passwords.normal(form.said("password_new"))
    if why := weakness(new, login=me.login, post=me.post):
        form.blame("password_new", why)
    elif not passwords.is_same(new, form.said("password_again")):
        form.blame("password_again", DIFFERENT)
    elif passwords.is_same(new, form.said("password_now")):
        form.blame("password_new", SAME_AS_BEFORE)
    else:
        return _confirmed(form)
    return False


def _confirmed(form: DeskForm) -> bool:
    """Say whether the current password is right; blame its field otherwise."""
    try:
        fits = entrance().confirm(person().login, form.said("password_now"))
    except passwords.TooBusy:
        form.blame("password_now", BUSY)
        return False
    if isinstance(fits, Wait):
        at = f"{hotline().board.board.switchboard.calendar.local(fits.until):%H:%M:%S}"
        form.blame("password_now", Text(WAIT.vi.format(at), WAIT.en.format(at)))
        return False
    if not fits:
        form.blame("password_now", WRONG)
    return fits


def _hashed(form: PasswordForm) -> str | None:
    try:
        return passwords.hashed(form.said("password_new"))
    except passwords.TooBusy:
        form.blame("password_new", BUSY)
        return None


def _set_second_step(secret: str | None, step: int | None) -> None:
    with hotline().database.transaction() as session:
        user = users.by_id(session, person().id)
        assert user is not None
        seal = hotline().settings.secrets_seal()
        kept = second_step.sealed(secret, user.login, seal) if secret else None
        _changes(session).set_second_step(user, kept, step=step, keep_session=visit().session_id)


def _changes(session: Session) -> Changes:
    secret = hotline().settings.secret_key
    return Changes(session=session, now=wall(), actor=person().login, secret=secret)


def _done(said: str) -> ResponseReturnValue:
    flash(ACCOUNT[said].in_(language()))
    return redirect(url_for("account.show_account"))


def _status(form: DeskForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.faulty() else HTTPStatus.OK
