"""Officers are rung; where that cannot be, nothing stays claimed and nothing is forgotten."""

import pytest
import sqlalchemy as sa

from callbacks import claims
from callbacks.dialing import Dialer, NotFree
from ivr.branches import load_branches
from ivr.carrier import BadNumber, CarrierAway
from ivr.flow.switchboard import Officer
from ivr.flow.words import CallbackState, Channel, LegOutcome, OfficerCallKind, Text
from models import officer_calls
from models.callbacks import Callback
from models.officer_calls import OfficerCall
from tests.harness import HOTLINE_NUMBER, NINE_ON_MONDAY, PUBLIC_URL, ROOT
from tests.models.rows import a_call, a_callback, minutes

OFFICER = Officer("an", "+84500000141", Text("Chuyên viên an", "Officer an"))
NOW = minutes(30)
SWITCHBOARD = load_branches(ROOT / "branches.yaml", today=NINE_ON_MONDAY.date())


class FakeCarrier:
    """Takes calls, or does not."""

    def __init__(self, fails=None):
        self.fails, self.orders = fails, []

    def place_call(self, order):
        self.orders.append(order)
        if self.fails:
            raise self.fails
        return f"CAo{len(self.orders)}"


@pytest.fixture
def dial(database):
    """Return what makes a dialer with a carrier."""

    def make(carrier):
        return Dialer(database, carrier, PUBLIC_URL, SWITCHBOARD)

    return make


@pytest.fixture
def debt(database):
    with database.transaction() as session:
        call = a_call()
        session.add(call)
        session.flush()
        row = a_callback(call)
        session.add(row)
        session.flush()
        return row.id


def rows(database):
    with database.reading() as session:
        found = session.scalars(sa.select(OfficerCall)).all()
        session.expunge_all()
    return found


def claimed_by(database, debt):
    with database.reading() as session:
        return session.get(Callback, debt).claimed_by


def test_an_officer_is_called_in_the_hotlines_name_about_a_debt_by_its_id_alone(
    dial, debt, database
):
    carrier = FakeCarrier()

    made = dial(carrier).call_back(OFFICER, debt, now=NOW, channel=Channel.COMMAND)

    (order,) = carrier.orders
    assert (order.to_number, order.from_number) == (OFFICER.number, HOTLINE_NUMBER)
    assert order.url.startswith(f"{PUBLIC_URL}/voice/officer?")
    assert order.status_url.startswith(f"{PUBLIC_URL}/voice/officer/status?")
    assert order.status_url.endswith("#rc=3&rp=all")
    assert OFFICER.number[1:] not in order.url + order.status_url
    assert order.talk_s > SWITCHBOARD.limits.talk_s, "the talk is not all of the call"
    (row,) = rows(database)
    assert (row.id, row.call_sid, row.callback_id) == (made.id, "CAo1", debt)
    assert (row.kind, row.ended_at) == (OfficerCallKind.CALLBACK, None)
    assert claimed_by(database, debt) == "an"


def test_a_number_that_is_none_ends_at_once_and_gives_the_debt_back(dial, debt, database):
    made = dial(FakeCarrier(BadNumber("21211"))).call_back(
        OFFICER, debt, now=NOW, channel=Channel.COMMAND
    )

    assert (made.call_sid, made.outcome, made.ended_at) == (None, LegOutcome.FAILED, NOW)
    assert claimed_by(database, debt) is None


def test_a_carrier_that_is_away_leaves_nothing(dial, debt, database):
    with pytest.raises(CarrierAway):
        dial(FakeCarrier(CarrierAway("away"))).call_back(
            OFFICER, debt, now=NOW, channel=Channel.COMMAND
        )

    assert (rows(database), claimed_by(database, debt)) == ([], None)


def test_nobody_is_rung_about_what_another_officer_has(dial, debt, database):
    with database.transaction() as session:
        claims.claim(session, debt, "binh", now=NOW, channel=Channel.KEYPAD)
    carrier = FakeCarrier()

    with pytest.raises(NotFree):
        dial(carrier).call_back(OFFICER, debt, now=NOW, channel=Channel.COMMAND)

    assert (carrier.orders, rows(database)) == ([], [])


def test_nobody_is_rung_about_what_is_settled(dial, debt, database):
    with database.transaction() as session:
        session.execute(sa.update(Callback).values(state=CallbackState.CLOSED))

    with pytest.raises(NotFree):
        dial(FakeCarrier()).call_back(OFFICER, debt, now=NOW, channel=Channel.COMMAND)


def test_an_officer_is_asked_about_a_talk_once(dial, database):
    carrier = FakeCarrier()
    dialer = dial(carrier)

    asked = dialer.ask_result(OFFICER, "CA1", now=NOW)
    with pytest.raises(NotFree):
        dialer.ask_result(OFFICER, "CA1", now=minutes(31))

    assert (asked.kind, asked.about_sid) == (OfficerCallKind.WRAP_UP, "CA1")
    assert len(carrier.orders) == 1


def test_a_carrier_that_was_away_may_be_asked_again_about_a_talk(dial, database):
    carrier = FakeCarrier(CarrierAway("away"))
    with pytest.raises(CarrierAway):
        dial(carrier).ask_result(OFFICER, "CA1", now=NOW)
    carrier.fails = None

    assert dial(carrier).ask_result(OFFICER, "CA1", now=NOW).call_sid == "CAo2"


def test_who_is_on_the_telephone_with_us_is_known(dial, debt, database):
    dial(FakeCarrier()).call_back(OFFICER, debt, now=NOW, channel=Channel.COMMAND)

    def rung(now):
        with database.reading() as session:
            return officer_calls.rung(session, now)

    assert rung(NOW) == rung(minutes(60)) == {OFFICER.number}
    assert rung(minutes(-1)) == rung(minutes(30 + 121)) == set()
    with database.transaction() as session:
        session.execute(sa.update(OfficerCall).values(ended_at=minutes(40)))
    assert rung(minutes(41)) == set()
