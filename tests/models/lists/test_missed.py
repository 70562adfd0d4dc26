"""The work list: each caller and branch once, whatever is wanted, in both orders."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import CallbackOutcome, CallbackState, Cause, Language, Verdict
from models.lists.last_call import LastCall
from models.lists.missed import count_missed, list_missed
from models.lists.paging import BadCursor, Total
from models.lists.stretches import MissedFilter, Order, Priority, Standing
from models.lists.wanted import Origin, WantedNumber
from tests.models.lists.many import (
    BRANCHES,
    NOW,
    NUMBERS,
    OFFICERS,
    all_calls,
    all_debts,
    fill,
    paged,
)
from tests.models.rows import CALLER, a_call, a_callback, minutes

OPEN, CLOSED = CallbackState.OPEN, CallbackState.CLOSED
SPAN = st.integers(0, 14_000).map(lambda n: (minutes(n), minutes(n + 700)))
WANTED = st.builds(
    MissedFilter,
    since=st.none() | st.integers(0, 14_000).map(minutes),
    until=st.none() | st.integers(0, 14_000).map(minutes),
    branches=st.none() | st.frozensets(st.sampled_from(BRANCHES)),
    standing=st.none() | st.sampled_from(Standing),
    outcome=st.none() | st.sampled_from(CallbackOutcome),
    causes=st.frozensets(st.sampled_from(Cause), max_size=5),
    misses=st.sampled_from([1, 1, 2, 3]),
    has_message=st.none() | st.booleans(),
    claimed_by=st.just("") | st.sampled_from(OFFICERS),
    in_hours=st.none() | st.booleans(),
    number=st.none()
    | st.sampled_from(NUMBERS).map(lambda n: WantedNumber(exact=n))
    | st.sampled_from(["001", "100"]).map(lambda digits: WantedNumber(ending=digits)),
    origin=st.none() | st.sampled_from(Origin),
    within=st.none() | st.lists(SPAN, max_size=3).map(tuple),
    last=st.builds(
        LastCall,
        officer=st.just("") | st.sampled_from(OFFICERS),
        language=st.none() | st.sampled_from(Language),
        origin=st.none() | st.sampled_from(CallOrigin),
    ),
    order=st.sampled_from(Order),
)
# A filter asks for little at a time, or nothing would ever be left to be shown.
FEW = st.tuples(WANTED, st.sets(st.sampled_from([*MissedFilter.__dataclass_fields__]), max_size=3))


def narrowed(drawn):
    """Return a filter that asks for a few of the things that were drawn, and for their order."""
    wanted, names = drawn
    return MissedFilter(**{name: getattr(wanted, name) for name in {*names, "order"}})


def is_claimed(row):
    return row.claimed_until is not None and row.claimed_until > NOW


def is_postponed(row):
    return row.next_try_at is not None and row.next_try_at > NOW


STANDS = {
    Standing.OPEN: lambda row: True,
    Standing.CLAIMED: is_claimed,
    Standing.POSTPONED: is_postponed,
    Standing.OVERDUE: lambda row: row.due_at < NOW,
    Standing.FRESH: lambda row: not (is_claimed(row) or is_postponed(row) or row.tries),
}


def stands(row, standing):
    if standing is Standing.CLOSED:
        return row.state is CLOSED
    return row.state is OPEN and STANDS[standing](row)


def in_period(row, wanted):
    return (wanted.since is None or row.last_missed_at >= wanted.since) and (
        wanted.until is None or row.last_missed_at < wanted.until
    )


def was(call, wanted):
    """Say whether a last call was as is wanted."""
    return (
        wanted.language in (None, call.language)
        and wanted.origin in (None, call.origin)
        and (not wanted.officer or wanted.officer in {leg.officer_id for leg in call.legs})
    )


def fits(row, calls, wanted):
    """Say in the plainest way whether a debt is wanted."""
    number = wanted.number
    withdrawn = CallbackOutcome.WITHDRAWN
    return (
        in_period(row, wanted)
        and was(calls[row.last_call_id], wanted.last)
        and (
            wanted.within is None
            or any(since <= row.last_missed_at < until for since, until in wanted.within)
        )
        and (wanted.branches is None or row.branch in wanted.branches)
        and (row.outcome is wanted.outcome if wanted.outcome else row.outcome is not withdrawn)
        and (wanted.standing is None or stands(row, wanted.standing))
        and (not wanted.causes or row.last_cause in wanted.causes)
        and row.misses >= wanted.misses
        and (wanted.has_message is None or wanted.has_message is (row.message_s > 0))
        and (not wanted.claimed_by or (is_claimed(row) and row.claimed_by == wanted.claimed_by))
        and (
            wanted.in_hours is None
            or wanted.in_hours is (row.last_verdict is not Verdict.OUT_OF_HOURS)
        )
        and (
            number is None
            or row.caller_number == number.exact
            or (bool(number.ending) and row.caller_number.endswith(number.ending))
        )
        and (
            wanted.origin is None
            or (wanted.origin is Origin.SAMPLE) is row.caller_number.startswith("+8450505")
        )
    )


def is_newest(row, rows, wanted):
    """Say whether a debt is the last one of its caller and branch; withdrawn ones do not count."""
    return not any(
        other.last_missed_at > row.last_missed_at
        or (other.last_missed_at == row.last_missed_at and other.id > row.id)
        for other in rows
        if (other.caller_number, other.branch) == (row.caller_number, row.branch)
        and other.outcome is not CallbackOutcome.WITHDRAWN
        and (wanted.until is None or other.last_missed_at < wanted.until)
    )


def rank(row):
    if row.state is CLOSED:
        return Priority.CLOSED
    if row.due_at < NOW:
        return Priority.OVERDUE
    if row.misses >= 3:
        return Priority.REPEATED
    return Priority.MESSAGE if row.message_s else Priority.OTHER


def in_order(rows, calls, wanted):
    """Return the ids of the debts that are wanted as the list must have them."""
    found = [
        row
        for row in rows
        if fits(row, calls, wanted) and (row.state is OPEN or is_newest(row, rows, wanted))
    ]
    newest = sorted(found, key=lambda row: (row.last_missed_at, row.id), reverse=True)
    if wanted.order is Order.TIME:
        return [row.id for row in newest]
    still_open = sorted(
        (row for row in found if row.state is OPEN), key=lambda row: (rank(row), row.due_at, row.id)
    )
    return [row.id for row in (*still_open, *(row for row in newest if row.state is CLOSED))]


def test_pages_show_each_caller_that_is_wanted_exactly_once_in_order(database):
    fill(database)
    rows, calls = all_debts(database), {call.id: call for call in all_calls(database)}

    @settings(max_examples=100)
    @given(drawn=FEW, limit=st.sampled_from([4, 25, 1000]))
    def holds(drawn, limit):
        wanted = narrowed(drawn)
        with database.reading() as session:
            shown, sizes = paged(
                lambda **page: list_missed(session, wanted, now=NOW, **page), limit
            )
            total = count_missed(session, wanted, now=NOW, most=20)
        expected = in_order(rows, calls, wanted)
        assert [caller.id for caller in shown] == expected
        assert all(size == limit for size in sizes[:-1])
        assert total == Total.of(len(expected), 20)

    holds()


def test_there_is_one_row_for_each_caller_and_branch(database):
    fill(database)

    with database.reading() as session:
        for order in Order:
            rows = list_missed(session, MissedFilter(order=order), now=NOW, limit=1000).rows
            who = [(row.caller_number, row.branch) for row in rows]
            assert len(who) == len(set(who)) > 20


def test_a_row_says_what_its_debt_says(database):
    fill(database)
    debts = {row.id: row for row in all_debts(database)}

    with database.reading() as session:
        rows = list_missed(session, MissedFilter(), now=NOW, limit=1000).rows

    for row in rows:
        debt = debts[row.id]
        for name in ("caller_number", "branch", "state", "misses", "due_at", "tries", "outcome"):
            assert getattr(row, name) == getattr(debt, name)
        assert row.priority is rank(debt)
        assert row.is_overdue is (debt.state is OPEN and debt.due_at < NOW)
        assert row.claimed_by == (debt.claimed_by if is_claimed(debt) else None)
        assert (row.verdict, row.cause) == (debt.last_verdict, debt.last_cause)


@pytest.fixture
def owe(database):
    """Return what adds debts to one caller of one branch, each with its own changes."""

    def add(*changes):
        with database.transaction() as session:
            call = a_call()
            session.add(call)
            session.flush()
            session.add_all([a_callback(call, **values) for values in changes])

    return add


def listed(database, now=NOW, **wanted):
    with database.reading() as session:
        return list_missed(session, MissedFilter(**wanted), now=now).rows


def test_a_claim_that_has_run_out_is_nobodys(owe, database):
    owe({"claimed_by": "an", "claimed_until": minutes(30)})

    assert listed(database, now=minutes(29))[0].claimed_by == "an"
    assert listed(database, now=minutes(30))[0].claimed_by is None
    assert listed(database, now=minutes(30), claimed_by="an") == ()


def test_what_is_due_at_this_moment_is_not_overdue(owe, database):
    owe({"due_at": minutes(10)})

    assert not listed(database, now=minutes(10))[0].is_overdue
    assert listed(database, now=minutes(10.01))[0].priority is Priority.OVERDUE


def test_in_a_past_period_the_debt_of_that_time_is_shown(owe, database):
    closed = {"state": CLOSED, "closed_at": minutes(9), "outcome": CallbackOutcome.REACHED}
    owe({**closed, "last_missed_at": minutes(5)}, {"last_missed_at": minutes(50)})

    (now_open,) = listed(database)
    (then,) = listed(database, until=minutes(20))

    assert (now_open.state, then.state) == (OPEN, CLOSED)


def test_a_later_miss_does_not_hide_another_branch_or_caller(owe, database):
    owe(
        {},
        {"branch": "tu-phap", "last_missed_at": minutes(50)},
        {"caller_number": "+84505000009", "last_missed_at": minutes(60)},
    )

    assert {(row.caller_number, row.branch) for row in listed(database)} == {
        (CALLER, "thu-tuc-hanh-chinh"),
        (CALLER, "tu-phap"),
        ("+84505000009", "thu-tuc-hanh-chinh"),
    }


def test_a_token_of_the_other_order_is_refused(database):
    fill(database)
    wanted = MissedFilter(order=Order.TIME)
    with database.reading() as session:
        page = list_missed(session, wanted, now=NOW, limit=5)
        with pytest.raises(BadCursor):
            list_missed(session, replace(wanted, order=Order.PRIORITY), now=NOW, after=page.next)
