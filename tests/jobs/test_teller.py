"""The rows are what the events say, whatever was told first, twice, or late."""

import random
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.events import Event
from ivr.flow.hours import callback_due
from ivr.flow.words import (
    CallbackState,
    Cause,
    EventKind,
    LegOutcome,
    MessageState,
    Verdict,
)
from jobs import teller
from models.calls import Call
from models.events import EventRow
from models.messages import Message
from tests.harness import NINE_ON_MONDAY, TEN_AT_NIGHT
from tests.jobs.stories import (
    BRANCH,
    LEAD,
    OFFICER,
    abandoned,
    after,
    answered,
    begun,
    left_message,
    moved_on,
)
from tests.jobs.telling import SWITCHBOARD, add, call, debts, forget, rows, tell, told
from tests.models.rows import CALLER, minutes, undone

properties = settings(
    deadline=None,
    max_examples=7,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEEDS = st.integers(0, 2**32)


CALLS = [
    answered("CA1", minutes(0)),
    abandoned("CA2", minutes(10)),
    left_message("CA3", minutes(20), ("RE1", 9), ("RE2", 1)),
    answered("CA4", minutes(30), "doanh-nghiep"),
    moved_on("CA5", minutes(40), "thu-tuc-hanh-chinh"),
    [Event("status", "CA6", EventKind.CALL_ENDED, minutes(50), caller_number="anonymous")],
]


# One call.


def test_an_answered_call_is_written_down_with_its_leg(database):
    told(database, answered("CA1", NINE_ON_MONDAY))

    row = call(database)
    (leg,) = row.legs
    assert (row.verdict, row.cause) == (Verdict.ANSWERED, None)
    assert (row.branch, row.lead, row.caller_number) == (BRANCH, LEAD, CALLER)
    assert (row.started_at, row.ended_at) == (NINE_ON_MONDAY, after(NINE_ON_MONDAY, 61))
    assert (row.wait_s, row.talk_s) == (7, 48)
    assert (row.local_on.isoformat(), row.local_hour) == ("2026-11-23", 9)
    assert (leg.outcome, leg.officer_number, leg.sid) == (LegOutcome.ANSWERED, OFFICER, "CAx")
    assert debts(database) == []


def test_a_call_that_goes_on_is_written_down_without_a_verdict(database):
    told(database, begun("CA1", NINE_ON_MONDAY))

    row = call(database)
    assert (row.verdict, row.ended_at, row.due_at) == (None, None, None)
    assert [leg.outcome for leg in row.legs] == [None]
    assert debts(database) == []


def test_a_missed_caller_is_owed_a_callback_within_two_working_hours(database):
    told(database, abandoned("CA1", NINE_ON_MONDAY))

    row = call(database)
    (debt,) = rows(database)["owed"]
    (branch,) = (b for b in SWITCHBOARD.branches() if b.id == BRANCH)
    due = callback_due(branch.hours, SWITCHBOARD.calendar, SWITCHBOARD.promise, row.ended_at)
    assert (row.verdict, row.cause) == (Verdict.ABANDONED, Cause.HUNG_UP)
    assert row.due_at == debt["due_at"] == due
    assert (debt["caller_number"], debt["branch"], debt["last_call_id"]) == (CALLER, BRANCH, "CA1")
    assert debt["state"] is CallbackState.OPEN


def test_a_call_in_the_evening_is_of_the_day_and_hour_of_its_own_place(database):
    told(database, abandoned("CA1", TEN_AT_NIGHT))

    row = call(database)
    assert (row.local_on.isoformat(), row.local_hour) == ("2026-11-23", 22)


def test_nobody_can_call_back_a_caller_without_a_number(database):
    events = [
        Event(**{**fields(e), "caller_number": "anonymous"}) for e in abandoned("CA1", minutes(0))
    ]

    told(database, events)

    assert call(database).verdict is Verdict.ABANDONED
    assert debts(database) == []


def fields(event):
    return {name: getattr(event, name) for name in event.__dataclass_fields__}


def test_a_message_and_one_that_was_spoken_over_are_both_known(database):
    told(database, left_message("CA1", minutes(0), ("RE1", 9), ("RE2", 12)))

    states = {m.recording_sid: (m.state, m.is_kept) for m in call(database).messages}
    assert states == {
        "RE1": (MessageState.SUPERSEDED, False),
        "RE2": (MessageState.WAITING, True),
    }
    assert call(database).message_s == 12


def test_a_message_is_fetched_once_the_carrier_says_that_it_is_ready(database):
    *events, ready, end = left_message("CA1", minutes(0), ("RE1", 9))

    told(database, [*events, end])
    assert call(database).messages[0].next_try_at == after(minutes(0), 40 + 30)
    told(database, [ready])
    assert call(database).messages[0].next_try_at == after(minutes(0), 40)


def test_what_was_fetched_is_never_taken_back_by_telling_again(database):
    events = left_message("CA1", minutes(0), ("RE1", 9), ("RE2", 12))
    told(database, events[:5])  # up to the first message, the call goes on
    with database.transaction() as session:
        message = session.scalars(sa.select(Message)).one()
        message.state, message.path, message.tries = MessageState.STORED, "2026/11/1.mp3", 1

    told(database, events[5:])

    first, second = call(database).messages
    assert (first.state, first.path, first.is_kept) == (MessageState.STORED, "2026/11/1.mp3", False)
    assert second.state is MessageState.WAITING


# Any order, any split, any repetition.


@given(seed=SEEDS)
@properties
def test_any_split_of_the_events_over_any_number_of_runs_gives_the_same_rows(database, seed):
    rng = random.Random(seed)
    events = [event for story in CALLS for event in story]
    forget(database)
    expected = told(database, events)

    shuffled = rng.sample(events, len(events))
    cuts = sorted(rng.choices(range(len(events) + 1), k=rng.randrange(8)))
    batches = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(events)], strict=True)]
    forget(database)

    assert told(database, *batches) == expected


