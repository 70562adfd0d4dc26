"""Missed callers are called back: officers are rung, citizens joined, and it is all kept."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from callbacks import claims
from duty.changes import changing
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    CallResult,
    Channel,
    Did,
    LegOutcome,
    Level,
    OfficerCallKind,
    Verdict,
)
from models import callback_actions, notices
from models.call_results import CallResultRow
from models.callbacks import Callback
from models.calls import Call
from models.officer_calls import OfficerCall
from simulator.callers import CallerScript, ScriptedCallee
from simulator.phones import PhoneDriver, ScriptedPhone, parse_behaviour
from tests.duty.conftest import officer, shift
from tests.harness import (
    CITIZEN,
    HANOI,
    HOTLINE_NUMBER,
    NINE_ON_MONDAY,
    TestHotline,
    test_settings,
)

AN, BINH = "+84500000141", "+84500000142"
BRANCH = "thu-tuc-hanh-chinh"
NOBODY = "bad-number," * 4
"""Nobody in the branch answers, so the caller is missed."""


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


class Citizen(ScriptedPhone):
    """A citizen's phone; it remembers whose number it showed."""

    def __init__(self, behaviour, shown):
        super().__init__(parse_behaviour(behaviour))
        self._shown = shown

    def on_ring(self, leg):
        self._shown.append(leg.numbers[0])
        super().on_ring(leg)


class Office:
    """A hotline whose branch four has two officers of the roster, and people at its telephones."""

    def __init__(self, hotline):
        self.hotline = hotline
        self.phones: dict[str, Callable[[], PhoneDriver]] = {}
        self.shown = []
        hotline.carrier.phones.attend = self._at_phone

    def _at_phone(self, number):
        sits_down = self.phones.get(number)
        return sits_down() if sits_down else None

    @property
    def database(self):
        return self.hotline.hotline.database

    def officer_does(self, keys, number=AN, **script):
        """Let an officer pick up, and press these keys when asked."""
        self.phones[number] = lambda: ScriptedCallee(CallerScript(keys, **script))

    def officer_phone(self, behaviour, number=AN):
        self.phones[number] = lambda: ScriptedPhone(parse_behaviour(behaviour))

    def citizen_does(self, behaviour, number=CITIZEN):
        self.phones[number] = lambda: Citizen(behaviour, self.shown)

    def missed(self, caller=CITIZEN, **options):
        """Let a citizen call branch four and be missed; return what they are owed."""
        call = self.hotline.call("4", NOBODY, caller=caller, **options)
        assert not call.truth.was_joined
        found = self.hotline.callbacks(state=CallbackState.OPEN)
        return next(debt for debt in found if debt.caller_number == caller)

    def next(self, code="an"):
        """Type `flask callback next`, and let the call happen."""
        said = self.type("callback", "next", code)
        assert said.exit_code == 0, said.output
        self.hotline.carrier.run()
        self.hotline.tell()
        return said.output

    def type(self, *words):
        with self.hotline.app.app_context():
            return self.hotline.app.test_cli_runner().invoke(args=[*map(str, words)])

    def pin(self, code):
        """Give an officer a PIN; return it."""
        said = self.type("duty", "pin", code, "--generate")
        assert said.exit_code == 0, said.output
        self.hotline.hotline.board.refresh()
        return "".join(re.findall(r"\b[0-9]{6}\b", said.output))

    def ask_results(self):
        """Let the worker ask what came of talks, and the calls happen; return how many."""
        asked = self.hotline.work.ask_results()
        self.hotline.pass_time(minutes=2)
        self.hotline.tell()
        return asked

    def until(self, moment):
        self.hotline.carrier.run_until(moment)

    def row(self, debt):
        self.hotline.tell()
        with self.database.reading() as session:
            found = session.get(Callback, debt.id)
            session.expunge_all()
        return found

    def trail(self, debt):
        with self.database.reading() as session:
            found = callback_actions.of_callbacks(session, [debt.id])
            return [(action.did, action.channel, action.actor) for action in found]

    def result(self, call):
        """Return what an officer said came of a talk."""
        query = sa.select(CallResultRow).where(CallResultRow.call_sid == call.sid)
        with self.database.reading() as session:
            found = session.scalars(query).one()
            session.expunge_all()
        return found

    def officer_calls(self):
        with self.database.reading() as session:
            found = session.query(OfficerCall).order_by(OfficerCall.id).all()
            session.expunge_all()
        return found

    def notices(self):
        with self.database.reading() as session:
            return {n.key: n for n in notices.latest(session, limit=99)}


