"""Turns with stand-ins and swaps resolved, and the calendar file that is made of them."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty.files.calendar_file import BranchTurns, escaped, folded, write_calendar
from duty.turns import as_planned, turns_of
from ivr.flow.duty.on_duty import By, on_duty
from ivr.flow.hours import Calendar, Hours, closed
from ivr.flow.words import Role, Text
from tests.flow.duty.rosters import (
    CALENDAR,
    EVERY_DAY,
    MONDAY,
    OFFICE_HOURS,
    ZONE,
    away,
    branch,
    days,
    on,
    roster,
    shift,
    swap,
)

WEEK = (on(0), on(0, day=MONDAY + days(7)))
ALWAYS = Hours(always=True)
MORNING = on(8)


def told(entries, hours=OFFICE_HOURS, calendar=CALENDAR, period=WEEK):
    return [
        (
            f"{calendar.local(t.begin):%a %H:%M}",
            f"{calendar.local(t.end):%H:%M}",
            t.there.officer.id,
        )
        for t in turns_of(entries, branch(hours), calendar, *period)
    ]


def test_a_turn_is_one_and_not_cut_by_the_lunch_break():
    assert told(roster(shift("a", weekdays={0, 2}))) == [
        ("Mon 07:00", "17:00", "a"),
        ("Wed 07:00", "17:00", "a"),
    ]


def test_a_stand_in_has_their_part_of_the_turn():
    entries = roster(shift("a", weekdays={0}), away("a", on(9), on(14), stand_in="b"))

    assert told(entries) == [
        ("Mon 07:00", "09:00", "a"),
        ("Mon 09:00", "14:00", "b"),
        ("Mon 14:00", "17:00", "a"),
    ]


def test_who_is_away_without_a_stand_in_has_no_turn():
    entries = roster(shift("a", weekdays={0}), away("a", on(9), on(14)))

    assert told(entries) == [("Mon 07:00", "09:00", "a"), ("Mon 14:00", "17:00", "a")]


def test_a_swap_gives_the_turn_to_the_taker():
    entries = roster(shift("a", weekdays={0}), swap("a", "b", on(0), on(23)))

    (turn,) = turns_of(entries, branch(), CALENDAR, *WEEK)

    assert (turn.there.officer.id, turn.there.by, turn.there.instead_of) == ("b", By.SWAP, "a")


def test_a_night_belongs_to_the_day_on_which_it_begins():
    entries = roster(shift("a", 19, 7, weekdays={6}))

    assert told(entries, ALWAYS) == [("Sun 19:00", "07:00", "a")]


def test_days_around_the_clock_are_one_turn_each():
    assert told(roster(shift("a", 0, 24, weekdays={0, 1})), ALWAYS) == [
        ("Mon 00:00", "00:00", "a"),
        ("Tue 00:00", "00:00", "a"),
    ]


def test_nobody_sits_in_an_office_on_a_holiday_but_at_a_desk():
    calendar = Calendar(ZONE, holidays={MONDAY: Text("Lễ", "Holiday")})
    entries = roster(shift("a", weekdays={0, 1}))

    assert told(entries, calendar=calendar) == [("Tue 07:00", "17:00", "a")]
    assert len(told(entries, ALWAYS, calendar)) == 2


def test_an_officer_who_leaves_has_no_turn_after_the_last_day():
    assert len(told(roster(shift("a"), a={"active_to": MONDAY + timedelta(days=1)}))) == 2


def test_the_branches_file_knows_no_turns():
    assert turns_of(roster(), branch(OFFICE_HOURS, "a"), CALENDAR, *WEEK) == ()


def test_what_is_entered_this_morning_is_planned_for_the_whole_day():
    before = shift("a", valid_from=date(2026, 1, 1), weekdays={0}, withdrawn_at=MORNING)
    entries = roster(before, shift("b", weekdays={0}, entered_at=MORNING))

    planned = as_planned(entries, CALENDAR, MORNING)

    assert told(entries) == [("Mon 07:00", "08:00", "a"), ("Mon 08:00", "17:00", "b")]
    assert told(planned) == [("Mon 07:00", "17:00", "b")]


def test_what_is_past_stays_as_it_was_known():
    before = shift("a", withdrawn_at=MORNING)
    entries = roster(before, shift("b", entered_at=MORNING))
    last_week = (WEEK[0] - days(7), WEEK[0])

    planned = as_planned(entries, CALENDAR, MORNING)

    assert {who for _, _, who in told(planned, period=last_week)} == {"a"}


hours_of_day = st.integers(0, 23)
moments = st.builds(lambda d, h: on(h, day=MONDAY + days(d)), st.integers(-1, 8), hours_of_day)
codes = st.sampled_from("abcd")


@st.composite
def entries(draw):
    found: list[object] = [
        shift(
            draw(codes),
            draw(hours_of_day),
            draw(hours_of_day),
            weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
            role=draw(st.sampled_from(Role)),
            position=draw(st.integers(1, 2)),
            entered_at=draw(moments),
            withdrawn_at=draw(st.none() | moments),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    for _ in range(draw(st.integers(0, 2))):
        since, until = draw(moments), draw(moments)
        found.append(away(draw(codes), since, until, stand_in=draw(st.none() | codes)))
        found.append(swap(draw(codes), draw(codes), since, until))
    return roster(*found, b={"active_to": MONDAY + timedelta(days=3)})


@given(entries=entries(), always=st.booleans())
@settings(max_examples=150)
def test_at_every_hour_the_turns_name_whom_the_hunt_would_ring(entries, always):
    there = branch(ALWAYS if always else OFFICE_HOURS)
    turns = turns_of(entries, there, CALENDAR, WEEK[0] - days(1), WEEK[1])

    for hour in range(7 * 24):
        at = WEEK[0] + timedelta(hours=hour, minutes=30)
        if closed(there.hours, CALENDAR, at):
            continue
        listed = {t.there.officer.id for t in turns if t.begin <= at < t.end}
        rung = {o.officer.id for o in on_duty(entries, there, CALENDAR, at) if o.by is not By.FILE}
        assert listed == rung


# The file.


def lines_of(content):
    """Return a calendar's lines, unfolded."""
    text = content.decode("utf-8")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def events_of(content):
    """Return the properties of each event; a parameter stays with the name."""
    found: list[dict[str, str]] = []
    for line in lines_of(content):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line and not line.startswith("END"):
            name, _, value = line.partition(":")
            found[-1][name] = value
    return found


