"""The keypad's webhooks: what is written down, and what a request does that comes again."""

import pytest
import sqlalchemy as sa

from callbacks import claims
from duty import pins
from duty.changes import changing
from ivr import twiml
from ivr.flow.position import Position
from ivr.flow.words import Channel, EventKind, LegOutcome, Stage
from models import events as event_table
from models.callbacks import Callback
from models.duty.entries import AbsenceRow
from models.duty.officers import OfficerRow, by_code
from models.events import EventRow
from tests.duty.conftest import officer, shift
from tests.harness import CITIZEN, HOTLINE_NUMBER, NINE_ON_MONDAY
from tests.ivr.asking import FORM, post

AN, PIN = "+84500000141", "482915"
CALL = FORM["CallSid"]


@pytest.fixture
def hotline(make_hotline, database_url):
    """Return a hotline with an officer who has a PIN, and one missed caller."""
    made = make_hotline(database_url, calls_per_second=None)
    keeper = made.hotline
    with (
        keeper.database.transaction() as session,
        changing(session, keeper.board.from_file, now=NINE_ON_MONDAY, actor="a") as change,
    ):
        row = officer("an", AN)
        change.enter(row)
        change.enter(officer("binh", "+84500000142"))
        change.enter(shift("an"))
        change.enter(shift("binh"))
        pins.set_pin(change, row, PIN, secret=keeper.settings.secret_key)
    keeper.board.refresh()
    made.call("4", "bad-number," * 5)
    made.tell()
    return made


@pytest.fixture
def client(hotline):
    return hotline.app.test_client()


def an(stage, n=5, **given):
    """Return the query of a place where An is."""
    return Position(n=n, stage=stage, **({"officer": "an"} | given)).query()


def key(client, query, digits, **changes):
    """Press keys at a place of An's call."""
    return post(client, twiml.OFFICER_KEY, {"From": AN, "Digits": digits, **changes}, query=query)


def events(hotline, call_sid=CALL):
    with hotline.hotline.database.reading() as session:
        return event_table.of_calls(session, [call_sid]).get(call_sid, [])


def debt(hotline):
    with hotline.hotline.database.reading() as session:
        found = session.scalars(sa.select(Callback)).one()
        session.expunge_all()
    return found


def the_officer(hotline):
    with hotline.hotline.database.reading() as session:
        row = by_code(session, "an")
        assert row is not None
    return row


# What is written down.


def test_a_key_is_written_down_with_where_it_was_pressed_and_where_it_led(hotline, client):
    key(client, an(Stage.OFFICER), "2")

    (event,) = events(hotline)
    assert (event.kind, event.key, event.digits) == (
        *(EventKind.OFFICER_KEY, "officer:5:officer:2", "2"),
    )
    assert (event.position.stage, event.then.stage) == (Stage.OFFICER, Stage.ON_DUTY)
    assert event.caller_number == AN


@pytest.mark.parametrize("typed", [f"{PIN}#", PIN, "999999#", "12*"])
def test_a_pin_is_in_no_column_of_its_event(hotline, client, typed):
    answer = key(client, "n=1&s=pin", typed)

    assert answer.status_code == 200
    with hotline.hotline.database.reading() as session:
        row = session.scalars(sa.select(EventRow).where(EventRow.call_sid == CALL)).one()
    assert (row.key, row.raw["Digits"]) == ("officer:1:pin:", "masked")
    assert typed.strip("#*") not in repr((row.key, row.facts, row.raw))
    assert typed.encode() not in answer.data


def test_a_number_of_a_citizen_is_in_no_address(client, hotline):
    answer = key(client, an(Stage.OWED, debt=str(debt(hotline).id)), "1")

    document = answer.data.decode()
    assert document.count(CITIZEN) == 1
    assert f">{CITIZEN}</Number>" in document


def test_the_end_of_a_dial_is_written_down_with_how_the_phone_answered(hotline, client):
    form = {"From": AN, "DialCallStatus": "no-answer", "DialCallSid": "CA77"}

    answer = post(client, twiml.OFFICER_DIALED, form, query=an(Stage.DIALED, debt="1"))

    assert "không nghe máy" in answer.data.decode()
    (event,) = events(hotline)
    assert (event.kind, event.outcome) == (EventKind.OFFICER_DIALED, LegOutcome.NO_ANSWER)
    assert (event.leg_sid, event.seconds) == ("CA77", None)


def test_the_end_of_a_call_of_ours_is_written_down_and_answered_with_nothing(hotline, client):
    form = {"From": HOTLINE_NUMBER, "To": AN, "CallStatus": "no-answer", "CallDuration": "0"}

    answer = post(client, twiml.OFFICER_STATUS, form, query=an(Stage.CALLED, n=0, called=True))

    assert (answer.status_code, answer.data) == (204, b"")
    (event,) = events(hotline)
    assert (event.kind, event.outcome) == (EventKind.OFFICER_ENDED, LegOutcome.NO_ANSWER)


