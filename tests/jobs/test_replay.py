"""Spooled events come into the database, whatever happens in between."""

import pytest
import sqlalchemy as sa

from ivr.spool import Spool
from jobs import replay
from models.events import EventRow, written
from models.session import Database
from tests.jobs.stories import abandoned
from tests.models.rows import an_event, minutes


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "spool")


def spooled(spool, *events):
    for event in events:
        spool.write(written(event, {}))


def keys(database):
    with database.reading() as session:
        return list(session.scalars(sa.select(EventRow.key).order_by(EventRow.id)))


def names(spool):
    return sorted(path.suffixes[-1] for path in spool.folder.iterdir())


def test_events_are_replayed_in_the_order_of_their_time(database, spool):
    events = abandoned("CA1", minutes(0))
    spooled(spool, *reversed(events))

    assert replay.run(database, spool) == 3

    assert keys(database) == [event.key for event in events]
    assert names(spool) == []


def test_an_event_that_waited_in_the_spool_says_so(database, spool):
    spool.write(written(an_event("key:1"), {"CallStatus": "in-progress"}))

    replay.run(database, spool)

    with database.reading() as session:
        (raw,) = session.scalars(sa.select(EventRow.raw))
    assert raw == {"CallStatus": "in-progress", "source": "spool"}


def test_an_empty_spool_is_no_work(database, spool):
    assert replay.run(database, spool) == 0


def test_a_run_takes_so_many_and_leaves_the_rest_for_the_next(database, spool, monkeypatch):
    spooled(spool, *(an_event(f"key:{n}", at=minutes(n)) for n in range(7)))
    monkeypatch.setattr(replay, "AT_ONCE", 3)

    assert [replay.run(database, spool) for _ in range(4)] == [3, 3, 1, 0]
    assert keys(database) == [f"key:{n}" for n in range(7)]


def test_a_file_that_is_no_event_is_put_aside_and_holds_up_nothing(database, spool, caplog):
    spooled(spool, an_event("key:1"))
    (spool.folder / "00000000T0-aa.event.json").write_text("{")
    (spool.folder / "99999999T0-aa.event.json").write_text('{"key": 1}')

    assert replay.run(database, spool) == 1

    assert keys(database) == ["key:1"]
    assert names(spool) == [".unreadable", ".unreadable"]
    assert [r.file for r in caplog.records if r.levelname == "ERROR"] == [
        "00000000T0-aa.event.json",
        "99999999T0-aa.event.json",
    ]


def test_an_event_that_the_database_refuses_is_put_aside_and_holds_up_nothing(database, spool):
    spooled(spool, an_event("key:1", at=minutes(1)), an_event("key:3", at=minutes(3)))
    spool.write(written(an_event("key:2", at=minutes(2)), {}) | {"kind": None})

    replay.run(database, spool)

    assert keys(database) == ["key:1", "key:3"]
    assert names(spool) == [".unreadable"]


def test_while_the_database_is_away_everything_stays_where_it_is(spool):
    spooled(spool, an_event())
    away = Database("sqlite:////nowhere/at/all.db")

    with pytest.raises(sa.exc.OperationalError):
        replay.run(away, spool)

    assert len(spool.waiting(limit=10)) == 1


def test_a_replay_that_is_killed_after_the_insert_is_repeated_without_harm(database, spool):
    class Killed(BaseException):
        pass

    class Dying(Spool):
        def remove(self, paths):
            raise Killed

    spooled(spool, *abandoned("CA1", minutes(0)))
    with pytest.raises(Killed):
        replay.run(database, Dying(spool.folder))

    assert replay.run(database, spool) == 3

    assert len(keys(database)) == 3
    assert names(spool) == []


def test_two_workers_may_replay_one_spool(database, spool):
    class Overtaken(Spool):
        """Another worker replays everything between the look and the reading."""

        def waiting(self, *, limit):
            found = super().waiting(limit=limit)
            replay.run(database, spool)
            return found

    spooled(spool, *abandoned("CA1", minutes(0)))

    assert replay.run(database, Overtaken(spool.folder)) == 0

    assert len(keys(database)) == 3
