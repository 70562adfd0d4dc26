"""What is to be called back next, and that one officer has it at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from callbacks import claims
from callbacks.claims import LEASE
from ivr.flow.callbacks.deeds import OwedCall
from ivr.flow.words import CallbackState, Channel, Did, MessageState
from models import callback_actions
from models.callbacks import Callback
from models.session import Database
from tests.models.rows import BRANCH, a_call, a_callback, a_message, minutes

AN, BINH = "an", "binh"
NOW = minutes(30)
KEYPAD = Channel.KEYPAD


def number(n):
    return f"+8450500000{n}"


@pytest.fixture
def owe(database):
    """Return what adds a debt, to a caller of its own, with a call; returns its id."""
    count = iter(range(1, 9))

    def add(messages=(), **changes):
        n = next(count)
        with database.transaction() as session:
            call = a_call(f"CA{n}", callback_number=number(n), messages=list(messages))
            session.add(call)
            session.flush()
            row = a_callback(call, caller_number=number(n), **changes)
            session.add(row)
            session.flush()
            call.callback_id = row.id
            return row.id

    return add


def following(database, officer=AN, now=NOW, **asked):
    """Return the id of what is next for an officer, or None."""
    with database.reading() as session:
        owed = claims.next_owed(
            session, officer=officer, branches=asked.pop("branches", [BRANCH]), now=now, **asked
        )
    return owed and owed.id


def in_order(database, **asked):
    """Return the ids of all that an officer is told of, one skipped after the other."""
    told: list[int] = []
    while (found := following(database, skip=told, **asked)) is not None:
        told.append(found)
    return told


def message(database, debt):
    """Return the message that an officer is told of."""
    with database.reading() as session:
        owed = claims.owed_call(session, debt)
        assert owed is not None
        return owed.message_sid


def claim(database, debt, officer=AN, now=NOW):
    with database.transaction() as session:
        return claims.claim(session, debt, officer, now=now, channel=KEYPAD)


def release(database, debt, officer=AN, now=NOW):
    with database.transaction() as session:
        return claims.release(session, debt, officer, now=now, channel=KEYPAD)


def row(database, debt):
    with database.reading() as session:
        found = session.get(Callback, debt)
        session.expunge_all()
    return found


def trail(database, debt):
    with database.reading() as session:
        return [
            (action.did, action.actor, action.at, action.channel)
            for action in callback_actions.of_callbacks(session, [debt])
        ]


# What is next.


def test_overdue_ones_come_first_then_the_insistent_then_messages_then_by_deadline(owe, database):
    later = owe(due_at=minutes(200))
    sooner = owe(due_at=minutes(100))
    message = owe([a_message()], due_at=minutes(300))
    insistent = owe(misses=3, due_at=minutes(400))
    overdue = owe(due_at=minutes(20))
    long_overdue = owe(due_at=minutes(10))

    assert in_order(database) == [long_overdue, overdue, insistent, message, sooner, later]


def test_what_is_settled_of_other_branches_or_to_be_tried_later_is_left_out(owe, database):
    owe(state=CallbackState.CLOSED)
    owe(branch="tu-phap")
    later = owe(next_try_at=NOW + timedelta(seconds=1))
    now = owe(next_try_at=NOW, due_at=minutes(500))

    assert in_order(database) == [now]
    assert later in in_order(database, now=NOW + timedelta(seconds=1))
    assert in_order(database, branches=[]) == []


def test_an_officer_is_told_of_a_callback_as_it_stands(owe, database):
    debt = owe(misses=2, tries=1, last_missed_at=minutes(9))

    with database.reading() as session:
        told = claims.next_owed(session, officer=AN, branches=[BRANCH], now=NOW)

    assert told == OwedCall(
        id=debt,
        branch=BRANCH,
        number=number(1),
        misses=2,
        last_missed_at=minutes(9),
        due_at=minutes(120),
        tries=1,
    )


def test_the_latest_message_that_was_kept_is_told(owe, database):
    debt = owe(
        [
            a_message("RE1", recorded_at=minutes(1)),
            a_message("RE2", recorded_at=minutes(3), state=MessageState.STORED),
            a_message("RE3", recorded_at=minutes(2)),
            a_message("RE4", recorded_at=minutes(4), is_kept=False),
            a_message("RE5", recorded_at=minutes(5), state=MessageState.ABSENT),
        ]
    )
    owe([a_message("RE6", recorded_at=minutes(9))], due_at=minutes(500))

    assert message(database, debt) == "RE2"


def test_a_message_moves_with_its_callback(owe, database):
    first = owe([a_message()], state=CallbackState.CLOSED, branch="tu-phap")
    second = owe(moved_from_id=first, state=CallbackState.CLOSED, branch="doanh-nghiep")
    third = owe(moved_from_id=second, due_at=minutes(500))
    fourth = owe(moved_from_id=first, due_at=minutes(600))
    other = owe(due_at=minutes(400))

    assert (message(database, third), message(database, other)) == ("RE1", None)
    assert in_order(database)[0] == fourth, "as it has a message"


def test_a_settled_callback_is_told_to_nobody(owe, database):
    closed = owe(state=CallbackState.CLOSED)

    with database.reading() as session:
        assert (claims.owed_call(session, closed), claims.owed_call(session, 404)) == (None, None)


# Claims.


def test_what_one_officer_has_claimed_is_no_other_officers(owe, database):
    debt = owe()

    assert claim(database, debt)

    assert (row(database, debt).claimed_by, row(database, debt).claimed_until) == (AN, NOW + LEASE)
    assert (in_order(database, officer=BINH), in_order(database)) == ([], [debt])
    assert not claim(database, debt, BINH)
    assert trail(database, debt) == [(Did.CLAIMED, AN, NOW, KEYPAD)]


def test_only_their_own_claims_are_an_officers(owe, database):
    mine, his, _ = owe(), owe(), owe()
    claim(database, mine)
    claim(database, his, BINH)

    assert in_order(database, mine=True) == [mine]
    assert in_order(database, mine=True, now=NOW + LEASE) == []


def test_a_claim_of_ones_own_is_renewed_without_another_entry(owe, database):
    debt = owe()
    claim(database, debt)

    assert claim(database, debt, now=minutes(50))

    assert row(database, debt).claimed_until == minutes(50) + LEASE
    assert len(trail(database, debt)) == 1


def test_a_claim_runs_out_and_another_officer_takes_it(owe, database):
    debt = owe()
    claim(database, debt)

    assert not claim(database, debt, BINH, now=NOW + LEASE - timedelta(seconds=1))
    assert following(database, BINH, now=NOW + LEASE) == debt
    assert claim(database, debt, BINH, now=NOW + LEASE)

    assert row(database, debt).claimed_by == BINH
    assert [actor for _, actor, _, _ in trail(database, debt)] == [AN, BINH]


def test_a_claim_by_a_clock_that_was_put_back_holds_nobody_up(owe, database):
    debt = owe()
    claim(database, debt, now=NOW + timedelta(days=30))

    assert following(database, BINH) == debt
    assert claim(database, debt, BINH)


def test_a_claim_is_given_back_by_whose_it_is_only(owe, database):
    debt = owe()
    claim(database, debt)

    assert not release(database, debt, BINH)
    assert release(database, debt, now=minutes(40))
    assert not release(database, debt)

    assert (row(database, debt).claimed_by, row(database, debt).claimed_until) == (None, None)
    assert [did for did, *_ in trail(database, debt)] == [Did.CLAIMED, Did.RELEASED]
    assert claim(database, debt, BINH)


def test_claiming_twice_at_one_moment_is_two_entries(owe, database):
    debt = owe()

    for _ in range(2):
        assert claim(database, debt)
        assert release(database, debt)

    assert len(trail(database, debt)) == 4


def test_a_settled_callback_cannot_be_claimed(owe, database):
    assert not claim(database, owe(state=CallbackState.CLOSED))
    assert not claim(database, 404)


@pytest.mark.parametrize("officers", [2, 6])
def test_of_officers_who_press_the_key_at_once_one_gets_it(database_url, officers):
    database = Database(database_url)
    with database.transaction() as session:
        call = a_call()
        session.add(call)
        session.flush()
        debt = a_callback(call)
        session.add(debt)
        session.flush()
        id = debt.id
    together = Barrier(officers)

    def press(n):
        with database.reading() as session:  # the connection is there before the race
            session.execute(sa.select(1))
        together.wait()
        return claim(database, id, f"officer-{n}")

    with ThreadPoolExecutor(officers) as pool:
        got = [*pool.map(press, range(officers))]

    assert sorted(got) == [False] * (officers - 1) + [True]
    assert row(database, id).claimed_by == f"officer-{got.index(True)}"
    assert len(trail(database, id)) == 1
    database.close()


def test_an_officer_who_is_second_waits_for_the_first_and_gets_nothing(postgres_url):
    database = Database(postgres_url)
    with database.transaction() as session:
        call = a_call()
        session.add(call)
        session.flush()
        debt = a_callback(call)
        session.add(debt)
        session.flush()
        id = debt.id
    blocked = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as first:
            assert claims.claim(first, id, AN, now=NOW, channel=KEYPAD)
            second = pool.submit(claim, database, id, BINH)
            with database.reading() as watching:
                while not second.done() and not watching.scalar(blocked):
                    watching.rollback()  # another look needs another snapshot
            assert not second.done()
        assert second.result(30) is False

    assert row(database, id).claimed_by == AN
    database.close()
