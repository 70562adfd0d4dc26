"""The hunt goes by the roster: who is on duty now is rung, and who is not is explained."""

from dataclasses import replace

from ivr.flow.duty.on_duty import By
from ivr.flow.hunting import Candidate, Passed, explain, next_ring
from ivr.flow.offer import desk_is_open
from ivr.flow.position import START
from ivr.flow.scene import Scene
from ivr.flow.steps import Listen, Ring
from ivr.flow.switchboard import Branch
from ivr.flow.words import Reason, Role, Stage
from tests.flow.duty.rosters import EVERY_DAY, away, on, roster, shift, swap
from tests.flow.scenes import AN, DUNG, NEVER, a_desk, a_scene, a_switchboard

HUNT = START.to(Stage.HUNT, branch="noi-vu")


def scene_with(*entries: object, **officers: dict[str, object]) -> Scene:
    """Return the usual scene with a roster; its shifts are for the branch of the scene."""
    scene = a_scene()
    return replace(scene, board=replace(scene.board, roster=roster(*entries, **officers)))


def duty(code: str, start: int = 7, end: int = 17, **given: object) -> object:
    """Return a shift for the branch of the scene."""
    return shift(code, start, end, **({"branch": "noi-vu"} | given))


def explained(scene: Scene) -> list[Candidate]:
    branch = next(scene.switchboard.branches())
    return list(explain(scene, HUNT, branch))


def rung(scene: Scene) -> list[str]:
    """Return whom a caller who never gets through hears ring, one after another."""
    found, position = [], HUNT
    while isinstance(step := next_ring(scene, position, ()), Ring):
        found.append(step.officer.id)
        position = step.then
    return found


def test_who_is_on_duty_is_rung_and_the_file_is_not() -> None:
    assert rung(scene_with(duty("a"), duty("b", role=Role.DEPUTY))) == ["a", "b", DUNG.id]


def test_without_a_shift_the_file_is_rung() -> None:
    assert rung(scene_with())[0] == AN.id


def test_the_stand_in_is_rung_instead() -> None:
    scene = scene_with(duty("a"), away("a", on(8), on(10), stand_in="c"))

    assert rung(scene)[0] == "c"
    first = explained(scene)[0]
    assert first.on_duty
    assert (first.on_duty.by, first.on_duty.instead_of) == (By.STAND_IN, "a")


def test_who_is_away_is_explained_and_not_rung() -> None:
    scene = scene_with(duty("a"), duty("b", role=Role.DEPUTY), away("a", on(8), on(10)))

    assert [(c.officer.id, c.why) for c in explained(scene)][:2] == [
        ("a", Passed.ABSENT),
        ("b", Passed.RINGS),
    ]
    assert rung(scene)[0] == "b"


def test_an_unverified_number_is_explained_and_not_rung() -> None:
    scene = scene_with(duty("a"), a={"is_verified": False})

    assert explained(scene)[0].why is Passed.UNFIT
    assert rung(scene) == [DUNG.id]


def test_swapped_turns_are_rung_swapped() -> None:
    given = replace(swap("a", "b", on(0), on(23)), branch="noi-vu")

    assert rung(scene_with(duty("a"), given))[0] == "b"


def test_nobody_on_duty_is_told_as_such() -> None:
    desk: Branch = a_desk(hours=NEVER)
    scene = scene_with(duty("a", 13, 17))
    board = replace(scene.board, switchboard=a_switchboard(desk=desk))

    step = next_ring(replace(scene, board=board), HUNT, ())

    assert isinstance(step, Listen)
    assert step.then.reason is Reason.NOBODY_ON_DUTY


def test_a_desk_whose_officers_are_all_in_the_roster_is_open() -> None:
    desk = a_desk(officers=())
    scene = scene_with(shift("a", 7, 7, weekdays=EVERY_DAY, branch=desk.id))
    scene = replace(scene, board=replace(scene.board, switchboard=a_switchboard(desk=desk)))

    assert desk_is_open(scene)
