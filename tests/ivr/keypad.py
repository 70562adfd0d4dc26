"""Every step in which an officer at the keypad, or one whom we called, hears something."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from ivr.flow.board import Board
from ivr.flow.guarding.dialing import Bar
from ivr.flow.hunting import LegEnded
from ivr.flow.keypad import dialogue, pin
from ivr.flow.keypad.errands import PinCheck, Refusal
from ivr.flow.keypad.start import called_back, wrapped_up
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import Step
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Language, LegOutcome, Stage
from tests.flow.keypad.desks import (
    ANOTHER,
    OWED,
    TALK,
    FakeDesk,
    a_roster,
    a_shift,
    an_absence,
    an_officers_scene,
    our_scene,
)
from tests.flow.scenes import NINE_ON_MONDAY

LONG_AGO = NINE_ON_MONDAY - timedelta(days=3, hours=-4, minutes=-31)
AT_NIGHT = NINE_ON_MONDAY + timedelta(hours=22, minutes=37)  # a keyed absence lasts no longer
RANG_OUT = LegEnded(LegOutcome.NO_ANSWER, joined=False, gone=False)
PICKED_UP = LegEnded(LegOutcome.ANSWERED, joined=True, gone=False)


def steps(switchboard: Switchboard, lang: Language) -> Iterator[Step]:
    """Yield the steps in which, together, an officer hears everything there is for one."""
    for branch in (*switchboard.branches(), switchboard.desk):
        yield from _for_branch(switchboard, lang, branch.id)


def _for_branch(switchboard: Switchboard, lang: Language, branch: str) -> Iterator[Step]:
    roster = a_roster(a_shift("an", branch=branch))
    scene = an_officers_scene(Board(switchboard, roster=roster))
    late = replace(OWED, branch=branch, due_at=LONG_AGO, last_missed_at=LONG_AGO)
    late = replace(late, tries=2, misses=38, message_sid="RE1")
    desk = FakeDesk(
        owed=(late, replace(ANOTHER, branch=branch)),
        talk=replace(TALK, branch=branch, ended_at=LONG_AGO),
        roster=roster,
    )
    menu = desk.resume(scene, Position(n=1, stage=Stage.OFFICER, lang=lang, officer="an"))
    yield menu
    yield from _pins(scene, lang)
    yield from _work(desk, scene, menu)
    yield from _duty(desk, scene, menu, branch)
    yield from _talks(desk, scene, menu)
    yield from _ours(desk, our_scene(scene.board), lang)


def _pins(scene: Scene, lang: Language) -> Iterator[Step]:
    at = Position(n=1, stage=Stage.PIN, lang=lang)
    yield pin.ask(at)
    for found in PinCheck:
        yield FakeDesk(pin=found).key(scene, at, "482915#")
    yield FakeDesk().key(scene, at, "48#")
    desk = FakeDesk(is_away=True)
    away = desk.key(scene, at, "482915#")
    yield away
    yield desk.key(scene, away.then, "")


def _work(desk: FakeDesk, scene: Scene, menu: Step) -> Iterator[Step]:
    offered = desk.keys(scene, menu, "1")
    dialling = desk.keys(scene, offered, "1")
    yield from (offered, dialling, desk.keys(scene, offered, "2"), desk.keys(scene, offered, "5"))
    yield desk.keys(scene, offered, "2", "2")
    passed_on = replace(desk, owed=(replace(OWED, misses=0),))
    yield passed_on.keys(scene, menu, "1")
    busy = replace(desk, taken=frozenset({OWED.id}))
    yield busy.keys(scene, offered, "1")
    barred = replace(desk, owed=(replace(OWED, bar=Bar.OFTEN), ANOTHER))
    yield barred.keys(scene, offered, "1")
    for ended in (RANG_OUT, PICKED_UP):
        carried_on = dialogue.after_dial(scene, dialling.then, ended)
        yield desk.settle(scene, dialling.then, carried_on)
    spoken = desk.settle(scene, dialling.then, carried_on)
    asked = desk.keys(scene, spoken, "3")
    yield from (desk.keys(scene, spoken, "1"), asked)
    yield desk.keys(scene, asked, "9999")
    yield desk.keys(scene, asked, "1430")
    yield desk.keys(scene, menu, "9")


def _duty(desk: FakeDesk, scene: Scene, menu: Step, branch: str) -> Iterator[Step]:
    present = desk.keys(scene, menu, "2")
    stand_ins = desk.keys(scene, present, "1")
    yield from (present, stand_ins, desk.keys(scene, stand_ins, "1"))
    refused = replace(desk, refusal=Refusal(branch, AT_NIGHT))
    yield refused.keys(scene, stand_ins, "0")
    yield replace(desk, refusal=Refusal()).keys(scene, stand_ins, "0")
    away = a_roster(an_absence("an", NINE_ON_MONDAY + timedelta(days=4, hours=4, minutes=30)))
    absent = replace(desk, roster=away)
    yield from (absent.keys(scene, menu, "2"), absent.keys(scene, menu, "2", "1"))
    yield replace(desk, roster=a_roster(a_shift("binh"))).keys(scene, menu, "2")


def _talks(desk: FakeDesk, scene: Scene, menu: Step) -> Iterator[Step]:
    yield from (desk.keys(scene, menu, "3"), desk.keys(scene, menu, "3", "3"))
    yield replace(desk, talk=None).keys(scene, menu, "3")


def _ours(desk: FakeDesk, scene: Scene, lang: Language) -> Iterator[Step]:
    called = desk.resume(scene, replace(called_back("an", OWED.id), lang=lang))
    yield from (called, desk.keys(scene, called, "2"))
    yield replace(desk, owed=()).resume(scene, replace(called_back("an", OWED.id), lang=lang))
    yield desk.resume(scene, replace(wrapped_up("an", TALK.call_sid), lang=lang))
