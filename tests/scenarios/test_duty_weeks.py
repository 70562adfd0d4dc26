"""Weeks of duty lived through: Tết, nights, swaps, absences, a number that fails, a refusal.

Who was rung is held against who was meant to be, written down in the test, never against what the
roster's own code says.
"""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from duty.refusals import GapRefused
from ivr.flow.words import Cause, Role, Verdict
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow
from tests.duty.conftest import absence, shift, swap
from tests.harness import HANOI
from tests.scenarios.duty import (
    CODES,
    EVERY_DAY,
    FOUR,
    LAW,
    MONDAY,
    NUMBERS,
    Duty,
    at,
    day_and_night,
)

MONDAY_BEFORE_TET = date(2026, 2, 9)


@pytest.fixture
def begin(tmp_path, sqlite_url):
    """Return what begins a duty at a moment, with five officers and no shift yet."""
    begun = []

    def begin(moment, **settings):
        begun.append(Duty(tmp_path, sqlite_url, begins=moment, **settings))
        return begun[-1]

    yield begin
    for duty in begun:
        duty.hotline.close()


# Tết 2026: 16 to 20 February off by law, and by a made-up document Monday 23 February as well,
# for which Saturday the 28th is worked.


@pytest.fixture
def tet(begin):
    duty = begin(at(MONDAY_BEFORE_TET, 8))
    document = "Văn bản 1/TB, ví dụ"
    extra = CalendarDayRow(
        day=date(2026, 2, 23), name_vi="Nghỉ thêm", name_en="Extra", document=document
    )
    made_up = CalendarDayRow(
        day=date(2026, 2, 28), name_vi="Làm bù", name_en="Made up", document=document, worked_as=0
    )
    duty.enter(
        shift("an", weekdays="01234", valid_from=MONDAY_BEFORE_TET),
        *day_and_night(MONDAY_BEFORE_TET),
        extra,
        made_up,
    )
    return duty


def expected_at_tet(moment):
    """Return whom branches four and three are meant to ring; None: closed."""
    day, hour = moment.date(), moment.hour
    is_worked = day.weekday() < 5 and not date(2026, 2, 16) <= day <= date(2026, 2, 20)
    is_worked = (is_worked and day != date(2026, 2, 23)) or day == date(2026, 2, 28)
    is_open = is_worked and hour in (7, 8, 9, 10, 13, 14, 15, 16)
    return ["an"] if is_open else None, ["ngay" if 6 <= hour < 18 else "dem"]


DAYS = [date(2026, 2, day) for day in (13, 14, 16, 20, 23, 24, 28)] + [date(2026, 3, 1)]


def test_the_weeks_around_tet(tet):
    rung = {}
    for n, (day, hour) in enumerate((day, hour) for day in DAYS for hour in (3, 9, 23)):
        moment = at(day, hour, 30)
        four, law = expected_at_tet(moment)
        of_law, _ = tet.call("3", moment)
        codes, row = tet.call("4", caller=f"+8450500{n:04}") if hour != 23 else ([], None)
        rung[moment] = (codes, of_law)

        assert of_law == law, moment
        assert codes == (four or []), moment
        if row:
            verdict = Verdict.ANSWERED if four else Verdict.OUT_OF_HOURS
            assert (row.verdict, row.cause) == (verdict, expected_cause(moment, four)), moment

    who_was_there_is_told_afterwards(tet, rung)


def expected_cause(moment, four):
    if four:
        return None
    is_holiday = 16 <= moment.day <= 20 or moment.day == 23
    return Cause.HOLIDAY if is_holiday else Cause.CLOSED


def who_was_there_is_told_afterwards(duty, rung):
    """Change the roster once it is all over: the past must not know of it."""
    with duty.change() as change:
        for row in change.session.scalars(sa.select(ShiftRow).where(ShiftRow.branch == LAW)):
            change.withdraw(row)
        always = {"weekdays": EVERY_DAY, "start": time(0), "end": time(0)}
        change.enter(shift("sep", branch=LAW, valid_from=MONDAY_BEFORE_TET, **always))
    for moment, (codes, of_law) in rung.items():
        assert duty.there(LAW, moment) == of_law, moment
        if codes:
            assert duty.there(FOUR, moment) == codes, moment
    assert duty.there(LAW, duty.hotline.now) == ["sep"]


