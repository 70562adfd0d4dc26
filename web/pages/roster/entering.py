"""What the forms for shifts, absences and swaps share: offering, entering, changing, ending."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from duty.changes import Change
from duty.files.exporting import in_force
from duty.files.layout import Kind
from duty.files.rows import Entry, Names, identity
from ivr.flow.words import Text
from models import audit
from web.pages.roster.books import Books
from web.pages.roster.fields import EntryForm, Option
from web.pages.roster.making import RosterForm, is_made, standing
from web.showing import Texts, language, show
from web.texts.roster_forms import FORMS, REFUSED

Check = Callable[[Change, Entry], None]


@dataclass(frozen=True, slots=True)
class Wrote:
    """Who entered something, or ended it, and when."""

    at: datetime
    actor: str
    what: Text


ENTERED, ENDED = Text("ghi vào lịch", "entered"), Text("thôi", "ended")


def is_entered(
    form: EntryForm, books: Books, instead_of: Entry | None = None, check: Check | None = None
) -> bool:
    """Enter what a form says, instead of another entry perhaps; else the form says why not.

    What is in force already is not entered twice: a form may be sent again. `check` raises BadEntry
    where something speaks against it besides.
    """
    names = Names.of(books.switchboard, [])
    row = form.entry(names)
    if row is None:
        return False
    key = identity(row, names.zone)

    def make(change: Change) -> None:
        if instead_of is not None:
            old = standing(change.session, instead_of)
            if identity(old, names.zone) == key:
                return
            change.withdraw(old)
        if not _is_there(change.session, form.layout.kind, key, names):
            if check:
                check(change, row)
            change.enter(row)

    return is_made(form, make)


def _is_there(session: Session, kind: Kind, key: tuple[str, ...], names: Names) -> bool:
    return any(identity(row, names.zone) == key for row in in_force(session, kind))


def is_ended(form: RosterForm, row: Entry) -> bool:
    """End an entry; else the form says why not."""
    return is_made(form, lambda change: change.withdraw(standing(change.session, row)))


def trail(session: Session, row: Entry, local: Callable[[datetime], datetime]) -> list[Wrote]:
    """Return who entered an entry, and who ended it."""
    return [
        Wrote(local(each.at), each.actor, ENTERED if each.after else ENDED)
        for each in audit.of(session, row.__tablename__, str(row.id))
    ]


def officer_options(books: Books, codes: Iterable[str], first: str = "") -> list[Option]:
    """Return officers to choose from, those of a branch first, by post."""
    rows = [
        (first not in books.belonging(code).branches, books.post(code).vi, code)
        for code in codes
        if serves_from(books, code, books.today)
    ]
    return [(code, named(books, code)) for _, _, code in sorted(rows)]


def serves_from(books: Books, code: str, day: date) -> bool:
    """Say whether an officer serves on a day, or will."""
    last = books.roster.officers[code].active_to
    return last is None or last >= day


def named(books: Books, code: str) -> Text:
    """Return an officer's post with the code behind it, as two posts may be called alike."""
    post = books.post(code)
    return Text(f"{post.vi} ({code})", f"{post.en} ({code})")


def page(
    template: str, form: RosterForm, texts: Texts = FORMS, **values: object
) -> ResponseReturnValue:
    """Show a form; one that was refused as such."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_refused else HTTPStatus.OK
    return show(template, texts, status=status, form=form, refusal=say_refusal, **values)


def say_refusal(key: str, **values: object) -> str:
    """Say a text of a refusal."""
    said = REFUSED[key].in_(language())
    return said.format(**values) if values else said


def done(said: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """Say that it is done, on the page where it can be seen."""
    flash(FORMS[said].in_(language()))
    return redirect(url_for(endpoint, **values))
