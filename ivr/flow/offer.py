"""When nobody can answer: a message, a callback, or patience; and the same for a closed branch."""

from collections.abc import Iterator

from ivr.flow import callback_request, voicemail
from ivr.flow.choices import Choice, Choices, Place, listen
from ivr.flow.hours import Closed, closed
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_moment
from ivr.flow.steps import Goodbye, Pause, Prompt, Sentence, Speech, Step
from ivr.flow.switchboard import Branch
from ivr.flow.words import Reason, Stage

WAIT_S = 10  # between two looks at the board, for a caller who would rather wait


def offer(scene: Scene, position: Position, reason: Reason) -> Step:
    """Offer what can be done once the hunt has found nobody."""
    at = position.to(Stage.OFFER, reason=reason)
    first = Prompt.NOBODY if reason is Reason.NOBODY_ON_DUTY else Prompt.BUSY
    return _ask_offer(scene, at, (say(position, first),))


def offer_closed(scene: Scene, position: Position, shut: Closed) -> Step:
    """Say that the branch is closed and until when, and offer what can be done meanwhile."""
    at = position.to(Stage.CLOSED, reason=shut.reason)
    return _ask_closed(scene, at, (*_closed_because(scene, position, shut),))


def desk_is_open(scene: Scene) -> bool:
    """Say whether the duty desk may be rung now."""
    desk = scene.switchboard.desk
    is_manned = bool(scene.turns(desk))
    return is_manned and not closed(desk.hours, scene.switchboard.calendar, scene.now)


def resume_hunt(position: Position, *, lead: Prompt, **changes: object) -> Step:
    """Return the step after which the hunt begins anew, with nobody tried yet.

    The pause is what makes it a new request, and a new look at the board.
    """
    at = position.to(Stage.HUNT, round=1, tried=(), reason=None, **changes)
    wait_s = WAIT_S if position.reason is Reason.ALL_BUSY else 1
    return Pause((say(position, lead),), wait_s, at)


def _choices(scene: Scene, position: Position) -> Iterator[Choice]:
    message, later = say(position, Prompt.OFFER_MESSAGE), say(position, Prompt.OFFER_CALLBACK)
    yield Choice("1", message, voicemail.record)
    yield Choice("2", later, callback_request.request)


def _offer_choices(scene: Scene, position: Position) -> Choices:
    choices = (*_choices(scene, position),)
    may_wait = position.waits < scene.switchboard.limits.waits
    if position.reason is Reason.NOBODY_ON_DUTY or not may_wait:
        return choices
    return (*choices, Choice("0", say(position, Prompt.OFFER_WAIT), _wait))


def _ask_offer(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    return listen(scene.switchboard, at, _offer_choices(scene, at), lead=lead)


def _closed_choices(scene: Scene, position: Position) -> Choices:
    choices = (*_choices(scene, position),)
    is_desk = position.branch == scene.switchboard.desk.id
    if is_desk or not desk_is_open(scene):
        return choices
    return (*choices, Choice("0", say(position, Prompt.OFFER_DESK), _ring_desk))


def _ask_closed(scene: Scene, at: Position, lead: tuple[Speech, ...]) -> Step:
    return listen(scene.switchboard, at, _closed_choices(scene, at), lead=lead)


def _wait(scene: Scene, position: Position) -> Step:
    return resume_hunt(position, lead=Prompt.HOLD, waits=position.waits + 1)


def _ring_desk(scene: Scene, position: Position) -> Step:
    return resume_hunt(position, lead=Prompt.ONE_MOMENT, desk=True)


def _closed_because(scene: Scene, position: Position, shut: Closed) -> Iterator[Sentence]:
    branch: Branch | None = scene.branch(position)
    variant = branch.id if branch else ""
    if shut.reason is Reason.NOT_YET_OPEN:
        yield say(position, Prompt.NOT_YET_OPEN, variant=variant)
    elif shut.holiday:
        yield say(position, Prompt.HOLIDAY, name=shut.holiday.in_(position.lang))
    else:
        yield say(position, Prompt.CLOSED, variant=variant)
    if shut.opens_at:
        calendar = scene.switchboard.calendar
        opens, today = calendar.local(shut.opens_at), calendar.local(scene.now).date()
        yield say(position, Prompt.REOPENS, when=said_moment(opens, today, position.lang))


def _gave_up_offer(scene: Scene, position: Position) -> Step:
    """Say goodbye to a caller who pressed nothing: a missed caller is called back all the same."""
    if scene.caller.number:
        return callback_request.noted(scene, position)
    return _gave_up(scene, position)


def _gave_up(scene: Scene, position: Position) -> Step:
    lead = (say(position, Prompt.EMERGENCY), say(position, Prompt.BYE))
    return Goodbye(lead, position.to(Stage.END, reason=Reason.GAVE_UP))


OFFER = Place(_offer_choices, _ask_offer, _gave_up_offer)
CLOSED = Place(_closed_choices, _ask_closed, _gave_up)
