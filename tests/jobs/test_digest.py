"""The digest goes out twice a day, once each, also from a worker that comes back late."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from ivr.flow.words import CallbackOutcome, CallbackState, Level, Verdict
from jobs.digest import due, run
from models.duty.officers import OfficerRow
from models.notices import latest
from tests.duty.conftest import absence, change, officer, on, shift, staffed, switchboard
from tests.models.rows import a_call, a_callback

__all__ = ["change", "staffed", "switchboard"]
FOUR = "4 Thủ tục hành chính, một cửa"


@pytest.fixture
def send(database, switchboard):
    """Return what runs the job at a moment and returns the notices there are, oldest first."""

    def sent(*moments):
        for now in moments:
            run(database, switchboard, now=now)
        with database.reading() as session:
            return latest(session, limit=50)[::-1]

    return sent


@pytest.fixture
def keep(database):
    """Return what puts rows into the database."""

    def kept(*rows):
        with database.transaction() as session:
            session.add_all(rows)

    return kept


def call(sid, at, verdict=Verdict.ANSWERED, **changes):
    values = {"started_at": at, "ended_at": at + timedelta(minutes=2), "verdict": verdict}
    return a_call(sid, **(values | changes))


@pytest.mark.parametrize(
    ("at", "key"),
    [
        (on(24, 7, 29), None),
        (on(24, 7, 30), "digest:2026-11-24:0730"),
        (on(24, 10, 29), "digest:2026-11-24:0730"),
        (on(24, 10, 30), None),
        (on(24, 16, 29), None),
        (on(24, 16, 30), "digest:2026-11-24:1630"),
        (on(24, 19, 29), "digest:2026-11-24:1630"),
        (on(24, 19, 30), None),
        (on(24, 0), None),
    ],
)
def test_a_digest_is_due_for_three_hours(at, key):
    asked = due(at)

    assert (asked.key if asked else None) == key


def test_each_digest_is_told_once_and_to_the_supervisors(send):
    moments = [on(24, 7) + timedelta(minutes=n) for n in range(0, 24 * 60, 7)]

    told = send(*moments)

    keys = [notice.key for notice in told]
    assert keys == ["digest:2026-11-24:0730", "digest:2026-11-24:1630"]
    assert {(notice.audience, notice.level) for notice in told} == {("truc-ban", Level.SUPERVISOR)}
    assert told[0].next_try_at == on(24, 7, 35)


def test_a_worker_that_comes_back_sends_what_is_not_too_old(send):
    assert [notice.key for notice in send(on(24, 10, 15))] == ["digest:2026-11-24:0730"]
    assert len(send(on(24, 12))) == 1


def test_the_morning_tells_the_whole_day_before_and_the_afternoon_today_so_far(send, keep):
    keep(
        call("CA1", on(22, 23, 59)),
        call("CA2", on(23, 0)),
        call("CA3", on(23, 23, 59), Verdict.NOT_ANSWERED),
        call("CA4", on(24, 0)),
        call("CA5", on(24, 8)),
        call("CA6", on(24, 17)),
        call("CA7", on(23, 9), Verdict.TEST),
    )

    morning, afternoon = send(on(24, 7, 30), on(24, 16, 30))

    assert morning.subject_vi == "CCHC 23/11: 2 gọi, 1 nhỡ (1 người)"
    assert morning.subject_en == "Hotline 23/11: 2 calls, 1 missed (1 person)"
    assert afternoon.subject_vi == "CCHC 24/11 đến 16:30: 2 gọi, không nhỡ"


def test_who_was_reached_since_is_missed_but_not_left(send, keep):
    other = "+84505000009"
    missed = call("CA1", on(23, 9), Verdict.NOT_ANSWERED)
    keep(missed, call("CA2", on(23, 10), Verdict.ABANDONED, callback_number=other))
    keep(
        a_callback(
            missed,
            state=CallbackState.CLOSED,
            outcome=CallbackOutcome.REACHED,
            reached_at=on(24, 7, 10),
            last_missed_at=on(23, 9, 2),
        )
    )

    (told,) = send(on(24, 7, 30))

    assert told.subject_vi == "CCHC 23/11: 2 gọi, 2 nhỡ (2 người)"
    assert "Người gọi nhỡ: 2, trong đó 1 người chưa ai gặp lại." in told.body_vi


def test_overdue_is_what_is_open_past_its_time_now(send, keep):
    calls = [call(f"CA{n}", on(20, 9), Verdict.NOT_ANSWERED) for n in range(4)]
    calls[3].branch = "da-bo"
    keep(*calls)
    keep(
        a_callback(calls[0], due_at=on(24, 7, 29)),
        a_callback(calls[1], due_at=on(24, 7, 30), caller_number="+84505000002"),
        a_callback(
            calls[2],
            due_at=on(20, 11),
            caller_number="+84505000003",
            state=CallbackState.CLOSED,
            outcome=CallbackOutcome.UNREACHABLE,
        ),
        a_callback(calls[3], due_at=on(20, 11), branch="da-bo"),
    )

    (told,) = send(on(24, 7, 30))

    assert told.subject_vi == "CCHC 23/11: không có cuộc gọi nào, 2 quá hạn"
    assert f"Quá hạn gọi lại: {FOUR} 1, da-bo 1." in told.body_vi


def test_posts_that_are_out_and_hours_without_anybody_are_told(send, staffed, database):
    with staffed() as change_:
        change_.enter(officer("chi", "+84500000143"))
        change_.enter(shift("chi", branch="tu-phap"))
    with database.transaction() as session:
        session.execute(
            sa.update(OfficerRow).where(OfficerRow.code == "an").values(out_since=on(23, 8))
        )
        session.add(absence("chi", on(25, 8), on(25, 9), entered_at=on(23, 9)))

    (told,) = send(on(24, 16, 30))

    assert told.subject_vi.endswith("không có cuộc gọi nào, 1 đầu số hỏng")
    lines = told.body_vi.splitlines()
    assert "Đầu số không đạt kiểm tra, tạm không đổ chuông: Chuyên viên an." in lines
    empty = [line for line in lines if line.startswith("Chưa có ai trực")]
    assert [line.partition(": ")[2] for line in empty] == [
        f"{FOUR}, 24/11/2026 16:30–17:00 (30/30 phút).",
        "3 Pháp luật và thể chế, 25/11/2026 08:00–09:00 (60/480 phút).",
        f"{FOUR}, 25/11/2026 07:00–11:00; 25/11/2026 13:00–17:00 (480/480 phút).",
    ]


def test_no_number_of_anybody_is_in_a_digest(send, keep, staffed, database):
    keep(call("CA1", on(23, 9), Verdict.NOT_ANSWERED))
    with database.transaction() as session:
        session.execute(sa.update(OfficerRow).values(out_since=on(23, 8)))

    (told,) = send(on(24, 7, 30))

    words = told.subject_vi + told.subject_en + told.body_vi + told.body_en
    assert "84500" not in words
    assert "912345678" not in words
