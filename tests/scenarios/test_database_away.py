"""The database stops in mid-call: the call goes on, and in the end the tables say the same."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from duty.changes import changing
from duty.pins import set_pin
from ivr.flow.words import CallbackOutcome
from models.session import Database
from models.tables import Base
from tests.duty.conftest import officer, shift
from tests.harness import TestHotline, test_settings
from tests.scenarios.tcp_proxy import TcpProxy
from tests.scenarios.told import Told, heard, stored_audio, told

BRANCH = "thu-tuc-hanh-chinh"
# Ids say in which order rows were made; told_at and stored_at when a worker came round.
NOT_COMPARED = {"id", "call_id", "last_call_id", "told_at", "stored_at", "path", "tries", "error"}


@dataclass
class Outage:
    """A database that can be taken away: `url` is how the hotline reaches it."""

    url: str
    begin: Callable[[], None]
    end: Callable[[], None]


@pytest.fixture
def postgres_outage(postgres_url: str) -> Iterator[Outage]:
    url = sa.make_url(postgres_url)
    folder = url.query.get("host")
    socket_path = f"{folder}/.s.PGSQL.{url.port or 5432}"
    proxy = TcpProxy(socket_path if folder else (url.host or "127.0.0.1", url.port or 5432))
    through = url.set(host="127.0.0.1", port=proxy.port).difference_update_query(["host"])
    yield Outage(through.render_as_string(hide_password=False), proxy.cut, proxy.restore)
    proxy.cut()


@pytest.fixture
def sqlite_outage(sqlite_url: str) -> Iterator[Outage]:
    """Another process that holds the write lock for good, as a backup gone wrong does."""
    path = sqlite_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def begin() -> None:
        other.execute("BEGIN EXCLUSIVE")

    yield Outage(sqlite_url, begin, other.rollback)
    other.close()


@pytest.fixture(params=["sqlite_outage", "postgres_outage"])
def outage(request) -> Outage:
    found: Outage = request.getfixturevalue(request.param)
    return found


def all_rows(url: str) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table, without what may differ, in a stable order."""
    database = Database(url)
    found = {}
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            names = [column.name for column in table.columns if column.name not in NOT_COMPARED]
            rows = session.execute(sa.select(*(table.c[name] for name in names)))
            found[table.name] = sorted((_plain(dict(row._mapping)) for row in rows), key=repr)
    database.close()
    return found


def _plain(row: dict[str, object]) -> dict[str, object]:
    """Return a row without the word that it waited in the spool."""
    if isinstance(raw := row.get("raw"), dict):
        row["raw"] = {name: value for name, value in raw.items() if name != "source"}
    return row


def spooled(hotline: TestHotline) -> list[Path]:
    return hotline.spool.waiting(limit=1000)


@dataclass(frozen=True)
class Case:
    """A call, and after how many seconds of it the database goes away."""

    keys: str
    officers: str
    away_from_s: float
    verdict: str


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(Case("4", "no-answer,accept@3/30", 0, "answered"), id="first ring"),
        pytest.param(Case("4", "no-answer,accept@3/30", 10, "answered"), id="ringing"),
        pytest.param(Case("4", "no-answer,accept@3/30", 45, "answered"), id="talking"),
        pytest.param(
            Case("411", "no-answer,decline,mailbox,busy", 60, "not_answered"), id="message"
        ),
    ],
)
def test_the_call_goes_on_and_the_tables_say_the_same(
    tmp_path, make_hotline, sqlite_url, outage, case
):
    plain = TestHotline(test_settings(tmp_path / "plain", sqlite_url + ".plain"))
    expected_call = plain.call(case.keys, case.officers)
    plain.work_off()
    plain.close()
    hotline = make_hotline(outage.url)

    call = hotline.start(case.keys, case.officers)
    hotline.pass_time(seconds=case.away_from_s)
    outage.begin()
    hotline.carrier.run()

    assert call.errors == []
    assert call.heard == expected_call.heard
    assert call.truth == expected_call.truth
    assert call.truth.was_joined == (case.verdict == "answered")
    assert len(spooled(hotline)) > 0

    outage.end()
    hotline.work_off()

    assert spooled(hotline) == []
    assert told(hotline, call).verdict == case.verdict
    assert all_rows(outage.url) == all_rows(sqlite_url + ".plain")


def test_listening_to_a_message_while_the_database_is_away(make_hotline, outage):
    hotline = make_hotline(outage.url)
    call = hotline.start("4121", "bad-number," * 4)
    hotline.carrier.run_until_listening(call)
    outage.begin()

    hotline.carrier.run()

    assert heard(call, "/voice/playback?", "Lời nhắn đã được ghi nhận")
    assert call.errors == []
    outage.end()
    hotline.work_off()
    (recording,) = hotline.carrier.recordings.all()
    assert stored_audio(hotline) == [recording.mp3()]


