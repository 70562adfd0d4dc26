"""What was known of an officer at a past moment, as the audit tells it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ivr.flow.words import Text
from models import audit
from models.duty.officers import OfficerRow, by_code


@dataclass(frozen=True, slots=True)
class Known:
    """An officer's post, who held it, and its number at some moment."""

    post: Text
    person: str
    number: str


def officer_at(session: Session, code: str, at: datetime) -> Known | None:
    """Return what was known of an officer at a moment; None for one who is in no table.

    One who was entered later, or outside of a change, is told as now.
    """
    row = by_code(session, code)
    if row is None:
        return None
    told = [
        change.after
        for change in audit.of(session, OfficerRow.__tablename__, code)
        if change.after and change.at <= at
    ]
    if told:
        then = told[-1]
        post = Text(then["post_vi"], then["post_en"])
        return Known(post, then["person"], then["number"])
    return Known(Text(row.post_vi, row.post_en), row.person, row.number)