def test_tet_is_covered_as_far_as_anybody_has_to_be_there(tet):
    tet.go_to(at(date(2026, 3, 2), 0))
    week = at(date(2026, 2, 16), 0), at(date(2026, 2, 23), 0)

    four, law = tet.coverage(FOUR, *week), tet.coverage(LAW, *week)
    after = tet.coverage(FOUR, at(date(2026, 2, 23), 0), at(date(2026, 3, 2), 0))

    assert (four.share.whole, law.share.whole) == (0, 7 * 24 * 3600)
    assert law.gaps == four.gaps == after.gaps == ()
    assert after.share.whole == 5 * 8 * 3600  # Tuesday to Saturday


# A night that crosses midnight.


@pytest.mark.parametrize(
    ("hours_after_monday", "code"),
    [
        (timedelta(hours=17, minutes=59, seconds=50), "ngay"),
        (timedelta(hours=18), "dem"),
        (timedelta(hours=23, minutes=59), "dem"),
        (timedelta(hours=24, minutes=1), "dem"),
        (timedelta(hours=29, minutes=59, seconds=50), "dem"),
        (timedelta(hours=30), "ngay"),
    ],
)
def test_a_night_shift_answers_across_midnight_until_it_is_handed_over(
    begin, hours_after_monday, code
):
    duty = begin(at(MONDAY, 8))
    duty.enter(*day_and_night(MONDAY))

    rung, row = duty.call("3", at(MONDAY, 0) + hours_after_monday)

    assert (rung, row.verdict) == ([code], Verdict.ANSWERED)
    assert duty.there(LAW, row.chosen_at) == [code]


def test_a_night_belongs_to_the_day_on_which_it_begins(begin):
    duty = begin(at(MONDAY, 8))
    friday = MONDAY + timedelta(days=4)
    other_nights = "012356"
    given = {"branch": LAW, "valid_from": MONDAY, "start": time(18), "end": time(6)}
    duty.enter(
        shift("ngay", branch=LAW, weekdays=EVERY_DAY, start=time(6), end=time(18)),
        shift("dem", **given, weekdays=other_nights),
        shift("sep", **given, weekdays="4"),
    )

    nights = [duty.call("3", at(friday + timedelta(days=n), 3))[0] for n in range(3)]

    assert nights == [["dem"], ["sep"], ["dem"]]


def test_a_call_that_rings_when_the_shift_ends_goes_on_with_who_it_rang(begin):
    duty = begin(at(MONDAY, 8))
    duty.enter(*day_and_night(MONDAY))
    duty.behaves(NUMBERS["dem"], "accept@18/60")

    rung, row = duty.call("3", at(MONDAY, 0) + timedelta(hours=29, minutes=59, seconds=50))

    assert (rung, row.verdict, row.talk_s) == (["dem"], Verdict.ANSWERED, 60)
    assert row.answered_at > at(MONDAY + timedelta(days=1), 6)


# Somebody else takes a turn in the middle of a day of calls.


@pytest.fixture
def staffed(begin):
    """Put an on duty for branch four from Monday on, with binh as deputy in the afternoon."""
    duty = begin(at(MONDAY, 8))
    duty.enter(
        shift("an", valid_from=MONDAY),
        shift("binh", valid_from=MONDAY, role=Role.DEPUTY, start=time(13)),
    )
    return duty


def test_a_swap_and_a_stand_in_in_the_middle_of_a_day_of_calls(staffed):
    rung = {}

    def call(hour, minute=0):
        rung[hour, minute] = staffed.call("4", at(MONDAY, hour, minute))[0]

    call(8, 30)
    staffed.go_to(at(MONDAY, 8, 45))
    staffed.enter(swap("an", "ngay", at(MONDAY, 9), at(MONDAY, 10)))
    for moment in ((8, 50), (9, 0), (9, 59), (10, 0)):
        call(*moment)
    staffed.go_to(at(MONDAY, 13, 20))
    staffed.enter(absence("an", at(MONDAY, 13, 30), at(MONDAY, 15), stand_in="sep"))
    for moment in ((13, 25), (13, 30), (14, 59), (15, 0)):
        call(*moment)

    taken = {(9, 0): "ngay", (9, 59): "ngay", (13, 30): "sep", (14, 59): "sep"}
    assert rung == {moment: [taken.get(moment, "an")] for moment in rung}
    for (hour, minute), codes in rung.items():
        assert staffed.there(FOUR, at(MONDAY, hour, minute))[:1] == codes


