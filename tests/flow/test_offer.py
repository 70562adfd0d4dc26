"""When nobody can answer, and when a branch is closed: message, callback, patience, duty desk."""

from datetime import datetime

import pytest

from ivr.flow import dialogue
from ivr.flow.hours import Hours
from ivr.flow.hunting import next_ring
from ivr.flow.offer import WAIT_S
from ivr.flow.position import Position
from ivr.flow.steps import AskDigits, Goodbye, Pause, Prompt, RecordMessage, Step
from ivr.flow.switchboard import Limits
from ivr.flow.words import Language, Reason, Stage
from tests.flow.scenes import (
    AN,
    ANOTHER_CALL,
    BINH,
    DUNG,
    NATIONAL_DAY,
    NEVER,
    OFFICE,
    TEN_AT_NIGHT,
    a_branch,
    a_desk,
    a_scene,
    a_switchboard,
    at,
    at_menu,
    everything_said,
    keys,
    prompts,
    rung,
    sentences,
)

CLOSED_DESK = a_desk(hours=NEVER)
OFFERED = Position(n=5, stage=Stage.OFFER, branch="noi-vu", tried=("an",), reason=Reason.ALL_TRIED)
TOLD_CLOSED = Position(n=2, stage=Stage.CLOSED, branch="noi-vu", reason=Reason.OUT_OF_HOURS)


def opening_told(step: Step) -> str | None:
    """Return when the branch opens again, as the caller hears it."""
    said = [dict(s.blanks)["when"] for s in sentences(step) if s.prompt is Prompt.REOPENS]
    return said[0] if said else None


@pytest.mark.parametrize(
    ("reason", "offered"),
    [
        (Reason.ALL_TRIED, "120"),
        (Reason.ALL_BUSY, "120"),
        (Reason.OUR_FAULT, "120"),
        (Reason.NOBODY_ON_DUTY, "12"),  # nothing to wait for
    ],
)
def test_patience_is_offered_only_where_there_is_something_to_wait_for(
    reason: Reason, offered: str
) -> None:
    position = Position(n=5, stage=Stage.OFFER, branch="noi-vu", reason=reason)

    step = dialogue.on_key(a_scene(), position, "")

    assert keys(step) == offered


def test_each_offer_is_said_with_its_key() -> None:
    step = dialogue.on_key(a_scene(), OFFERED, "")

    assert [s.prompt for s in everything_said(step)] == [
        Prompt.NO_INPUT,
        Prompt.OFFER_MESSAGE,
        Prompt.OFFER_CALLBACK,
        Prompt.OFFER_WAIT,
    ]


@pytest.mark.parametrize("position", [OFFERED, TOLD_CLOSED])
def test_one_records_a_message(position: Position) -> None:
    step = dialogue.on_key(a_scene(), position, "1")

    assert isinstance(step, RecordMessage)
    assert step.then.branch == "noi-vu"


@pytest.mark.parametrize("position", [OFFERED, TOLD_CLOSED])
def test_two_asks_for_a_callback(position: Position) -> None:
    assert dialogue.on_key(a_scene(), position, "2").then.stage is Stage.CALLBACK
    assert isinstance(dialogue.on_key(a_scene(number=None), position, "2"), AskDigits)


def test_zero_waits_and_hunts_anew_with_nobody_tried() -> None:
    step = dialogue.on_key(a_scene(), OFFERED, "0")

    assert isinstance(step, Pause)
    assert prompts(step) == [Prompt.HOLD]
    assert (step.then.stage, step.then.tried, step.then.waits) == (Stage.HUNT, (), 1)
    assert rung(dialogue.resume(a_scene(), step.then)) == "an"


@pytest.mark.parametrize(("reason", "pause_s"), [(Reason.ALL_BUSY, WAIT_S), (Reason.ALL_TRIED, 1)])
def test_busy_officers_are_given_time_to_become_free(reason: Reason, pause_s: int) -> None:
    position = Position(n=5, stage=Stage.OFFER, branch="noi-vu", reason=reason)

    step = dialogue.on_key(a_scene(), position, "0")

    assert isinstance(step, Pause)
    assert step.pause_s == pause_s


@pytest.mark.parametrize(
    ("waits", "limit", "offered"), [(0, 3, "120"), (2, 3, "120"), (3, 3, "12"), (0, 0, "12")]
)
def test_patience_has_a_limit(waits: int, limit: int, offered: str) -> None:
    scene = a_scene(a_switchboard(limits=Limits(waits=limit)))
    position = Position(n=9, stage=Stage.HUNT, branch="noi-vu", waits=waits, tried=("an",))
    busy = {officer.number: ANOTHER_CALL for officer in (AN, BINH, DUNG)}
    scene = a_scene(scene.switchboard, busy=busy)

    assert keys(next_ring(scene, position, ())) == offered


def test_waiting_when_the_limit_is_reached_is_a_wrong_key() -> None:
    position = Position(n=9, stage=Stage.OFFER, branch="noi-vu", waits=3, reason=Reason.ALL_BUSY)

    assert prompts(dialogue.on_key(a_scene(), position, "0")) == [Prompt.INVALID]


@pytest.mark.parametrize("key", ["", "3", "9", "*", "#"])
def test_the_offer_is_repeated_after_a_wrong_key_or_silence(key: str) -> None:
    step = dialogue.on_key(a_scene(), OFFERED, key)

    assert prompts(step) == [Prompt.INVALID if key else Prompt.NO_INPUT]
    assert (step.then.stage, step.then.errors, step.then.reason) == (
        Stage.OFFER,
        1,
        Reason.ALL_TRIED,
    )


