"""The list of calls: whatever is wanted, each call is shown exactly once, in order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.words import LegOutcome, Verdict
from models.lists.calls import CallFilter, count_calls, list_calls
from models.lists.export import each_call
from models.lists.paging import BadCursor, Place, Total
from models.lists.wanted import Origin, WantedNumber, wanted_number
from tests.models.lists.many import BRANCHES, NUMBERS, OFFICERS, all_calls, fill, paged
from tests.models.rows import a_call, a_leg, minutes

WANTED = st.builds(
    CallFilter,
    since=st.none() | st.integers(0, 14_000).map(minutes) | st.just(minutes(700)),
    until=st.none() | st.integers(0, 14_000).map(minutes) | st.just(minutes(701)),
    branches=st.none() | st.frozensets(st.sampled_from(BRANCHES)),
    verdicts=st.frozensets(st.sampled_from(Verdict), max_size=3),
    officer=st.just("") | st.sampled_from(OFFICERS),
    number=st.none()
    | st.sampled_from([*NUMBERS, "+84505009999"]).map(lambda n: WantedNumber(exact=n))
    | st.sampled_from(["001", "0001", "100", "5000001", "999"]).map(
        lambda digits: WantedNumber(ending=digits)
    ),
    origin=st.none() | st.sampled_from(Origin),
    tests=st.booleans(),
)


def fits(call, wanted):
    """Say in the plainest way whether a call is wanted."""
    number = wanted.number
    return (
        (wanted.since is None or call.started_at >= wanted.since)
        and (wanted.until is None or call.started_at < wanted.until)
        and (wanted.branches is None or call.branch in wanted.branches)
        and (not wanted.verdicts or call.verdict in wanted.verdicts)
        and (not wanted.officer or wanted.officer in [leg.officer_id for leg in call.legs])
        and (not wanted.sid or call.sid == wanted.sid)
        and (wanted.tests or call.verdict is not Verdict.TEST)
        and (
            number is None
            or (number.exact and number.exact in (call.callback_number, call.caller_number))
            or (
                bool(number.ending)
                and (call.callback_number or call.caller_number).endswith(number.ending)
            )
        )
        and (
            wanted.origin is None
            or (wanted.origin is Origin.SAMPLE) is call.sid.startswith("SAMPLE")
        )
    )


def rung_at(call, officer):
    return max(leg.started_at for leg in call.legs if leg.officer_id == officer)


def in_order(calls, wanted):
    """Return the sids of the calls that are wanted as the list must have them."""
    found = [call for call in calls if fits(call, wanted)]
    if wanted.officer and not wanted.number:
        found.sort(key=lambda call: (rung_at(call, wanted.officer), call.id), reverse=True)
    else:
        found.sort(key=lambda call: (call.started_at, call.id), reverse=True)
    return [call.sid for call in found]


def test_pages_show_each_call_that_is_wanted_exactly_once_in_order(database):
    fill(database)
    calls = all_calls(database)

    @settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    @given(wanted=WANTED, limit=st.sampled_from([5, 50, 1000]))
    def holds(wanted, limit):
        with database.reading() as session:
            rows, sizes = paged(lambda **page: list_calls(session, wanted, **page), limit)
            total = count_calls(session, wanted, most=20)
        expected = in_order(calls, wanted)
        assert [row.sid for row in rows] == expected
        assert all(size == limit for size in sizes[:-1])
        assert total == Total.of(len(expected), 20)

    holds()


def test_a_line_says_what_its_call_says(database):
    fill(database)
    calls = {call.sid: call for call in all_calls(database)}

    with database.reading() as session:
        lines = list_calls(session, CallFilter(), limit=1000).rows

    assert len(lines) == len(calls)
    for line in lines:
        call = calls[line.sid]
        for name in ("caller_number", "branch", "verdict", "started_at", "wait_s", "language"):
            assert getattr(line, name) == getattr(call, name)
        assert [(r.officer, r.outcome) for r in line.rung] == [
            (leg.officer_id, leg.outcome) for leg in call.legs
        ]
        assert (line.origin is Origin.SAMPLE) is line.sid.startswith("SAMPLE")


def test_one_call_is_found_by_its_id(database):
    fill(database)
    sid = all_calls(database)[5].sid

    with database.reading() as session:
        assert [c.sid for c in list_calls(session, CallFilter(sid=sid)).rows] == [sid]
        assert list_calls(session, CallFilter(sid="CAno")).rows == ()


def test_calls_that_come_while_somebody_pages_push_nothing_twice_and_hide_nothing(database):
    fill(database)
    with database.reading() as session:
        first = list_calls(session, CallFilter(), limit=100)
        before = [c.sid for c in list_calls(session, CallFilter(), limit=1000).rows]
    with database.transaction() as session:
        session.add(a_call("CAnew", started_at=minutes(20_000)))

    with database.reading() as session:
        rest = list_calls(session, CallFilter(), after=first.next, limit=1000)

    assert [c.sid for c in (*first.rows, *rest.rows)] == before


def test_an_officer_who_was_rung_twice_by_a_call_has_it_once(database):
    twice = [a_leg(n, officer_id="an", started_at=minutes(n)) for n in (1, 3)]
    with database.transaction() as session:
        session.add(a_call("CA1", legs=[*twice, a_leg(2, officer_id="binh")]))
        session.add(a_call("CA2", legs=[a_leg(1, officer_id="an", started_at=minutes(2))]))

    with database.reading() as session:
        page = list_calls(session, CallFilter(officer="an"))

    assert [call.sid for call in page.rows] == ["CA1", "CA2"]  # by the last ring of each
    assert page.rows[1].rung[0].outcome is LegOutcome.NO_ANSWER


def test_a_token_of_another_list_is_refused(database):
    with database.reading() as session:
        for wanted in (CallFilter(), CallFilter(officer="an")):
            with pytest.raises(BadCursor):
                list_calls(session, wanted, after=Place("priority", minutes(0), 1).token())


def test_an_export_has_every_call_of_the_period_once(database, monkeypatch):
    fill(database)
    monkeypatch.setattr("models.lists.export.AT_ONCE", 7)
    wanted = CallFilter(since=minutes(300), until=minutes(9000))

    with database.reading() as session:
        assert [c.sid for c in each_call(session, wanted)] == in_order(all_calls(database), wanted)


def test_a_period_is_half_open(database):
    with database.transaction() as session:
        session.add_all(a_call(f"CA{n}", started_at=minutes(n)) for n in range(4))

    wanted = CallFilter(since=minutes(1), until=minutes(3))
    with database.reading() as session:
        assert [c.sid for c in list_calls(session, wanted).rows] == ["CA2", "CA1"]
        later = replace(wanted, since=minutes(1) + timedelta(microseconds=1))
        assert [c.sid for c in list_calls(session, later).rows] == ["CA2"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0939 015 599", WantedNumber(exact="+84939015599")),
        ("+84 505 000 001", WantedNumber(exact="+84505000001")),
        ("599", WantedNumber(ending="599")),
        ("015.599", WantedNumber(ending="015599")),
        ("1022", WantedNumber(ending="1022")),
    ],
)
def test_what_is_typed_is_a_whole_number_or_its_end(text, wanted):
    assert wanted_number(text) == wanted


@pytest.mark.parametrize("text", ["", "99", "abc", "9-9", "٣٣٣"])
def test_too_few_digits_are_refused(text):
    with pytest.raises(ValueError, match="at least 3 digits"):
        wanted_number(text)


@pytest.mark.parametrize("both", [{}, {"exact": "+84505000001", "ending": "001"}])
def test_a_number_is_looked_for_whole_or_by_its_end(both):
    with pytest.raises(ValueError, match="or its last digits"):
        WantedNumber(**both)
