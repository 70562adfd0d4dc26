"""Sessions: a random token in the browser, its hash in the database, and an end to each.

A session is over after some hours without a request, twelve hours after its beginning in any case,
when it is ended, when the password changes, and when the user is deactivated.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.users import sessions, tries
from models.users.sessions import SessionRow
from models.users.users import UserRow

LONGEST = timedelta(hours=12)
FOR_THE_CODE = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=5)  # a page that is only read writes no more often than that
AHEAD = timedelta(minutes=10)
# Whose session was over some days ago is still known, for the form that was being filled in.
KEPT_FOR = timedelta(days=7)
TRIES_KEPT_FOR = timedelta(days=2)
TOKEN_BYTES = 32


def token_hash(token: str) -> str:
    """Return under what a token is kept: whoever reads the table can sign in with none of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def begin(session: Session, user: UserRow, now: datetime, *, awaits_code: bool = False) -> str:
    """Begin a session and return its token; with a code to come it lives for some minutes only."""
    forget(session, now)
    token = new_token()
    session.add(
        SessionRow(
            token_hash=token_hash(token),
            user_id=user.id,
            awaits_code=awaits_code,
            created_at=now,
            seen_at=now,
            ends_at=now + (FOR_THE_CODE if awaits_code else LONGEST),
        )
    )
    session.flush()
    return token


def find(session: Session, token: str) -> SessionRow | None:
    """Return the session of a token, also one that is over; None where there never was one."""
    return sessions.by_token(session, token_hash(token))


def is_alive(row: SessionRow, now: datetime, *, idle: timedelta) -> bool:
    """Say whether a session goes on: not ended, its user not deactivated, not idle for too long."""
    is_its_time = row.created_at - AHEAD <= now < min(row.ends_at, row.seen_at + idle)
    return is_its_time and row.user.deactivated_at is None


def is_news(row: SessionRow, now: datetime) -> bool:
    """Say whether it is worth writing down that the session was used now."""
    return now >= row.seen_at + SEEN_EVERY


def seen(session: Session, id: int, now: datetime) -> None:
    """Write down that a session was used."""
    row = session.get(SessionRow, id)
    if row is not None:
        row.seen_at = max(row.seen_at, now)


def end(session: Session, token: str, now: datetime) -> None:
    """End one session."""
    row = find(session, token)
    if row is not None:
        row.ends_at = min(row.ends_at, now)


def forget(session: Session, now: datetime) -> None:
    """Delete what nobody needs any more; done at each sign-in, so no job has to."""
    sessions.forget(session, sessions_before=now - KEPT_FOR, forms_before=now)
    tries.forget(session, now - TRIES_KEPT_FOR)