@pytest.fixture
def make_office(tmp_path, database_url):
    """Yield what opens an office at a moment, with settings of its own."""
    opened = []

    def make(at=NINE_ON_MONDAY, *, valid_from=date(2026, 1, 1), **settings):
        given = test_settings(tmp_path, database_url, **settings)
        hotline = TestHotline(given, at=at, calls_per_second=None)
        opened.append(hotline)
        keeper = hotline.hotline
        with (
            keeper.database.transaction() as session,
            changing(session, keeper.board.board.switchboard, now=at, actor="a") as change,
        ):
            change.enter(officer("an", AN, verified_at=at))
            change.enter(officer("binh", BINH, verified_at=at))
            change.enter(shift("an", valid_from=valid_from))
            change.enter(shift("binh", position=2, valid_from=valid_from))
        keeper.board.refresh()
        return Office(hotline)

    yield make
    for hotline in opened:
        hotline.close()


@pytest.fixture
def office(make_office):
    return make_office()


# Reached.


def test_an_officer_is_rung_joined_with_the_citizen_and_confirms(office):
    debt = office.missed()
    office.officer_does("11")
    office.citizen_does("accept@5/90")

    office.next()

    row = office.row(debt)
    assert (row.state, row.outcome) == (CallbackState.CLOSED, CallbackOutcome.REACHED)
    assert (row.reached_by, row.reached_at, row.tries) == ("an", row.closed_at, 0)
    assert office.shown == [HOTLINE_NUMBER]
    assert office.trail(debt) == [
        (Did.CLAIMED, Channel.COMMAND, "an"),
        (Did.TRIED, Channel.CALL, "an"),
        (Did.REACHED, Channel.CALL, "an"),
    ]
    with office.database.reading() as session:
        tried = callback_actions.of_callbacks(session, [debt.id])[1]
    assert (tried.leg, tried.talk_s) == (LegOutcome.ANSWERED, 90)


def test_the_call_to_the_officer_is_written_down_and_is_no_citizens_call(office):
    debt = office.missed()
    office.officer_does("11")
    office.citizen_does("accept")

    office.next()

    (call,) = office.officer_calls()
    assert (call.kind, call.officer, call.number) == (OfficerCallKind.CALLBACK, "an", AN)
    assert (call.callback_id, call.outcome) == (debt.id, LegOutcome.ANSWERED)
    assert call.placed_at < call.answered_at < call.ended_at
    with office.database.reading() as session:
        assert session.query(Call).count() == 1, "the one that was missed"


def test_the_citizens_number_stands_in_no_address(office):
    office.missed()
    office.officer_does("11")
    office.citizen_does("accept")

    office.next()

    (call,) = [c for c in office.hotline.carrier.calls.values() if c.direction == "outbound-api"]
    asked = [exchange.url for exchange in call.exchanges]
    assert len(asked) > 3
    assert not [url for url in asked if CITIZEN[3:] in url or AN[3:] in url]


# Not reached.


@pytest.mark.parametrize("phone", ["no-answer", "busy", "off"])
def test_a_citizen_who_does_not_answer_is_tried_again_by_the_ladder(office, phone):
    debt = office.missed()
    office.officer_does("1")
    office.citizen_does(phone)

    office.next()

    row = office.row(debt)
    assert (row.state, row.tries) == (CallbackState.OPEN, 1)
    assert row.claimed_by is None, "the officer may go home"
    assert row.next_try_at == local("2026-11-23 13:00")
    assert "nobody is to be called back" in office.next("binh")


def test_a_citizens_mailbox_is_no_success(office):
    debt = office.missed()
    office.officer_does("12")
    office.citizen_does("mailbox")

    office.next()

    row = office.row(debt)
    assert (row.state, row.tries) == (CallbackState.OPEN, 1)
    assert [did for did, _, _ in office.trail(debt)] == [
        Did.CLAIMED,
        Did.TRIED,
        Did.NOT_REACHED,
        Did.RELEASED,
    ]


def test_after_three_tries_at_different_hours_a_citizen_is_unreachable(office):
    debt = office.missed()
    office.officer_does("12")
    office.citizen_does("mailbox")

    moments = []
    while (row := office.row(debt)).state is CallbackState.OPEN:
        office.until(max(office.hotline.now, row.next_try_at or office.hotline.now))
        moments.append(office.hotline.now.astimezone(HANOI))
        office.next()

    assert (row.outcome, row.tries) == (CallbackOutcome.UNREACHABLE, 3)
    assert [f"{at:%a %H}" for at in moments] == ["Mon 09", "Mon 13", "Mon 15"]
    assert office.trail(debt)[-1] == (Did.CLOSED, Channel.AUTO, "system")


