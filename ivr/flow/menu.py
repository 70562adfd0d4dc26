"""The menu: what its keys lead to, and what a closed branch says instead."""

from collections.abc import Callable, Iterator

from ivr.flow.board import Branch, Menu
from ivr.flow.choices import Choice, Choices, Place, listen
from ivr.flow.hours import closed
from ivr.flow.hunting import connecting, next_ring
from ivr.flow.offer import offer_closed
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_key
from ivr.flow.steps import Prompt, Speech, Step
from ivr.flow.words import Stage

REPEAT, DESK, STAR = "9", "0", "*"


def begin(scene: Scene, start: Position) -> Step:
    """Greet a caller and say the menu."""
    at = start.to(Stage.MENU)
    return ask(scene, at, (say(at, Prompt.GREET), _other_language(at)))


def ask(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    """Say one level of the menu and wait for a key."""
    is_top = scene.switchboard.level(at.menu) is scene.switchboard.menu
    nav = say(at, Prompt.MENU_NAV if is_top else Prompt.SUB_NAV)
    intro = say(at, Prompt.MENU_INTRO)
    return listen(scene, at, choices(scene, at), lead=(*lead, intro), nav=(nav,))


def choices(scene: Scene, position: Position) -> Choices:
    """What may be pressed at the caller's level of the menu; `nav` announces the last three."""
    level = scene.switchboard.level(position.menu)
    return (
        *_items(scene, position, level),
        Choice(REPEAT, None, lambda: ask(scene, position.to(Stage.MENU), ())),
        Choice(DESK, None, lambda: to_desk(scene, position)),
        Choice(STAR, None, lambda: _star(scene, position, level)),
    )


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


def _items(scene: Scene, position: Position, level: Menu) -> Iterator[Choice]:
    for item in level.items:
        sentence = say(
            position,
            Prompt.MENU_CHOICE,
            variant=item.id,
            choice=item.choice.in_(position.lang),
            key=said_key(item.key, position.lang),
        )
        yield Choice(item.key, sentence, _take(scene, position, item))


def _take(scene: Scene, position: Position, item: Branch | Menu) -> Callable[[], Step]:
    if isinstance(item, Menu):
        return lambda: ask(scene, position.to(Stage.MENU, menu=item.id), ())
    return lambda: choose(scene, position, item)


def _star(scene: Scene, position: Position, level: Menu) -> Step:
    """Go one level up; at the top, change the language and say so in the new one."""
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
