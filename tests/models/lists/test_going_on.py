"""The calls of this moment, from the first ring to the talk."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ivr.flow.words import EventKind, LegOutcome, Stage
from models.events import EventRow
from models.lists.going_on import list_going_on
from tests.jobs.stories import BRANCH, after, begun, hung_up, left_message
from tests.jobs.stories import accepted as accepted_
from tests.jobs.telling import add, tell
from tests.models.rows import CALLER, a_call, a_leg, minutes


def told(database, *events):
    add(database, events)
    while tell(database):
        pass


def at(database, moment, branches=None):
    with database.reading() as session:
        return list_going_on(session, now=moment, branches=branches)


def test_a_caller_in_the_menu_has_no_branch_yet(database):
    told(database, begun("CA1", minutes(0))[0])

    (call,) = at(database, after(minutes(0), 4))

    assert (call.sid, call.branch, call.stage) == ("CA1", "", Stage.MENU)
    assert (call.seconds, call.since, call.caller_number) == (4, minutes(0), CALLER)
    assert (call.officer, call.accepted_at) == ("", None)


def test_while_it_rings_it_is_told_for_whom_and_since_when(database):
    told(database, *begun("CA1", minutes(0)))

    (call,) = at(database, after(minutes(0), 9.9))

    assert (call.branch, call.stage, call.officer) == (BRANCH, Stage.HUNT, "o1")
    assert (call.seconds, call.since) == (9, after(minutes(0), 5))


def test_what_an_officers_leg_is_told_is_no_place_of_the_caller(database):
    talking = accepted_("CA1", minutes(0))[:2]  # without the end of the talk
    told(database, *begun("CA1", minutes(0)), *talking)

    (call,) = at(database, after(minutes(0), 40))

    assert (call.stage, call.officer) == (Stage.HUNT, "o1")
    assert call.accepted_at == after(minutes(0), 12)


def test_after_the_hunt_the_caller_is_at_the_offer_and_holds_no_phone(database):
    events = left_message("CA1", minutes(0))[:3]
    told(database, *events)

    (call,) = at(database, after(minutes(0), 31))

    assert (call.stage, call.officer) == (Stage.OFFER, "")


def test_a_call_that_is_over_is_not_there(database):
    told(database, *begun("CA1", minutes(0)), hung_up("CA1", minutes(0), 25))

    assert at(database, minutes(1)) == ()


@pytest.mark.parametrize(
    ("started_at", "is_there"),
    [
        (minutes(-6 * 60), False),
        (minutes(-6 * 60) + timedelta(seconds=1), True),
        (minutes(10), True),
        (minutes(11), False),
    ],
)
def test_ends_that_nobody_reported_and_calls_tried_out_ahead_are_left_out(
    database, started_at, is_there
):
    with database.transaction() as session:
        session.add(a_call("CA1", ended_at=None, verdict=None, started_at=started_at))

    found = at(database, minutes(0))

    assert [call.sid for call in found] == (["CA1"] if is_there else [])
    assert all(call.seconds >= 0 for call in found)


def test_only_branches_that_may_be_seen_are_shown_and_calls_that_chose_none(database):
    going_on = {"ended_at": None, "verdict": None}
    with database.transaction() as session:
        session.add(a_call("CA1", branch="tu-phap", **going_on))
        session.add(a_call("CA2", branch="iso", started_at=minutes(1), **going_on))
        session.add(a_call("CA3", branch="", started_at=minutes(2), **going_on))

    now = minutes(5)
    assert [c.sid for c in at(database, now)] == ["CA1", "CA2", "CA3"]
    assert [c.sid for c in at(database, now, frozenset({"iso"}))] == ["CA2", "CA3"]


def test_the_phone_that_rings_now_is_told_not_those_before(database):
    legs = [
        a_leg(1, officer_id="an"),
        a_leg(2, officer_id="binh", outcome=None),
        a_leg(3, officer_id="chi", outcome=LegOutcome.BUSY),
    ]
    with database.transaction() as session:
        session.add(a_call("CA1", ended_at=None, verdict=None, legs=legs))

    assert [call.officer for call in at(database, minutes(1))] == ["binh"]


def test_without_a_place_that_can_be_read_the_rest_is_told(database):
    first = begun("CA1", minutes(0))[0]
    told(database, replace(first, kind=EventKind.CALL_STARTED))
    with database.transaction() as session:
        session.execute(sa.update(EventRow).values(facts={"then": "no=position"}))

    (call,) = at(database, minutes(1))

    assert (call.stage, call.since) == (None, minutes(0))