def test_a_citizen_who_asks_for_another_time_is_called_then(office):
    debt = office.missed()
    office.officer_does("13" + "24111530#" + "1")
    office.citizen_does("accept")

    office.next()

    row = office.row(debt)
    assert (row.state, row.tries) == (CallbackState.OPEN, 0)
    assert row.next_try_at == local("2026-11-24 15:30")
    office.until(local("2026-11-24 15:29"))
    assert "nobody is to be called back" in office.next()
    office.officer_does("11")
    office.until(local("2026-11-24 15:30"))
    office.next()
    assert office.row(debt).outcome is CallbackOutcome.REACHED


def test_a_citizen_who_is_missed_again_before_that_may_be_called_at_once(office):
    debt = office.missed()
    office.officer_does("13" + "24111530#" + "1")
    office.citizen_does("accept")
    office.next()

    office.missed()

    row = office.row(debt)
    assert (row.misses, row.next_try_at) == (2, None)


# The officer.


@pytest.mark.parametrize("phone", ["mailbox", "no-answer", "busy", "silent", "decline"])
def test_an_officer_who_does_not_take_it_gives_it_back_and_nobody_was_tried(office, phone):
    debt = office.missed()
    office.officer_phone(phone)

    office.next()

    row = office.row(debt)
    assert (row.state, row.tries, row.claimed_by) == (CallbackState.OPEN, 0, None)
    assert office.shown == []
    assert (
        office.officer_calls()[0].outcome
        in {
            "mailbox": [LegOutcome.MACHINE],
            "no-answer": [LegOutcome.NO_ANSWER],
            "busy": [LegOutcome.BUSY],
            "silent": [LegOutcome.MACHINE],
            "decline": [LegOutcome.DECLINED],
        }[phone]
    )
    office.officer_does("11", BINH)
    office.citizen_does("accept")
    office.next("binh")
    assert office.row(debt).reached_by == "binh"


def test_a_carrier_that_is_away_leaves_nobody_claimed(office):
    debt = office.missed()
    office.hotline.carrier.api_refusals = 1

    said = office.type("callback", "next", "an")

    assert said.exit_code == 1
    assert "the carrier does not take the call" in said.output
    assert (office.row(debt).claimed_by, office.officer_calls()) == (None, [])
    assert [did for did, _, _ in office.trail(debt)] == [Did.CLAIMED, Did.RELEASED]


def test_a_claim_that_ran_out_is_taken_up_by_another(office):
    debt = office.missed()
    with office.database.transaction() as session:
        claims.claim(session, debt.id, "an", now=office.hotline.now, channel=Channel.WEB)
    assert "nobody is to be called back" in office.next("binh")
    office.hotline.pass_time(minutes=31)
    office.officer_does("11", BINH)
    office.citizen_does("accept")

    office.next("binh")

    assert office.row(debt).reached_by == "binh"


def test_two_officers_are_not_rung_about_the_same_citizen(office):
    debt = office.missed()
    office.officer_does("1")
    office.citizen_does("talk-until-caller")
    office.type("callback", "next", "an")
    office.hotline.pass_time(seconds=40)

    assert "nobody is to be called back" in office.type("callback", "next", "binh").output
    assert office.row(debt).claimed_by == "an"


# Meanwhile.


def test_a_citizen_missed_again_while_claimed_stays_the_same_officers(office):
    debt = office.missed()
    with office.database.transaction() as session:
        claims.claim(session, debt.id, "an", now=office.hotline.now, channel=Channel.WEB)

    office.missed()

    row = office.row(debt)
    assert (row.id, row.misses, row.claimed_by) == (debt.id, 2, "an")


def test_a_citizen_who_gets_through_while_claimed_is_not_called(office):
    debt = office.missed()
    office.officer_does("99991", key_after_s=10)  # listens for long before calling
    office.citizen_does("accept")
    office.type("callback", "next", "an")
    office.hotline.pass_time(seconds=6)
    assert office.row(debt).claimed_by == "an"

    through = office.hotline.start("4", "busy,accept@1/3")
    for _ in range(300):  # the worker tells within a second
        office.hotline.pass_time(seconds=1)
        office.hotline.tell()

    assert through.truth.was_joined
    row = office.row(debt)
    assert (row.outcome, row.claimed_by, row.tries) == (CallbackOutcome.SELF_REACHED, None, 0)
    assert office.shown == []


# By keypad.


