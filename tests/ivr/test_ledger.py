"""No event is lost: in the database, else on disk, and in the end in the database all the same."""

import logging
from dataclasses import replace

import pytest
import sqlalchemy as sa

from ivr.ledger import REST_S, Ledger
from ivr.spool import Spool
from jobs import replay
from models.appending.appender import NotAppended, appender_for
from models.events import EventRow, written
from tests.models.rows import CALLER, an_event, minutes

FORM = {"From": CALLER, "Digits": "4"}


class Appender:
    """A database that can be taken away."""

    def __init__(self, inner=None):
        self.inner = inner
        self.away = False
        self.rows = []
        self.asked = self.closed = 0

    def append(self, row):
        self.asked += 1
        if self.away:
            raise NotAppended("OperationalError")
        self.rows.append(row)
        if self.inner:
            self.inner.append(row)

    def close(self):
        self.closed += 1
        if self.inner:
            self.inner.close()


class Disk(Spool):
    """A spool whose disk can be full."""

    full = False

    def write(self, row):
        if self.full:
            raise OSError(28, f"No space left on device for {row['raw']['From']}")
        super().write(row)


class Stopwatch:
    """Monotonic time that passes when a test says so."""

    now_s = 1000.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def appender():
    return Appender()


@pytest.fixture
def spool(tmp_path):
    return Disk(tmp_path / "spool")


@pytest.fixture
def watch():
    return Stopwatch()


@pytest.fixture
def ledger(appender, spool, watch):
    return Ledger(appender, spool, monotonic=watch)


def spooled(spool):
    return [row["key"] for _, row in spool.read(spool.waiting(limit=100))]


def test_an_event_goes_to_the_database_and_nowhere_else(ledger, appender, spool):
    ledger.record(an_event(), FORM)

    assert appender.rows == [written(an_event(), FORM)]
    assert spool.waiting(limit=10) == []


def test_an_event_goes_to_disk_whole_while_the_database_is_away(ledger, appender, spool):
    appender.away = True

    ledger.record(an_event(), FORM)

    assert [row for _, row in spool.read(spool.waiting(limit=10))] == [written(an_event(), FORM)]


def test_a_database_that_failed_is_left_alone_for_a_while(ledger, appender, spool, watch):
    appender.away = True
    ledger.record(an_event("key:1"), FORM)
    appender.away = False
    watch.now_s += REST_S - 0.001

    ledger.record(an_event("key:2"), FORM)

    assert appender.asked == 1
    assert sorted(spooled(spool)) == ["key:1", "key:2"]


def test_after_its_rest_the_database_is_asked_again_and_all_is_as_before(
    ledger, appender, spool, watch
):
    appender.away = True
    ledger.record(an_event("key:1"), FORM)
    appender.away = False
    watch.now_s += REST_S

    ledger.record(an_event("key:2"), FORM)
    ledger.record(an_event("key:3"), FORM)

    assert [row["key"] for row in appender.rows] == ["key:2", "key:3"]
    assert spooled(spool) == ["key:1"]


def test_the_rest_is_counted_from_the_end_of_a_long_wait(ledger, appender, watch):
    def fails_slowly(_):
        appender.asked += 1
        watch.now_s += 4
        raise NotAppended("TimeoutError")

    appender.append = fails_slowly
    ledger.record(an_event("key:1"), FORM)

    ledger.record(an_event("key:2"), FORM)

    assert appender.asked == 1


def test_a_loss_is_cried_out_without_telling_who_called(ledger, appender, spool, caplog):
    appender.away = spool.full = True

    with caplog.at_level(logging.INFO):
        ledger.record(an_event(caller_number=CALLER, digits="*#0*#"), FORM)

    loss = caplog.records[-1]
    assert loss.levelno == logging.CRITICAL
    assert (loss.call_sid, loss.kind, loss.error) == ("CA1", "call_started", "OSError")
    said = "".join(str(vars(record)) for record in caplog.records)
    assert CALLER not in said
    assert "*#0*#" not in said


def test_going_to_disk_is_told_without_telling_who_called(ledger, appender, caplog):
    appender.away = True

    with caplog.at_level(logging.INFO):
        ledger.record(an_event(caller_number=CALLER), FORM)

    assert [(record.levelname, record.error) for record in caplog.records] == [
        ("WARNING", "OperationalError")
    ]
    assert CALLER not in str(vars(caplog.records[0]))


def test_closing_the_ledger_lets_go_of_the_database(spool):
    appender = Appender()

    Ledger(appender, spool).close()

    assert appender.closed == 1


# And back into the database.

EVENTS = [
    an_event("started", at=minutes(0), caller_number=CALLER),
    an_event("key:1", at=minutes(1), digits="4", seconds=0, joined=False),
    an_event("key:1", call_sid="CA2", at=minutes(1)),
    an_event("status", at=minutes(2), gone=True, carrier_at=minutes(1.5)),
]


@pytest.fixture
def real(database_url, spool, watch):
    """Yield a ledger over a real database that can be taken away."""
    appender = Appender(appender_for(database_url))
    ledger = Ledger(appender, spool, monotonic=watch)
    yield ledger, appender
    ledger.close()


def table(database, *, without_source=False):
    """All rows as values; what came by way of the disk says so, beside the carrier's form."""
    with database.reading() as session:
        rows = session.scalars(sa.select(EventRow).order_by(EventRow.call_sid, EventRow.key))
        return [
            (row.call_sid, row.key, row.kind, row.at, row.facts, form(row.raw, without_source))
            for row in rows
        ]


def form(raw, without_source):
    return {key: raw[key] for key in raw if key != "source" or not without_source}


def sources(database):
    with database.reading() as session:
        return [row.raw["source"] for row in session.scalars(sa.select(EventRow))]


def test_replayed_events_are_the_rows_that_they_would_have_been(real, database, spool):
    ledger, appender = real
    for event in EVENTS:
        ledger.record(event, FORM)
    usual = table(database)
    with database.transaction() as session:
        session.execute(sa.delete(EventRow))
    appender.away = True
    for event in reversed(EVENTS):
        ledger.record(event, FORM)

    assert table(database) == []
    assert replay.run(database, spool) == len(EVENTS)

    assert table(database, without_source=True) == usual
    assert set(sources(database)) == {"spool"}
    assert spool.waiting(limit=10) == []


def test_a_replay_that_was_killed_before_it_tidied_up_is_repeated_without_harm(
    real, database, spool
):
    ledger, appender = real
    appender.away = True
    for event in EVENTS:
        ledger.record(event, FORM)
    spool.remove = lambda _: None
    replay.run(database, spool)
    once = table(database)
    del spool.remove

    replay.run(database, spool)

    assert table(database) == once
    assert spool.waiting(limit=10) == []


def test_an_event_that_went_both_ways_is_kept_once(real, database, spool):
    ledger, _ = real
    ledger.record(EVENTS[0], FORM)
    spool.write(written(EVENTS[0], FORM))
    spool.write(written(replace(EVENTS[0], key="key:2"), FORM))

    replay.run(database, spool)

    assert [row[1] for row in table(database)] == ["key:2", "started"]
