"""What is past its term goes, and nothing else; reports, stories and debts stay what they were."""

from datetime import timedelta

import sqlalchemy as sa

from ivr.carrier import CarrierAway
from ivr.flow.numbers import is_pseudonym
from ivr.flow.retention import Kind
from ivr.flow.words import CallbackState, MessageState
from models.audit import AuditRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call, find
from models.events import EventRow
from models.messages import Message
from models.privacy import deletions
from privacy.deleting import deleter_of
from privacy.holding import Holds
from tests.harness import CITIZEN
from tests.jobs.telling import plain
from tests.privacy.conftest import NOBODY, OTHER, TYPED, audio, traces

COMES_BACK = {"caller_number", "callback_number", "number_reversed", "scrubbed_at"}


def everything(hotline):
    """Return calls and debts without their numbers."""
    with hotline.hotline.database.reading() as session:
        calls = session.scalars(sa.select(Call).order_by(Call.sid)).all()
        debts = session.scalars(sa.select(Callback).order_by(Callback.id)).all()
        return [plain(row, *COMES_BACK) for row in (*calls, *debts)]


def people(hotline):
    """Return how many callers there are, and how often each called."""
    with hotline.hotline.database.reading() as session:
        query = sa.select(sa.func.count(Call.id)).group_by(Call.callback_number)
        return sorted(session.scalars(query))


def tell_again(hotline):
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.update(EventRow).values(told_at=None))
    hotline.tell()


def test_numbers_go_and_stories_debts_and_people_stay(past, delete):
    before, crowd = everything(past), people(past)
    assert "calls" in traces(past)
    past.pass_time(days=731)

    assert delete(Kind.NUMBERS)[Kind.NUMBERS] >= 3

    assert delete(Kind.NUMBERS)[Kind.NUMBERS] == 0
    assert everything(past) == before
    assert people(past) == crowd
    tell_again(past)
    delete(Kind.NUMBERS)
    assert everything(past) == before
    assert people(past) == crowd
    assert traces(past) == traces(past, OTHER) == traces(past, TYPED) == set()


def test_who_is_still_owed_a_call_stays_as_they_are_with_their_message(past, delete):
    past.call("411", NOBODY)
    past.work_off()
    assert len(audio(past)) == 2
    past.pass_time(days=800)  # the debt is older than every term now, and still open

    delete()

    assert {"calls", "callbacks", "events"} <= traces(past)
    assert traces(past, OTHER) == set()
    assert len(audio(past)) == 2
    with past.hotline.database.reading() as session:
        query = sa.select(Callback.caller_number).where(Callback.state == CallbackState.OPEN)
        assert session.scalars(query).all() == [CITIZEN]


def test_an_old_event_that_comes_late_does_not_bring_a_number_back(past, delete):
    past.pass_time(days=731)
    delete(Kind.NUMBERS)
    with past.hotline.database.transaction() as session:
        first = session.scalars(sa.select(EventRow).order_by(EventRow.id)).first()
        late = {"caller_number": CITIZEN}
        session.add(
            EventRow(
                call_sid=first.call_sid,
                key="a:late:one",
                kind=first.kind,
                at=first.at - timedelta(seconds=1),
                facts=late,
                raw={"From": CITIZEN, "CallStatus": "ringing"},
            )
        )
    past.tell()

    with past.hotline.database.reading() as session:
        known = find(session, first.call_sid)
        assert known
        assert is_pseudonym(known.caller_number)
    delete(Kind.NUMBERS)
    assert traces(past) == set()


def test_what_is_held_stays_until_the_hold_is_lifted(past, delete):
    with past.hotline.database.transaction() as session:
        place = Holds(session, "quan.tri", past.now).place
        place(number=CITIZEN, call_sid=None, reason="khiếu nại")
        sid = session.scalar(sa.select(Call.sid).where(Call.callback_number == OTHER))
        place(number=None, call_sid=sid, reason="khiếu nại")
    kept = audio(past)
    past.pass_time(days=731)

    delete()

    assert {"events", "calls", "callbacks", "holds"} <= traces(past)
    assert {"events", "calls"} <= traces(past, OTHER)
    assert traces(past, TYPED) == set()
    assert audio(past) == kept != []
    with past.hotline.database.reading() as session:
        assert session.scalars(sa.select(AuditRow.key)).all() == ["1", "2"]
        forms = session.scalars(sa.select(EventRow.raw).where(EventRow.call_sid == sid)).all()
        assert all("CallSid" in form for form in forms)
    with past.hotline.database.transaction() as session:
        for id in (1, 2):
            Holds(session, "quan.tri", past.now).lift(id)
    delete()
    assert traces(past) <= {"holds"}
    assert traces(past, OTHER) == set()
    assert audio(past) == []


