"""The hotline calls its own public number as a citizen would, against the simulated carrier."""

import random

import pytest
import sqlalchemy as sa

from duty.line_checks import UnderWay
from ivr.carrier import CarrierAway
from ivr.flow.words import Cause, CheckKind, Grade, Verdict
from jobs.through_checks import NoSecondNumber, is_calm, planned
from models import calls
from models.callbacks import Callback
from models.line_checks import LineCheck
from models.notices import latest
from simulator.faults import Faults
from simulator.phones import parse_behaviour
from tests.duty.conftest import on
from tests.harness import (
    CITIZEN,
    HOTLINE_NUMBER,
    PUBLIC_URL,
    ROOT,
    TestHotline,
    test_settings,
)

SECOND = "+84500000001"
OFFICER, DESK = "+84500000041", "+84500000091"
BRANCH = "thu-tuc-hanh-chinh"


@pytest.fixture
def make(tmp_path):
    """Yield a maker of hotlines that have a second number to call from."""
    made = []

    def hotline(url, *, source="branches.yaml", own="[0500 000 001]", **config):
        text = (ROOT / source).read_text("utf-8").replace("own_numbers: []", f"own_numbers: {own}")
        text = text.replace("0500 000 10", "0500 000 00")  # the example's own numbers
        file = tmp_path / "branches.yaml"
        file.write_text(text, "utf-8")
        settings = test_settings(tmp_path, url, branches_file=file)
        config = {"more_numbers": (SECOND,), "calls_per_second": None} | config
        made.append(TestHotline(settings, **config))
        return made[-1]

    yield hotline
    for each in made:
        each.close()


@pytest.fixture
def hotline(make, database_url):
    return make(database_url)


def switchboard(hotline):
    return hotline.hotline.board.board.switchboard


def begin(hotline, branch=BRANCH):
    found = switchboard(hotline).branch(branch)
    return hotline.work.way_checker.call(switchboard(hotline), found, now=hotline.now)


def settle(hotline):
    """Let the worker tell what it knows, and grade."""
    hotline.tell()
    hotline.work.way_checker.settle(switchboard(hotline), now=hotline.now)


def check(hotline, branch=BRANCH):
    """Make one check and let it happen to its end; return its row."""
    begin(hotline, branch)
    hotline.carrier.run()
    hotline.pass_time(minutes=4)
    settle(hotline)
    return row(hotline)


def row(hotline):
    with hotline.hotline.database.reading() as session:
        return session.scalars(sa.select(LineCheck).order_by(LineCheck.id.desc()).limit(1)).one()


def told(hotline):
    with hotline.hotline.database.reading() as session:
        return {notice.key: notice for notice in latest(session, limit=50)}


def came_in(hotline):
    """Return the row of the call that came in, and whatever is owed to anybody."""
    with hotline.hotline.database.reading() as session:
        (sid,) = session.scalars(sa.select(calls.Call.sid)).all()
        owed = session.scalar(sa.select(sa.func.count()).select_from(Callback))
        return calls.find(session, sid), owed


def behave(hotline, **phones):
    for name, behaviour in phones.items():
        number = {"officer": OFFICER, "desk": DESK}[name]
        hotline.carrier.phones.behaviours[number] = parse_behaviour(behaviour)


def in_and_out(hotline):
    out, into = hotline.carrier.calls.values()
    return out, into


def test_an_officer_who_accepts_and_is_joined_passes(hotline):
    behave(hotline, officer="accept@5/12")

    made = check(hotline)

    assert (made.kind, made.grade, made.branch) == (CheckKind.THROUGH, Grade.PASSED, BRANCH)
    assert (made.officer, made.number) == ("", HOTLINE_NUMBER)
    assert None not in (made.answered_at, made.keyed_at, made.ended_at)
    call, _ = came_in(hotline)
    assert made.seconds == round((call.answered_at - call.started_at).total_seconds())
    assert told(hotline) == {}


def test_it_takes_a_citizens_way_by_keys_from_our_second_number(hotline):
    behave(hotline, officer="accept@5/12")

    check(hotline)

    out, into = in_and_out(hotline)
    assert (into.from_number, into.to_number, into.truth.keys) == (SECOND, HOTLINE_NUMBER, "4")
    assert [leg.number for leg in into.truth.legs] == [OFFICER]
    assert out.errors == into.errors == []


