"""A callback keeps its row, with its claim and its trail, however the stories are told again."""

import random
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from callbacks import claims, deeds
from callbacks.deeds import Books
from ivr.flow.callbacks.deeds import Deed, Told
from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    CallResult,
    Channel,
    Did,
    EventKind,
    LegOutcome,
    Stage,
)
from models import callback_actions
from models.callbacks import Callback
from models.calls import Call
from tests.jobs.stories import BRANCH, abandoned, accepted, answered, begun, hung_up
from tests.jobs.telling import SWITCHBOARD, add, forget, rows, tell, told
from tests.models.rows import minutes

THERE = "thu-tuc-hanh-chinh"
OFFICER = "an"

properties = settings(
    deadline=None,
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def all_rows(database):
    """Return every callback by id, also those taken back."""
    with database.reading() as session:
        found = session.scalars(sa.select(Callback).order_by(Callback.id)).all()
        session.expunge_all()
    return {row.id: row for row in found}


def the(database, branch=BRANCH, state=CallbackState.OPEN):
    """Return the only callback of a branch in a state."""
    (row,) = [r for r in all_rows(database).values() if (r.branch, r.state) == (branch, state)]
    return row


def of_calls(database):
    """Return which callback each call belongs to."""
    with database.reading() as session:
        return dict(session.execute(sa.select(Call.sid, Call.callback_id)).all())


def trail(database, id):
    with database.reading() as session:
        return [
            (action.did, action.channel, action.actor)
            for action in callback_actions.of_callbacks(session, [id])
        ]


def claim(database, id, at):
    with database.transaction() as session:
        assert claims.claim(session, id, OFFICER, now=at, channel=Channel.KEYPAD)


def a_deed(debt, did, at, **facts):
    key = f"CAo:{did}:{at.isoformat()}"
    known = {"actor": OFFICER, "channel": Channel.CALL, "call_sid": "CAo"}
    return Deed(key=key, debt=debt, did=did, at=at, **(known | facts))


def do(database, debt, did, at, **facts):
    with database.transaction() as session:
        return deeds.write(Books(session, SWITCHBOARD, at), a_deed(debt, did, at, **facts))


def settle(database, sid, result, at, to_branch=None):
    word = Told(
        call_sid=sid,
        result=result,
        at=at,
        officer=OFFICER,
        channel=Channel.KEYPAD,
        to_branch=to_branch,
    )
    with database.transaction() as session:
        deeds.settle(Books(session, SWITCHBOARD, at), word)


# One row, told again.


def test_each_missed_call_names_its_callback_and_an_answered_one_none(database):
    told(database, abandoned("CA1", minutes(0)), answered("CA2", minutes(20)))
    told(database, abandoned("CA3", minutes(40)), abandoned("CA4", minutes(50)))

    first, second = all_rows(database)
    assert of_calls(database) == {"CA1": first, "CA2": None, "CA3": second, "CA4": second}


def test_a_new_miss_keeps_the_claim_and_lets_nothing_wait(database):
    told(database, abandoned("CA1", minutes(0)))
    id = the(database).id
    do(database, id, Did.TRIED, minutes(10), leg=LegOutcome.BUSY)
    assert the(database).next_try_at is not None
    claim(database, id, minutes(15))

    told(database, abandoned("CA2", minutes(20)))

    row = the(database)
    assert (row.id, row.misses, row.tries, row.next_try_at) == (id, 2, 1, None)
    assert (row.claimed_by, row.claimed_until) == (OFFICER, minutes(45))


def test_an_answered_call_found_between_two_misses_leaves_the_open_one_in_the_officers_hands(
    database,
):
    told(database, abandoned("CA1", minutes(0)), abandoned("CA3", minutes(40)))
    id = the(database).id
    claim(database, id, minutes(50))
    do(database, id, Did.TRIED, minutes(55), leg=LegOutcome.NO_ANSWER)

    told(database, answered("CA2", minutes(20)))

    row, closed = the(database), the(database, state=CallbackState.CLOSED)
    assert (row.id, row.misses, row.tries, row.claimed_by) == (id, 1, 1, OFFICER)
    assert (closed.misses, closed.outcome) == (1, CallbackOutcome.SELF_REACHED)
    assert of_calls(database) == {"CA1": closed.id, "CA2": None, "CA3": id}
    assert trail(database, id)[-1][0] is Did.TRIED


def test_a_late_join_after_a_claim_takes_the_callback_out_of_the_officers_hands(database):
    at = minutes(0)
    told(database, [*begun("CA1", at), hung_up("CA1", at, 61)])
    id = the(database).id
    claim(database, id, minutes(5))

    told(database, accepted("CA1", at))

    row = all_rows(database)[id]
    assert (row.state, row.outcome) == (CallbackState.CLOSED, CallbackOutcome.WITHDRAWN)
    assert (row.claimed_by, row.claimed_until, of_calls(database)["CA1"]) == (None, None, None)
    assert [did for did, _, _ in trail(database, id)] == [Did.CLOSED, Did.CLAIMED]
    with database.reading() as session:
        assert claims.owed_call(session, id) is None


def test_a_callback_taken_back_stays_so_and_the_next_miss_gets_its_own(database):
    at = minutes(0)
    told(database, [*begun("CA1", at), hung_up("CA1", at, 61)])
    id = the(database).id
    told(database, accepted("CA1", at))

    told(database, abandoned("CA2", minutes(20)))

    assert the(database).id != id
    assert all_rows(database)[id].outcome is CallbackOutcome.WITHDRAWN


def test_two_callbacks_that_turn_out_to_be_one_leave_the_open_one(database):
    told(
        database,
        abandoned("CA1", minutes(0)),
        answered("CA2", minutes(20)),
        abandoned("CA3", minutes(40)),
    )
    id = the(database).id
    claim(database, id, minutes(50))
    at, there = Position(n=3), Position(n=4, stage=Stage.HUNT, branch="doanh-nghiep")

    told(database, [Event("key:3", "CA2", EventKind.KEY, minutes(20), at, there, digits="2")])

    row = the(database)
    assert (row.id, row.misses, row.claimed_by) == (id, 2, OFFICER)
    assert [r.outcome for r in all_rows(database).values() if r.id != id] == [
        CallbackOutcome.WITHDRAWN
    ]


def test_rows_of_an_older_release_are_found_by_their_last_call(database):
    told(database, abandoned("CA1", minutes(0)), abandoned("CA2", minutes(20)))
    id = the(database).id
    with database.transaction() as session:
        session.execute(sa.update(Call).values(callback_id=None))

    told(database, abandoned("CA3", minutes(40)))

    assert (the(database).id, the(database).misses) == (id, 3)
    assert set(of_calls(database).values()) == {id}


# Deeds.


def test_a_citizen_who_was_reached_is_written_down_with_when_and_by_whom(database):
    told(database, abandoned("CA1", minutes(0)))
    id = the(database).id
    claim(database, id, minutes(5))

    do(database, id, Did.TRIED, minutes(6), leg=LegOutcome.ANSWERED, talk_s=90)
    assert do(database, id, Did.REACHED, minutes(8))

    row = all_rows(database)[id]
    assert (row.state, row.outcome) == (CallbackState.CLOSED, CallbackOutcome.REACHED)
    assert (row.reached_at, row.reached_by, row.closed_at) == (minutes(8), OFFICER, minutes(8))
    assert (row.tries, row.last_try_at, row.claimed_by) == (0, minutes(6), None)


def test_a_deed_told_twice_is_done_once(database):
    told(database, abandoned("CA1", minutes(0)))
    id = the(database).id

    assert do(database, id, Did.TRIED, minutes(6), leg=LegOutcome.BUSY)
    assert not do(database, id, Did.TRIED, minutes(6), leg=LegOutcome.BUSY)

    assert the(database).tries == 1


def test_a_deed_about_no_debt_is_left_alone(database, caplog):
    assert not do(database, 404, Did.REACHED, minutes(6))

    assert [record.getMessage() for record in caplog.records] == ["deed about no debt"]


def test_a_citizen_who_was_tried_often_enough_is_unreachable_by_the_systems_own_word(database):
    told(database, abandoned("CA1", minutes(0)))
    id = the(database).id

    for minute in (5, 250, 380):
        do(database, id, Did.TRIED, minutes(minute), leg=LegOutcome.NO_ANSWER)

    row = all_rows(database)[id]
    assert (row.outcome, row.closed_at, row.tries) == (
        CallbackOutcome.UNREACHABLE,
        minutes(380),
        3,
    )
    assert trail(database, id)[-1] == (Did.CLOSED, Channel.AUTO, "system")


def test_who_gets_through_while_claimed_closes_the_callback_by_itself(database):
    told(database, abandoned("CA1", minutes(0)))
    id = the(database).id
    claim(database, id, minutes(5))

    told(database, answered("CA2", minutes(8)))

    row = all_rows(database)[id]
    assert (row.outcome, row.claimed_by) == (CallbackOutcome.SELF_REACHED, None)
    assert trail(database, id)[-1] == (Did.CLOSED, Channel.AUTO, "system")


def test_a_callback_that_is_opened_again_by_a_late_word_says_so(database):
    told(database, abandoned("CA1", minutes(0)), answered("CA2", minutes(8)))
    id = the(database, state=CallbackState.CLOSED).id
    at, there = Position(n=3), Position(n=4, stage=Stage.HUNT, branch="doanh-nghiep")

    told(database, [Event("key:3", "CA2", EventKind.KEY, minutes(9), at, there, digits="2")])

    assert the(database).id == id
    assert {did for did, _, _ in trail(database, id)} == {Did.CLOSED, Did.NOTED}


# Moved, and passed on.


def test_a_callback_that_is_moved_is_another_branchs_with_its_message_and_deadline(database):
    told(database, abandoned("CA1", minutes(0)))
    here = the(database)

    do(database, here.id, Did.MOVED, minutes(9), to_branch=THERE)

    gone, there = all_rows(database)[here.id], the(database, THERE)
    assert (gone.outcome, gone.closed_at) == (CallbackOutcome.MOVED, minutes(9))
    assert (there.moved_from_id, there.due_at, there.misses) == (here.id, here.due_at, 1)
    assert of_calls(database) == {"CA1": here.id}


def test_moved_then_missed_again_is_two_callbacks_of_two_branches(database):
    told(database, abandoned("CA1", minutes(0)))
    first = the(database).id
    do(database, first, Did.MOVED, minutes(9), to_branch=THERE)
    moved = the(database, THERE).id
    claim(database, moved, minutes(10))

    told(database, abandoned("CA2", minutes(20)))

    assert (the(database).id != first, the(database).reopened) == (True, True)
    assert (the(database, THERE).id, the(database, THERE).claimed_by) == (moved, OFFICER)


def test_a_callback_moved_back_is_a_new_one_of_the_first_branch(database):
    told(database, abandoned("CA1", minutes(0)))
    first = the(database).id
    do(database, first, Did.MOVED, minutes(9), to_branch=THERE)
    moved = the(database, THERE).id

    do(database, moved, Did.MOVED, minutes(12), to_branch=BRANCH)

    assert (the(database).moved_from_id, the(database).reopened) == (moved, True)
    assert len(all_rows(database)) == 3


def test_a_late_word_that_the_caller_got_through_takes_the_move_back(database):
    told(database, abandoned("CA1", minutes(0)))
    first = the(database).id
    do(database, first, Did.MOVED, minutes(30), to_branch=THERE)
    moved = the(database, THERE).id

    told(database, answered("CA2", minutes(20)))

    outcomes = {id: row.outcome for id, row in all_rows(database).items()}
    assert outcomes == {
        first: CallbackOutcome.SELF_REACHED,
        moved: CallbackOutcome.WITHDRAWN,
    }


def test_a_talk_that_was_passed_on_is_owed_by_the_other_branch_with_a_trail(database):
    told(database, answered("CA1", minutes(0)))

    settle(database, "CA1", CallResult.PASSED_ON, minutes(5), to_branch=THERE)

    row = the(database, THERE)
    assert (row.misses, row.first_missed_at) == (0, minutes(5))
    assert row.due_at == minutes(4 * 60 + 5)  # over lunch
    assert trail(database, row.id) == [(Did.NOTED, Channel.AUTO, "system")]
    told(database, abandoned("CA2", minutes(20), THERE))
    assert (the(database, THERE).id, the(database, THERE).misses) == (row.id, 1)


def test_the_latest_word_wins_in_whatever_order_words_come(database):
    told(database, answered("CA1", minutes(0)))

    settle(database, "CA1", CallResult.SOLVED, minutes(9))
    settle(database, "CA1", CallResult.PASSED_ON, minutes(5), to_branch=THERE)

    assert all_rows(database) == {}


def test_a_later_word_takes_what_was_passed_on_back(database):
    told(database, answered("CA1", minutes(0)))
    settle(database, "CA1", CallResult.PASSED_ON, minutes(5), to_branch=THERE)
    id = the(database, THERE).id

    settle(database, "CA1", CallResult.SOLVED, minutes(9))

    assert all_rows(database)[id].outcome is CallbackOutcome.WITHDRAWN


def test_a_nuisance_closes_nothing(database):
    told(database, abandoned("CA1", minutes(0), THERE), answered("CA2", minutes(10)))

    settle(database, "CA2", CallResult.NUISANCE, minutes(12))

    assert the(database, THERE).misses == 1


def test_a_result_that_comes_before_its_call_counts_once_that_is_told(database):
    settle(database, "CA1", CallResult.PASSED_ON, minutes(5), to_branch=THERE)
    assert all_rows(database) == {}

    told(database, answered("CA1", minutes(0)))

    assert the(database, THERE).due_at == minutes(4 * 60 + 5)  # over lunch


# Any order.


def test_rows_stay_as_they_are_however_often_everything_is_told(database):
    told(database, abandoned("CA1", minutes(0)), abandoned("CA2", minutes(20)))
    before = rows(database)
    id = the(database).id
    with database.transaction() as session:
        session.execute(sa.text("UPDATE events SET told_at = NULL"))
    while tell(database):
        pass

    assert (rows(database), the(database).id) == (before, id)


@given(seed=st.integers(0, 2**32))
@example(seed=36)  # a move told of a row that another debt stands in by then
@example(seed=94)
@properties
def test_calls_and_deeds_told_in_any_order_leave_the_same_debts(database, seed):
    rng = random.Random(seed)
    stories = [
        (abandoned if rng.random() < 0.7 else answered)(
            f"CA{n}", minutes(30 * n), rng.choice((BRANCH, THERE))
        )
        for n in range(6)
    ]
    done = [(rng.choice([*FACTS]), minutes(rng.randrange(5, 200)), rng.random()) for _ in range(4)]

    expected = worked(database, stories, done, rng=None)

    assert worked(database, stories, done, rng=rng) == expected


FACTS = {
    Did.TRIED: {"leg": LegOutcome.NO_ANSWER},
    Did.REACHED: {},
    Did.NOT_REACHED: {"call_sid": None},
    Did.POSTPONED: {"until": minutes(600)},
    Did.MOVED: {"to_branch": THERE},
    Did.CLOSED: {"outcome": CallbackOutcome.DUPLICATE},
}


def worked(database, stories, done, rng):
    """Tell the first branch's first miss, then the rest in some order; return what is owed.

    The deeds are about the first callback: it has to be there before anybody can do anything.
    """
    forget(database)
    told(database, abandoned("CA-first", minutes(-60)))
    id = the(database).id
    steps = [("call", story) for story in stories]
    steps += [("deed", (did, at, FACTS[did])) for did, at, _ in done]
    if rng:
        rng.shuffle(steps)
    for kind, what in steps:
        if kind == "call":
            add(database, what)
            while tell(database):
                pass
        else:
            did, at, facts = what
            do(database, id, did, at, **facts)
    open_ones = [r for r in all_rows(database).values() if r.state is CallbackState.OPEN]
    assert len({row.branch for row in open_ones}) == len(open_ones)
    assert all(row.due_at > row.first_missed_at - timedelta(days=1) for row in open_ones)
    return rows(database)["owed"]
