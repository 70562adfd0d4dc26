"""Going off duty and coming back by keypad."""

from dataclasses import replace
from datetime import time

import pytest

from ivr.flow.duty.roster import Swap
from ivr.flow.keypad import turns
from ivr.flow.keypad.errands import ComeBack, GoOff, Refusal
from ivr.flow.steps import Listen, Prompt
from ivr.flow.switchboard import Officer
from ivr.flow.words import AbsenceReason, Role, Stage
from tests.flow.keypad.desks import (
    AN,
    FakeDesk,
    a_board,
    a_roster,
    a_shift,
    an_absence,
    an_officers_scene,
    at,
)
from tests.flow.scenes import (
    NINE_ON_MONDAY,
    a_branch,
    a_desk,
    a_switchboard,
    prompts,
)
from tests.flow.scenes import at as moment

SCENE = an_officers_scene()
MENU = FakeDesk().resume(SCENE, at(Stage.OFFICER))
NIGHT = a_roster(a_shift("an", start=time(19), end=time(7), weekdays=frozenset(range(7))))


def blanks(step, prompt):
    return [dict(s.blanks) for s in step.lead if s.prompt is prompt]


def reasons(step):
    return [option.sentence.prompt for option in step.options if option.sentence]


# Where one stands.


def test_an_officer_on_duty_hears_for_which_branch_and_may_go_off():
    step = FakeDesk().keys(SCENE, MENU, "2")

    assert step.then.stage is Stage.ON_DUTY
    assert blanks(step, Prompt.DUTY_ON) == [{"branch": "nhánh một, Chủ đề noi-vu"}]
    assert reasons(step) == [
        *(Prompt.DUTY_MISSION, Prompt.DUTY_STUDY, Prompt.DUTY_MEETING, Prompt.DUTY_LEAVE),
    ]


def test_an_officer_on_duty_for_two_branches_hears_both():
    roster = a_roster(a_shift("an"), a_shift("an", branch="truc-ban"))

    step = FakeDesk(roster=roster).keys(SCENE, MENU, "2")

    told = [said["branch"] for said in blanks(step, Prompt.DUTY_ON)]
    assert told == ["nhánh một, Chủ đề noi-vu", "Chủ đề truc-ban"]


def test_who_is_not_on_duty_hears_that_and_may_be_away_all_the_same():
    step = FakeDesk(roster=a_roster(a_shift("binh"))).keys(SCENE, MENU, "2")

    assert prompts(step) == [Prompt.DUTY_NOT]
    assert step.then.stage is Stage.ON_DUTY


def test_who_is_away_hears_until_when_and_may_come_back():
    away = an_absence("an", moment("2026-11-24 17:00"))
    desk = FakeDesk(roster=a_roster(a_shift("an"), away))

    step = desk.keys(SCENE, MENU, "2")
    back = desk.keys(SCENE, step, "1")

    assert blanks(step, Prompt.DUTY_AWAY) == [{"when": "mười bảy giờ, ngày mai"}]
    assert reasons(step) == [Prompt.DUTY_BACK]
    assert isinstance(desk.done[-1], ComeBack)
    assert prompts(back) == [Prompt.DUTY_RETURNED, Prompt.OFFICER_MENU]


# Going off.


@pytest.mark.parametrize(("key", "reason"), [*zip("1234", AbsenceReason, strict=True)])
def test_a_reason_leads_to_who_could_stand_in(key, reason):
    step = FakeDesk().keys(SCENE, MENU, "2", key)

    assert step.then.stage is Stage.STAND_IN
    assert step.then.about == f"{reason}_20261123T1000Z"
    assert blanks(step, Prompt.STAND_IN_ASK) == [{"when": "mười bảy giờ, hôm nay"}]


def test_the_branches_own_are_named_first_and_oneself_never():
    step = FakeDesk().keys(SCENE, MENU, "2", "1")

    assert isinstance(step, Listen)
    assert step.then.tried == ("binh", "chi")
    named = [dict(o.sentence.blanks) for o in step.options if o.sentence]
    assert named[:2] == [
        {"key": "một", "post": "Chuyên viên Bình"},
        {"key": "hai", "post": "Trưởng phòng Chi"},
    ]
    assert [option.key for option in step.options] == ["1", "2", "0", "9", "*"]


def test_who_is_away_or_out_of_order_cannot_stand_in():
    until = moment("2026-11-23 12:00")
    roster = a_roster(a_shift("an"), an_absence("binh", until))
    chi = replace(roster.officers["chi"], is_out=True)
    roster = replace(roster, officers={**roster.officers, "chi": chi})

    step = FakeDesk(roster=roster).keys(SCENE, MENU, "2", "1")

    assert isinstance(step, Listen)
    assert step.then.tried == ()
    assert [option.key for option in step.options] == ["0", "9", "*"]


def test_eight_are_named_at_most():
    roster = a_roster()
    post = roster.officers["binh"]
    more = {
        f"o{n}": replace(post, officer=Officer(f"o{n}", f"+845000002{n:02}", AN.post))
        for n in range(20)
    }
    roster = replace(roster, officers={**roster.officers, **more})
    scene = an_officers_scene(a_board(roster))

    step = FakeDesk(roster=roster).keys(scene, MENU, "2", "1")

    assert len(step.then.tried) == 8
    assert step.then.tried[0] == "binh"