def test_an_officer_who_calls_the_hotline_works_off_what_is_owed(office):
    debt = office.missed()
    office.missed(caller="+84505000002")
    pin = office.pin("an")
    office.citizen_does("accept@3/40")
    office.citizen_does("busy", "+84505000002")

    call = office.hotline.call(f"{pin}#" + "11" + "1" + "11", caller=AN)
    office.hotline.tell()

    first, second = sorted(office.hotline.callbacks(), key=lambda row: row.id)
    assert (first.id, first.outcome, first.reached_by) == (debt.id, CallbackOutcome.REACHED, "an")
    assert (second.state, second.tries, second.claimed_by) == (CallbackState.OPEN, 1, None)
    row = office.hotline.row(call)
    assert (row.verdict, row.caller_number) == (Verdict.TEST, AN)


def test_the_result_of_a_talk_is_kept_and_passing_it_on_is_owed(office):
    call = office.hotline.call("4", "accept@3/30")
    office.hotline.tell()
    pin = office.pin("an")

    office.hotline.call(f"{pin}#" + "3" + "3" + "3", caller=AN)
    office.hotline.tell()

    result = office.result(call)
    assert (result.result, result.officer) == (CallResult.PASSED_ON, "an")
    (debt,) = office.hotline.callbacks()
    assert (debt.branch, debt.caller_number, debt.misses) == (result.to_branch, CITIZEN, 0)
    assert result.callback_id == debt.id


# Asked what came of a talk.


def test_an_officer_is_asked_once_what_came_of_a_talk(make_office):
    office = make_office(wrap_up_calls=True)
    call = office.hotline.call("4", "accept@3/30")
    office.hotline.tell()
    office.officer_does("1")
    assert office.ask_results() == 0, "the officer has just put the phone down"
    office.hotline.pass_time(seconds=25)

    assert office.ask_results() == 1
    assert office.ask_results() == 0

    result = office.result(call)
    assert (result.result, result.channel) == (CallResult.SOLVED, Channel.CALL)
    (asked,) = office.officer_calls()
    assert (asked.kind, asked.about_sid) == (OfficerCallKind.WRAP_UP, call.sid)
    assert asked.outcome is LegOutcome.ANSWERED


def test_an_officer_who_does_not_pick_up_is_not_asked_again(make_office):
    office = make_office(wrap_up_calls=True)
    office.hotline.call("4", "accept@3/30")
    office.hotline.tell()
    office.officer_phone("no-answer")
    office.hotline.pass_time(seconds=25)

    assert office.ask_results() == 1
    office.hotline.pass_time(minutes=1)
    assert office.ask_results() == 0


def test_unless_it_is_configured_nobody_is_asked(office):
    office.hotline.call("4", "accept@3/30")
    office.hotline.tell()
    office.hotline.pass_time(seconds=25)

    assert office.ask_results() == 0


def test_a_talk_of_long_ago_and_an_officer_on_a_call_are_let_be(make_office):
    office = make_office(wrap_up_calls=True)
    office.hotline.call("4", "accept@3/30")
    office.hotline.tell()
    office.hotline.start("4", "talk-until-caller", talk_s=3000)
    office.hotline.pass_time(seconds=60)
    office.hotline.tell()
    office.hotline.hotline.board.refresh()
    assert office.ask_results() == 0, "on a call"

    office.hotline.pass_time(minutes=55)
    office.hotline.tell()
    office.hotline.hotline.board.refresh()

    assert office.ask_results() == 1, "about the second talk; the first was too long ago"


# Over the holidays.


def test_who_was_missed_on_the_eve_of_tet_is_due_and_escalated_after_it(make_office):
    eve = local("2026-02-13 16:30")
    office = make_office(eve, valid_from=eve.date())
    debt = office.missed()
    assert debt.due_at.astimezone(HANOI).strftime("%d/%m %H:%M") == "23/02 08:30"

    told = {}
    for text in (
        "13 17:00",
        "22 23:00",
        "23 07:29",
        "23 07:32",
        "23 08:30",
        "23 08:33",
        "23 10:34",
    ):
        office.until(local(f"2026-02-{text}"))
        office.hotline.work.escalate()
        office.hotline.work.escalate()
        told[text] = len(office.notices())

    assert [*told.values()] == [0, 0, 0, 1, 1, 2, 3]
    assert {key: n.level for key, n in office.notices().items()} == {
        f"owed:{debt.id}:50": Level.OFFICER,
        f"owed:{debt.id}:100": Level.HEAD,
        f"owed:{debt.id}:200": Level.SUPERVISOR,
    }
    assert {n.audience for n in office.notices().values()} == {BRANCH}
