"""Events that pile up on disk are told of once: by the outbox, or without it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ivr.flow.routing import read_routes
from ivr.notifier import NotSent
from ivr.spool import Spool
from jobs.spool_alarm import WAITS, SpoolAlarm
from models.events import written
from models.notices import NoticeRow
from models.session import Database
from tests.models.rows import an_event, minutes

NOW = minutes(0) + WAITS + timedelta(minutes=1)


class Told:
    """A way out that keeps what went through it; `fails` says how often it does not take it."""

    def __init__(self, fails=0):
        self.fails, self.subjects = fails, []

    def send(self, addresses, subject, body):
        if self.fails:
            self.fails -= 1
            raise NotSent("refused")
        self.subjects.append((tuple(addresses), subject))


@pytest.fixture
def spool(tmp_path):
    spool = Spool(tmp_path / "spool", max_mb=1)
    spool.write(written(an_event("key:1", at=minutes(0)), {}))
    return spool


@pytest.fixture
def switchboard(hotline):
    return hotline.hotline.board.board.switchboard


def alarm(database, tmp_path, told):
    routes, _ = read_routes(["mailto://supervisor.example"])
    return SpoolAlarm(database, told, routes, tmp_path / "told")


def notices(database):
    with database.reading() as session:
        return sorted(key.split(":")[1] for key in session.scalars(sa.select(NoticeRow.key)))


def test_an_event_that_waits_too_long_is_a_notice_once_a_day(
    database, spool, switchboard, tmp_path
):
    told = Told()
    watching = alarm(database, tmp_path, told)

    found = [watching.run(spool, switchboard, now=now) for now in (minutes(1), NOW, NOW)]

    assert found == [0, 1, 0]
    assert (notices(database), told.subjects) == (["waiting"], [])


def test_a_spool_that_fills_and_files_put_aside_are_told_as_well(
    database, spool, switchboard, tmp_path
):
    spool.most = 4
    for n in (2, 3):
        spool.write(written(an_event(f"key:{n}", at=minutes(n)), {}))
    spool.put_aside(spool.waiting(limit=1)[0])

    alarm(database, tmp_path, Told()).run(spool, switchboard, now=minutes(4))

    assert notices(database) == ["filling", "unreadable"]


def test_while_the_database_is_away_supervisors_are_told_directly(spool, switchboard, tmp_path):
    away, told = Database(f"sqlite:///{tmp_path / 'none' / 'away.db'}"), Told(fails=1)

    found = [alarm(away, tmp_path, told).run(spool, switchboard, now=NOW) for _ in range(3)]

    assert found == [0, 1, 0]
    ((addresses, subject),) = told.subjects
    assert addresses == ("mailto://supervisor.example",)
    assert subject == "Cơ sở dữ liệu của tổng đài không ghi được"
    away.close()
