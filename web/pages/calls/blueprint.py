"""What the modules of the calls' pages add their views to, and how a call is found for them."""

from flask import Blueprint
from sqlalchemy.orm import Session

from accounts.rights import Right, needs_reason
from models.lists.calls import CallFilter, CallLine, list_calls
from models.lists.one_call import OneCall, one_call
from models.lists.wanted import LEAST_DIGITS
from web.session import check_branch, hotline, not_there, person, reach_of

calls = Blueprint("calls", __name__, url_prefix="/cuoc-goi")
LONGEST_KEY = 40  # of an unknown id in the audit
MOST_DIGITS = 6  # of a number in an address; a whole one never stands there


def find(session: Session, sid: str, right: Right = Right.SEE_CALLS) -> OneCall:
    """Return a call of the branches that a right counts for; else there is none."""
    found = one_call(session, sid, now=hotline().clock())
    if found is None:
        not_there("call", sid[:LONGEST_KEY])
    check_branch(right, found.line.branch, what="call", key=sid)
    return found


def find_line(session: Session, wanted: CallFilter) -> CallLine | None:
    """Return the newest call that is wanted, of the branches whose calls one may see."""
    rows = list_calls(session, wanted, limit=1).rows
    return rows[0] if rows and reach_of(Right.SEE_CALLS).covers(rows[0].branch) else None


def digits() -> int:
    """Return how many of a number's last digits may be looked for: as many as are seen anyhow."""
    may_probe = reach_of(Right.SEE_NUMBERS) and not needs_reason(person(), Right.SEE_NUMBERS)
    return MOST_DIGITS if may_probe else LEAST_DIGITS