def test_an_officer_who_talks_is_not_rung_while_the_database_is_away(make_hotline, outage):
    hotline = make_hotline(outage.url)
    first = hotline.start("4", "accept@2/600")
    hotline.pass_time(seconds=30)
    outage.begin()

    second = hotline.start("4", "accept", caller="+84505000002")
    hotline.carrier.run()

    assert [leg.number for leg in first.truth.legs] == ["+84500000041"]
    assert [leg.number for leg in second.truth.legs] == ["+84500000042"]
    outage.end()
    hotline.work_off()
    assert told(hotline, first).verdict == told(hotline, second).verdict == "answered"


def test_the_hotline_starts_and_serves_without_its_database(make_hotline, outage):
    outage.begin()
    hotline = make_hotline(outage.url)

    call = hotline.call("4", "accept")

    assert call.truth.was_joined
    assert call.errors == []
    assert spooled(hotline)
    outage.end()
    hotline.work_off()
    assert told(hotline, call) == Told("answered", None, BRANCH, ("answered",), (), ())


def test_the_hotline_starts_with_a_database_that_was_never_made(tmp_path, make_hotline):
    hotline = make_hotline(f"sqlite:///{tmp_path / 'deep' / 'down' / 'hotline.db'}")

    call = hotline.call("4", "accept")

    assert told(hotline, call).verdict == "answered"


def test_a_database_file_that_was_moved_away_and_put_back(tmp_path, make_hotline, sqlite_url):
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    hotline = make_hotline(sqlite_url)
    before = hotline.call("4", "accept")
    hotline.tell()
    hotline.hotline.ledger.close()  # as a new web process would begin, without a connection
    hotline.hotline.database.close()
    shutil.move(path, tmp_path / "elsewhere.db")

    call = hotline.call("4", "no-answer,accept")

    assert call.truth.was_joined
    assert call.errors == []
    assert spooled(hotline)
    hotline.hotline.ledger.close()
    hotline.hotline.database.close()
    shutil.move(tmp_path / "elsewhere.db", path)
    hotline.work_off()
    assert told(hotline, before).verdict == "answered"
    assert told(hotline, call).legs == ("no_answer", "answered")


def test_neither_database_nor_disk_and_the_caller_is_served_all_the_same(
    make_hotline, outage, caplog
):
    hotline = make_hotline(outage.url)
    hotline.settings.var_dir.parent.mkdir(parents=True, exist_ok=True)
    hotline.settings.var_dir.touch()  # a file where the folder should be: nothing can be spooled
    outage.begin()

    call = hotline.call("4", "accept")

    assert call.truth.was_joined
    assert call.errors == []
    assert any("event lost" in record.message for record in caplog.records)
    outage.end()


AN, PIN = "+84500000141", "482915"


def with_an_officer(hotline: TestHotline) -> TestHotline:
    """Enter an officer of branch four with a PIN."""
    keeper = hotline.hotline
    with (
        keeper.database.transaction() as session,
        changing(session, keeper.board.from_file, now=hotline.now, actor="a") as change,
    ):
        row = officer("an", AN)
        change.enter(row)
        change.enter(shift("an"))
        set_pin(change, row, PIN, secret=keeper.settings.secret_key)
    keeper.board.refresh()
    return hotline


def test_an_officer_at_the_keypad_hears_that_the_database_is_away(make_hotline, outage):
    hotline = with_an_officer(make_hotline(outage.url))
    outage.begin()

    call = hotline.call(f"{PIN}#0", "accept", caller=AN)

    assert heard(call, "bấm mã PIN", "Hệ thống đang gặp sự cố", "đang chuyển đến cán bộ trực")
    assert call.truth.was_joined
    assert call.errors == []
    assert not any(PIN in path.read_text("utf-8") for path in spooled(hotline))
    outage.end()
    hotline.work_off()
    assert told(hotline, call).verdict == "answered"


def test_what_an_officer_keys_in_while_the_database_is_away_is_kept(make_hotline, outage):
    hotline = with_an_officer(make_hotline(outage.url))
    hotline.call("4", "bad-number," * 4)
    (debt,) = hotline.callbacks()
    call = hotline.start(f"{PIN}#111", "accept@4/30", caller=AN)
    while not call.truth.legs:
        assert hotline.carrier.timeline.step()
    outage.begin()

    hotline.carrier.run()

    assert heard(call, "Đã nói chuyện với người dân", "Đã ghi nhận", "Danh mục dành cho cán bộ")
    assert call.errors == []
    outage.end()
    hotline.work_off()
    (paid,) = hotline.callbacks()
    assert (paid.id, paid.outcome, paid.reached_by) == (debt.id, CallbackOutcome.REACHED, "an")
