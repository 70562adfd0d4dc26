"""A flood is slowed and then held back for hours; nobody is shut out for ever, or for waiting."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.blocking import LONGEST, BadBlock, Blocks
from ivr.flow import dialogue
from ivr.flow.board import Board, Caller
from ivr.flow.guarding.counts import SPAN, WITHHELD, Recent, is_idle
from ivr.flow.guarding.floods import WITHHELD_TIMES, Treatment, to_block, treatment
from ivr.flow.guarding.gate import key_of
from ivr.flow.scene import Scene
from ivr.flow.steps import Goodbye, Listen, Prompt
from ivr.flow.switchboard import Limits
from ivr.flow.words import Cause, Reason, Stage, Verdict
from jobs import floods
from models import audit
from models.guarding import blocks
from models.guarding.recent import recent_calls
from tests.flow.scenes import (
    AN,
    CITIZEN,
    HOTLINE,
    NINE_ON_MONDAY,
    SECOND_LINE,
    a_switchboard,
    prompts,
)
from tests.models.rows import a_call

LIMITS = Limits(extra_key_calls=4, block_calls=6, block_hours=2)
SWITCHBOARD = a_switchboard(limits=LIMITS)
ANOTHER = "+84505000002"
SOON = NINE_ON_MONDAY + timedelta(hours=1)


def a_scene(number=CITIZEN, *, recent=None, blocked=None, now=NINE_ON_MONDAY, sid="CA1"):
    board = Board(SWITCHBOARD, recent=recent or {}, blocked=blocked or {})
    return Scene(board, Caller(sid, number, HOTLINE), now)


# The decision.


@pytest.mark.parametrize(
    ("calls", "met"), [(3, Treatment.GREET), (4, Treatment.EXTRA_KEY), (9999, Treatment.EXTRA_KEY)]
)
def test_who_calls_often_is_asked_for_a_key_and_only_a_block_keeps_anybody_out(calls, met):
    assert treatment(a_scene(recent={CITIZEN: Recent(calls, calls)})) is met


def test_a_block_ends_by_itself_to_the_second():
    blocked = {CITIZEN: SOON}

    assert treatment(a_scene(blocked=blocked)) is Treatment.BLOCK
    assert treatment(a_scene(blocked=blocked, now=SOON)) is Treatment.GREET
    assert treatment(a_scene(ANOTHER, blocked=blocked)) is Treatment.GREET


@pytest.mark.parametrize("number", [AN.number, HOTLINE, SECOND_LINE])
def test_officers_and_our_own_numbers_are_never_held_up(number):
    many = {number: Recent(999, 999)}

    assert treatment(a_scene(number, recent=many, blocked={number: SOON})) is Treatment.GREET
    assert not to_block(a_scene(), many)


def test_callers_without_a_number_are_never_blocked_and_only_together_slowed():
    often = LIMITS.extra_key_calls * WITHHELD_TIMES

    assert treatment(a_scene(None, recent={WITHHELD: Recent(often - 1)})) is Treatment.GREET
    assert treatment(a_scene(None, recent={WITHHELD: Recent(often)})) is Treatment.EXTRA_KEY
    assert not to_block(a_scene(), {WITHHELD: Recent(9999, 9999)})


def test_only_idle_calls_count_towards_a_block():
    recent = {CITIZEN: Recent(999, LIMITS.block_calls - 1), ANOTHER: Recent(6, LIMITS.block_calls)}

    assert set(to_block(a_scene(), recent)) == {ANOTHER}


@pytest.mark.parametrize(
    ("verdict", "cause", "counts"),
    [
        (None, None, False),  # goes on
        (Verdict.ABANDONED, Cause.HUNG_UP, False),
        (Verdict.NOT_ANSWERED, Cause.NO_ANSWER, False),
        (Verdict.MENU_ENDED, Cause.OUR_FAULT, False),
        (Verdict.BLOCKED, None, False),
        (Verdict.TEST, Cause.LINE_CHECK, False),
        (Verdict.ABANDONED, Cause.SHORT, True),
        (Verdict.MENU_ENDED, None, True),
        (Verdict.OUT_OF_HOURS, Cause.CLOSED, True),
        (Verdict.ANSWERED, None, True),
    ],
)
def test_who_was_missed_or_met_a_fault_of_ours_is_not_punished(verdict, cause, counts):
    assert is_idle(verdict, cause) is counts


# What a caller hears.


@given(
    sid=st.text("0123456789abcdef", min_size=4, max_size=20), key=st.sampled_from("0123456789*#")
)
def test_the_key_is_the_calls_own_and_any_other_leads_nowhere(sid, key):
    scene = a_scene(recent={CITIZEN: Recent(4)}, sid=sid)
    gate = dialogue.begin(scene)
    assert isinstance(gate, Listen)

    step = dialogue.on_key(scene, gate.then, key)

    assert gate == dialogue.begin(scene)
    assert (step.then.stage is Stage.MENU) == (key == key_of(sid))


def test_who_never_presses_it_hears_the_emergency_numbers_and_goodbye():
    scene = a_scene(recent={CITIZEN: Recent(4)})
    step = dialogue.begin(scene)
    while isinstance(step, Listen):
        step = dialogue.on_key(scene, step.then, "")

    assert isinstance(step, Goodbye)
    assert Prompt.EMERGENCY in prompts(step)
    assert step.then.n <= 5


def test_who_is_blocked_hears_until_when_and_what_can_be_done():
    step = dialogue.begin(a_scene(blocked={CITIZEN: SOON}))

    assert isinstance(step, Goodbye)
    assert step.then.reason is Reason.BLOCKED
    assert prompts(step) == [Prompt.BLOCKED, Prompt.BLOCKED_WRITE, Prompt.EMERGENCY] * 2
    assert dict(step.lead[0].blanks) == {"when": "mười giờ, hôm nay"}


# The books.


def called(database, verdict, *, times, number=CITIZEN, cause=None):
    with database.transaction() as session:
        for n in range(times):
            call = a_call(sid=f"CA{verdict}{cause}{number[-3:]}{n}")
            call.caller_number = call.callback_number = number
            call.verdict, call.cause = verdict, cause
            call.started_at = NINE_ON_MONDAY - timedelta(minutes=n + 1)
            session.add(call)


def test_calls_of_an_hour_are_counted_by_number(database):
    called(database, Verdict.MENU_ENDED, times=3)
    called(database, Verdict.ABANDONED, times=2, cause=Cause.HUNG_UP)
    called(database, Verdict.MENU_ENDED, times=2, number=ANOTHER)
    called(database, Verdict.MENU_ENDED, times=3, number="anonymous")

    with database.reading() as session:
        found = recent_calls(session, NINE_ON_MONDAY - SPAN, NINE_ON_MONDAY)
        later = recent_calls(session, NINE_ON_MONDAY, NINE_ON_MONDAY + SPAN)

    assert found == {CITIZEN: Recent(5, 3), WITHHELD: Recent(3, 3)}
    assert later == {}


def test_a_flood_is_blocked_once_for_hours_and_audited_without_its_number(database, caplog):
    called(database, Verdict.MENU_ENDED, times=7)
    called(database, Verdict.NOT_ANSWERED, times=9, number=ANOTHER, cause=Cause.NO_ANSWER)
    board = Board(SWITCHBOARD)

    assert floods.run(database, board, now=NINE_ON_MONDAY) == 1
    assert floods.run(database, board, now=NINE_ON_MONDAY) == 0

    with database.reading() as session:
        (row,) = blocks.standing(session, NINE_ON_MONDAY)
        (noted,) = audit.of(session, "blocks", str(row.id))
        assert blocks.blocked(session, NINE_ON_MONDAY) == {
            CITIZEN: NINE_ON_MONDAY + timedelta(hours=2)
        }
        assert blocks.blocked(session, row.until) == {}
    assert (row.blocked_by, noted.actor) == ("flood guard", "flood guard")
    assert "7 cuộc" in row.reason
    told = str([vars(record) for record in caplog.records])
    assert "a number is blocked for a time" in told
    assert CITIZEN[-6:] not in told + str(noted.after)


def test_whom_a_person_let_in_again_is_not_blocked_for_the_same_calls(database):
    called(database, Verdict.MENU_ENDED, times=7)
    board, later = Board(SWITCHBOARD), NINE_ON_MONDAY + timedelta(minutes=5)
    floods.run(database, board, now=NINE_ON_MONDAY)
    with database.transaction() as session:
        (row,) = blocks.standing(session, later)
        Blocks(session, "head", later).lift(row.id)

    assert floods.run(database, board, now=later) == 0

    with database.reading() as session:
        assert blocks.blocked(session, later) == {}
        assert [n.actor for n in audit.of(session, "blocks", str(row.id))] == [
            "flood guard",
            "head",
        ]


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        (timedelta(0), "why"),
        (LONGEST + timedelta(seconds=1), "why"),
        (timedelta(days=9999), "why"),
        (timedelta(hours=1), " "),
    ],
)
def test_no_block_is_for_ever_or_without_a_reason(database, span, reason):
    with database.transaction() as session, pytest.raises(BadBlock):
        Blocks(session, "head", NINE_ON_MONDAY).add(
            CITIZEN, until=NINE_ON_MONDAY + span, reason=reason
        )


def test_a_number_is_blocked_once_and_a_block_lifted_once(database):
    with database.transaction() as session:
        changes = Blocks(session, "head", NINE_ON_MONDAY)
        row = changes.add(CITIZEN, until=SOON, reason="quấy rối")
        with pytest.raises(BadBlock):
            changes.add(CITIZEN, until=SOON, reason="quấy rối")
        changes.lift(row.id)
        with pytest.raises(BadBlock):
            changes.lift(row.id)


# The whole way, through the carrier.


def test_a_caller_who_calls_on_and_on_presses_a_key_more_and_still_reaches_an_officer(hotline):
    limit = hotline.hotline.board.board.switchboard.limits.extra_key_calls
    for _ in range(limit):
        hotline.call()

    silent, pressed = hotline.call(), None
    for key in "123456789":
        call = hotline.call(f"{key}4", "accept")
        pressed = call if call.truth.was_joined else pressed

    assert "Số máy này vừa gọi đến nhiều lần" in " ".join(silent.heard)
    assert hotline.row(silent).verdict is Verdict.MENU_ENDED
    assert pressed is not None
    assert silent.errors == pressed.errors == []


def test_a_blocked_caller_hears_why_is_counted_as_blocked_and_let_in_when_it_is_over(hotline):
    with hotline.hotline.database.transaction() as session:
        until = hotline.now + timedelta(hours=1)
        Blocks(session, "head", hotline.now).add(CITIZEN, until=until, reason="quấy rối")
    hotline.hotline.board.refresh()

    refused = hotline.call("4", "accept")
    other = hotline.call("4", "accept", ANOTHER)
    hotline.pass_time(hours=1)
    again = hotline.call("4", "accept")

    assert "tạm ngừng kết nối" in " ".join(refused.heard)
    assert "một một ba" in " ".join(refused.heard)
    assert refused.truth.legs == []
    assert hotline.row(refused).verdict is Verdict.BLOCKED
    assert refused.errors == []
    assert other.truth.was_joined
    assert again.truth.was_joined
    assert hotline.callbacks() == []


def test_a_desperate_caller_whom_nobody_answers_is_never_blocked(hotline):
    for _ in range(30):
        hotline.call("4", "no-answer,no-answer,no-answer")
        hotline.tell()
        assert hotline.work.hold_back() == 0
