"""Gathers what the books have on a period row by row: what the figures of sums are held against."""

from sqlalchemy.orm import Session

from figures.calls import past_calls, visits
from figures.checks import checks
from figures.coverage import covered
from figures.owed import owed
from ivr.flow.measures.report import Gathered, Period
from ivr.flow.measures.tally import by_branch
from ivr.flow.switchboard import Switchboard
from models.duty.reading import read_roster


def gather(session: Session, switchboard: Switchboard, period: Period) -> Gathered:
    """Return what the books have on a period, told row by row."""
    since, until = period.since, period.until
    roster = read_roster(session, since=since)
    return Gathered(
        tallies=by_branch(past_calls(session, since, until)),
        visits=tuple(visits(session, period.followed_since, period.followed_until)),
        owed=tuple(owed(session, period)),
        checks=tuple(checks(session, roster, switchboard, since, until)),
        coverage=covered(session, roster, switchboard, since, period.over_by),
    )