def written(found, at=MORNING):
    turns = turns_of(found, branch(), CALENDAR, *WEEK)
    return write_calendar([BranchTurns(branch(), turns)], found.officers, CALENDAR, at)


STANDING_IN = roster(shift("a", weekdays={0}), away("a", on(9), on(14), stand_in="b"))


def test_an_event_tells_the_post_the_branch_and_the_local_times():
    first, second, third = events_of(written(STANDING_IN))

    assert first["DTSTART;TZID=Asia/Ho_Chi_Minh"] == "20261123T070000"
    assert first["DTEND;TZID=Asia/Ho_Chi_Minh"] == "20261123T090000"
    assert first["SUMMARY"] == "Trực chính\\, nhánh 4 Một cửa: a"
    assert first["DTSTAMP"] == "20261123T010000Z"
    assert second["DESCRIPTION"] == (
        "Trực chính · Primary\\nMột cửa · One stop\\nb\\ntrực thay a · stands in for a"
    )
    assert third["CATEGORIES"] == "one-stop,a"


def test_the_calendar_is_whole():
    lines = lines_of(written(STANDING_IN))

    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tam Nhanh//Lich truc//VI"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    assert lines[lines.index("TZID:Asia/Ho_Chi_Minh") - 1] == "BEGIN:VTIMEZONE"
    assert "TZOFFSETTO:+0700" in lines


def test_an_event_keeps_its_name_until_it_is_another():
    once, again = (events_of(written(STANDING_IN, at)) for at in (MORNING, on(9)))
    swapped = roster(shift("a", weekdays={0}), swap("a", "b", on(0), on(23)))

    names = [event["UID"] for event in once]
    assert names == [event["UID"] for event in again]
    assert len(set(names)) == 3
    assert names[0] == "20261123T000000Z-one-stop-primary-a@tam-nhanh"
    assert not {event["UID"] for event in events_of(written(swapped))} & {names[0], names[2]}


def test_no_number_is_in_a_calendar():
    content = written(STANDING_IN).decode()

    assert not re.search(r"0500|\+845", content)


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_folded_lines_are_short_and_unfold_to_the_line(text):
    clean = "".join(letter for letter in text if letter >= " " and letter != "\x7f")

    parts = list(folded(f"SUMMARY:{text}"))

    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == f"SUMMARY:{clean}"


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b;c", "a\\,b\\;c"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"), ("a\r\nb", "a\\nb")],
)
def test_what_means_something_is_escaped(text, said):
    assert escaped(text) == said


def test_a_whole_day_every_day_lists_every_day():
    assert len(told(roster(shift("a", 0, 24, weekdays=EVERY_DAY)), ALWAYS)) == 7
