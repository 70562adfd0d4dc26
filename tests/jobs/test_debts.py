"""What missed callers are owed opens, closes, opens again, and is taken back, as calls are told."""

import pytest
import sqlalchemy as sa

from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    EventKind,
    Stage,
    Verdict,
)
from jobs import teller
from models import callbacks, events
from models.calls import Call
from models.session import Database
from tests.harness import TEN_AT_NIGHT
from tests.jobs.stories import (
    BRANCH,
    abandoned,
    accepted,
    answered,
    begun,
    hung_up,
    left_message,
    moved_on,
)
from tests.jobs.telling import SWITCHBOARD, add, call, debts, rows, told
from tests.models.rows import minutes


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


def test_two_debts_that_turn_out_to_be_one_are_never_both_open(database):
    told(
        database,
        abandoned("CA1", minutes(0)),
        answered("CA2", minutes(20)),
        abandoned("CA3", minutes(40)),
    )

    at, there = Position(n=3), Position(n=4, stage=Stage.HUNT, branch="doanh-nghiep")
    told(database, [Event("key:3", "CA2", EventKind.KEY, minutes(20), at, there, digits="2")])

    assert call(database, "CA2").branch == "doanh-nghiep"
    assert debts(database) == [("open", 2, False)]


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


def test_what_another_teller_has_claimed_of_a_call_is_left_to_it(postgres_url):
    database = Database(postgres_url)
    add(database, abandoned("CA1", minutes(0)))
    with database.transaction() as one, database.transaction() as other:
        mine, theirs = events.untold(one, limit=2), events.untold(other, limit=100)

        assert events.untold_of(one, ["CA1"]) == [id for id, _ in mine]
        assert events.untold_of(other, ["CA1"]) == [id for id, _ in theirs]
        assert (len(mine), len(theirs)) == (2, 1)
    database.close()


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