def test_a_status_on_the_way_is_no_end(hotline, client):
    form = {"From": HOTLINE_NUMBER, "To": AN, "CallStatus": "ringing"}

    post(client, twiml.OFFICER_STATUS, form, query=an(Stage.CALLED, n=0, called=True))

    assert [event.kind for event in events(hotline)] == [EventKind.CALL_PROGRESS]


def test_who_picks_up_our_call_hears_what_it_is_about(hotline, client):
    query = an(Stage.CALLED, n=0, called=True, debt=str(debt(hotline).id))

    answer = post(client, twiml.OFFICER, {"From": HOTLINE_NUMBER, "To": AN}, query=query)

    assert "Có người dân chờ gọi lại, nhánh bốn" in answer.data.decode()
    assert CITIZEN not in answer.data.decode()
    (event,) = events(hotline)
    assert (event.kind, event.key) == (EventKind.OFFICER_CALLED, "officer:called")
    assert hotline.hotline.board.board.busy == {AN: CALL}


# What comes again.


def test_a_wrong_pin_that_comes_again_late_counts_once(hotline, client):
    for n, typed in enumerate(["111111#", f"{PIN}#", "111111#"], start=1):
        key(client, f"n={n}&s=pin", typed)
    for _ in range(5):
        key(client, "n=1&s=pin", "111111#")

    row = the_officer(hotline)
    assert (row.pin_failures, row.pin_locked_until) == (1, None)


def test_a_request_for_a_call_that_comes_again_late_claims_nothing(hotline, client):
    owed = debt(hotline)
    query = an(Stage.OWED, debt=str(owed.id))
    key(client, query, "1")
    at_once = debt(hotline).claimed_by
    with hotline.hotline.database.transaction() as session:
        claims.release(session, owed.id, "an", now=hotline.now, channel=Channel.AUTO)

    late = key(client, query, "1")

    assert at_once == "an"
    assert debt(hotline).claimed_by is None
    assert "<Dial" in late.data.decode()


def test_one_that_another_officer_had_is_not_called_late_either(hotline, client):
    owed = debt(hotline)
    with hotline.hotline.database.transaction() as session:
        claims.claim(session, owed.id, "binh", now=hotline.now, channel=Channel.WEB)
    query = an(Stage.OWED, debt=str(owed.id))

    answers = [key(client, query, "1").data.decode() for _ in range(2)]

    assert not any("<Dial" in answer for answer in answers)
    assert all("có cán bộ khác vừa nhận" in answer for answer in answers)


def test_what_was_given_back_and_taken_again_is_not_given_back_late(hotline, client):
    owed = debt(hotline)
    query = an(Stage.CALLED, n=1, called=True, debt=str(owed.id))

    def take():
        with hotline.hotline.database.transaction() as session:
            return claims.claim(session, owed.id, "an", now=hotline.now, channel=Channel.WEB)

    assert take()
    key(client, query, "2", From=HOTLINE_NUMBER, To=AN)
    given_back = debt(hotline).claimed_by
    assert take()
    key(client, query, "2", From=HOTLINE_NUMBER, To=AN)

    assert given_back is None
    assert debt(hotline).claimed_by == "an"


def test_a_verification_is_wanted_once(hotline, client):
    key(client, an(Stage.OFFICER), "9")
    wanted = the_officer(hotline).verify_wanted_at
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.update(OfficerRow).values(verify_wanted_at=None))

    key(client, an(Stage.OFFICER), "9")

    assert wanted == hotline.now
    assert the_officer(hotline).verify_wanted_at is None


def test_an_absence_is_entered_once_also_where_two_requests_come_at_once(hotline, client):
    query = an(Stage.STAND_IN, about="meeting_20261123T1000Z", tried=("binh",))

    key(client, query, "1")
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.delete(EventRow).where(EventRow.call_sid == CALL))
    again = key(client, query, "1")

    with hotline.hotline.database.reading() as session:
        (row,) = session.scalars(sa.select(AbsenceRow))
    assert (row.officer, row.stand_in, row.note) == ("an", "binh", "báo qua điện thoại")
    assert "Đã ghi anh chị vắng" in again.data.decode()


def test_an_absence_that_is_over_by_now_is_refused(hotline, client):
    hotline.pass_time(hours=9)
    answer = key(client, an(Stage.STAND_IN, about="leave_20261123T1000Z"), "0")

    assert "Lịch trực không nhận thay đổi này" in answer.data.decode()
    with hotline.hotline.database.reading() as session:
        assert session.scalars(sa.select(AbsenceRow)).all() == []


# What an officer can hear of a message.


def test_a_place_that_does_not_exist_any_more_leads_back_to_the_menu(client):
    answer = key(client, an(Stage.RESULT, about="CA404"), "9")

    assert "Danh mục dành cho cán bộ" in answer.data.decode()


def test_a_debt_that_is_not_there_is_told_as_settled(client):
    answer = key(client, an(Stage.OWED, debt="99999"), "9")

    assert "Cuộc này đã xong" in answer.data.decode()
