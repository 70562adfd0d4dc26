"""The menu: what its keys lead to, and what a closed branch says instead."""

from functools import lru_cache, partial

from ivr.flow.choices import Choice, Choices, Place, listen
from ivr.flow.hours import closed
from ivr.flow.hunting import connecting, next_ring
from ivr.flow.offer import offer_closed
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_key
from ivr.flow.steps import Prompt, Speech, Step
from ivr.flow.switchboard import Branch, Menu, Switchboard
from ivr.flow.words import Language, Stage

REPEAT, DESK, STAR = "9", "0", "*"
KEPT = 512  # places of the menu whose steps are kept ready


def begin(scene: Scene, start: Position, lead: tuple[Speech, ...] = ()) -> Step:
    """Greet a caller and say the menu."""
    at = start.to(Stage.MENU)
    return ask(scene, at, (*lead, say(at, Prompt.GREET), _other_language(at)))


def ask(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    """Say one level of the menu and wait for a key.

    Most calls hear the same menu at the same place, so the step is made once for each place.
    """
    return _ask(scene.switchboard, at, lead)


def choices(scene: Scene, position: Position) -> Choices:
    """What may be pressed at the caller's level of the menu; `nav` announces the last three."""
    return _choices(scene.switchboard, position.menu, position.lang)


def choose(scene: Scene, position: Position, branch: Branch) -> Step:
    """Put the caller through to a branch, or say that it is closed."""
    at = position.to(Stage.HUNT, branch=branch.id)
    shut = closed(branch.hours, scene.switchboard.calendar, scene.now)
    if shut:
        return offer_closed(scene, at, shut)
    return next_ring(scene, at, connecting(at, branch))


def to_desk(scene: Scene, position: Position) -> Step:
    """Put the caller through to the duty desk: by key, or because the menu did not help."""
    desk = scene.switchboard.desk
    at = position.to(Stage.HUNT, branch=desk.id, desk=True)
    shut = closed(desk.hours, scene.switchboard.calendar, scene.now)
    if shut:
        return offer_closed(scene, at, shut)
    return next_ring(scene, at, (say(position, Prompt.TO_DESK),))


@lru_cache(maxsize=KEPT)
def _ask(switchboard: Switchboard, at: Position, lead: tuple[Speech, ...]) -> Step:
    is_top = switchboard.level(at.menu) is switchboard.menu
    nav = say(at, Prompt.MENU_NAV if is_top else Prompt.SUB_NAV)
    announced = _choices(switchboard, at.menu, at.lang)
    return listen(switchboard, at, announced, lead=(*lead, say(at, Prompt.MENU_INTRO)), nav=(nav,))


@lru_cache(maxsize=KEPT)
def _choices(switchboard: Switchboard, menu: str, language: Language) -> Choices:
    return (
        *(_item(item, language) for item in switchboard.level(menu).items),
        Choice(REPEAT, None, _repeat),
        Choice(DESK, None, to_desk),
        Choice(STAR, None, _star),
    )


def _item(item: Branch | Menu, language: Language) -> Choice:
    blanks = {"choice": item.choice.in_(language), "key": said_key(item.key, language)}
    sentence = say(Position(lang=language), Prompt.MENU_CHOICE, variant=item.id, **blanks)
    if isinstance(item, Menu):
        return Choice(item.key, sentence, partial(_enter, menu=item.id))
    return Choice(item.key, sentence, partial(choose, branch=item))


def _enter(scene: Scene, position: Position, *, menu: str) -> Step:
    return ask(scene, position.to(Stage.MENU, menu=menu), ())


def _repeat(scene: Scene, position: Position) -> Step:
    return ask(scene, position.to(Stage.MENU), ())


def _star(scene: Scene, position: Position) -> Step:
    """Go one level up; at the top, change the language and say so in the new one."""
    level = scene.switchboard.level(position.menu)
    if level is not scene.switchboard.menu:
        above = scene.switchboard.parent(level.id)
        menu = "" if above is scene.switchboard.menu else above.id
        return ask(scene, position.to(Stage.MENU, menu=menu), ())
    at = position.to(Stage.MENU, lang=position.lang.other)
    return ask(scene, at, (_other_language(at),))


def _other_language(at: Position) -> Speech:
    """Return the hint at the star key, spoken in the language that it leads to."""
    other = at.lang.other
    return say(Position(lang=other), Prompt.OTHER_LANGUAGE)


MENU = Place(choices, ask, to_desk)
