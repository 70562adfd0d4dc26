"""What users did, as the audit keeps it: signing in and out, and each look at something personal.

Changes are audited where they are made. Here is what changes nothing and must be answered for all
the same; subject and key say what it was about, `after` how.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from models.audit import AuditRow

ISSUER = "issuer"  # by what way somebody signed in who gave no password
NOBODY = "?"  # who types a login has not shown yet to be its owner


class SignIn(StrEnum):
    """What came of somebody at the door."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    WRONG_PASSWORD = "wrong_password"
    WRONG_CODE = "wrong_code"
    UNKNOWN = "unknown"
    DEACTIVATED = "deactivated"
    ISSUER_REFUSED = "issuer_refused"


class Look(StrEnum):
    """What a signed-in user looked at, or tried to."""

    NUMBER_SHOWN = "number_shown"
    MESSAGE_PLAYED = "message_played"
    EXPORTED = "exported"
    DENIED = "denied"


def at_the_door(session: Session, came: SignIn, *, login: str, now: datetime, **facts: str) -> None:
    """Write down that somebody signed in, out, or in vain; an unknown login is not kept.

    It may be a password that was typed into the wrong field. `facts` are the client's address, and
    by what way they came where that was not the usual one.
    """
    knows_who = came in (SignIn.SIGNED_IN, SignIn.SIGNED_OUT)
    session.add(
        AuditRow(
            at=now,
            actor=login if knows_who else NOBODY,
            subject="sign_in",
            key=NOBODY if came is SignIn.UNKNOWN else login,
            before=None,
            after={"result": came.value, **facts},
        )
    )


def looked(
    session: Session, look: Look, *, login: str, key: str, now: datetime, **facts: Any
) -> None:
    """Write down that a user looked at one thing; `key` is its id, never what was seen.

    `facts` say more where there is more: the reason stated, the period and rows of an export.
    """
    session.add(
        AuditRow(at=now, actor=login, subject=look.value, key=key, before=None, after=facts or None)
    )