def test_audio_goes_here_and_at_the_carrier_also_where_that_was_away(past, delete, monkeypatch):
    sids = list(past.carrier.recordings.all())
    with past.hotline.database.reading() as session:
        message = session.scalars(sa.select(Message).where(Message.path.is_not(None))).one()
    assert len(audio(past)) == 1
    past.pass_time(days=91)
    carrier = past.hotline.carrier
    with monkeypatch.context() as away:
        away.setattr(carrier, "delete_recording", broken)
        assert delete(Kind.MESSAGES) == {Kind.MESSAGES: len(sids)}

    assert audio(past) == []
    past.work.delete_old()

    with past.hotline.database.reading() as session:
        row = session.get_one(Message, message.id)
        assert (row.state, row.path, row.seconds) == (MessageState.DELETED, None, message.seconds)
        assert row.deleted_at_carrier_at is not None
    tell_again(past)
    past.work.fetch()
    assert audio(past) == []


def broken(_sid):
    raise CarrierAway("no answer")


def test_forms_lose_all_but_their_bones_and_each_is_looked_at_once(past, delete):
    with past.hotline.database.reading() as session:
        count = len(session.scalars(sa.select(EventRow.id)).all())
    past.pass_time(days=89)
    past.call("4", NOBODY, caller=OTHER)
    assert delete(Kind.FORMS)[Kind.FORMS] == 0
    past.pass_time(days=2)

    assert delete(Kind.FORMS)[Kind.FORMS] == count

    with past.hotline.database.reading() as session:
        rows = session.scalars(sa.select(EventRow).order_by(EventRow.id)).all()
        assert all("From" not in row.raw and "CallSid" not in row.raw for row in rows[:count])
        assert rows[0].raw["CallStatus"] == "ringing"
        assert all("CallSid" in row.raw for row in rows[count:])
        last = deletions.last(session, Kind.FORMS)
        assert last
        assert last.mark == rows[count - 1].id
    assert delete(Kind.FORMS)[Kind.FORMS] == 0


def test_a_turn_that_is_broken_off_goes_on_and_the_log_counts_each_thing_once(past, delete):
    past.pass_time(days=731)
    deleter = deleter_of(past.hotline, past.spool)
    at = (past.now, past.now - timedelta(days=730))
    count, after = deleter._step(Kind.FORMS, at, None)
    with past.hotline.database.transaction() as session:  # as if there had been more to do
        last = deletions.last(session, Kind.FORMS)
        assert last
        last.done_at = None

    delete(Kind.FORMS)

    with past.hotline.database.reading() as session:
        (row,) = deletions.latest(session, limit=9)
        assert (row.kind, row.count, row.until) == (Kind.FORMS, count, at[1] + timedelta(days=640))
        assert row.done_at is not None
    assert after is None


def test_notes_of_what_is_settled_go_and_those_of_the_system_stay(past, delete):
    past.pass_time(days=731)

    assert delete(Kind.NOTES) == {Kind.NOTES: 1}

    with past.hotline.database.reading() as session:
        notes = session.scalars(sa.select(CallbackAction.note)).all()
        assert "gọi qua số khác" not in notes


def test_each_night_has_one_turn_and_days_have_none(past):
    past.work.delete_old()
    with past.hotline.database.reading() as session:
        assert deletions.latest(session, limit=9) == []
    past.pass_time(hours=17)  # two in the morning

    for _ in range(3):
        past.work.delete_old()

    with past.hotline.database.reading() as session:
        kinds = [row.kind for row in deletions.latest(session, limit=99)]
    assert sorted(kinds) == sorted(set(Kind) - {Kind.SPOOL})
    past.pass_time(days=1)
    past.work.delete_old()
    with past.hotline.database.reading() as session:
        assert len(deletions.latest(session, limit=99)) == 2 * len(kinds)


def test_what_cannot_be_read_in_the_spool_goes_after_its_term(past, delete):
    folder = past.settings.var_dir / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    old, new = "20261020T0200000000000000-a.event.unreadable", "20261120T0200000000000000-b.half"
    for name in (old, new, "20200101T0200000000000000-c.event.json", "la.unreadable"):
        (folder / name).write_text("x")

    assert delete(Kind.SPOOL) == {Kind.SPOOL: 2}

    left = sorted(path.name for path in folder.iterdir())
    assert left == ["20200101T0200000000000000-c.event.json", new]


def test_numbers_of_posts_and_of_the_hotline_are_no_citizens(past, delete):
    (officer,) = {o.number for _, o in past.hotline.board.board.switchboard.officers()} & {
        "+84500000041"
    }
    past.call("4", "accept", caller=officer)
    past.work_off()
    past.pass_time(days=731)

    delete(Kind.NUMBERS)

    assert "calls" in traces(past, officer)