def test_an_absence_entered_while_a_phone_rings_lets_it_ring_and_spares_it_afterwards(staffed):
    staffed.behaves(NUMBERS["an"], "no-answer")
    staffed.go_to(at(MONDAY, 14))
    first = staffed.hotline.start("4")
    staffed.hotline.pass_time(seconds=10)
    assert [CODES[leg.number] for leg in first.truth.legs] == ["an"]
    staffed.enter(absence("an", at(MONDAY, 14), at(MONDAY, 16)))
    staffed.hotline.carrier.run()

    second, _ = staffed.call("4")

    assert [CODES[leg.number] for leg in first.truth.legs] == ["an", "binh"]
    assert second == ["binh"]


def test_a_stand_in_is_told_with_the_change_withdrawn_again(staffed):
    staffed.enter(absence("an", at(MONDAY, 9), at(MONDAY, 11), stand_in="sep"))
    before, _ = staffed.call("4", at(MONDAY, 9, 30))
    with staffed.change() as change:
        change.withdraw(change.session.get_one(AbsenceRow, 1))
    after, _ = staffed.call("4", at(MONDAY, 9, 40))

    assert (before, after) == (["sep"], ["an"])
    assert staffed.there(FOUR, at(MONDAY, 9, 30)) == ["sep"]
    assert staffed.there(FOUR, at(MONDAY, 9, 40)) == ["an"]


# A number that fails its checks leaves the hunt.


def test_a_number_that_fails_leaves_the_hunt_and_returns_with_a_pass(begin):
    duty = begin(at(MONDAY, 6), line_checks_a_day=4)
    duty.enter(
        shift("an", valid_from=MONDAY, start=time(7), end=time(17)),
        shift("binh", valid_from=MONDAY, role=Role.DEPUTY, start=time(7), end=time(11)),
    )
    duty.behaves(NUMBERS["an"], "mailbox")
    out_at = check_until(duty, lambda: is_out(duty), at(MONDAY + timedelta(days=1), 17))
    while_out, _ = duty.call("4", at(MONDAY + timedelta(days=2), 9))
    duty.behaves(NUMBERS["an"], "accept@3/20")
    back_at = check_until(duty, lambda: not is_out(duty), at(MONDAY + timedelta(days=3), 17))
    afterwards, _ = duty.call("4", at(MONDAY + timedelta(days=4), 9))

    assert while_out == ["binh"]
    assert afterwards == ["an"]
    gaps = duty.coverage(FOUR, at(MONDAY, 0), at(MONDAY + timedelta(days=4), 0)).gaps
    assert gaps
    assert all(out_at <= begin and end <= back_at for begin, end in gaps)
    assert {moment.astimezone(HANOI).hour for gap in gaps for moment in gap} <= {13, 14, 15, 16, 17}


def is_out(duty):
    return duty.keeper.board.board.roster.officers["an"].is_out


def check_until(duty, condition, latest):
    """Let the worker check numbers until something is so; return when it was."""
    while not condition():
        assert duty.hotline.now < latest, "no check has changed anything"
        duty.hotline.work.check_lines()
        duty.hotline.pass_time(minutes=10)
        duty.hotline.tell()
        duty.keeper.board.refresh()
    return duty.hotline.now


# What would leave nobody is refused.


def test_a_change_that_would_leave_nobody_is_refused_and_says_where(staffed):
    tuesday = MONDAY + timedelta(days=1)

    with pytest.raises(GapRefused) as refused:
        staffed.enter(absence("an", at(tuesday, 9), at(tuesday, 14)))

    reason = refused.value.reason
    assert "nhánh 4 (Thủ tục hành chính, một cửa)" in reason.vi
    assert "24/11/2026 09:00–11:00" in reason.vi
    assert "có thể trực thay: Chuyên viên binh" in reason.vi
    assert "could fill in: Officer binh" in reason.en
    assert "13:00" not in reason.vi  # binh is there in the afternoon
    (left,) = refused.value.left_open
    assert (left.gap.begin, left.gap.end) == (at(tuesday, 9), at(tuesday, 11))
    assert staffed.call("4", at(tuesday, 9, 30))[0] == ["an"]


def test_the_same_change_with_a_stand_in_is_made(staffed):
    tuesday = MONDAY + timedelta(days=1)
    staffed.enter(absence("an", at(tuesday, 9), at(tuesday, 14), stand_in="binh"))

    assert staffed.call("4", at(tuesday, 9, 30))[0] == ["binh"]
    assert staffed.coverage(FOUR, at(MONDAY, 0), staffed.hotline.now).gaps == ()
