"""What was typed into a form whose session was over: kept until its user has signed in again.

The fields lie in the database, signed for their user, for half an hour; the browser holds a token
in its signed cookie. Whoever signs in as somebody else gets nothing. Passwords and codes are never
kept: a field is left out by how its name begins.
"""

import secrets
from datetime import timedelta
from typing import cast

from flask import current_app, g, request, session
from itsdangerous import BadData, Serializer
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from accounts.sessions import token_hash
from ivr.hotline import Hotline
from models.users.sessions import KeptFormRow, take_form

KEPT_FOR = timedelta(minutes=30)
LARGEST = 64 * 1024
TOKEN, PAGE = "kept", "kept_page"
NEVER = ("password", "code", "secret", "csrf")
Fields = MultiDict[str, str]


def keep(user_id: int | None, page: str | None) -> None:
    """Keep this request's fields for whose session it was, until they are on that page again."""
    fields = {
        name: request.form.getlist(name) for name in request.form if not name.startswith(NEVER)
    }
    if user_id is None or page is None or not fields:
        return
    content = _signer(user_id).dumps({"page": page, "fields": fields})
    if len(content) > LARGEST:
        return
    token, now = secrets.token_urlsafe(32), current_app.extensions["wall"]()
    row = KeptFormRow(token_hash=token_hash(token), user_id=user_id, ends_at=now + KEPT_FOR)
    row.content = content
    with _hotline().database.transaction() as books:
        books.add(row)
    session[TOKEN], session[PAGE] = token, page


def fields(user_id: int) -> Fields | None:
    """Return what was typed on this page, once, to the user who typed it."""
    if "kept_fields" not in g:
        g.kept_fields = _taken(user_id)
    return cast(Fields | None, g.kept_fields)


def _taken(user_id: int) -> Fields | None:
    here = request.script_root + request.full_path.rstrip("?")
    if request.method != "GET" or session.get(PAGE) != here:
        return None
    token = session.pop(TOKEN, "")
    del session[PAGE]
    with _hotline().database.transaction() as books:
        return _read(books, token, user_id)


def _read(books: Session, token: str, user_id: int) -> Fields | None:
    row = take_form(books, token_hash(token))
    if row is None or row.user_id != user_id or row.ends_at <= current_app.extensions["wall"]():
        return None
    try:
        content = _signer(user_id).loads(row.content)
    except BadData:
        return None
    return MultiDict(
        (name, value) for name, values in content["fields"].items() for value in values
    )


def _signer(user_id: int) -> Serializer[str]:
    return Serializer(_hotline().settings.secret_key, salt=f"kept form of {user_id}")


def _hotline() -> Hotline:
    return cast(Hotline, current_app.extensions["hotline"])
