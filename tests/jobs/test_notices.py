"""Gaps in the roster are told once, in time, and again where telling fails."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from duty.alarms import days_to_tell
from ivr.flow.routing import Route
from ivr.flow.words import Level, Text
from ivr.notifier import Apprise, NotSent
from jobs.notices import MOST_TRIES, Sender, back_off, bad_routes, raise_gaps
from models.duty.officers import OfficerRow
from models.notices import Notice, NoticeRow, latest, raise_notice
from tests.duty.conftest import BRANCH, absence, change, on, staffed, switchboard

__all__ = ["change", "staffed", "switchboard"]


class Post:
    """Takes notices, or refuses the first so many."""

    def __init__(self, refuses=0):
        self.refuses, self.taken, self.told = refuses, [], []

    def send(self, addresses, subject, body):
        if self.refuses:
            self.refuses -= 1
            raise NotSent("refused")
        self.taken.append((subject, body))
        self.told.append(addresses)


SUPERVISOR = (Route(1, Level.SUPERVISOR, "", "mailto://supervisor"),)


@pytest.fixture
def failing(staffed, database):
    """Let the number on duty fail its checks, so that a gap arises by itself."""
    with database.transaction() as session:
        session.execute(sa.update(OfficerRow).values(out_since=on(23, 8)))


def told(database):
    with database.reading() as session:
        return {row.key: row for row in latest(session, limit=50)}


def test_tomorrows_gaps_are_told_from_four_in_the_afternoon():
    assert days_to_tell(on(23, 15, 59)) == (on(23, 0).date(),)
    assert days_to_tell(on(23, 16)) == (on(23, 0).date(), on(24, 0).date())


def test_a_roster_without_gaps_is_silent(staffed, database, switchboard):
    assert raise_gaps(database, switchboard, now=on(23, 16)) == 0


def test_a_gap_that_arises_is_told_at_once_and_once(failing, database, switchboard):
    first = raise_gaps(database, switchboard, now=on(23, 9))
    again = raise_gaps(database, switchboard, now=on(23, 9, 1))

    assert (first, again) == (1, 0)
    notice = told(database)[f"gap:{BRANCH}:2026-11-23"]
    assert notice.subject_vi.startswith("Lịch trực trống 360 phút ngày 23/11: nhánh 4")
    assert "23/11/2026 09:00–11:00" in notice.body_vi
    assert "nobody yet" in notice.body_en


def test_the_next_days_gap_is_told_the_day_before(failing, database, switchboard):
    raise_gaps(database, switchboard, now=on(23, 15))
    before = set(told(database))
    raise_gaps(database, switchboard, now=on(23, 16))

    assert set(told(database)) - before == {f"gap:{BRANCH}:2026-11-24"}


def test_who_could_fill_in_is_named(staffed, database, switchboard):
    with staffed() as change_:
        change_.enter(absence("an", on(24, 9), on(24, 10), stand_in="binh"))
    with database.transaction() as session:
        session.execute(
            sa.update(OfficerRow).where(OfficerRow.code == "binh").values(out_since=on(23, 8))
        )
    raise_gaps(database, switchboard, now=on(23, 16))

    (notice,) = told(database).values()
    assert "24/11/2026 09:00–10:00" in notice.body_vi


def test_no_number_of_anybody_is_in_a_notice(failing, database, switchboard):
    raise_gaps(database, switchboard, now=on(23, 16))

    for notice in told(database).values():
        assert "84500" not in notice.body_vi + notice.body_en + notice.subject_vi


def test_a_notice_is_sent_in_vietnamese_first_and_once(failing, database, switchboard):
    raise_gaps(database, switchboard, now=on(23, 9))
    post = Post()
    sender = Sender(database, post, SUPERVISOR)

    assert sender.run(now=on(23, 9))
    assert not sender.run(now=on(23, 9, 5))
    ((subject, body),) = post.taken
    assert subject.startswith("Lịch trực trống")
    assert body.index("Không có ai trực") < body.index("Nobody on duty")
    (notice,) = told(database).values()
    assert notice.sent_at == on(23, 9)


def test_what_could_not_be_sent_is_tried_again_later(failing, database, switchboard):
    raise_gaps(database, switchboard, now=on(23, 9))
    post = Post(refuses=1)
    sender = Sender(database, post, SUPERVISOR)

    assert sender.run(now=on(23, 9))
    assert not sender.run(now=on(23, 9))
    assert sender.run(now=on(23, 9, 1))
    assert len(post.taken) == 1


def test_a_worker_that_dies_with_a_notice_is_followed_by_another(failing, database, switchboard):
    raise_gaps(database, switchboard, now=on(23, 9))

    class Dies:
        def send(self, addresses, subject, body):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Sender(database, Dies(), SUPERVISOR).run(now=on(23, 9))

    post = Post()
    assert not Sender(database, post, SUPERVISOR).run(now=on(23, 9, 4))
    assert Sender(database, post, SUPERVISOR).run(now=on(23, 9, 5))


def test_a_notice_that_nobody_takes_is_given_up_and_kept(failing, database, switchboard):
    raise_gaps(database, switchboard, now=on(23, 9))
    sender, now = Sender(database, Post(refuses=MOST_TRIES), SUPERVISOR), on(23, 9)
    while sender.run(now=now):
        now += timedelta(hours=1)

    (notice,) = told(database).values()
    assert (notice.tries, notice.next_try_at, notice.error) == (MOST_TRIES, None, "refused")


def test_without_an_address_notices_are_kept(failing, database, switchboard):
    raise_gaps(database, switchboard, now=on(23, 9))

    assert not Sender(database, Post(), ()).run(now=on(23, 9))
    with database.reading() as session:
        assert session.scalar(sa.select(NoticeRow.next_try_at)) == on(23, 9)


def test_waits_grow_up_to_an_hour():
    assert [back_off(n) for n in (1, 2, 3, 30)] == [
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(minutes=4),
        timedelta(hours=1),
    ]


def test_an_address_that_makes_no_sense_is_told_without_it():
    with pytest.raises(NotSent) as refused:
        Apprise().send(["nonsense://secret"], "a", "b")

    assert "secret" not in str(refused.value)


# Whom it goes to.

HEAD = Route(2, Level.HEAD, BRANCH, "mailto://head")


def send(database, routes, **about):
    """Raise one notice and send it; return what the sender was given, and the notice's row."""
    words = Text("a", "b")
    notice = Notice(key="k", audience=BRANCH, subject=words, body=words, **about)
    with database.transaction() as session:
        raise_notice(session, notice, on(23, 9))
    post = Post()
    assert Sender(database, post, routes).run(now=on(23, 9))
    return post.told, told(database)["k"]


@pytest.mark.parametrize(
    ("level", "address"),
    [
        (Level.OFFICER, "mailto://head"),
        (Level.HEAD, "mailto://head"),
        (Level.SUPERVISOR, "mailto://supervisor"),
    ],
)
def test_a_notice_goes_to_whom_it_is_for(database, level, address):
    given, row = send(database, (*SUPERVISOR, HEAD), level=level)

    assert given == [(address,)]
    assert row.sent_at == on(23, 9)


def test_a_notice_for_which_there_is_no_address_is_kept_and_said_to_be(database, caplog):
    given, row = send(database, (HEAD,), level=Level.SUPERVISOR)

    assert given == []
    assert (row.sent_at, row.error) == (None, "NOTICES_TO has no address for it")
    assert "notice not sent" in caplog.messages


def test_addresses_that_are_for_nobody_are_told_by_their_place(switchboard):
    entries = ("mailto://a", f"head/{BRANCH}=mailto://b", "head/no-such=mailto://c", "boss=x://d")

    faults = bad_routes(entries, switchboard)

    assert [(fault.entry, fault.reason.en) for fault in faults] == [
        (3, "there is no branch no-such"),
        (4, "before the = there must be: officer, head, supervisor"),
    ]
