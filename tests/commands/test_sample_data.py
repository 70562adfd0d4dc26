"""`flask sample-data`: labelled, told by the code that tells citizens' calls, gone in one go."""

import hashlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ivr.flow.words import CallbackState, MessageState, Verdict
from ivr.settings import Settings
from jobs import teller
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.duty.officers import OfficerRow
from models.events import EventRow
from models.legs import Leg
from models.line_checks import LineCheck
from models.lists.wanted import Origin, origin_of, origin_of_number
from models.messages import Message
from models.tables import Base
from tests.harness import ROOT, TestHotline, test_settings
from tests.jobs.telling import rows as told_rows
from tests.models.counting import counted, rolled_up

FEW = ("sample-data", "--days", "5", "--calls-per-day", "25")


@pytest.fixture
def database(hotline):
    return hotline.hotline.database


@pytest.fixture
def sampled(hotline, type_in):
    """A hotline with a small made-up history."""
    told = type_in(*FEW)
    assert told.exit_code == 0, told.output
    return hotline


def every(database, table):
    with database.reading() as session:
        found = session.scalars(sa.select(table)).all()
        session.expunge_all()
    return found


def dump(database):
    """Return all rows of all tables but the audit, and which days the worker has summed by now."""
    with database.reading() as session:
        return {
            table.name: sorted(map(str, session.execute(sa.select(table)).all()))
            for table in Base.metadata.sorted_tables
            if table.name not in {"audit", "summed_days"}
        }


def test_every_row_can_be_told_from_a_citizens(sampled, database):
    calls = every(database, Call)

    assert len(calls) > 60
    assert {origin_of(call.sid) for call in calls} == {Origin.SAMPLE}
    numbers = {call.callback_number for call in calls} - {None}
    assert {origin_of_number(number) for number in numbers} == {Origin.SAMPLE}
    assert {row.call_sid[:6] for row in every(database, EventRow)} == {"SAMPLE"}
    assert {row.officer[:4] for row in every(database, LineCheck)} == {"mau-"}
    assert {row.code[:4] for row in every(database, OfficerRow)} == {"mau-"}


def test_told_again_by_the_teller_the_rows_stay_what_they_are(sampled, database):
    before = told_rows(database)
    with database.transaction() as session:
        session.execute(sa.update(EventRow).values(told_at=None))

    while True:
        with database.transaction() as session:
            if not teller.run(session, sampled.hotline.board.board.switchboard, now=sampled.now):
                break

    after = told_rows(database)
    assert after["calls"] == before["calls"]
    assert after["legs"] == before["legs"]
    assert after["owed"] == before["owed"]


def test_the_history_is_as_varied_as_a_hotlines(type_in, hotline, database):
    type_in("sample-data", "--days", "10", "--calls-per-day", "45")

    branches = {branch.id for branch in hotline.hotline.board.board.switchboard.branches()}
    calls, debts = every(database, Call), every(database, Callback)
    verdicts = {call.verdict for call in calls}
    assert verdicts >= {*Verdict} - {Verdict.BLOCKED, Verdict.TEST}
    assert {call.branch for call in calls} >= branches
    assert {debt.state for debt in debts} == {*CallbackState}
    assert len({debt.outcome for debt in debts}) > 4
    assert max(debt.misses for debt in debts) > 1
    assert any(debt.reached_at and debt.reached_at > debt.due_at for debt in debts)
    assert any(debt.reached_at and debt.reached_at <= debt.due_at for debt in debts)
    assert len({leg.outcome for leg in every(database, Leg)}) > 4
    assert len({action.did for action in every(database, CallbackAction)}) > 4
    assert len({row.grade for row in every(database, LineCheck)}) > 2


def test_nothing_happens_before_the_first_day_or_after_now(sampled, database):
    now = sampled.now
    first = now - timedelta(days=5)
    for call in every(database, Call):
        assert first <= call.started_at < call.ended_at < now
    for action in every(database, CallbackAction):
        assert action.at < now
    assert all(first <= check.placed_at < now for check in every(database, LineCheck))


def test_the_roll_up_is_that_of_the_calls(sampled, database, type_in):
    assert rolled_up(database) == counted(database) != {}


def test_messages_can_be_played_and_wait_for_nothing(sampled, database):
    messages = [m for m in every(database, Message) if m.state is MessageState.STORED]

    assert {m.state for m in every(database, Message)} <= {
        MessageState.STORED,
        MessageState.ABSENT,
        MessageState.SUPERSEDED,
    }
    with sampled.hotline.storage.open(messages[0].path) as file:
        audio = file.read()
    assert hashlib.sha256(audio).hexdigest() == messages[0].sha256


