"""The rows are what the events say, whatever was told first, twice, or late."""

import random

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.branches import load_branches
from ivr.flow.events import Event
from ivr.flow.hours import callback_due
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    Cause,
    EventKind,
    LegOutcome,
    MessageState,
    Verdict,
)
from jobs import teller
from models import callbacks, calls
from models.calls import Call
from models.events import EventRow, insert_events, written
from models.messages import Message
from models.session import Database
from models.tables import Base
from tests.harness import NINE_ON_MONDAY, ROOT, TEN_AT_NIGHT
from tests.jobs.stories import (
    BRANCH,
    LEAD,
    OFFICER,
    abandoned,
    accepted,
    after,
    answered,
    begun,
    hung_up,
    left_message,
    moved_on,
)
from tests.models.rows import CALLER, minutes, undone

SWITCHBOARD = load_branches(ROOT / "branches.yaml", today=NINE_ON_MONDAY.date())
properties = settings(
    deadline=None,
    max_examples=7,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEEDS = st.integers(0, 2**32)


def add(database, events):
    with database.transaction() as session:
        insert_events(session, [written(event, {}) for event in events])


def tell(database, now=NINE_ON_MONDAY):
    with database.transaction() as session:
        return teller.run(session, SWITCHBOARD, now=now)


def told(database, *batches):
    """Tell some events, a batch after the other, and return the rows without their ids."""
    for batch in batches:
        add(database, batch)
        while tell(database):
            pass
    return rows(database)


def forget(database):
    with database.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(sa.delete(table))


def plain(row, *without):
    columns = [c.name for c in row.__table__.columns]
    return {name: getattr(row, name) for name in columns if name not in without}


def rows(database):
    """Return all rows but debts that were taken back; ids and the fetching of audio left out."""
    with database.reading() as session:
        found = list(session.scalars(sa.select(Call).order_by(Call.sid)))
        sids = {call.id: call.sid for call in found}
        owed = session.scalars(sa.select(callbacks.Callback)).all()
        return {
            "calls": [plain(call, "id") for call in found],
            "legs": [plain(leg, "id", "call_id") for call in found for leg in call.legs],
            "messages": [
                plain(message, "id", "call_id", "next_try_at")
                for call in found
                for message in call.messages
            ],
            "owed": sorted(
                (
                    {**plain(debt, "id"), "last_call_id": sids[debt.last_call_id]}
                    for debt in owed
                    if debt.outcome is not CallbackOutcome.WITHDRAWN
                ),
                key=lambda debt: (debt["caller_number"], debt["branch"], debt["first_missed_at"]),
            ),
        }


def debts(database):
    return [
        (debt["state"].value, debt["misses"], debt["reopened"]) for debt in rows(database)["owed"]
    ]


def call(database, sid="CA1"):
    with database.reading() as session:
        found = calls.find(session, sid)
        session.expunge_all()
    return found


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


def test_a_run_takes_so_many_events_and_leaves_the_rest_for_the_next(database):
    add(database, [e for n in range(60) for e in abandoned(f"CA{n}", minutes(n))])

    assert tell(database) == teller.AT_ONCE
    while tell(database):
        pass

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Call.ended_at.is_not(None))) == 60


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


# Debts open, close, open again, and are taken back.


def test_a_caller_who_is_missed_twice_is_owed_one_callback_by_the_first_deadline(database):
    told(database, abandoned("CA1", minutes(0)), abandoned("CA2", minutes(20)))

    (debt,) = rows(database)["owed"]
    assert (debt["misses"], debt["last_call_id"]) == (2, "CA2")
    assert debt["due_at"] == call(database, "CA1").due_at < call(database, "CA2").due_at


def test_a_caller_who_got_through_is_owed_nothing_more(database):
    told(database, abandoned("CA1", minutes(0)), answered("CA2", minutes(20)))

    (debt,) = rows(database)["owed"]
    assert (debt["state"], debt["outcome"]) == (CallbackState.CLOSED, CallbackOutcome.SELF_REACHED)
    assert debt["closed_at"] == call(database, "CA2").ended_at