def test_the_officer_is_thanked_and_the_line_given_up_soon_after_the_accept(hotline):
    behave(hotline, officer="talk-until-caller")
    begin(hotline)

    for _ in range(60):
        hotline.pass_time(seconds=1)
        hotline.tell()
        hotline.hotline.board.refresh()

    out, into = in_and_out(hotline)
    assert (out.final_status, out.truth.hung_up_by) == ("completed", "application")
    assert 0 < into.truth.talk_s < 15
    settle(hotline)
    assert row(hotline).grade is Grade.PASSED


def test_it_lasts_three_minutes_at_most(hotline):
    behave(hotline, officer="talk-until-caller")
    begin(hotline)
    hotline.carrier.run()

    out, _ = in_and_out(hotline)
    assert out.duration <= 180


def test_the_call_that_came_in_is_a_test_and_owes_nobody_anything(hotline):
    made = check(hotline)

    call, owed = came_in(hotline)
    assert made.grade is Grade.NO_ANSWER
    assert (call.verdict, call.cause) == (Verdict.TEST, Cause.LINE_CHECK)
    assert (call.due_at, owed) == (None, 0)


@pytest.mark.parametrize(
    ("officer", "grade"),
    [
        ("no-answer", Grade.NO_ANSWER),
        ("mailbox", Grade.MAILBOX),
        ("silent", Grade.MAILBOX),
        ("busy", Grade.BUSY),
        ("decline", Grade.BUSY),
        ("bad-number", Grade.BAD_NUMBER),
    ],
)
def test_a_failure_is_graded_by_what_the_phones_did(make, sqlite_url, officer, grade):
    hotline = make(sqlite_url)
    hotline.carrier.phones.default = parse_behaviour(officer)

    made = check(hotline)

    assert (made.grade, made.seconds) == (grade, None)


def test_a_failure_is_told_to_the_branchs_head_once_a_day(hotline):
    check(hotline)
    hotline.pass_time(minutes=5)
    check(hotline)

    (notice,) = told(hotline).values()
    assert notice.key == f"through:{BRANCH}:2026-11-23"
    assert (notice.audience, notice.level) == (BRANCH, "head")
    assert "84500" not in notice.body_vi + notice.body_en


def test_the_duty_desk_is_checked_by_its_key(hotline):
    behave(hotline, desk="accept@5/12")

    made = check(hotline, "truc-ban")

    _, into = in_and_out(hotline)
    assert (made.grade, made.branch, into.truth.keys) == (Grade.PASSED, "truc-ban", "0")


def test_the_keys_of_every_level_are_pressed_with_time_between(make, sqlite_url):
    hotline = make(sqlite_url, source="docs/examples/two-level.yaml")
    menu = next(item for item in switchboard(hotline).menu.items if hasattr(item, "items"))
    branch = menu.items[1]
    for officer in branch.officers:
        hotline.carrier.phones.behaviours[officer.number] = parse_behaviour("accept@5/12")

    made = check(hotline, branch.id)

    _, into = in_and_out(hotline)
    assert into.truth.keys == menu.key + branch.key
    assert (made.grade, made.branch) == (Grade.PASSED, branch.id)


# What goes wrong on the way.


def test_a_public_number_that_does_not_lead_to_us_is_found_out(hotline):
    for address in ("voice_url", "status_url"):
        object.__setattr__(hotline.carrier.config, address, f"{PUBLIC_URL}/elsewhere")
    begin(hotline)
    hotline.carrier.run()
    settle(hotline)
    too_soon = row(hotline).grade
    hotline.pass_time(minutes=4)
    settle(hotline)

    assert (too_soon, row(hotline).grade) == (None, Grade.BAD_NUMBER)
    assert list(told(hotline)) == [f"through:{BRANCH}:2026-11-23"]


def test_a_carrier_that_is_away_leaves_no_row(hotline):
    hotline.carrier.api_refusals = 1

    with pytest.raises(CarrierAway):
        begin(hotline)
    with hotline.hotline.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(LineCheck)) == 0


def test_two_checks_are_never_made_at_a_time(hotline):
    begin(hotline)

    with pytest.raises(UnderWay):
        begin(hotline, "truc-ban")
    hotline.pass_time(minutes=6)
    begin(hotline, "truc-ban")
    hotline.carrier.run()


def test_without_a_second_number_none_is_made(make, sqlite_url):
    hotline = make(sqlite_url, own="[]")

    with pytest.raises(NoSecondNumber):
        begin(hotline)
    assert hotline.work.way_checker.run(hotline.hotline.board.board, now=hotline.now) == 0


