"""The judge sees what is wrong: each rule fails for the books that break it, and for no others."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from drill.books import BookedAudio, BookedCall, Books
from drill.judge import right
from drill.record import Seen, SeenAudio, SeenLeg, Stop
from drill.verdicts import Calm, Evidence, violations

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CALLER, OFFICER, DESK = "+84505000001", "+84500000041", "truc-ban"
EVERY = frozenset({"b", "c"})
MENU, HUNT, OFFER = Stop("menu", ""), Stop("hunt", "b"), Stop("offer", "b")
CLOSED, CALLBACK = Stop("closed", "b"), Stop("callback", "b")


def at(seconds):
    return NINE + timedelta(seconds=seconds)


def leg(sid="CB1", *, since=5, talked=None, is_ours=True, number=OFFICER):
    joined, ended = (at(since + 5), at(since + 5 + talked)) if talked else (None, at(since + 20))
    return SeenLeg(sid, number, at(since), joined, ended, bool(talked) and is_ours, is_ours, True)


def seen(*path, sid="CA1", legs=(), ended=60, **changes):
    call = Seen(
        sid=sid,
        caller=CALLER,
        started_at=NINE,
        ended_at=at(ended),
        path=(MENU, *path),
        legs=tuple(legs),
        audio=(),
        typed=None,
        dials=sum(stop.stage == "hunt" for stop in path),
        fell_back=False,
        is_shaky=False,
        errors=(),
    )
    return replace(call, **changes)


def rules(*calls, rows=(), debts=(), audio=(), kept=None, untold=0, troubles=()):
    booked: dict[str, list[BookedCall]] = {}
    for sid, verdict, branch in rows:
        booked.setdefault(sid, []).append(BookedCall(sid, verdict, None, branch))
    books = Books(booked, Counter(debts), [*audio], untold)
    evidence = Evidence([*calls], books, kept or {}, DESK, EVERY, Calm(troubles))
    return [violation.rule for violation in violations(evidence)]


MISSED = (seen(HUNT, OFFER, legs=[leg()]), ("CA1", "not_answered", "b"), (CALLER, "b"))


@pytest.mark.parametrize(
    ("call", "verdicts"),
    [
        (seen(), {"menu_ended"}),
        (seen(HUNT, legs=[leg(talked=30)]), {"answered"}),
        (seen(HUNT, legs=[leg()]), {"abandoned"}),
        (seen(HUNT, OFFER, legs=[leg()]), {"not_answered"}),
        (seen(CLOSED), {"out_of_hours"}),
        (seen(CLOSED, HUNT, legs=[leg()]), {"abandoned"}),
        (seen(legs=[leg(talked=30, is_ours=False)], fell_back=True), {"not_answered"}),
        # We ordered a ring too late: the list cannot tell it from the fallback's.
        (seen(HUNT, legs=[leg(is_ours=False)], fell_back=True), {"not_answered", "abandoned"}),
        (seen(HUNT, legs=[leg(), leg(is_ours=False)], fell_back=True), {"not_answered"}),
    ],
)
def test_the_record_alone_says_how_a_call_ended(call, verdicts):
    assert right(call, DESK, EVERY).verdicts == verdicts


def test_what_an_answer_lost_at_the_end_leaves_open_is_left_open():
    assert right(seen(HUNT, is_shaky=True), DESK, EVERY).verdicts >= {"abandoned", "menu_ended"}
    assert "answered" not in right(seen(HUNT, is_shaky=True), DESK, EVERY).verdicts


def test_books_that_are_right_break_no_rule():
    call, row, debt = MISSED

    assert rules(call, rows=[row], debts=[debt]) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"rows": []}, "one verdict"),
        ({"rows": [MISSED[1], MISSED[1]]}, "one verdict"),
        ({"rows": [("CA1", "answered", "b")]}, "right verdict"),
        ({"rows": [("CA1", None, "b")]}, "right verdict"),
        ({"rows": [("CA1", "not_answered", "c")]}, "right branch"),
        ({"rows": [MISSED[1], ("CA9", "answered", "b")]}, "no other call"),
        ({"debts": [MISSED[2], MISSED[2]]}, "one open callback"),
        ({"debts": [MISSED[2], (CALLER, "c")]}, "nothing owed in vain"),
        ({"untold": 3}, "told"),
    ],
)
def test_books_that_are_wrong_break_the_rule(changes, rule):
    call, row, debt = MISSED

    assert rules(call, **({"rows": [row], "debts": [debt]} | changes)) == [rule]


def test_who_fell_back_is_owed_by_one_branch_or_another():
    call = seen(legs=[leg(talked=30, is_ours=False)], fell_back=True)

    assert rules(call, rows=[("CA1", "not_answered", "c")], debts=[(CALLER, "c")]) == []
    assert rules(call, rows=[("CA1", "not_answered", DESK)], debts=[(CALLER, DESK)]) == []
    assert rules(call, rows=[("CA1", "not_answered", "c")]) == ["one open callback"]


@pytest.mark.parametrize(("later", "debts"), [(True, []), (False, [(CALLER, "b")])])
def test_who_got_through_later_is_owed_nothing_and_who_did_before_is(later, debts):
    talk = seen(HUNT, sid="CA2", legs=[leg(talked=30)], ended=600 if later else 20)
    rows = [MISSED[1], ("CA2", "answered", "b")]

    assert rules(MISSED[0], talk, rows=rows, debts=debts) == []
    wrong = [(CALLER, "b")] if later else []
    assert rules(MISSED[0], talk, rows=rows, debts=wrong) != []


def test_a_missed_caller_to_whom_nothing_is_owed_is_seen():
    assert set(rules(MISSED[0], rows=[MISSED[1]])) == {"one open callback"}


def test_out_of_hours_is_owed_to_who_asked():
    asked, row = seen(CLOSED, CALLBACK), ("CA1", "out_of_hours", "b")

    assert rules(asked, rows=[row], debts=[(CALLER, "b")]) == []
    assert set(rules(asked, rows=[row])) == {"one open callback"}
    assert rules(seen(CLOSED), rows=[row]) == []


def test_a_message_is_there_once_with_its_own_bytes():
    call = seen(HUNT, OFFER, legs=[leg()], audio=(SeenAudio("RE1", 9.0, 9.0),))
    kept, books = {"RE1": b"spoken"}, {"rows": [MISSED[1]], "debts": [MISSED[2]]}
    right_one, wrong_one = BookedAudio("CA1", "RE1", b"spoken"), BookedAudio("CA1", "RE1", b"?")

    assert rules(call, kept=kept, audio=[right_one], **books) == []
    assert rules(call, kept=kept, audio=[wrong_one], **books) == ["byte for byte"]
    assert rules(call, kept=kept, **books) == ["each message once"]
    assert rules(call, kept=kept, audio=[right_one] * 2, **books) == ["each message once"]


def test_an_officer_who_accepts_two_calls_at_once_is_seen_and_one_who_is_rung_in_a_talk():
    first = seen(HUNT, legs=[leg(talked=300)], ended=400)
    second = seen(HUNT, sid="CA2", legs=[leg("CB2", since=100, talked=20)], ended=500)
    rung = seen(HUNT, sid="CA2", legs=[leg("CB2", since=100)], ended=130)
    rows = [("CA1", "answered", "b"), ("CA2", "answered", "b")]

    assert set(rules(first, second, rows=rows)) == {"one call at a time", "not rung while talking"}
    rows = [("CA1", "answered", "b"), ("CA2", "abandoned", "b")]
    assert rules(first, rung, rows=rows) == ["not rung while talking"]
    assert rules(first, rung, rows=rows, troubles=[(at(0), at(900))]) == []


def test_a_few_words_of_which_nothing_was_told_may_be_known_or_not():
    short = replace(leg(talked=3), is_sure=False)

    assert right(seen(HUNT, legs=[short]), DESK, EVERY).verdicts == {"answered"}
    fell = seen(HUNT, legs=[short], fell_back=True)
    assert right(fell, DESK, EVERY).verdicts >= {"answered", "not_answered"}