def test_the_roster_leaves_no_gap_and_is_rung_by(sampled, database, type_in):
    assert type_in("duty", "gaps").exit_code == 0
    assert "(mẫu)" in type_in("who", "4").stdout
    assert {leg.officer_id[:4] for leg in every(database, Leg)} == {"mau-"}


def test_the_same_seed_makes_the_same_history(make_hotline, type_at, sqlite_url, tmp_path):
    found: list[object] = []
    for seed in (1, 1, 2):
        hotline = make_hotline(f"sqlite:///{tmp_path / f'seed-{len(found)}.db'}")
        type_at(hotline, "sample-data", "--days", "2", "--seed", seed)
        calls = every(hotline.hotline.database, Call)
        found.append([(call.sid, call.caller_number, call.verdict) for call in calls])

    assert found[0] == found[1] != found[2]


def test_it_is_refused_beside_real_calls_unless_forced(hotline, type_in, database):
    hotline.call("4", "accept@3/30")
    hotline.tell()

    refused = type_in(*FEW)
    assert refused.exit_code == 1
    assert "1 cuộc gọi thật" in refused.output
    assert len(every(database, Call)) == 1

    assert type_in(*FEW, "--force").exit_code == 0
    assert len(every(database, Call)) > 60


def test_it_is_refused_where_there_is_some_already(sampled, type_in, database):
    before = len(every(database, Call))

    assert "--remove" in type_in(*FEW, "--force").output
    assert len(every(database, Call)) == before


def test_it_is_refused_with_a_real_carrier(hotline, type_in, monkeypatch):
    monkeypatch.setattr(Settings, "is_simulated", property(lambda _: False))

    told = type_in(*FEW)

    assert told.exit_code == 1
    assert "nhà mạng thật" in told.output


def test_removing_it_leaves_exactly_what_was_there_before(hotline, type_in, database):
    hotline.call("3", "no-answer," * 4, caller="+84505000002")
    hotline.call("4", "accept@3/30")
    hotline.tell()
    before = dump(database)

    type_in(*FEW, "--force")
    assert dump(database) != before
    told = type_in("sample-data", "--remove")

    assert told.exit_code == 0
    assert dump(database) == before
    assert rolled_up(database) == counted(database)
    folder = hotline.hotline.settings.recordings_dir / "sample"
    assert list(folder.glob("*")) == []


def test_removing_twice_removes_nothing_more(sampled, type_in, database):
    type_in("sample-data", "--remove")
    before = dump(database)

    assert "0 cuộc gọi mẫu" in type_in("sample-data", "--remove").stdout
    assert dump(database) == before


def test_a_roster_that_stands_is_left_alone(hotline, type_in, database):
    type_in(*FEW)
    type_in("sample-data", "--remove")
    with database.transaction() as session:
        session.add(an_officer(hotline.now))

    type_in(*FEW)

    assert [row.code for row in every(database, OfficerRow)] == ["that-1"]
    type_in("sample-data", "--remove")
    assert [row.code for row in every(database, OfficerRow)] == ["that-1"]


def an_officer(now):
    return OfficerRow(
        code="that-1",
        agency="so-noi-vu",
        post_vi="Chuyên viên",
        post_en="Officer",
        person="",
        number="+84500000011",
        languages="vi",
        active_from=now.date(),
        verified_at=now,
        entered_at=now,
    )


def test_menus_of_two_levels_are_called_through_too(type_at, sqlite_url, tmp_path):
    example = ROOT / "docs/examples/two-level.yaml"
    hotline = TestHotline(test_settings(tmp_path, sqlite_url, branches_file=example))

    told = type_at(hotline, *FEW)

    assert told.exit_code == 0, told.output
    chosen = {call.branch for call in every(hotline.hotline.database, Call)} - {""}
    assert len(chosen) > 3
    hotline.close()


def test_it_works_on_postgresql(make_hotline, type_at, postgres_url):
    hotline = make_hotline(postgres_url)

    assert type_at(hotline, *FEW).exit_code == 0
    database = hotline.hotline.database
    assert rolled_up(database) == counted(database) != {}
    assert type_at(hotline, "sample-data", "--remove").exit_code == 0
    assert {name for name, rows in dump(database).items() if rows} == set()
