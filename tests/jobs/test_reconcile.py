"""A list of the carrier's beside the books, on both engines: found, entered, caught up with."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from ivr.carrier import CarrierAway
from ivr.flow.measures.figures import Ratio
from ivr.flow.reconciling.compare import ENDED_KEY, Ours
from ivr.flow.reconciling.listed import ListedCall, ListedRecording
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.reconciling.spans import NIGHTLY, Past, Span
from ivr.flow.words import EventKind, LegOutcome
from jobs import reconcile
from jobs.reconcile import Reconciler
from models.events import insert_events, of_calls, written
from models.reconciliations import runs
from models.reconciliations.runs import Totals
from tests.models.rows import CALLER, a_call, a_message, an_event, minutes

HOTLINE = "+84500000000"
NOW = minutes(120)
SPAN = Span(NOW - timedelta(days=1), NOW)


def listed(sid, minute=0, **changes):
    call = ListedCall(
        sid=sid,
        is_incoming=True,
        began_at=minutes(minute),
        caller_number=CALLER,
        called_number=HOTLINE,
        outcome=LegOutcome.ANSWERED,
        ended_at=minutes(minute + 1),
        seconds=60,
    )
    return replace(call, **changes)


def recording(sid, call_sid):
    return ListedRecording(
        sid=sid, call_sid=call_sid, url=f"https://api.test/{sid}", began_at=minutes(1), seconds=9
    )


class Lists:
    """What the carrier lists, by the day on which it began; from `away_from` on it is away."""

    def __init__(self, calls=(), recordings=(), away_from=None):
        self.of_calls, self.of_recordings = list(calls), list(recordings)
        self.away_from = away_from
        self.asked = []

    def calls(self, day):
        self.asked.append(day)
        if self.away_from and day >= self.away_from:
            raise CarrierAway("status 503")
        yield [each for each in self.of_calls if each.began_at.date() == day]

    def recordings(self, day):
        yield [each for each in self.of_recordings if each.began_at.date() == day]


def reconciler(database, *calls, recordings=(), away_from=None):
    return Reconciler(database, Lists(calls, recordings, away_from), Ours({HOTLINE}))


def run(database, *calls, span=SPAN, now=NOW, **listing):
    return reconciler(database, *calls, **listing).run(span, now=now)


def keep(database, *events, rows=()):
    with database.transaction() as session:
        insert_events(session, [written(event, {}) for event in events])
        session.add_all(rows)


def events(database, *sids):
    with database.reading() as session:
        return of_calls(session, sids)


def test_what_is_missing_is_entered_and_what_is_known_is_not(database):
    keep(
        database,
        an_event(call_sid="CA1"),
        an_event(call_sid="CA2"),
        an_event("status:completed", "CA2", kind=EventKind.CALL_ENDED),
        rows=[
            a_call("CA1", ended_at=None, verdict=None),
            a_call("CA2", messages=[a_message("RE1")]),
            a_call("CA3"),
        ],
    )
    calls = [listed(f"CA{n}") for n in (1, 2, 3, 4)]
    leg = listed("CB1", is_incoming=False, parent_sid="CA2")
    recordings = [recording("RE1", "CA2"), recording("RE2", "CA2"), recording("RE3", "CA9")]

    found = run(database, *calls, leg, recordings=recordings)

    counts = (found.listed, found.unseen, found.closed, found.legs, found.recordings)
    assert counts == (4, 1, 1, 1, 1)
    told = events(database, "CA1", "CA2", "CA3", "CA4")
    assert {event.key for event in told["CA1"]} == {"started", ENDED_KEY}
    assert {event.key for event in told["CA2"]} == {
        *("started", "status:completed", "recording:RE2:listed", "leg:CB1:listed")
    }
    (entered,) = told["CA4"]
    assert (entered.kind, entered.began_at) == (EventKind.LISTED, minutes(0))
    assert "CA3" not in told


def test_the_same_list_again_finds_nothing_before_the_teller_and_after(database):
    keep(database, an_event(call_sid="CA1"), rows=[a_call("CA1", ended_at=None, verdict=None)])
    calls, recordings = [listed("CA1"), listed("CA2")], [recording("RE1", "CA1")]

    first = run(database, *calls, recordings=recordings)
    again = run(database, *calls, recordings=recordings)

    assert (first.is_clean, again.is_clean) == (False, True)


def test_only_calls_that_began_in_the_span_are_compared(database):
    span = Span(minutes(10), minutes(20))

    found = run(database, listed("CA1", 9), listed("CA2", 10), listed("CA3", 20), span=span)

    assert (found.listed, found.unseen) == (1, 1)
    assert events(database, "CA1", "CA2", "CA3").keys() == {"CA2"}


def test_many_calls_are_taken_a_part_at_a_time(database):
    count = 2 * reconcile.AT_ONCE + 5

    found = run(database, *(listed(f"CA{n}", n / 60) for n in range(count)))

    assert (found.listed, found.unseen) == (count, count)


def test_a_run_that_breaks_off_keeps_what_it_found_and_says_how_far_it_came(database):
    today = NOW.date()
    before = listed("CA1", began_at=NOW - timedelta(hours=20), ended_at=NOW - timedelta(hours=19))

    found = run(database, before, listed("CA2"), away_from=today + timedelta(days=1))

    midnight = datetime.combine(today, time(0), UTC)
    assert (found.unseen, found.reached, found.fault) == (2, midnight, "status 503")
    with database.reading() as session:
        (row,) = runs.latest(session, limit=5)
        assert (row.is_complete, row.until, row.fault) == (False, midnight, "status 503")
        assert runs.past(session, NOW) == Past(midnight, None, None)
        assert runs.totals(session) == Totals(1, 1, unseen=2, closed=0, recordings=0)


def test_what_a_run_did_is_known_to_the_next_one(database):
    week = Span(NOW - NIGHTLY, NOW)
    later = NOW + timedelta(minutes=15)
    run(database, span=week)
    run(database, span=Span(later - timedelta(days=1), later), now=later)

    with database.reading() as session:
        assert runs.past(session, later) == Past(later, later, NOW)
        assert runs.reached(session, NOW) == NOW  # what lies ahead was pretended
        assert runs.past(session, NOW - timedelta(days=1)) == Past()


def test_the_gap_is_what_only_the_carrier_had_of_all_calls(database):
    keep(
        database,
        rows=[
            a_call("CA1"),
            a_call("CA2", origin=CallOrigin.RECONCILIATION),
            a_call("CA3", origin=CallOrigin.FALLBACK, started_at=minutes(59)),
            a_call("CA4", origin=CallOrigin.FALLBACK, started_at=minutes(60)),
        ],
    )

    with database.reading() as session:
        assert runs.gap(session, minutes(0), minutes(60)) == Ratio(2, 3)
        assert runs.gap(session, minutes(61), minutes(62)) == Ratio(0, 0)


def test_looking_changes_nothing(database):
    found = reconciler(database, listed("CA1")).look(SPAN, now=NOW)

    assert found.unseen == 1
    assert events(database, "CA1") == {}
    with database.reading() as session:
        assert runs.totals(session) == Totals(0, 0, 0, 0, 0)
