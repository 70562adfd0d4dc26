"""Calls that no callback closed are closed by the carrier's own record."""

from datetime import timedelta

import pytest

from ivr.carrier import CallEnd, CarrierAway, NotThere
from ivr.flow.words import CallbackState, EventKind, Verdict
from jobs import sweep
from models.events import of_calls
from simulator.faults import Fault, Faults
from tests.models.rows import a_call, minutes

NOW = minutes(400)


class Records:
    """What the carrier knows of each call: an end, or why it does not say."""

    def __init__(self, **known):
        self.known = known
        self.asked = []

    def call_end(self, sid):
        self.asked.append(sid)
        end = self.known.get(sid, NotThere(sid))
        if isinstance(end, Exception):
            raise end
        return end


@pytest.fixture
def going_on(database):
    """Return what adds calls that seem to go on, by how many minutes ago they started."""

    def add(**ago):
        with database.transaction() as session:
            for sid, age in ago.items():
                started_at = NOW - timedelta(minutes=age)
                session.add(a_call(sid, started_at=started_at, ended_at=None, verdict=None))

    return add


def run(database, carrier):
    return sweep.run(database, carrier, now=NOW)


def swept(database, *sids):
    with database.reading() as session:
        return of_calls(session, sids or ["CA1"])


def test_a_call_that_is_over_is_closed_with_the_carriers_own_time(database, going_on):
    going_on(CA1=30)
    carrier = Records(CA1=CallEnd("completed", 17, NOW - timedelta(minutes=29)))

    assert run(database, carrier) == 1

    (event,) = swept(database)["CA1"]
    assert (event.kind, event.seconds, event.at) == (EventKind.CALL_ENDED, 17, NOW)
    assert event.when == NOW - timedelta(minutes=29)


def test_a_call_that_goes_on_is_left_alone(database, going_on):
    going_on(CA1=30)

    assert run(database, Records(CA1=CallEnd("in-progress", None))) == 0
    assert swept(database) == {}


def test_a_call_that_began_lately_or_has_ended_is_not_asked_about(database, going_on):
    going_on(CA1=9.9, CA2=10, CA3=10.1)
    with database.transaction() as session:
        session.add(a_call("CA4"))
    carrier = Records(CA3=CallEnd("ringing", None))

    run(database, carrier)

    assert carrier.asked == ["CA3"]


def test_a_call_that_the_carrier_does_not_know_is_over(database, going_on):
    going_on(CA1=30)

    assert run(database, Records()) == 1
    assert swept(database)["CA1"][0].when == NOW


def test_while_the_carrier_is_away_nothing_is_decided(database, going_on):
    going_on(CA1=30)

    assert run(database, Records(CA1=CarrierAway("500"))) == 0


@pytest.mark.parametrize("end", [CarrierAway("500"), CallEnd("in-progress", None)])
def test_a_call_longer_than_any_is_over_whoever_says_what(database, going_on, end):
    going_on(CA1=361)

    assert run(database, Records(CA1=end)) == 1


def test_one_call_of_which_nobody_can_tell_holds_up_no_other(database, going_on):
    going_on(CA1=30, CA2=20)

    run(database, Records(CA1=CarrierAway("x"), CA2=CallEnd("busy", 0)))

    assert swept(database, "CA1", "CA2").keys() == {"CA2"}


def test_a_sweep_asks_about_so_many_at_once_the_oldest_first(database, going_on):
    going_on(**{f"CA{n}": 40 + n for n in range(sweep.AT_ONCE + 5)})
    carrier = Records()

    run(database, carrier)

    assert carrier.asked == [f"CA{n}" for n in range(sweep.AT_ONCE + 4, 4, -1)]


def test_sweeping_twice_closes_once(database, going_on):
    going_on(CA1=30)

    for _ in range(2):
        run(database, Records())

    assert len(swept(database)["CA1"]) == 1


def test_a_caller_whose_hang_up_was_never_told_is_owed_a_callback_all_the_same(hotline):
    hotline.carrier.faults = Faults(
        [Fault(kind=kind, action="drop", times=9) for kind in ("call-status", "dial", "leg-status")]
    )
    call = hotline.call(keys="4", officers="no-answer", hang_up_after_s=40)
    assert hotline.row(call).verdict is None

    hotline.pass_time(minutes=11)
    assert hotline.work.sweep() == 1

    row = hotline.row(call)
    assert row.verdict is Verdict.ABANDONED
    assert abs(row.ended_at - call.truth.ended_at) < timedelta(seconds=2)
    assert [debt.state for debt in hotline.callbacks()] == [CallbackState.OPEN]
    assert hotline.work.sweep() == 0


# A clock that was put back, as a simulated carrier's is.


def test_a_call_that_began_in_the_future_is_closed_no_earlier_than_it_began(database, going_on):
    going_on(CA1=-5000, CA2=-9)
    carrier = Records(CA2=CallEnd("completed", 17))

    assert run(database, carrier) == 1

    assert carrier.asked == ["CA1"]
    (event,) = swept(database)["CA1"]
    assert (event.kind, event.when) == (EventKind.CALL_ENDED, NOW + timedelta(minutes=5000))


@pytest.mark.parametrize("end", [CarrierAway("500"), CallEnd("in-progress", None)])
def test_a_call_that_began_in_the_future_is_over_when_the_carrier_says_so(database, going_on, end):
    going_on(CA1=-5000)

    assert run(database, Records(CA1=end)) == 0
    assert run(database, Records(CA1=CallEnd("completed", 17))) == 1
