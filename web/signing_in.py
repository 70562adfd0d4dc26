"""Signing in and out of the desk: the password, then perhaps a code, then back to the page."""

from datetime import datetime
from http import HTTPStatus
from typing import cast

from flask import Blueprint, current_app, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from accounts import passwords
from accounts.rights import Right
from accounts.sign_in import CodeWanted, Outcome, Refused, SignedIn
from accounts.tries import Wait
from web import kept
from web.addresses import own_path
from web.forms import DeskForm, required
from web.navigation import Page
from web.session import (
    entrance,
    for_everybody,
    hotline,
    needs,
    person,
    set_cookie,
    visit,
    wall,
)
from web.showing import COOKIE, language, show
from web.texts.signing_in import SIGNING_IN

signing_in = Blueprint("signing_in", __name__)
PAGE = Page(signing_in, Right.OWN_ACCOUNT)
A_YEAR_S = 365 * 24 * 3600
BUSY_S = 5
WAS = "was"
# What the address says of a sign-in at the issuer that came to nothing.
ISSUER_FAULTS = {name: f"issuer_{name}" for name in ("away", "refused", "wait")}


class SignInForm(DeskForm):
    """Login and password, and where to go afterwards."""

    login = StringField(validators=[required])
    password = PasswordField(validators=[required])
    next = HiddenField()


class CodeForm(DeskForm):
    """The code of the second step."""

    code = StringField(validators=[required])
    next = HiddenField()


@signing_in.get("/sign-in")
@for_everybody
def show_form() -> ResponseReturnValue:
    """Ask for login and password."""
    if visit().person:
        return redirect(onward())
    _remember_whose()
    return _form(SignInForm(next=request.args.get("next", "")))


@signing_in.post("/sign-in")
@for_everybody
def sign_in() -> ResponseReturnValue:
    """Take login and password."""
    form = SignInForm()
    if not form.validate():
        return _form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        outcome = entrance().with_password(form.said("login"), form.said("password"))
    except passwords.TooBusy:
        return _put_off(_form(form, said="busy", status=HTTPStatus.SERVICE_UNAVAILABLE), BUSY_S)
    return came_of(outcome, onward()) or _form(form, outcome)


@signing_in.get("/sign-in/code")
@for_everybody
def show_code() -> ResponseReturnValue:
    """Ask for the code of the second step."""
    if not visit().awaits_code:
        return redirect(url_for("signing_in.show_form"))
    return _code_form(CodeForm(next=request.args.get("next", "")))


@signing_in.post("/sign-in/code")
@for_everybody
def take_code() -> ResponseReturnValue:
    """Take the code of the second step."""
    if not visit().awaits_code:
        return redirect(url_for("signing_in.show_form", over=1))
    form = CodeForm()
    if not form.validate():
        return _code_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    outcome = entrance().with_code(visit().token, form.said("code"))
    return came_of(outcome, onward()) or _code_form(form, outcome)


@signing_in.post("/sign-out")
@needs(Right.OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    entrance().sign_out(visit().token, person().login)
    session.clear()
    return set_cookie(make_response(redirect(url_for("signing_in.show_form"))), "")


@signing_in.post("/language")
@for_everybody
def change_language() -> ResponseReturnValue:
    """Show the desk in the other language from now on, beginning with the page this came from."""
    response = make_response(redirect(onward()))
    secure = hotline().settings.public_url.startswith("https://")
    response.set_cookie(
        COOKIE, language().other, max_age=A_YEAR_S, secure=secure, httponly=True, samesite="Lax"
    )
    return response


def came_of(outcome: Outcome, page: str) -> Response | None:
    """Return the answer to whoever is in now, or has only the code to come; else None.

    `page` is where they go then.
    """
    if isinstance(outcome, CodeWanted):
        address = url_for("signing_in.show_code", next=page)
        return set_cookie(make_response(redirect(address)), outcome.token)
    if not isinstance(outcome, SignedIn):
        return None
    if session.pop(WAS, outcome.person.id) != outcome.person.id:
        session.clear()  # what was kept, and the forms that are open, were somebody else's
    return set_cookie(make_response(redirect(page)), outcome.token)


def _form(
    form: SignInForm,
    outcome: Outcome | None = None,
    *,
    said: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    fault, status = _fault(outcome, "refused") if outcome else (said, status)
    page = show(
        "sign_in.html",
        SIGNING_IN,
        status=status,
        form=form,
        fault=fault,
        at=_until(outcome),
        is_over="over" in request.args,
        has_issuer="issuer" in current_app.extensions,
        issuer_fault=ISSUER_FAULTS.get(request.args.get("sso", ""), ""),
    )
    return _put_off(page, _seconds(outcome)) if isinstance(outcome, Wait) else page


def _code_form(
    form: CodeForm, outcome: Outcome | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    fault, status = _fault(outcome, "code_refused") if outcome else ("", status)
    page = show(
        "sign_in_code.html", SIGNING_IN, status=status, form=form, fault=fault, at=_until(outcome)
    )
    return _put_off(page, _seconds(outcome)) if isinstance(outcome, Wait) else page


def _fault(outcome: Outcome, refused: str) -> tuple[str, HTTPStatus]:
    if isinstance(outcome, Refused):
        return refused, HTTPStatus.UNAUTHORIZED
    return "wait", HTTPStatus.TOO_MANY_REQUESTS


def _until(outcome: Outcome | None) -> str:
    """Return when the next try is allowed, as people read it."""
    if not isinstance(outcome, Wait):
        return ""
    return f"{_local(outcome.until):%H:%M:%S}"


def _local(at: datetime) -> datetime:
    return hotline().board.board.switchboard.calendar.local(at)


def _seconds(outcome: Wait) -> int:
    return max(int((outcome.until - wall()).total_seconds()) + 1, 1)


def _put_off(page: ResponseReturnValue, seconds: int) -> Response:
    response = make_response(page)
    response.headers["Retry-After"] = str(seconds)
    return response


def onward() -> str:
    """Return where to go now: the page that was asked for, where it is one of ours."""
    wanted = request.form.get("next") or request.args.get("next")
    return own_path(wanted, request.script_root) or url_for(
        cast(str, current_app.config["FIRST_PAGE"])
    )


def _remember_whose() -> None:
    """Keep whose session was over: signing in as the same goes on with what was open."""
    if visit().was is not None:
        session[WAS] = visit().was
    elif kept.TOKEN not in session:
        session.pop(WAS, None)
