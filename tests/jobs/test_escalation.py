"""A citizen who waits too long is told of: once, to whoever answers for that much delay."""

import pytest
import sqlalchemy as sa

from callbacks import claims, deeds
from callbacks.debts import write_debts
from callbacks.deeds import Books
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.words import Channel, Did, LegOutcome, Level
from jobs import escalation
from models import notices
from models.callbacks import Callback
from models.calls import Call
from tests.duty.conftest import officer
from tests.jobs.stories import BRANCH, abandoned
from tests.jobs.telling import SWITCHBOARD, told
from tests.models.rows import CALLER, minutes


@pytest.fixture
def debt(database):
    """Return the id of what a caller is owed who was missed at eight, and again: due at ten."""
    told(database, abandoned("CA1", minutes(-30)), abandoned("CA2", minutes(-20)))
    with database.transaction() as session:
        first = session.scalars(sa.select(Call).where(Call.sid == "CA1")).one()
        first.ended_at, first.due_at = minutes(-60), minutes(60)
        write_debts(session, SWITCHBOARD, CALLER, minutes(-20))
        return session.scalars(sa.select(Callback)).one().id


def run(database, minute):
    return escalation.run(database, SWITCHBOARD, now=minutes(minute))


def raised(database):
    with database.reading() as session:
        found = notices.latest(session, limit=99)
        session.expunge_all()
    return {notice.key: notice for notice in reversed(found)}


def do(database, debt, did, at, **facts):
    deed = Deed(
        key=f"{did}:{at}", debt=debt, did=did, at=at, actor="an", channel=Channel.WEB, **facts
    )
    with database.transaction() as session:
        assert deeds.write(Books(session, SWITCHBOARD, at), deed)


def test_nothing_is_told_before_half_the_time_has_passed(debt, database):
    assert (run(database, -1), raised(database)) == (0, {})


def test_each_notice_is_raised_once_to_whoever_answers_for_that_much_delay(debt, database):
    made = [run(database, minute) for minute in (0, 1, 60, 61, 4 * 60, 7 * 60, 8 * 60)]

    # Two hours after ten o'clock there is lunch from eleven to one, so twice is at two.
    assert made == [1, 0, 1, 0, 0, 1, 0]
    assert {key: (n.level, n.audience) for key, n in raised(database).items()} == {
        f"owed:{debt}:50": (Level.OFFICER, BRANCH),
        f"owed:{debt}:100": (Level.HEAD, BRANCH),
        f"owed:{debt}:200": (Level.SUPERVISOR, BRANCH),
    }


def test_a_worker_that_was_down_tells_all_that_it_missed(debt, database):
    assert run(database, 24 * 60) == 3


def test_the_subject_tells_the_whole_story_and_no_number(debt, database):
    with database.transaction() as session:
        session.add(officer("an", "+84500000141", entered_at=minutes(-90)))
    do(database, debt, Did.TRIED, minutes(-5), leg=LegOutcome.BUSY)
    with database.transaction() as session:
        claims.claim(session, debt, "an", now=minutes(-4), channel=Channel.KEYPAD)
    run(database, 0)

    notice = raised(database)[f"owed:{debt}:50"]

    assert notice.subject_vi == (
        "Sắp đến hạn gọi lại 0912•••678: nhánh 3 Pháp luật và thể chế, nhỡ 2 lần,"
        " lần cuối 08:40 ngày 23/11, hạn gọi lại 10:00 ngày 23/11,"
        " đã gọi 1 lần không gặp, Chuyên viên an đang nhận"
    )
    assert notice.subject_en == (
        "Soon due to be called back: 0912•••678, branch 3 Law and institutions, missed 2 times,"
        " last at 08:40 on 23/11, due at 10:00 on 23/11, tried once in vain, claimed by Officer an"
    )
    everything = notice.subject_vi + notice.subject_en + notice.body_vi + notice.body_en
    assert CALLER[3:] not in everything
    assert f"callback show {debt}" in notice.body_vi


def test_what_nobody_has_touched_is_said_so(debt, database):
    run(database, 60)

    subject = raised(database)[f"owed:{debt}:100"].subject_vi

    assert subject.startswith("Quá hạn gọi lại 0912•••678")
    assert subject.endswith("chưa gọi lần nào, chưa ai nhận")


def test_what_is_settled_is_told_to_nobody(debt, database):
    do(database, debt, Did.REACHED, minutes(-10))

    assert run(database, 24 * 60) == 0


def test_a_citizen_who_asked_to_be_called_later_waits_anew_from_then_on(debt, database):
    tomorrow = minutes(24 * 60)
    do(database, debt, Did.POSTPONED, minutes(-10), until=tomorrow)

    assert [run(database, minute) for minute in (0, 8 * 60, 24 * 60, 24 * 60 + 50)] == [0] * 4

    later = [run(database, 24 * 60 + minute) for minute in (60, 120, 360)]
    assert later == [1, 1, 1]


def test_a_citizen_who_was_missed_again_since_waits_as_before(debt, database):
    do(database, debt, Did.POSTPONED, minutes(-10), until=minutes(24 * 60))
    told(database, abandoned("CA3", minutes(-5)))

    assert run(database, 0) == 1


def test_a_try_in_vain_at_the_time_asked_for_is_late_again(debt, database):
    do(database, debt, Did.POSTPONED, minutes(-10), until=minutes(10))
    do(database, debt, Did.TRIED, minutes(11), leg=LegOutcome.NO_ANSWER)

    assert run(database, 61) == 2
