"""Officers' PINs: made and shown once, set as the officer chose it, taken away."""

from collections.abc import Callable
from http import HTTPStatus

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from accounts.rights import Right
from duty import pins
from duty.changes import Change
from ivr.flow.words import Text
from models.duty.officers import OfficerRow, locked_by_code
from web.forms import DeskForm, required, stripped
from web.pages.officers.blueprint import Found, find_to_change, officers
from web.session import hotline, needs, person
from web.showing import language, show
from web.texts.officers import OFFICERS


class PinForm(DeskForm):
    """A PIN, twice; never kept, by its name."""

    secret_pin = PasswordField(filters=[stripped], validators=[required])
    secret_again = PasswordField(filters=[stripped], validators=[required])


@officers.route("/officer/<code>/pin", methods=["GET", "POST"])
@needs(Right.EDIT_ROSTER)
def set_pin(code: str) -> ResponseReturnValue:
    """Set the PIN that an officer chose."""
    found, form = _found(code), PinForm()
    if form.validate_on_submit() and _is_set(form, found):
        return _done("pin_was_set", code)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.faulty() else HTTPStatus.OK
    row, local = found.row, found.books.calendar.local
    is_locked = row.pin_locked_until and row.pin_locked_until > found.books.now
    locked = local(row.pin_locked_until) if row.pin_locked_until and is_locked else None
    return show(
        "officers/pin.html",
        OFFICERS,
        status=status,
        form=form,
        row=row,
        post=_post(row),
        locked=locked,
    )


@officers.post("/officer/<code>/pin/random")
@needs(Right.EDIT_ROSTER)
def make_pin(code: str) -> ResponseReturnValue:
    """Set a PIN that nobody could guess, and show it once."""
    found = _found(code)
    pin = pins.random_pin(found.row.number)
    _change(code, lambda change, row: pins.set_pin(change, row, pin, secret=_secret()))
    return show("officers/pin_shown.html", OFFICERS, row=found.row, post=_post(found.row), pin=pin)


@officers.post("/officer/<code>/pin/remove")
@needs(Right.EDIT_ROSTER)
def remove_pin(code: str) -> ResponseReturnValue:
    """Take a PIN away."""
    _found(code)
    _change(code, pins.remove_pin)
    return _done("pin_was_removed", code)


def _is_set(form: PinForm, found: Found) -> bool:
    pin = form.said("secret_pin")
    if pin != form.said("secret_again"):
        form.blame("secret_again", OFFICERS["different"])
        return False
    try:
        pins.refuse_bad(pin, found.row.number)
    except pins.BadPin as error:
        form.blame("secret_pin", error.reason)
        return False
    _change(found.row.code, lambda change, row: pins.set_pin(change, row, pin, secret=_secret()))
    return True


def _change(code: str, make: Callable[[Change, OfficerRow], None]) -> None:
    """Change an officer's PIN; nobody's duty is touched by it, so no gap is looked for."""
    running = hotline()
    with running.database.transaction() as session:
        change = Change(session, running.board.from_file, running.clock(), person().login)
        row = locked_by_code(session, code)
        assert row is not None, "an officer is never deleted"
        make(change, row)


def _found(code: str) -> Found:
    with hotline().database.reading() as session:
        return find_to_change(session, code)


def _secret() -> str:
    return hotline().settings.secret_key


def _post(row: OfficerRow) -> Text:
    return Text(row.post_vi, row.post_en)


def _done(said: str, code: str) -> ResponseReturnValue:
    flash(OFFICERS[said].in_(language()))
    return redirect(url_for("officers.show_officer", code=code))
