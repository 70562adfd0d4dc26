"""To which branches an officer belongs: by turns that stand, else by the agency."""

from dataclasses import replace

import pytest

from duty.belonging import Belonging, belongings
from ivr.flow.duty.roster import Roster
from tests.flow.duty.rosters import MONDAY, days, on, roster, shift, swap

NOW = on(9)
LAW, FINANCE, DESK = "tu-phap", "tai-chinh", "truc-ban"


def found(switchboard, entries, **agencies):
    officers = {
        code: replace(officer, agency=agencies.get(code, ""))
        for code, officer in entries.officers.items()
    }
    known = Roster(officers=officers, shifts=entries.shifts, swaps=entries.swaps)
    return belongings(known, switchboard, NOW)


def test_a_shift_that_stands_makes_it(switchboard):
    entries = roster(
        shift("a", branch=LAW),
        shift("a", branch=FINANCE, valid_from=MONDAY + days(30)),
        shift("b", branch=LAW, valid_to=MONDAY - days(1)),
        shift("c", branch=LAW, withdrawn_at=on(8)),
    )

    there = found(switchboard, entries)

    assert there["a"].by_turns == {LAW, FINANCE}
    assert (there["b"], there["c"]) == (Belonging(), Belonging())


def test_a_swap_that_is_not_over_makes_it_too(switchboard):
    swaps = [
        replace(swap("a", "b", on(8), on(10)), branch=LAW),
        replace(swap("a", "c", on(7), on(9)), branch=LAW),
        replace(swap("a", "d", on(8), on(10)), branch=LAW, withdrawn_at=on(8)),
    ]

    there = found(switchboard, roster(*swaps))

    assert [there[code].by_turns for code in "bcd"] == [{LAW}, frozenset(), frozenset()]


def test_an_agency_may_lead_several_branches(switchboard):
    there = found(switchboard, roster(shift("b", branch=LAW)), a="so-noi-vu", b="so-noi-vu")

    assert there["a"].branches == {"noi-vu-cchc", "to-chuc-can-bo", DESK}
    assert there["b"].branches == {LAW}


@pytest.mark.parametrize(
    ("belonging", "touches", "is_within"),
    [
        (Belonging(frozenset({LAW}), frozenset({FINANCE})), True, True),
        (Belonging(frozenset({LAW, DESK}), frozenset()), True, False),
        (Belonging(frozenset({FINANCE}), frozenset({LAW})), True, False),
        (Belonging(frozenset(), frozenset({LAW, FINANCE})), True, True),
        (Belonging(frozenset(), frozenset({FINANCE})), False, False),
        (Belonging(), False, False),
    ],
)
def test_who_has_one_branch_sees_what_touches_it_and_changes_what_is_within(
    belonging, touches, is_within
):
    own = frozenset({LAW})

    assert (belonging.touches(own), belonging.is_within(own)) == (touches, is_within)
    assert belonging.touches(None)
    assert belonging.is_within(None)
    assert not belonging.touches(frozenset())