@given(seed=SEEDS)
@properties
def test_calls_told_in_any_order_leave_the_same_debts(database, seed):
    rng = random.Random(seed)
    stories = [
        (abandoned if rng.random() < 0.6 else answered)(f"CA{n}", minutes(10 * n)) for n in range(6)
    ]
    forget(database)
    expected = told(database, *stories)

    forget(database)

    assert told(database, *rng.sample(stories, len(stories))) == expected
    assert sum(state == "open" for state, *_ in debts(database)) <= 1


def test_telling_again_changes_nothing(database):
    events = [event for story in CALLS for event in story]
    before = told(database, events)
    with database.transaction() as session:
        session.execute(sa.update(EventRow).values(told_at=None))

    assert tell(database) > 0
    while tell(database):
        pass

    assert rows(database) == before


def test_where_there_is_no_news_nothing_is_told(database):
    told(database, answered("CA1", minutes(0)))

    assert tell(database) == 0


def test_each_event_is_told_once_and_marked_with_the_moment(database):
    add(database, abandoned("CA1", minutes(0)))

    assert tell(database, now=minutes(7)) == 3

    with database.reading() as session:
        assert set(session.scalars(sa.select(EventRow.told_at))) == {minutes(7)}


def test_a_run_takes_so_many_events_with_the_rest_of_their_calls_and_leaves_other_calls(database):
    add(database, [e for n in range(60) for e in abandoned(f"CA{n}", minutes(n))])

    assert teller.AT_ONCE == 100
    assert tell(database) == 34 * 3
    while tell(database):
        pass

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Call.ended_at.is_not(None))) == 60


def test_a_database_that_goes_while_a_bad_story_is_looked_for_leaves_all_untold(
    database, monkeypatch
):
    add(database, abandoned("CA1", minutes(0)))
    away = sa.exc.OperationalError("SELECT", None, Exception("away"))
    faults = [ValueError("bad story"), away]

    def fail(_events):
        raise faults.pop(0)

    with monkeypatch.context() as patched:
        patched.setattr(teller, "tell", fail)
        with pytest.raises(sa.exc.OperationalError):
            tell(database)

    assert (faults, tell(database)) == ([], 3)
    assert call(database).verdict is Verdict.ABANDONED


def test_more_calls_are_told_in_no_more_statements(database):
    asked = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *_: asked.append(1))

    def told_at_once(first, last):
        calls = (answered(f"CA{n:02}", minutes(n)) for n in range(first, last))
        add(database, [by_another(event) for events in calls for event in events])
        asked.clear()
        assert tell(database) > last - first
        return len(asked)

    few, many = told_at_once(0, 3), told_at_once(3, 15)

    one_by_one = 2 * 12 if database.is_sqlite else 0  # a call and its leg, whose ids it gives out
    assert many <= few + 2 + one_by_one
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Call.talk_s > 0)) == 15


def by_another(event):
    """Return an event of a caller who calls once only."""
    number = f"+8450500{event.call_sid[2:]:0>4}"
    return replace(event, caller_number=number) if event.caller_number else event


def test_a_run_that_was_killed_is_simply_run_again(database):
    add(database, abandoned("CA1", minutes(0)))

    undone(database, lambda session: teller.run(session, SWITCHBOARD, now=minutes(1)))
    assert call(database) is None
    tell(database)

    assert call(database).verdict is Verdict.ABANDONED
    assert debts(database) == [("open", 1, False)]


def test_one_story_that_cannot_be_told_keeps_none_of_the_others(database, caplog):
    add(database, [*abandoned("CA1", minutes(0)), *abandoned("CA2", minutes(1))])
    with database.transaction() as session:
        broken = '{"position": "no=position"}'
        session.execute(sa.text(f"UPDATE events SET facts = '{broken}' WHERE call_sid = 'CA1'"))

    while tell(database):
        pass

    assert call(database, "CA1") is None
    assert call(database, "CA2").verdict is Verdict.ABANDONED
    assert [(r.levelname, r.call_sid) for r in caplog.records] == [("CRITICAL", "CA1")]
    assert CALLER not in str([vars(record) for record in caplog.records])