@pytest.mark.parametrize(
    ("key", "stand_in", "said"),
    [
        ("1", "binh", [Prompt.DUTY_ENTERED, Prompt.DUTY_STAND_IN, Prompt.OFFICER_MENU]),
        ("0", None, [Prompt.DUTY_ENTERED, Prompt.OFFICER_MENU]),
    ],
)
def test_the_absence_is_entered_from_now_to_the_end_of_the_turn(key, stand_in, said):
    desk = FakeDesk()

    step = desk.keys(SCENE, MENU, "2", "3", key)

    off = desk.done[-1]
    assert isinstance(off, GoOff)
    assert (off.officer, off.reason, off.stand_in) == ("an", AbsenceReason.MEETING, stand_in)
    assert off.until == moment("2026-11-23 17:00")
    assert prompts(step) == said
    assert step.then.tried == ()


def test_what_was_said_is_meant_also_where_others_could_stand_in_meanwhile():
    step = FakeDesk().keys(SCENE, MENU, "2", "1")
    desk = FakeDesk(roster=a_roster(a_shift("an"), a_shift("chi")))

    desk.keys(SCENE, step, "1")

    assert [e.stand_in for e in desk.done if isinstance(e, GoOff)] == ["binh"]


def test_a_gap_is_refused_with_the_branch_and_the_time_and_another_may_be_chosen():
    refused = FakeDesk(refusal=Refusal("noi-vu", moment("2026-11-23 13:00")))

    step = refused.keys(SCENE, MENU, "2", "1", "0")
    entered = FakeDesk().keys(SCENE, step, "1")

    assert prompts(step) == [Prompt.DUTY_GAP, Prompt.STAND_IN_ASK]
    assert blanks(step, Prompt.DUTY_GAP) == [
        {"branch": "nhánh một, Chủ đề noi-vu", "when": "mười ba giờ, hôm nay"}
    ]
    assert step.then.stage is Stage.STAND_IN
    assert prompts(entered)[0] is Prompt.DUTY_ENTERED


def test_any_other_refusal_is_told_and_leads_back_to_the_menu():
    step = FakeDesk(refusal=Refusal()).keys(SCENE, MENU, "2", "1", "0")

    assert prompts(step) == [Prompt.DUTY_REFUSED, Prompt.OFFICER_MENU]


def test_star_leads_back_to_the_menu_with_nobody_among_what_was_offered():
    step = FakeDesk().keys(SCENE, MENU, "2", "1", "*")

    assert (step.then.stage, step.then.tried, step.then.about) == (Stage.OFFICER, (), "")


# Until when.


@pytest.mark.parametrize(
    ("roster", "now", "until"),
    [
        pytest.param(a_roster(), NINE_ON_MONDAY, "2026-11-23 17:00", id="the turn's end"),
        pytest.param(NIGHT, moment("2026-11-23 22:00"), "2026-11-24 07:00", id="in the morning"),
        pytest.param(NIGHT, moment("2026-11-24 02:00"), "2026-11-24 07:00", id="after midnight"),
        pytest.param(NIGHT, NINE_ON_MONDAY, "2026-11-24 00:00", id="no turn: the day's end"),
        pytest.param(
            a_roster(a_shift("an", end=time(11)), a_shift("an", branch="mot-cua", end=time(15))),
            NINE_ON_MONDAY,
            "2026-11-23 15:00",
            id="the last of two",
        ),
        pytest.param(
            a_roster(a_shift("binh", end=time(12)), an_absence("binh", moment("2026-11-25 00:00"))),
            NINE_ON_MONDAY,
            "2026-11-24 00:00",
            id="somebody else's absence",
        ),
        pytest.param(
            a_roster(
                a_shift("binh", end=time(12)),
                an_absence("binh", moment("2026-11-25 00:00"), stand_in="an"),
            ),
            NINE_ON_MONDAY,
            "2026-11-23 12:00",
            id="standing in",
        ),
    ],
)
def test_a_turn_ends_when_the_shift_does(roster, now, until):
    scene = an_officers_scene(a_board(roster), now=now)

    assert turns.turn_end(scene, roster, "an") == moment(until)


def test_who_took_over_by_swap_is_on_duty_until_that_shift_ends():
    swap = Swap(
        branch="noi-vu",
        giver="binh",
        taker="an",
        since=NINE_ON_MONDAY,
        until=moment("2026-11-25 00:00"),
        reason="đổi ca",
    )
    roster = replace(a_roster(a_shift("binh", end=time(15))), swaps=(swap,))

    assert turns.turn_end(SCENE, roster, "an") == moment("2026-11-23 15:00")
    assert [b.id for b in turns.present(SCENE, roster, "an")] == ["noi-vu"]


# Whose branches.


def test_branches_are_those_of_shifts_these_days_and_of_this_moment():
    by_shift = a_shift("an", branch="mot-cua", weekdays=frozenset({4}))
    over = a_shift("an", branch="truc-ban", valid_to=moment("2026-11-22 12:00").date())
    stood_in_for = a_shift("binh", role=Role.DEPUTY)
    away = an_absence("binh", moment("2026-11-25 00:00"), stand_in="an")
    roster = a_roster(by_shift, over, stood_in_for, away)

    found = turns.branches_of(SCENE, roster, "an")

    assert [branch.id for branch in found] == ["noi-vu", "mot-cua"]


def test_who_is_in_the_branches_file_by_telephone_serves_that_branch():
    in_file = Officer("noi-vu-1", AN.number, AN.post)
    switchboard = a_switchboard(a_branch("noi-vu", "1", (in_file,)), desk=a_desk())
    roster = replace(a_roster(), shifts=())
    scene = an_officers_scene(a_board(roster, switchboard))

    assert [b.id for b in turns.branches_of(scene, roster, "an")] == ["noi-vu"]
