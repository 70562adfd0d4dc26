"""Queries over calls and legs; each stands beside rows that it must not find."""

import pytest
import sqlalchemy as sa

from ivr.flow.words import EventKind
from models import calls
from models.calls import Call
from models.events import EventRow
from models.legs import Leg
from models.reports import begun_ahead, going_on
from models.session import Database
from tests.models.rows import CALLER, OFFICER, a_call, a_leg, a_message, minutes


def add(database, *rows):
    with database.transaction() as session:
        session.add_all(rows)


def find(session, sid):
    return calls.find(session, sid)


def listed(session, branch):
    return calls.list_calls(session, since=minutes(0), until=minutes(1), branch=branch, limit=100)


def sids(found):
    return [call.sid for call in found]


def test_a_call_is_found_with_its_legs_in_order_and_its_messages(database):
    told = a_call(
        legs=[a_leg(5), a_leg(2)],
        messages=[a_message("RE2", recorded_at=minutes(2)), a_message("RE1")],
    )
    add(database, told, a_call("CA2", legs=[a_leg(1)]))

    with database.reading() as session:
        found = find(session, "CA1")
        session.expunge_all()

    assert [leg.attempt for leg in found.legs] == [2, 5]
    assert [message.recording_sid for message in found.messages] == ["RE1", "RE2"]


def test_a_call_that_was_not_told_is_none(database):
    add(database, a_call("CA2"))

    with database.reading() as session:
        assert calls.find(session, "CA1") is None


def test_a_period_is_half_open_and_the_newest_call_comes_first(database):
    add(database, *(a_call(f"CA{n}", started_at=minutes(n)) for n in range(5)))

    with database.reading() as session:
        found = calls.list_calls(
            session, since=minutes(1), until=minutes(4), branch=None, limit=100
        )

    assert sids(found) == ["CA3", "CA2", "CA1"]


def test_calls_of_one_moment_are_listed_newest_row_first(database):
    for sid in ("CA1", "CA2", "CA3"):
        add(database, a_call(sid))

    with database.reading() as session:
        found = calls.list_calls(session, since=minutes(0), until=minutes(1), branch=None, limit=2)

    assert sids(found) == ["CA3", "CA2"]


def test_calls_of_one_branch_are_listed_without_the_others(database):
    add(database, a_call("CA1"), a_call("CA2", branch="tu-phap"), a_call("CA3", branch=""))

    with database.reading() as session:
        mine, nobodys = listed(session, "tu-phap"), listed(session, "")

    assert (sids(mine), sids(nobodys)) == (["CA2"], ["CA3"])


def test_the_calls_of_a_caller_to_all_branches_come_oldest_first(database):
    add(
        database,
        a_call("CA1", started_at=minutes(9)),
        a_call("CA2", started_at=minutes(3)),
        a_call("CA3", callback_number="+84900000009"),
        a_call("CA4", branch="tu-phap", started_at=minutes(6)),
        a_call("CA5", callback_number=None),
        a_call("CA6", branch=""),
    )

    with database.reading() as session:
        assert sids(calls.of_callers(session, [CALLER])) == ["CA2", "CA4", "CA1"]


def test_calls_that_nobody_ended_are_found_oldest_first(database):
    add(
        database,
        a_call("CA1", ended_at=None, started_at=minutes(2)),
        a_call("CA2", ended_at=None, started_at=minutes(1)),
        a_call("CA3", ended_at=minutes(9), started_at=minutes(0)),
        a_call("CA4", ended_at=None, started_at=minutes(5)),
    )

    with database.reading() as session:
        assert calls.silent_since(session, minutes(5), limit=10) == ["CA2", "CA1"]
        assert calls.silent_since(session, minutes(5), limit=1) == ["CA2"]


def test_calls_that_ended_within_a_time_are_found(database):
    add(
        database,
        a_call("CA1", ended_at=minutes(5)),
        a_call("CA2", ended_at=minutes(6)),
        a_call("CA3", ended_at=None),
        a_call("CA4", ended_at=minutes(8)),
        a_call("CA5", ended_at=minutes(9)),
        a_call("CA6", started_at=minutes(60), ended_at=minutes(61)),
    )

    with database.reading() as session:
        assert calls.ended_between(session, minutes(5), minutes(8)) == ["CA2", "CA4"]


