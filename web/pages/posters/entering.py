"""The posting register: places are entered, changed, renewed, taken down; all of it is audited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, cast

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import StringField, ValidationError

from accounts.rights import Right
from documents.poster.register import LONGEST, BadPosting, Change
from duty.files.values import BadValue
from duty.files.values import day as read_day
from ivr.flow.words import Text
from models import audit
from models.postings import PostingRow, all_postings
from web.forms import REQUIRED, DeskForm, at_most, required, stripped
from web.pages.posters.blueprint import live_poster, posters, today
from web.pages.posters.overview import register_page
from web.session import hotline, needs, not_there, person
from web.showing import filled, language, show
from web.texts.posters import POSTERS

FIELDS = ("place", "address", "posted_on", "version", "note", "taken_down_on")


class Day(StringField):
    """A day that is typed or picked; `read` is None where it is left open."""

    def __init__(self, *, is_needed: bool = True, **given: Any) -> None:
        """Refuse an empty field where a day is needed."""
        super().__init__(filters=[stripped], **given)
        self.is_needed, self.read = is_needed, cast(date | None, None)

    def pre_validate(self, form: Any) -> None:
        """Read what was typed."""
        if not self.data and self.is_needed:
            raise ValidationError(cast(str, REQUIRED))
        try:
            self.read = read_day(self.data) if self.data else None
        except BadValue as error:
            raise ValidationError(cast(str, error.reason)) from error


class PostingForm(DeskForm):
    """Where a poster hangs, since when, and which one."""

    place = StringField(filters=[stripped], validators=[required, at_most(LONGEST)])
    address = StringField(filters=[stripped], validators=[at_most(LONGEST)])
    posted_on = Day()
    version = StringField(filters=[stripped], validators=[required])
    note = StringField(filters=[stripped], validators=[at_most(LONGEST)])
    taken_down_on = Day(is_needed=False)

    def show(self, row: PostingRow) -> None:
        """Fill in what is known now."""
        for name in ("place", "address", "version", "note"):
            self[name].data = getattr(row, name)
        self.posted_on.data = row.posted_on.isoformat()
        self.taken_down_on.data = row.taken_down_on.isoformat() if row.taken_down_on else ""

    def values(self) -> dict[str, Any]:
        """Return what was said."""
        said = {name: self.said(name) for name in ("place", "address", "note")}
        return {
            **said,
            "version": self.said("version").lower(),
            "posted_on": self.posted_on.read,
            "taken_down_on": self.taken_down_on.read,
        }


@dataclass(frozen=True, slots=True)
class Wrote:
    """Who entered or changed an entry, and when."""

    at: datetime
    actor: str
    what: Text


@posters.route("/moi", methods=["GET", "POST"])
@needs(Right.EDIT_POSTERS)
def enter() -> ResponseReturnValue:
    """Enter a place where a poster was hung."""
    form = PostingForm()
    if not form.is_filled():
        form.posted_on.data, form.version.data = today().isoformat(), live_poster().version
    elif form.validate_on_submit() and _is_made(form, lambda change: _enter(change, form)):
        return _done("saved")
    return _page(form)


@posters.route("/<int:id>", methods=["GET", "POST"])
@needs(Right.EDIT_POSTERS)
def edit(id: int) -> ResponseReturnValue:
    """Change what is known of a place."""
    with hotline().database.reading() as session:
        row = session.get(PostingRow, id) or not_there("posting", id)
        wrote = _trail(session, id)
    form = PostingForm()
    if not form.is_filled():
        form.show(row)
    elif form.validate_on_submit() and _is_made(form, lambda change: _update(change, id, form)):
        return _done("saved")
    return _page(form, id, wrote)


@posters.post("/<int:id>/thay")
@needs(Right.EDIT_POSTERS)
def renew(id: int) -> ResponseReturnValue:
    """Say that the poster in force was hung there today."""
    return _at_once(id, {"version": live_poster().version, "posted_on": today()}, "renewed")


@posters.post("/<int:id>/go")
@needs(Right.EDIT_POSTERS)
def take_down(id: int) -> ResponseReturnValue:
    """Say that a poster was taken down today."""
    return _at_once(id, {"taken_down_on": today()}, "was_taken_down")


def _at_once(id: int, values: Mapping[str, Any], said: str) -> ResponseReturnValue:
    with hotline().database.reading() as session:
        if session.get(PostingRow, id) is None:
            not_there("posting", id)
    try:
        with hotline().database.transaction() as session:
            _change(session).update(id, values)
    except BadPosting as error:
        why = filled(POSTERS["refused"], why=error.reason)
        return register_page(HTTPStatus.UNPROCESSABLE_ENTITY, why)
    return _done(said)


def _enter(change: Change, form: PostingForm) -> None:
    """Enter what a form says; what is there already is not entered twice: a form may come again."""
    values = form.values()
    known = all_postings(change.session)
    if not any(all(getattr(row, name) == values[name] for name in FIELDS) for row in known):
        change.enter(PostingRow(**values))


def _update(change: Change, id: int, form: PostingForm) -> None:
    change.update(id, form.values())


def _is_made(form: PostingForm, make: Callable[[Change], object]) -> bool:
    try:
        with hotline().database.transaction() as session:
            make(_change(session))
    except BadPosting as error:
        form.blame(error.field, error.reason)
    return not form.faulty()


def _change(session: Session) -> Change:
    return Change(session, hotline().clock(), today(), person().login)


def _trail(session: Session, id: int) -> list[Wrote]:
    local = hotline().board.from_file.calendar.local
    return [
        Wrote(local(row.at), row.actor, POSTERS["changed" if row.before else "entered"])
        for row in audit.of(session, PostingRow.__tablename__, str(id))
    ]


def _page(
    form: PostingForm, id: int | None = None, wrote: list[Wrote] | None = None
) -> ResponseReturnValue:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.faulty() else HTTPStatus.OK
    return show(
        "posters/edit.html",
        POSTERS,
        status=status,
        form=form,
        id=id,
        wrote=wrote or [],
        live=live_poster().version,
    )


def _done(said: str) -> ResponseReturnValue:
    flash(POSTERS[said].in_(language()))
    return redirect(url_for("posters.show_posters"))
