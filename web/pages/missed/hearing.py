"""When somebody listens to a message: what they hear within some minutes is one listening."""

from datetime import timedelta

from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from accounts.trail import Look, looked
from models.lists.one_missed import is_audited
from web.session import hotline, person, wall

ONE_LISTENING = timedelta(minutes=10)
REASON_HOLDS = timedelta(minutes=30)


def must_state_why() -> bool:
    """Say whether whoever is signed in has to say why they must hear a message."""
    return needs_reason(person(), Right.HEAR_MESSAGES)


def is_listening(session: Session, sid: str) -> bool:
    """Say whether whoever is signed in listens to a message now, or has said why they must."""
    since = wall() - (REASON_HOLDS if must_state_why() else ONE_LISTENING)
    return is_audited(session, Look.MESSAGE_PLAYED.value, sid, person().login, since=since)


def audit_listening(id: int, sid: str, **facts: str) -> None:
    """Keep that whoever is signed in listens to a message of a missed caller."""
    with hotline().database.transaction() as session:
        login, now = person().login, wall()
        looked(session, Look.MESSAGE_PLAYED, login=login, key=sid, now=now, callback=id, **facts)
