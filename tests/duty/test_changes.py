"""Changes to the roster: what makes no sense or leaves a gap is refused, and all is audited."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from duty.refusals import BadEntry, GapRefused
from ivr.flow.duty.on_duty import on_duty
from ivr.flow.words import Role, Text
from models.audit import AuditRow, of
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import ShiftRow
from models.duty.officers import OfficerRow, by_code
from models.duty.reading import read_roster, version
from tests.duty.conftest import BRANCH, absence, officer, on, shift, swap
from tests.harness import NINE_ON_MONDAY


def codes(database, switchboard, at):
    with database.reading() as session:
        roster = read_roster(session)
    there = on_duty(roster, switchboard.branch(BRANCH), roster.over(switchboard.calendar), at)
    return [each.officer.id for each in there]


def attempt(staffed, *actions):
    """Carry out some actions as one change."""
    with staffed() as change:
        for action in actions:
            action(change)


def enter(row):
    return lambda change: change.enter(row)


def withdraw_first_shift(change):
    change.withdraw(change.session.scalars(sa.select(ShiftRow).limit(1)).one())


def update(code, **values):
    return lambda change: change.update(by_code(change.session, code), **values)


def count(database, kind):
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_what_is_entered_is_in_force(staffed, database, switchboard):
    assert codes(database, switchboard, on(23, 10)) == ["an"]


def test_before_any_shift_the_file_answers(change, database, switchboard):
    there = codes(database, switchboard, on(23, 10))

    assert there == [o.id for o in switchboard.branch(BRANCH).officers]


def test_an_absence_that_leaves_nobody_is_refused_and_says_who_could_fill(staffed, database):
    with pytest.raises(GapRefused) as refused:
        attempt(staffed, enter(absence("an", on(24, 9), on(24, 14))))

    first, second = refused.value.left_open
    assert (first.branch.id, first.could_fill[0]) == (BRANCH, "binh")
    assert (first.gap.begin, first.gap.end) == (on(24, 9), on(24, 11))
    assert (second.gap.begin, second.gap.end) == (on(24, 13), on(24, 14))
    assert "24/11/2026 09:00–11:00" in refused.value.reason.vi
    assert "Chuyên viên binh" in refused.value.reason.vi
    assert "Officer binh" in refused.value.reason.en


def test_what_was_refused_has_changed_nothing(staffed, database, switchboard):
    with database.reading() as session:
        before = version(session)
    chi = officer("chi", "+84500000143")
    with pytest.raises(GapRefused):
        attempt(staffed, enter(chi), enter(absence("an", on(24, 9), on(24, 14))))

    with database.reading() as session:
        assert version(session) == before
        assert by_code(session, "chi") is None
    assert codes(database, switchboard, on(24, 10)) == ["an"]


def test_an_absence_with_a_stand_in_is_taken(staffed, database, switchboard):
    with staffed() as change:
        change.enter(absence("an", on(24, 9), on(24, 14), stand_in="binh"))

    assert codes(database, switchboard, on(24, 10)) == ["binh"]
    assert codes(database, switchboard, on(24, 15)) == ["an"]


def test_a_leader_named_as_stand_in_is_their_own_word(staffed, database):
    with staffed() as change:
        change.enter(officer("chi", "+84500000143", verified_at=None))
        change.enter(shift("chi", role=Role.LEADER, weekdays="6"))

    with staffed() as change:
        change.enter(absence("an", on(24, 9), on(24, 14), stand_in="chi"))

    with pytest.raises(GapRefused):
        attempt(
            staffed,
            update("binh", verified_at=None),
            enter(absence("an", on(25, 9), on(25, 14), stand_in="binh")),
        )


def test_a_gap_beyond_the_next_fourteen_days_is_not_refused_yet(staffed):
    far = NINE_ON_MONDAY + timedelta(days=14)

    with staffed() as change:
        change.enter(absence("an", far, far + timedelta(days=3)))


def test_a_shift_can_be_withdrawn_only_where_another_takes_over(staffed, database, switchboard):
    mornings = shift("binh", start=time(7), end=time(11))
    with pytest.raises(GapRefused):
        attempt(staffed, enter(mornings), withdraw_first_shift)

    attempt(staffed, enter(shift("binh")), withdraw_first_shift)

    assert codes(database, switchboard, on(23, 10)) == ["binh"]


def test_an_officer_who_leaves_leaves_no_gap(staffed):
    with pytest.raises(GapRefused):
        attempt(staffed, update("an", active_to=date(2026, 11, 25)))


def made_up_saturday():
    return CalendarDayRow(
        day=date(2026, 11, 28),
        name_vi="Làm bù",
        name_en="Made-up working day",
        worked_as=0,
        document="01/TB",
    )


def test_a_made_up_working_day_is_worked_as_the_day_it_stands_for(staffed, database, switchboard):
    attempt(staffed, enter(made_up_saturday()))

    assert codes(database, switchboard, on(28, 10)) == ["an"]


def test_a_made_up_working_day_needs_somebody(staffed):
    attempt(staffed, enter(absence("an", on(28, 0), on(29, 0))))

    with pytest.raises(GapRefused) as refused:
        attempt(staffed, enter(made_up_saturday()))

    assert [left.gap.begin for left in refused.value.left_open] == [on(28, 7), on(28, 13)]


def test_a_day_off_is_known_to_the_calendar(staffed, database, switchboard):
    with staffed() as change:
        change.enter(
            CalendarDayRow(
                day=date(2026, 11, 24),
                name_vi="Nghỉ bù",
                name_en="Day off",
                worked_as=None,
                document="02/TB",
            )
        )

    with database.reading() as session:
        calendar = read_roster(session).over(switchboard.calendar)
    assert calendar.day_off(date(2026, 11, 24)) == Text("Nghỉ bù", "Day off")


def test_a_gap_that_was_there_before_refuses_nothing_else(staffed, database):
    with database.transaction() as session:  # the number fails its checks meanwhile
        session.execute(sa.update(OfficerRow).values(out_since=NINE_ON_MONDAY))

    with staffed() as change:
        change.enter(absence("an", on(24, 9), on(24, 14)))


def test_two_who_swap(staffed, database, switchboard):
    with staffed() as change:
        change.enter(swap("an", "binh", on(24, 0), on(25, 0)))

    assert codes(database, switchboard, on(24, 10)) == ["binh"]
    assert codes(database, switchboard, on(25, 10)) == ["an"]


def test_every_change_is_audited_with_before_and_after(staffed, database):
    with staffed(actor="head-of-office") as change:
        change.update(by_code(change.session, "an"), post_vi="Phó Chánh Văn phòng")

    with database.reading() as session:
        entered, updated = of(session, "officers", "an")
    assert (entered.actor, entered.before) == ("supervisor", None)
    assert updated.actor == "head-of-office"
    assert updated.before
    assert updated.after
    assert (updated.before["post_vi"], updated.after["post_vi"]) == (
        "Chuyên viên an",
        "Phó Chánh Văn phòng",
    )
    assert updated.at == NINE_ON_MONDAY


def test_no_secret_gets_into_the_audit(staffed, database):
    with staffed() as change:
        change.update(by_code(change.session, "an"), pin_hash="$argon2id$secret")

    with database.reading() as session:
        told = [(row.before, row.after) for row in session.scalars(sa.select(AuditRow))]
    assert "argon2" not in str(told)
    assert told[-1][1]["pin_hash"] == "set"


def test_what_stays_as_it_was_is_no_change(staffed, database):
    before = count(database, AuditRow)
    with staffed() as change:
        change.update(by_code(change.session, "an"), post_vi="Chuyên viên an")

    assert count(database, AuditRow) == before


BAD = [
    (officer("An", "+84500000150"), "code"),
    (officer("chi", "+84500000141"), "number"),
    (officer("chi", "0500000150"), "number"),
    (officer("chi", "+14155550100"), "number"),
    (officer("chi", "+84500000000"), "number"),
    (officer("chi", "+84500000150", post_vi=" "), "post_vi"),
    (officer("chi", "+84500000150", languages="vi,km"), "languages"),
    (officer("chi", "+84500000150", active_to=date(2025, 1, 1)), "active_to"),
    (shift("nobody"), "officer"),
    (shift("an", branch="nowhere"), "branch"),
    (shift("an", weekdays="7"), "weekdays"),
    (shift("an", weekdays="00"), "weekdays"),
    (shift("an", position=0), "position"),
    (shift("an", valid_to=date(2026, 10, 1)), "valid_to"),
    (shift("an", start=time(16), end=time(20)), "start"),
    (shift("an", weekdays="6", start=time(22), end=time(8)), "start"),
    (absence("nobody", on(24, 9), on(24, 10)), "officer"),
    (absence("an", on(24, 9), on(24, 9)), "until"),
    (absence("an", on(24, 9), on(24, 10), stand_in="an"), "stand_in"),
    (absence("an", on(24, 9), on(24, 10), stand_in="nobody"), "stand_in"),
    (swap("an", "an", on(24, 0), on(25, 0)), "taker"),
    (swap("an", "nobody", on(24, 0), on(25, 0)), "taker"),
]


@pytest.mark.parametrize("number", range(len(BAD)))
def test_what_makes_no_sense_is_refused_by_field(staffed, database, number):
    given, field = BAD[number]
    values = {c.key: getattr(given, c.key) for c in sa.inspect(type(given)).columns}
    before = count(database, AuditRow)

    with pytest.raises(BadEntry) as refused:
        attempt(staffed, enter(type(given)(**values)))

    assert refused.value.field == field
    assert refused.value.reason.vi
    assert count(database, AuditRow) == before


def test_a_shift_of_next_year_overlaps_nothing_of_this(staffed):
    with staffed() as change:
        ends = change.session.scalars(sa.select(ShiftRow).limit(1)).one()
        change.withdraw(ends)
        change.enter(shift("an", valid_to=date(2026, 12, 31)))
        change.enter(shift("an", start=time(8), valid_from=date(2027, 1, 1)))


def test_what_was_over_before_is_kept_in_the_books_and_left_out_of_what_lies_ahead(
    staffed, database
):
    attempt(staffed, enter(absence("an", on(24, 9), on(24, 10), stand_in="binh")))

    with database.reading() as session:
        ahead = [len(read_roster(session, since=on(day, 9)).absences) for day in (24, 25)]
        ever = len(read_roster(session).absences)
    assert (ahead, ever) == ([1, 0], 1)
