"""People's own views of the work list: what is asked for now, under a name, one tap away.

A view keeps what stands in the list's address, but no digits of anybody's number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import StringField

from accounts.rights import Right
from ivr.flow.words import Text
from models.session import lock_name
from models.users.views import MOST, SavedViewRow, is_named, own_view, views_of
from web.forms import DeskForm, at_most, required, stripped
from web.pages.missed.asking import NAMES
from web.pages.missed.blueprint import missed
from web.session import hotline, needs, not_there, person, wall
from web.showing import filled, language, show
from web.texts.missed_views import VIEWS

LONGEST_NAME = 40
NOT_KEPT = ("ending", "after")


class ViewForm(DeskForm):
    """What a view is called."""

    view_name = StringField(filters=[stripped], validators=[required, at_most(LONGEST_NAME)])


@dataclass(frozen=True, slots=True)
class OwnView:
    """A view as its owner sees it."""

    id: int
    name: str
    query: Mapping[str, Any]

    @property
    def address(self) -> str:
        """Where it leads."""
        return url_for("missed.show_missed", **self.query)


def own_views(session: Session) -> list[OwnView]:
    """Return the views of whoever is signed in; what the list no longer asks for is left out."""
    return [OwnView(row.id, row.name, kept(row.query)) for row in views_of(session, person().id)]


def kept(query: Mapping[str, str]) -> dict[str, Any]:
    """Return what a view keeps of a list's address."""
    return {name: query[name] for name in NAMES if query.get(name) and name not in NOT_KEPT}


@missed.get("/views")
@needs(Right.SEE_MISSED)
def show_views() -> ResponseReturnValue:
    """Show the views of whoever is signed in, to be opened, renamed and deleted."""
    return _page()


@missed.post("/views")
@needs(Right.SEE_MISSED)
def save_view() -> ResponseReturnValue:
    """Save what the list's address asks for; the same name twice is refused."""
    form, query = ViewForm(), kept(request.args)
    if not form.validate_on_submit():
        return _page(form, query)
    who, name = person().id, form.said("view_name")
    with hotline().database.transaction() as session:
        why = _refused(session, who, name)
        if why is None:
            session.add(SavedViewRow(user_id=who, name=name, query=query, saved_at=wall()))
    if why is not None:
        form.blame("view_name", why)
        return _page(form, query)
    flash(filled(VIEWS["saved"], name=name).in_(language()))
    return redirect(url_for("missed.show_missed", **query))


@missed.post("/views/<int:id>")
@needs(Right.SEE_MISSED)
def rename_view(id: int) -> ResponseReturnValue:
    """Give a view another name."""
    form = ViewForm()
    if not form.validate_on_submit():
        return _page(form, id=id)
    name, is_taken = form.said("view_name"), False
    with hotline().database.transaction() as session:
        row = _own(session, id)
        is_taken = is_named(session, person().id, name, but=id)
        row.name = row.name if is_taken else name
    if is_taken:
        form.blame("view_name", VIEWS["taken"])
        return _page(form, id=id)
    flash(filled(VIEWS["renamed"], name=name).in_(language()))
    return redirect(url_for("missed.show_views"))


@missed.post("/views/<int:id>/delete")
@needs(Right.SEE_MISSED)
def delete_view(id: int) -> ResponseReturnValue:
    """Delete a view; the callers in it stay as they are."""
    with hotline().database.transaction() as session:
        row = _own(session, id)
        name = row.name
        session.delete(row)
    flash(filled(VIEWS["deleted"], name=name).in_(language()))
    return redirect(url_for("missed.show_views"))


def _own(session: Session, id: int) -> SavedViewRow:
    who = person().id
    lock_name(session, f"views:{who}")
    return own_view(session, who, id) or not_there("view", id)


def _refused(session: Session, who: int, name: str) -> Text | None:
    """Return why a view cannot be saved, None where it can."""
    lock_name(session, f"views:{who}")
    if is_named(session, who, name):
        return VIEWS["taken"]
    return filled(VIEWS["too_many"], most=MOST) if len(views_of(session, who)) >= MOST else None


def _page(
    form: ViewForm | None = None, query: Mapping[str, str] | None = None, *, id: int | None = None
) -> ResponseReturnValue:
    """Return the page of the views; `form` came with faults: for a new one, or for that of `id`."""
    with hotline().database.reading() as session:
        views = own_views(session)
    if id is not None and id not in {view.id for view in views}:
        not_there("view", id)
    return show(
        "missed/views.html",
        VIEWS,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK,
        views=views,
        form=form or ViewForm(formdata=None),
        faulty=id,
        query=query,
    )