def test_whatever_is_told_late_the_grade_is_the_same(hotline):
    behave(hotline, officer="accept@5/12")
    begin(hotline)
    hotline.carrier.run()
    hotline.pass_time(minutes=30)
    hotline.work.way_checker.settle(switchboard(hotline), now=hotline.now)
    before = row(hotline).grade
    settle(hotline)

    assert (before, row(hotline).grade) == (None, Grade.PASSED)


def test_a_citizens_call_meanwhile_is_a_citizens_call(hotline):
    behave(hotline, officer="accept@5/40")
    begin(hotline)
    hotline.pass_time(seconds=25)
    citizen = hotline.start("4", caller=CITIZEN)
    hotline.carrier.run()
    hotline.pass_time(minutes=4)
    settle(hotline)

    assert hotline.row(citizen).verdict is Verdict.ANSWERED
    assert row(hotline).grade is Grade.PASSED


def test_a_person_who_calls_from_our_second_number_and_leaves_a_message_is_heard(hotline):
    tried = hotline.call("4", caller=SECOND)
    spoken = hotline.call("411", caller=SECOND)

    assert hotline.row(tried).verdict is Verdict.TEST
    assert hotline.row(spoken).verdict is Verdict.NOT_ANSWERED
    assert hotline.row(spoken).due_at is not None


# As the worker makes them.


def test_each_branch_has_one_moment_of_its_hours_a_day(hotline):
    board = switchboard(hotline)
    days = [on(23 + n, 0).date() for n in range(5)]

    plan = [each for day in days for each in planned(board, day, "seed")]

    assert plan == [each for day in days for each in planned(board, day, "seed")]
    assert len(plan) == 9 * 5
    local = [board.calendar.local(each.at) for each in plan if each.branch != "truc-ban"]
    assert all(7 <= at.hour < 17 and at.hour not in (11, 12) for at in local)
    assert len({at.time() for at in local}) > 30
    assert plan != [each for day in days for each in planned(board, day, "other")]


def test_only_who_is_on_duty_around_the_clock_is_checked_on_days_off(hotline):
    weekend = [each.branch for each in planned(switchboard(hotline), on(28, 0).date(), "seed")]

    assert weekend == ["truc-ban"]


def test_the_worker_checks_every_branch_once_on_a_day(make, sqlite_url):
    hotline = make(sqlite_url)
    hotline.carrier.phones.default = parse_behaviour("accept@5/12")

    until = on(24, 23, 30)
    while hotline.now < until:
        hotline.work.check_lines()
        hotline.pass_time(minutes=6)
        hotline.tell()
    settle(hotline)

    with hotline.hotline.database.reading() as session:
        made = session.scalars(sa.select(LineCheck)).all()
    local = [switchboard(hotline).calendar.local(each.placed_at).date() for each in made]
    tuesday = [each for each, day in zip(made, local, strict=True) if day == on(24, 0).date()]
    assert sorted(each.branch for each in tuesday) == sorted(
        branch.id for branch in (*switchboard(hotline).branches(), switchboard(hotline).desk)
    )
    assert {each.grade for each in made} == {Grade.PASSED}


def test_a_branch_whose_officers_are_talking_is_left_in_peace(hotline):
    hotline.start("4", "talk-until-caller", talk_s=600)
    hotline.pass_time(seconds=60)
    hotline.tell()
    hotline.hotline.board.refresh()
    board = hotline.hotline.board.board

    assert OFFICER in board.busy
    assert not is_calm(board, BRANCH, hotline.now)
    assert is_calm(board, "truc-ban", hotline.now)
    hotline.carrier.run()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_befalls_webhooks_a_check_gets_a_grade_and_stays_a_test(make, sqlite_url, seed):
    hotline = make(sqlite_url, seed=seed)
    hotline.carrier.phones.default = parse_behaviour("accept@5/12")
    hotline.carrier.faults = Faults.random(random.Random(seed), 0.3)
    begin(hotline)
    hotline.carrier.run()
    for _ in range(6):
        hotline.pass_time(minutes=6)
        hotline.tell()
        hotline.work.sweep()
        settle(hotline)

    made = row(hotline)
    assert made.grade is not None
    with hotline.hotline.database.reading() as session:
        found = session.scalars(sa.select(calls.Call)).all()
        owed = session.scalar(sa.select(sa.func.count()).select_from(Callback))
    assert {call.verdict for call in found} <= {Verdict.TEST}
    assert owed == 0