def test_a_missed_caller_who_says_nothing_is_promised_a_callback() -> None:
    position = Position(n=7, stage=Stage.OFFER, branch="noi-vu", errors=2, reason=Reason.ALL_TRIED)

    step = dialogue.on_key(a_scene(), position, "")

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.CALLBACK_NOTED, Prompt.BYE]


def test_a_caller_without_a_number_who_says_nothing_is_told_of_the_emergency_numbers() -> None:
    position = Position(n=7, stage=Stage.OFFER, branch="noi-vu", errors=2, reason=Reason.ALL_TRIED)

    step = dialogue.on_key(a_scene(number=None), position, "")

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.EMERGENCY, Prompt.BYE]
    assert step.then.reason is Reason.GAVE_UP


@pytest.mark.parametrize(
    ("now", "hours", "first", "opens"),
    [
        pytest.param(
            at("2026-11-23 12:00"), OFFICE, Prompt.CLOSED, "mười ba giờ, hôm nay", id="lunch"
        ),
        pytest.param(TEN_AT_NIGHT, OFFICE, Prompt.CLOSED, "bảy giờ, ngày mai", id="night"),
        pytest.param(
            at("2026-11-27 18:00"),
            OFFICE,
            Prompt.CLOSED,
            "bảy giờ, thứ Hai, ngày ba mươi tháng mười một",
            id="Friday evening",
        ),
        pytest.param(NATIONAL_DAY, OFFICE, Prompt.HOLIDAY, "bảy giờ, ngày mai", id="National Day"),
        pytest.param(
            at("2026-11-10 09:00"),
            Hours(OFFICE.week, opens_at=at("2026-11-16 07:00")),
            Prompt.NOT_YET_OPEN,
            "bảy giờ, thứ Hai, ngày mười sáu tháng mười một",
            id="line not yet opened",
        ),
        pytest.param(TEN_AT_NIGHT, NEVER, Prompt.CLOSED, None, id="never open"),
    ],
)
def test_a_closed_branch_says_so_and_when_it_opens(
    now: datetime, hours: Hours, first: Prompt, opens: str | None
) -> None:
    scene = a_scene(a_switchboard(a_branch(hours=hours)), now=now)

    step = dialogue.on_key(scene, at_menu(), "1")

    assert prompts(step) == ([first, Prompt.REOPENS] if opens else [first])
    assert opening_told(step) == opens
    assert step.then.stage is Stage.CLOSED


@pytest.mark.parametrize(
    ("now", "reason"),
    [(TEN_AT_NIGHT, Reason.OUT_OF_HOURS), (NATIONAL_DAY, Reason.HOLIDAY)],
)
def test_the_position_remembers_why_the_branch_was_closed(now: datetime, reason: Reason) -> None:
    step = dialogue.on_key(a_scene(now=now), at_menu(), "1")

    assert (step.then.reason, step.then.branch) == (reason, "noi-vu")


@pytest.mark.parametrize(
    ("language", "name"), [(Language.VI, "Quốc khánh"), (Language.EN, "National Day")]
)
def test_a_holiday_is_named(language: Language, name: str) -> None:
    step = dialogue.on_key(a_scene(now=NATIONAL_DAY), at_menu(lang=language), "1")

    assert sentences(step)[0].blanks == (("name", name),)


def test_a_closed_branch_offers_the_desk_that_is_on_duty() -> None:
    open_desk = dialogue.on_key(a_scene(now=TEN_AT_NIGHT), at_menu(), "1")
    no_desk = dialogue.on_key(
        a_scene(a_switchboard(desk=CLOSED_DESK), now=TEN_AT_NIGHT), at_menu(), "1"
    )

    assert keys(open_desk) == "120"
    assert [s.prompt for s in everything_said(open_desk)][-1] is Prompt.OFFER_DESK
    assert keys(no_desk) == "12"


def test_the_desk_is_rung_on_behalf_of_the_closed_branch() -> None:
    scene = a_scene(now=TEN_AT_NIGHT)

    pause = dialogue.on_key(scene, TOLD_CLOSED, "0")
    step = dialogue.resume(scene, pause.then)

    assert rung(step) == "dung"
    assert (step.then.branch, step.then.desk) == ("noi-vu", True)


def test_a_desk_that_closed_meanwhile_is_no_longer_offered() -> None:
    scene = a_scene(a_switchboard(desk=CLOSED_DESK), now=TEN_AT_NIGHT)

    step = dialogue.on_key(scene, TOLD_CLOSED, "0")

    assert prompts(step) == [Prompt.INVALID]
    assert keys(step) == "12"


@pytest.mark.parametrize("number", ["+84505000001", None])
def test_a_caller_of_a_closed_branch_who_says_nothing_is_told_of_the_emergency_numbers(
    number: str | None,
) -> None:
    position = TOLD_CLOSED.stay(Stage.CLOSED, errors=2)

    step = dialogue.on_key(a_scene(now=TEN_AT_NIGHT, number=number), position, "")

    assert isinstance(step, Goodbye)
    assert prompts(step) == [Prompt.EMERGENCY, Prompt.BYE]
    assert (step.then.stage, step.then.reason) == (Stage.END, Reason.GAVE_UP)


def test_a_branch_around_the_clock_rings_on_a_holiday() -> None:
    scene = a_scene(a_switchboard(a_branch(hours=Hours(always=True))), now=NATIONAL_DAY)

    assert rung(dialogue.on_key(scene, at_menu(), "1")) == "an"
