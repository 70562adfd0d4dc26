"""What the carrier saw and we did not: found in its list, and owed like any other missed call."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from ivr.carrier import OutgoingCall
from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.reconciling.spans import Span
from ivr.flow.words import CallbackState, Cause, MessageState, Verdict
from jobs import reconciliation
from models.calls import Call
from models.notices import NoticeRow
from models.reconciliations import runs
from simulator.faults import EVENT_KINDS, FLOW_KINDS, Fault, Faults
from tests.harness import HOTLINE_NUMBER, PUBLIC_URL, TEN_AT_NIGHT

ALL = (*FLOW_KINDS, *EVENT_KINDS)
OFFICER, SECOND_LINE = "+84500000041", "+84500000009"
PLANS: tuple[dict[str, Any], ...] = (
    {"keys": "4", "officers": "no-answer,accept"},
    {"keys": "41", "officers": "no-answer,decline,mailbox,busy"},
    {"keys": "4", "officers": "no-answer", "hang_up_after_s": 30},
    {"keys": ""},
)


def nobody_waits(seconds):
    """Take no time where the carrier wants to be left alone."""


def last_day(hotline):
    return Span(hotline.now - timedelta(days=1), hotline.now)


def lose(hotline, *kinds):
    """Let the carrier lose every webhook of these kinds from now on."""
    hotline.carrier.faults = Faults([Fault(kind=kind, action="drop", times=999) for kind in kinds])


def reconcile(hotline, **later):
    hotline.pass_time(**(later or {"minutes": 15}))
    return hotline.work.reconcile()


def calls(hotline):
    """Return every call that is in the books, told from all that is known."""
    hotline.tell()
    with hotline.hotline.database.reading() as session:
        found = session.scalars(sa.select(Call).order_by(Call.id)).all()
        session.expunge_all()
    return found


def notices(hotline):
    with hotline.hotline.database.reading() as session:
        return [row for row in session.scalars(sa.select(NoticeRow)) if "recon" in row.key]


def test_a_caller_of_whom_we_heard_nothing_is_missed_after_one_run(hotline):
    lose(hotline, *ALL)
    call = hotline.call(keys="4")
    assert calls(hotline) == []

    assert reconcile(hotline) == 1

    row = hotline.row(call)
    assert (row.verdict, row.cause) == (Verdict.NOT_ANSWERED, Cause.OUR_FAULT)
    assert row.origin is CallOrigin.RECONCILIATION
    assert row.started_at == call.truth.started_at.replace(microsecond=0)
    (debt,) = hotline.callbacks()
    assert (debt.state, debt.branch) == (CallbackState.OPEN, row.branch)
    assert debt.branch == hotline.hotline.board.board.switchboard.desk.id
    assert debt.due_at is not None


def test_it_is_told_once_however_often_the_list_is_read(hotline):
    lose(hotline, *ALL)
    hotline.call(keys="4")

    found = [reconcile(hotline) for _ in range(3)]

    assert found == [1, 0, 0]
    assert len(hotline.callbacks()) == len(calls(hotline)) == len(notices(hotline)) == 1
    with hotline.hotline.database.reading() as session:
        assert runs.totals(session) == runs.Totals(3, 0, unseen=1, closed=0, recordings=0)
        assert runs.reached(session, hotline.now) == hotline.now


def test_a_notice_says_how_many_and_shows_no_number(hotline):
    lose(hotline, *ALL)
    hotline.call(keys="4")
    hotline.call(keys="4", caller="+84505000002")
    reconcile(hotline)

    (notice,) = notices(hotline)

    assert notice.subject_vi.endswith("thêm 2 cuộc gọi chưa từng được phục vụ")
    assert "+84" not in notice.body_vi + notice.body_en


def test_out_of_hours_nobody_could_ask_so_the_callback_is_owed_all_the_same(
    make_hotline, sqlite_url
):
    hotline = make_hotline(sqlite_url, at=TEN_AT_NIGHT)
    lose(hotline, *ALL)
    call = hotline.call()

    reconcile(hotline)

    row, shut = hotline.row(call), hotline.hotline.board.board.switchboard.desk.hours
    assert row.verdict is (Verdict.NOT_ANSWERED if shut.always else Verdict.OUT_OF_HOURS)
    assert (row.cause, len(hotline.callbacks())) == (Cause.OUR_FAULT, 1)


def test_a_call_that_told_its_end_only_was_served_by_nobody_either(hotline):
    lose(hotline, "voice")
    call = hotline.call(keys="4")
    assert hotline.row(call).verdict is Verdict.MENU_ENDED

    assert reconcile(hotline) == bool(call.duration)

    served_by_nobody = hotline.row(call).verdict is Verdict.NOT_ANSWERED
    assert served_by_nobody is bool(call.duration)


# What is nobody's call.


def test_an_officers_telephone_with_a_pin_is_no_citizens(hotline):
    lose(hotline, *ALL)
    officer, line = hotline.call(caller=OFFICER), hotline.call(caller=SECOND_LINE)
    hotline.pass_time(minutes=2)
    compared = reconciliation.reconciler(hotline.hotline, nobody_waits)
    keypad = replace(compared, ours=replace(compared.ours, keypad={OFFICER}))

    assert keypad.run(last_day(hotline), now=hotline.now).unseen == 2

    assert (hotline.row(officer).verdict, hotline.row(officer).cause) == (
        Verdict.TEST,
        Cause.OFFICERS_MENU,
    )
    assert [debt.caller_number for debt in hotline.callbacks()] == [line.numbers[0]]


def test_calls_that_we_made_and_phones_that_we_rang_came_in_from_nobody(hotline):
    hotline.call(keys="4", officers="accept")
    lose(hotline, *ALL)
    hotline.hotline.carrier.place_call(
        OutgoingCall(
            to_number=OFFICER,
            from_number=HOTLINE_NUMBER,
            url=f"{PUBLIC_URL}/voice/check",
            status_url=f"{PUBLIC_URL}/voice/check/status",
        )
    )
    hotline.carrier.run()

    assert reconcile(hotline) == 0
    assert [call.verdict for call in calls(hotline)] == [Verdict.ANSWERED]


# What is lost in part.


def test_a_talk_of_which_the_end_was_never_told_is_as_long_as_the_carrier_says(hotline):
    lose(hotline, "dial", "leg-status", "call-status")
    call = hotline.call(keys="4", officers="accept@5/60")
    assert hotline.row(call).ended_at is None

    reconcile(hotline)

    row, (leg,) = hotline.row(call), call.truth.legs
    assert (row.verdict, row.origin) == (Verdict.ANSWERED, CallOrigin.WEBHOOK)
    assert abs(row.talk_s - (leg.ended_at - leg.joined_at).total_seconds()) <= 2
    assert row.ended_at == call.truth.ended_at.replace(microsecond=0)
    assert hotline.work.sweep() == 0


def test_a_message_whose_callbacks_were_lost_is_fetched(hotline):
    lose(hotline, "record", "recording-status")
    call = hotline.call(keys="41", officers="no-answer,decline,mailbox,busy")
    assert hotline.row(call).messages == []

    reconcile(hotline)
    hotline.row(call)
    hotline.work.fetch()

    row = hotline.row(call)
    (message,) = row.messages
    assert message.recording_sid == call.truth.recordings[-1]
    assert (message.state, row.message_s > 0) == (MessageState.STORED, True)


def test_a_caller_for_whom_a_fallback_address_dialled_is_told_apart(hotline):
    lose(hotline, *ALL)
    call = hotline.call()
    hotline.pass_time(minutes=2)
    compared = reconciliation.reconciler(hotline.hotline, nobody_waits)
    (listed,) = next(compared.lists.calls(hotline.now.date()))
    sid = "CA" + "f" * 32
    leg = replace(listed, sid=sid, is_incoming=False, parent_sid=call.sid, seconds=40)

    replace(compared, lists=OneDay([listed, leg])).run(last_day(hotline), now=hotline.now)

    row = hotline.row(call)
    assert (row.origin, row.verdict) == (CallOrigin.FALLBACK, Verdict.NOT_ANSWERED)


class OneDay:
    """Lists that have all their calls on the first day."""

    def __init__(self, listed):
        self.listed = listed

    def calls(self, day):
        taken, self.listed = self.listed, []
        yield taken

    def recordings(self, day):
        return iter(())


# A carrier that is away, or wants to be left alone.


def test_a_refusal_is_waited_out_ever_longer(hotline):
    lose(hotline, *ALL)
    hotline.call()
    hotline.pass_time(minutes=2)
    hotline.carrier.api_refusals = 3
    waited: list[float] = []

    assert reconciliation.run(hotline.hotline, waited.append) == 1

    assert len(waited) == 3
    assert all(0.5 * 2**n <= seconds <= 2**n for n, seconds in enumerate(waited))


def test_a_run_that_failed_is_caught_up_with_by_the_next(hotline):
    reconcile(hotline)
    lose(hotline, *ALL)
    hotline.call()
    hotline.carrier.api_refusals = 10**6
    hotline.pass_time(days=12)
    assert reconciliation.run(hotline.hotline, nobody_waits) == 0
    hotline.carrier.api_refusals = 0
    hotline.pass_time(minutes=1)

    assert hotline.work.reconcile() == 1

    with hotline.hotline.database.reading() as session:
        now, failed, first = runs.latest(session, limit=9)
        assert (now.is_complete, failed.is_complete, first.is_complete) == (True, False, True)
        assert (failed.until, failed.fault) == (failed.since, "status 429")
        assert now.since == first.until - timedelta(days=1)


def test_what_two_workers_look_for_at_once_is_entered_once(hotline):
    lose(hotline, *ALL)
    hotline.call()
    hotline.pass_time(minutes=2)
    one, other = (reconciliation.reconciler(hotline.hotline, nobody_waits) for _ in range(2))
    seen_before = other.look(last_day(hotline), now=hotline.now)

    found = [each.run(last_day(hotline), now=hotline.now).unseen for each in (one, other)]

    assert (seen_before.unseen, found) == (1, [1, 0])


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_lost_each_call_that_the_carrier_saw_has_one_verdict(hotline, seed):
    rng, made = random.Random(seed), []
    for n, plan in enumerate(PLANS):
        faults = [
            Fault(kind=rng.choice(ALL), action="drop", number_of=rng.randint(1, 3), times=9)
            for _ in range(rng.randint(1, 4))
        ]
        hotline.carrier.faults = Faults(faults)
        made.append(hotline.call(caller=f"+8450500010{n}", **plan))

    reconcile(hotline, minutes=20)

    found = calls(hotline)
    assert sorted(row.sid for row in found) == sorted(call.sid for call in made)
    assert all(row.verdict and row.ended_at for row in found)
    owed = [debt.caller_number for debt in hotline.callbacks(state=CallbackState.OPEN)]
    assert sorted(owed) == sorted({row.caller_number for row in found if row.due_at})
    talked = {call.sid for call in made if call.truth.was_joined}
    assert {row.sid for row in found if row.verdict is Verdict.ANSWERED} <= talked