def test_calls_that_exist_are_locked_and_come_with_all_that_is_theirs(database):
    add(database, a_call("CA2", legs=[a_leg()]), a_call("CA1"), a_call("CA3"))

    with database.transaction() as session:
        found = calls.lock_calls(session, ["CA2", "CA1", "CA9"])

        assert sorted(found) == ["CA1", "CA2"]
        assert [leg.attempt for leg in found["CA2"].legs] == [1]


def test_a_locked_call_cannot_be_locked_by_another_worker(postgres_url):
    database = Database(postgres_url)
    add(database, a_call("CA1"), a_call("CA2"))

    with database.transaction() as session:
        calls.lock_calls(session, ["CA1"])
        with database.reading() as other:
            free = sa.select(Call.sid).with_for_update(skip_locked=True)
            assert list(other.scalars(free)) == ["CA2"]

    database.close()


def test_one_call_has_one_row(database):
    with pytest.raises(sa.exc.IntegrityError):
        add(database, a_call("CA1"), a_call("CA1"))


def test_one_attempt_of_a_call_has_one_row(database):
    with pytest.raises(sa.exc.IntegrityError):
        add(database, a_call(legs=[a_leg(1), a_leg(1)]))


def test_a_leg_goes_with_its_call(database):
    add(database, a_call(legs=[a_leg()], messages=[a_message()]))

    with database.transaction() as session:
        session.execute(sa.delete(Call))

    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Leg)) == 0


def test_an_officer_is_busy_while_a_call_that_goes_on_holds_their_phone(database):
    ringing = a_leg(1, outcome=None, officer_number="+84500000011")
    add(
        database,
        a_call("CA1", ended_at=None, legs=[ringing, a_leg(2)]),
        a_call("CA2", ended_at=minutes(5), legs=[a_leg(1, outcome=None)]),
        a_call("CA3", ended_at=None, legs=[a_leg(1, outcome=None, officer_number="")]),
        a_call("CA4", ended_at=None, legs=[a_leg(1, outcome=None, started_at=minutes(-200))]),
        a_call("CA5", ended_at=None, legs=[a_leg(1, outcome=None, started_at=minutes(101))]),
    )

    with database.reading() as session:
        found = going_on(session, minutes(-100), minutes(100))

    assert found.busy == {"+84500000011": "CA1"}
    assert found.accepted == frozenset()


def test_an_accept_is_known_while_its_call_goes_on(database):
    accepted = {"accepted_at": minutes(1), "officer_number": OFFICER}
    add(
        database,
        a_call("CA1", ended_at=None, legs=[a_leg(3, outcome=None, **accepted)]),
        a_call("CA2", ended_at=minutes(5), legs=[a_leg(3, **accepted)]),
    )

    with database.reading() as session:
        assert going_on(session, minutes(-100), minutes(100)).accepted == {("CA1", 3)}


def an_event_row(call_sid, told_at):
    values = {"kind": EventKind.CALL_STARTED, "at": minutes(0), "facts": {}, "raw": {}}
    return EventRow(call_sid=call_sid, key=f"{told_at}", told_at=told_at, **values)


def ahead(database, limit=10):
    with database.reading() as session:
        return begun_ahead(session, minutes(10), quiet_since=minutes(-10), limit=limit)


def test_calls_that_began_in_the_future_are_found_the_first_of_them_first(database):
    add(
        database,
        a_call("CA1", ended_at=None, started_at=minutes(10)),
        a_call("CA2", ended_at=None, started_at=minutes(12)),
        a_call("CA3", ended_at=None, started_at=minutes(11)),
        a_call("CA4", ended_at=minutes(13), started_at=minutes(12)),
    )

    assert ahead(database) == [("CA3", minutes(11)), ("CA2", minutes(12))]
    assert ahead(database, limit=1) == [("CA3", minutes(11))]


@pytest.mark.parametrize(
    ("told_at", "found"),
    [
        ([minutes(-11)], True),  # the books know nothing new
        ([minutes(-10)], False),
        ([minutes(-11), minutes(0)], False),  # a call that is being tried out in virtual time
        ([None], False),
        ([minutes(10)], False),
        ([minutes(11), minutes(5000)], True),  # told before the clock was put back
    ],
)
def test_a_call_of_which_something_was_told_lately_is_not_one_of_them(database, told_at, found):
    add(database, a_call("CA1", ended_at=None, started_at=minutes(5000)))
    add(database, *(an_event_row("CA1", at) for at in told_at), an_event_row("CA9", minutes(0)))

    assert bool(ahead(database)) is found
