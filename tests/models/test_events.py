"""The ledger's table: appended through two ways, read back as the same events."""

import json
from dataclasses import fields, replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import EventKind
from models.appending.appender import appender_for
from models.events import (
    _FACTS,
    _MOMENTS,
    EventRow,
    insert_events,
    mark_told,
    of_calls,
    read,
    untold,
    written,
)
from models.session import Database
from tests.models import event_values
from tests.models.rows import an_event, minutes, undone


@pytest.fixture
def appender(database_url):
    appender = appender_for(database_url)
    yield appender
    appender.close()


def insert(database, *events, raw=None):
    with database.transaction() as session:
        insert_events(session, [written(event, raw or {}) for event in events])


def rows(database):
    with database.reading() as session:
        return list(session.scalars(sa.select(EventRow).order_by(EventRow.id)))


def claimed(session, limit=100):
    return [sid for _, sid in untold(session, limit=limit)]


@given(events=st.lists(event_values.events, min_size=1, max_size=4), raw=event_values.forms)
@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_an_event_is_read_back_as_it_was_whichever_way_it_was_appended(
    database, appender, events, raw
):
    with database.transaction() as session:
        session.execute(sa.delete(EventRow))
    one_way = [replace(e, call_sid="CA1", key=f"{n}{e.key}") for n, e in enumerate(events)]
    other_way = [replace(e, call_sid="CA2") for e in one_way]

    insert(database, *one_way, raw=raw)
    for event in other_way:
        appender.append(written(event, raw))

    stored = rows(database)
    assert [read(row) for row in stored] == [*one_way, *other_way]
    assert [row.raw for row in stored] == [raw] * len(stored)
    assert all(row.at.utcoffset().total_seconds() == 0 for row in stored)


def test_both_ways_leave_the_very_same_row(database, appender):
    event = an_event(caller_number="+84912345678", position=Position(n=2))

    insert(database, event, raw={"From": "Nguyễn Thị Ánh"})
    appender.append(written(replace(event, call_sid="CA2"), {"From": "Nguyễn Thị Ánh"}))

    with database.reading() as session:
        columns = "key, kind, CAST(at AS TEXT), CAST(facts AS TEXT), CAST(raw AS TEXT), told_at"
        one, other = session.execute(sa.text(f"SELECT {columns} FROM events ORDER BY id")).all()
    assert tuple(one) == tuple(other)


def test_every_field_of_an_event_is_kept():
    columns = {"key", "call_sid", "kind", "at", "position", "then", *_MOMENTS}

    assert {f.name for f in fields(Event)} == columns | _FACTS.keys()
    assert all(_FACTS[f.name] == f.default for f in fields(Event) if f.name in _FACTS)


def test_what_is_written_is_plain_json_and_leaves_out_what_says_nothing():
    row = written(an_event(seconds=0, joined=False), {"CallSid": "CA1"})

    assert json.loads(json.dumps(row)) == row
    assert row["facts"] == {"seconds": 0, "joined": False}


@pytest.mark.parametrize("first", ["inserted", "appended"])
@pytest.mark.parametrize("then", ["inserted", "appended"])
def test_the_same_key_twice_is_kept_once_and_the_first_one_stays(database, appender, first, then):
    for way, digits in ((first, "1"), (then, "2")):
        event = an_event("key:1", digits=digits)
        if way == "inserted":
            insert(database, event)
        else:
            appender.append(written(event, {}))

    assert [read(row).digits for row in rows(database)] == ["1"]


def test_the_same_key_twice_in_one_insert_is_kept_once(database):
    insert(database, an_event(digits="1"), an_event(digits="2"))

    assert len(rows(database)) == 1


def test_the_same_key_in_two_calls_is_two_events(database):
    insert(database, an_event(call_sid="CA1"), an_event(call_sid="CA2"))

    assert len(rows(database)) == 2


def test_an_insert_of_nothing_does_nothing(database):
    insert(database)

    assert rows(database) == []


def test_events_wait_to_be_told_in_the_order_in_which_they_came(database):
    insert(database, *(an_event(call_sid=f"CA{n}", at=minutes(-n)) for n in range(5)))

    with database.transaction() as session:
        assert claimed(session, limit=3) == ["CA0", "CA1", "CA2"]


def test_what_was_told_waits_no_longer(database):
    insert(database, *(an_event(f"key:{n}") for n in range(3)))

    with database.transaction() as session:
        ids = [id for id, _ in untold(session, limit=2)]
        mark_told(session, ids, minutes(1))

    with database.transaction() as session:
        assert len(claimed(session)) == 1
    assert [row.told_at for row in rows(database)] == [minutes(1), minutes(1), None]


def test_a_told_event_that_comes_again_is_not_told_again(database):
    insert(database, an_event())
    with database.transaction() as session:
        mark_told(session, [id for id, _ in untold(session, limit=1)], minutes(1))

    insert(database, an_event())

    with database.transaction() as session:
        assert claimed(session) == []


def test_what_a_worker_claimed_is_free_again_once_it_gives_up(database):
    insert(database, an_event())

    undone(
        database,
        lambda s: mark_told(s, [id for id, _ in untold(s, limit=1)], minutes(1)),
    )

    with database.transaction() as session:
        assert claimed(session) == ["CA1"]


def test_two_workers_claim_different_events(postgres_url):
    database = Database(postgres_url)
    insert(database, *(an_event(call_sid=f"CA{n}") for n in range(4)))

    with database.transaction() as one, database.transaction() as other:
        assert claimed(one, limit=2) == ["CA0", "CA1"]
        assert claimed(other, limit=4) == ["CA2", "CA3"]

    database.close()


def test_the_events_of_a_call_are_found_without_those_of_others(database):
    wanted = [an_event("started"), an_event("status", kind=EventKind.CALL_ENDED)]
    insert(database, *wanted, an_event(call_sid="CA2"), an_event(call_sid="ca1"))

    with database.reading() as session:
        found = of_calls(session, ["CA1", "CA9"])

    assert found.keys() == {"CA1"}
    assert sorted(found["CA1"], key=lambda e: e.key) == wanted
