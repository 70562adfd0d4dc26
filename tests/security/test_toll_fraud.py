"""Nobody gets the hotline to dial what costs much, who is abroad, or a stranger at night."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from callbacks import barring
from callbacks.dialing import Barred, Dialer
from ivr.carrier import BadNumber, Carrier, OutgoingCall, TooMany
from ivr.flow import dialogue, hunting
from ivr.flow.board import Board, Caller
from ivr.flow.guarding.dialing import (
    MOST_A_DAY,
    MOST_OF_OTHERS_A_DAY,
    Bar,
    Dialled,
    NotDialled,
    barred,
    may_dial,
)
from ivr.flow.hunting import Passed
from ivr.flow.keypad.start import called_back
from ivr.flow.numbers import e164
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import AskDigits, CallCitizen, Goodbye, Listen, Prompt, Ring
from ivr.flow.switchboard import Limits, Officer
from ivr.flow.words import Channel, Did, LegOutcome, OfficerCallKind, Reason, Stage
from ivr.prompts import Prompts
from ivr.twiml import Renderer
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.officer_calls import OfficerCall
from tests.flow.keypad.desks import OWED, FakeDesk, our_scene
from tests.flow.scenes import (
    AN,
    ANOTHER_CALL,
    CALENDAR,
    CITIZEN,
    HOTLINE,
    NINE_ON_MONDAY,
    TEN_AT_NIGHT,
    a_branch,
    a_scene,
    a_switchboard,
    prompts,
)
from tests.models.rows import a_call, a_callback, minutes

DEAR = (
    *("+8419001234", "+841900123456", "+8418001234", "+8410220000"),  # services behind 1
    *("+84651234567", "+84671234567", "+84412345678"),  # internet, satellite, nobody's
    *("+19005550000", "+882161234567", "+870771234567", "+3725550000"),  # abroad, satellites
    *("+84113", "113", "1022", "anonymous", "", "~abcdefghijklmnopabcd", "+84500000001;ext=1"),
)
ORDINARY = ("+84505000001", "+842923000001", "+84690000001")
STRANGE = Officer("la", "+841900123456", AN.post)
NOW = minutes(30)


@pytest.mark.parametrize("number", DEAR)
def test_what_is_no_ordinary_vietnamese_number_is_never_dialled(number):
    assert not may_dial(number)


@pytest.mark.parametrize("number", ORDINARY)
def test_mobiles_landlines_and_the_forces_may_be_dialled(number):
    assert may_dial(number)


@given(typed=st.text("0123456789*#", max_size=15))
def test_whatever_is_typed_in_what_is_promised_a_call_may_be_dialled(typed):
    scene, at = a_scene(), Position(n=3, stage=Stage.NUMBER)

    step = dialogue.on_key(scene, at, typed)

    if step.then.stage is Stage.NUMBER_OK:
        assert may_dial(e164(typed) or "")


@pytest.mark.parametrize("typed", ["01900123456", "0651234567", "113"])
def test_a_number_that_costs_much_is_no_valid_number_to_be_called_back_at(typed):
    step = dialogue.on_key(a_scene(), Position(n=3, stage=Stage.NUMBER), typed)

    assert isinstance(step, AskDigits)
    assert Prompt.NUMBER_INVALID in prompts(step)


def test_who_calls_from_abroad_is_asked_for_a_number_here():
    scene = a_scene(number="+12025550123")
    offered = Position(n=3, stage=Stage.OFFER, branch="noi-vu", reason=Reason.ALL_TRIED)

    assert isinstance(dialogue.on_key(scene, offered, "2"), AskDigits)


def test_an_officer_whose_number_is_none_of_ours_to_dial_is_passed_over():
    scene = a_scene(a_switchboard(a_branch(officers=(STRANGE, AN))))
    chosen = Position(n=2, stage=Stage.HUNT, branch="noi-vu")

    step = dialogue.resume(scene, chosen)
    branch = next(scene.switchboard.branches())
    found = {c.officer.id: c.why for c in hunting.explain(scene, chosen, branch)}

    assert isinstance(step, Ring)
    assert step.officer == AN
    assert found["la"] is Passed.UNFIT


@pytest.mark.parametrize("number", DEAR)
def test_no_document_dials_such_a_number_whoever_decided_it(number):
    renderer = Renderer("https://h.example", Prompts(AN.post), lambda _: "")
    at = Position(n=2, stage=Stage.HUNT)
    ring = Ring((), replace(AN, number=number), 20, 60, HOTLINE, at, at)
    citizen = CallCitizen((), number, 30, 60, HOTLINE, at)

    for step in (ring, citizen):
        with pytest.raises(NotDialled) as refused:
            renderer.render(step)
        assert not number or number not in str(refused.value)


def test_every_dial_has_a_time_limit():
    renderer = Renderer("https://h.example", Prompts(AN.post), lambda _: "")
    at = Position(n=2, stage=Stage.HUNT)
    steps = (
        Ring((), AN, 20, 61, HOTLINE, at, at),
        CallCitizen((), CITIZEN, 30, 61, HOTLINE, at),
    )

    assert all(b'timeLimit="61"' in renderer.render(step) for step in steps)


def carrier(asked):
    def http():
        asked.append(1)
        raise AssertionError("the carrier was asked")

    return Carrier(api_url="http://127.0.0.1:1", account_sid="AC1", token="t" * 32, http=http)


@pytest.mark.parametrize("number", DEAR)
def test_no_call_is_placed_to_such_a_number(number):
    asked: list[int] = []
    order = OutgoingCall(to_number=number, from_number=HOTLINE, url="https://h", status_url="x")

    with pytest.raises(BadNumber):
        carrier(asked).place_call(order)

    assert asked == []


# How many at once.


def test_a_hunt_rings_nobody_more_once_as_many_telephones_are_held_as_may_be():
    switchboard = a_switchboard(limits=Limits(calls_at_once=2))
    busy = {"+84500000801": ANOTHER_CALL, "+84500000802": ANOTHER_CALL}
    chosen = Position(n=2, stage=Stage.HUNT, branch="noi-vu")

    full = dialogue.resume(a_scene(switchboard, busy=busy), chosen)
    one_free = dialogue.resume(a_scene(switchboard, busy=dict([*busy.items()][:1])), chosen)

    assert (full.then.stage, full.then.reason) == (Stage.OFFER, Reason.ALL_BUSY)
    assert isinstance(one_free, Ring)


@pytest.fixture
def dial(database):
    switchboard = a_switchboard(limits=Limits(calls_at_once=1))
    asked: list[int] = []
    return Dialer(database, carrier(asked), "https://h.example", switchboard)


def an_owed_call(database, *, sid="CA1", typed=""):
    with database.transaction() as session:
        call = a_call(sid=sid)
        session.add(call)
        session.flush()
        row = a_callback(call)
        if typed:
            row.caller_number = typed
        session.add(row)
        session.flush()
        return row.id


def test_no_officer_is_rung_beyond_the_limit_of_calls_at_once(database, dial):
    debt = an_owed_call(database)
    with database.transaction() as session:
        session.add(
            OfficerCall(
                kind=OfficerCallKind.WRAP_UP,
                officer="binh",
                number="+84500000012",
                placed_at=minutes(29),
            )
        )

    with pytest.raises(TooMany):
        dial.call_back(AN, debt, now=NOW, channel=Channel.WEB)

    with database.reading() as session:
        assert session.get(Callback, debt).claimed_by is None


# How often one number.


@pytest.mark.parametrize(("is_others", "most"), [(False, MOST_A_DAY), (True, MOST_OF_OTHERS_A_DAY)])
def test_a_number_is_dialled_so_often_a_day_and_no_more(is_others, most):
    tries = [NINE_ON_MONDAY - timedelta(hours=n) for n in range(most)]
    often = Dialled(CITIZEN, tries, is_others=is_others)
    seldom = Dialled(CITIZEN, tries[1:], is_others=is_others)

    assert barred(often, CALENDAR, NINE_ON_MONDAY) is Bar.OFTEN
    assert barred(seldom, CALENDAR, NINE_ON_MONDAY) is None
    assert barred(often, CALENDAR, NINE_ON_MONDAY + timedelta(days=1)) is None


def test_a_number_that_was_typed_in_is_not_dialled_at_night_and_a_callers_own_may_be():
    assert barred(Dialled(CITIZEN, is_others=True), CALENDAR, TEN_AT_NIGHT) is Bar.NIGHT
    assert barred(Dialled(CITIZEN), CALENDAR, TEN_AT_NIGHT) is None


def test_whose_number_it_is_and_how_often_it_was_dialled_is_looked_up(database):
    own, typed = an_owed_call(database), an_owed_call(database, sid="CA2", typed="+84505000077")
    with database.transaction() as session:
        for n in range(MOST_OF_OTHERS_A_DAY):
            session.add_all(
                CallbackAction(
                    callback_id=debt,
                    key=f"tried:{debt}:{n}",
                    did=Did.TRIED,
                    at=minutes(n),
                    actor="an",
                    channel=Channel.CALL,
                    leg=LegOutcome.NO_ANSWER,
                )
                for debt in (own, typed)
            )

    with database.reading() as session:
        assert barring.bar(session, own, CALENDAR, NOW) is None
        assert barring.bar(session, typed, CALENDAR, NOW) is Bar.OFTEN


def test_nobody_is_rung_to_call_a_number_that_was_dialled_often_enough(database, dial):
    debt = an_owed_call(database, typed="+841900123456")

    with pytest.raises(Barred):
        dial.call_back(AN, debt, now=NOW, channel=Channel.WEB)

    with database.reading() as session:
        assert session.get(Callback, debt).claimed_by is None
        assert session.scalar(sa.select(sa.func.count()).select_from(OfficerCall)) == 0


def test_an_officer_who_presses_the_key_all_the_same_is_told_and_it_is_given_back():
    scene = our_scene(Board(a_switchboard()))
    desk = FakeDesk(owed=(replace(OWED, bar=Bar.NIGHT),))
    asked = desk.resume(scene, called_back("an", OWED.id))

    step = desk.keys(scene, asked, "1")

    assert isinstance(step, Goodbye)
    assert prompts(step)[0] is Prompt.CITIZEN_BARRED
    assert type(desk.done[-1]).__name__ == "LetGo"


def test_ordinary_callers_meet_none_of_this():
    scene = Scene(Board(a_switchboard()), Caller("CA1", CITIZEN, HOTLINE), NINE_ON_MONDAY)

    assert isinstance(dialogue.begin(scene), Listen)
