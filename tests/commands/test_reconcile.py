"""`flask reconcile`: tells what the carrier's list had, and enters it unless told to look only."""

import pytest
import sqlalchemy as sa

from models.events import EventRow
from models.reconciliations import runs
from simulator.faults import Fault, Faults


@pytest.fixture
def lost(hotline):
    """A call of which every webhook was lost."""
    hotline.carrier.faults = Faults([Fault(kind="*", action="drop", times=99)])
    call = hotline.call("4")
    hotline.pass_time(minutes=5)
    return call


def known(hotline):
    with hotline.hotline.database.reading() as session:
        return [*session.scalars(sa.select(EventRow.call_sid))]


def test_looking_tells_what_is_missing_and_enters_nothing(hotline, type_in, lost):
    told = type_in("reconcile", "--dry-run")

    assert told.exit_code == 1
    assert "! 1 cuộc gọi chưa từng thấy" in told.stdout
    assert "+84" not in told.stdout
    assert known(hotline) == []
    with hotline.hotline.database.reading() as session:
        assert runs.latest(session, limit=1) == []


def test_what_was_found_is_entered_and_the_next_time_nothing_is(hotline, type_in, lost):
    first, again = type_in("reconcile"), type_in("reconcile")

    assert (first.exit_code, again.exit_code) == (1, 0)
    assert known(hotline) == [lost.sid]
    assert "Sổ có đủ mọi cuộc gọi" in again.stdout


def test_a_period_that_does_not_hold_the_call_finds_nothing(hotline, type_in, lost):
    told = type_in("reconcile", "--since", "2026-11-20", "--until", "2026-11-22")

    assert told.exit_code == 0
    assert known(hotline) == []


def test_a_period_that_ends_before_it_begins_is_refused(type_in):
    assert type_in("reconcile", "--since", "2026-11-22", "--until", "2026-11-20").exit_code == 2


def test_a_carrier_that_cannot_be_asked_is_told(hotline, type_in):
    hotline.hotline.carrier._api_url = "http://127.0.0.1:9"

    told = type_in("reconcile", "--dry-run")

    assert told.exit_code == 2
    assert "không hỏi được nhà mạng" in told.stdout
