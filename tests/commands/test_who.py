"""`flask who`: whom a call would ring, and why."""

import pytest


def test_an_open_branch_tells_whom_it_rings_in_order(type_in):
    told = type_in("who", "4")

    assert told.exit_code == 0
    numbers = ["0500 000 041", "0500 000 042", "0500 000 091", "0500 000 092"]
    places = [told.output.index(number) for number in numbers]
    assert places == sorted(places)
    assert told.output.count("rings") == 4
    assert "20 s mỗi số" in told.output


def test_a_branch_may_be_named_by_id_or_by_key(type_in):
    assert type_in("who", "4").output == type_in("who", "thu-tuc-hanh-chinh").output


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-11-23T22:00", "out_of_hours"),
        ("2026-09-02", "holiday"),
        ("2026-11-22 09:00", "out_of_hours"),
    ],
)
def test_a_closed_branch_tells_why_and_when_it_opens(type_in, at, why):
    told = type_in("who", "4", "--at", at)

    assert told.exit_code == 0
    assert f"CLOSED: {why}" in told.output
    assert "opens" in told.output
    assert "0500" not in told.output


def test_the_desk_is_on_duty_around_the_clock(type_in):
    told = type_in("who", "truc-ban", "--at", "2026-11-23T03:00")

    assert "0500 000 091" in told.output
    assert "CLOSED" not in told.output


def test_an_officer_who_talks_is_passed_over(type_in, hotline):
    hotline.start("4", "accept@2/600")
    hotline.pass_time(seconds=60)
    hotline.tell()

    told = type_in("who", "4")

    busy = next(line for line in told.output.splitlines() if "0500 000 041" in line)
    assert "on another hotline call" in busy
    assert told.output.count("rings") == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["who"], "Missing argument"),
        (["who", "no-such-branch"], "4=thu-tuc-hanh-chinh"),
        (["who", "99"], "there are"),
        (["who", "4", "--at", "tomorrow"], "2026-11-23T14:30"),
        (["who", "4", "--at", "0001-01-01"], "2026-11-23T14:30"),
    ],
)
def test_a_wrong_word_is_answered_with_how_to_write_it(type_in, words, said):
    told = type_in(*words)

    assert told.exit_code == 2
    assert said in told.output
