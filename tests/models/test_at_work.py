"""Which officers' telephones are in use, as the books tell it."""

from ivr.flow.words import LegOutcome, OfficerCallKind
from models.officer_calls import OfficerCall
from models.reports import at_work
from tests.duty.conftest import officer
from tests.models.rows import CALLER, a_call, minutes

AN, BINH = "+84500000141", "+84500000142"


def a_call_of_ours(number, **given):
    said = {"kind": OfficerCallKind.CALLBACK, "officer": "an", "call_sid": "CA9"}
    return OfficerCall(number=number, **({**said, "placed_at": minutes(0)} | given))


def busy(database, *rows, minute=1):
    with database.transaction() as session:
        for code, number in (("an", AN), ("binh", BINH)):
            row = officer(code, number)
            row.entered_at = minutes(0)
            session.add(row)
        session.add_all(rows)
    with database.reading() as session:
        return at_work(session, minutes(minute), minutes(minute))


def test_an_officer_who_called_us_is_busy_until_that_call_ends(database):
    found = busy(
        database,
        a_call("CA1", callback_number=AN, ended_at=None),
        a_call("CA2", callback_number=BINH, ended_at=minutes(1)),
        a_call("CA3", callback_number=CALLER, ended_at=None),
    )

    assert found == {AN: "CA1"}


def test_an_officer_whom_we_called_is_busy_until_that_call_ends(database):
    found = busy(
        database,
        a_call_of_ours(AN),
        a_call_of_ours(BINH, call_sid="CA8", ended_at=minutes(1), outcome=LegOutcome.BUSY),
        a_call_of_ours(BINH, call_sid=None),
    )

    assert found == {AN: "CA9"}


def test_nothing_is_believed_to_go_on_for_longer_than_two_hours_or_from_the_future(database):
    rows = (
        a_call("CA1", callback_number=AN, ended_at=None),
        a_call_of_ours(BINH),
        a_call("CA2", callback_number=AN, ended_at=None, started_at=minutes(200)),
        a_call_of_ours(BINH, call_sid="CA7", placed_at=minutes(200)),
    )

    assert busy(database, *rows, minute=119) == {AN: "CA1", BINH: "CA9"}
    with database.reading() as session:
        assert at_work(session, minutes(120), minutes(120)) == {}
