"""Gathers what the books have on a period, and has the figures taken of it."""

from sqlalchemy.orm import Session

from figures.calls import past_calls, visits
from figures.checks import checks
from figures.coverage import covered
from figures.owed import owed
from ivr.flow.measures.report import Figures, FullPart, Gathered, Period, figures
from ivr.flow.measures.tally import by_branch
from ivr.flow.switchboard import Switchboard
from models.duty.reading import read_roster


def read(session: Session, switchboard: Switchboard, period: Period) -> Figures[FullPart]:
    """Return the figures of a period; the calendar must have the roster's days over it."""
    return figures(gather(session, switchboard, period), switchboard, period)


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