def test_a_caller_who_is_missed_again_after_that_is_owed_anew(database):
    told(
        database,
        abandoned("CA1", minutes(0)),
        answered("CA2", minutes(20)),
        abandoned("CA3", minutes(40)),
    )

    assert debts(database) == [("closed", 1, False), ("open", 1, True)]


def test_an_answer_of_another_branch_pays_no_debt(database):
    told(database, abandoned("CA1", minutes(0)), answered("CA2", minutes(20), "doanh-nghiep"))

    assert debts(database) == [("open", 1, False)]


def test_a_late_word_of_a_join_changes_the_verdict_and_takes_the_debt_back(database):
    at = minutes(0)
    told(database, [*begun("CA1", at), hung_up("CA1", at, 61)])
    assert (call(database).verdict, debts(database)) == (Verdict.ABANDONED, [("open", 1, False)])

    told(database, accepted("CA1", at))

    row = call(database)
    assert (row.verdict, row.due_at) == (Verdict.ANSWERED, None)
    assert debts(database) == []
    with database.reading() as session:
        (withdrawn,) = session.scalars(sa.select(callbacks.Callback))
        assert (withdrawn.state, withdrawn.outcome) == (
            CallbackState.CLOSED,
            CallbackOutcome.WITHDRAWN,
        )


def test_a_debt_that_was_taken_back_may_be_owed_again(database):
    at = minutes(0)
    told(database, [*begun("CA1", at), hung_up("CA1", at, 61)], accepted("CA1", at))

    told(database, abandoned("CA2", minutes(20)))

    assert debts(database) == [("open", 1, False)]


def test_a_late_word_about_an_old_call_moves_what_came_after_it(database):
    told(database, abandoned("CA1", minutes(0)), abandoned("CA3", minutes(40)))
    assert debts(database) == [("open", 2, False)]

    told(database, answered("CA2", minutes(20)))

    assert debts(database) == [("closed", 1, False), ("open", 1, True)]


def test_a_deadline_once_given_does_not_move(database):
    told(database, abandoned("CA1", minutes(0)))
    due = call(database).due_at

    late = Event("status:swept", "CA1", EventKind.CALL_ENDED, minutes(-30))
    told(database, [late, *left_message("CA1", minutes(0))[2:3]])

    assert call(database).due_at == due
    assert rows(database)["owed"][0]["due_at"] == due


def test_a_caller_who_chose_another_branch_is_owed_by_that_one_alone(database):
    events = moved_on("CA1", minutes(0), "thu-tuc-hanh-chinh")
    told(database, [*events[:2], events[-1]])
    assert [debt["branch"] for debt in rows(database)["owed"]] == [BRANCH]

    told(database, events[2:4])

    assert [debt["branch"] for debt in rows(database)["owed"]] == ["thu-tuc-hanh-chinh"]
    assert call(database).lead == "Văn phòng Ủy ban nhân dân tỉnh"


def test_the_lead_of_a_call_stays_that_of_its_own_time(database):
    told(database, answered("CA1", minutes(0)))
    with database.transaction() as session:
        session.execute(sa.update(Call).values(lead="Sở Tư pháp cũ"))

    told(database, [Event("late", "CA1", EventKind.CALL_PROGRESS, minutes(3))])

    assert call(database).lead == "Sở Tư pháp cũ"


def test_a_branch_that_is_gone_since_owes_by_the_hours_of_the_desk(database):
    told(database, abandoned("CA1", TEN_AT_NIGHT, "nhanh-cu"))

    row = call(database)
    assert row.lead == ""
    assert row.due_at == row.ended_at + SWITCHBOARD.promise.working_time


@pytest.mark.parametrize("first", [0, 1])
def test_two_tellers_at_once_share_the_work(postgres_url, first):
    database = Database(postgres_url)
    stories = [abandoned("CA1", minutes(0)), abandoned("CA2", minutes(20))]
    add(database, stories[first])
    with database.transaction() as one:
        assert teller.run(one, SWITCHBOARD, now=minutes(30)) == 3
        with database.transaction() as other:
            assert teller.run(other, SWITCHBOARD, now=minutes(30)) == 0
    told(database, stories[1 - first])

    assert debts(database) == [("open", 2, False)]
    database.close()
