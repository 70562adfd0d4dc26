"""Calling citizens back: what waits is told one by one, and called at a key."""

from collections.abc import Iterator
from functools import partial

from ivr.flow.callbacks.deeds import OwedCall
from ivr.flow.guarding.dialing import may_dial
from ivr.flow.hunting import LegEnded
from ivr.flow.keypad import spoken
from ivr.flow.keypad.errands import FindOwed, LetGo, LookUpOwed, Outcome, TakeUp
from ivr.flow.keypad.home import home
from ivr.flow.keypad.places import Key, KeypadPlace, Keys, Lead, channel, listen, named, when
from ivr.flow.keypad.turns import branches_of
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_count
from ivr.flow.steps import CallCitizen, MessageAudio, Nothing, Prompt, Sentence, Speech
from ivr.flow.words import LegOutcome, Reason, Stage

MINE = "mine"  # the list of those that this officer has claimed; the other one has no name
MOST_SKIPPED = 60  # callbacks that are remembered as offered: an address must not grow too long
RINGS_S = 30


def start(scene: Scene, position: Position, *, mine: bool = False) -> Outcome:
    """Tell the first callback of a list."""
    return next_owed(scene, position.stay(position.stage, menu=MINE if mine else ""))


def next_owed(scene: Scene, position: Position, lead: tuple[Sentence, ...] = ()) -> Outcome:
    """Tell the next callback that was not offered in this call yet."""
    branches = branches_of(scene, scene.board.roster, position.officer)
    return FindOwed(
        officer=position.officer,
        branches=tuple(branch.id for branch in branches),
        skip=tuple(map(int, position.tried)),
        mine=position.menu == MINE,
        then=partial(_offer, scene, position, lead),
    )


def call_now(scene: Scene, position: Position) -> Outcome:
    """Claim a callback and call the citizen."""
    debt, officer = int(position.debt), position.officer
    return TakeUp(debt, officer, channel(position), partial(_dial, scene, position))


def after_dial(scene: Scene, position: Position, ended: LegEnded) -> Outcome:
    """Carry on after a citizen's phone: a mailbox picks up as well, so the officer is asked."""
    if ended.gone:
        return Nothing(position.to(Stage.END, reason=Reason.GONE))
    if ended.outcome is LegOutcome.ANSWERED and ended.joined is not False:
        return spoken.ask(scene, position.to(Stage.SPOKEN), ())
    lead = (say(position, Prompt.CITIZEN_NOT_THERE),)
    return home(scene, position, lead) if position.called else next_owed(scene, position, lead)


def told(scene: Scene, position: Position, owed: OwedCall) -> Iterator[Sentence]:
    """Yield what an officer should know before calling; the number is not said."""
    due = Prompt.OWED_LATE if owed.due_at < scene.now else Prompt.OWED_DUE
    missed = when(scene, position, owed.last_missed_at)
    if owed.misses:
        count = said_count(owed.misses, position.lang)
        yield say(position, Prompt.OWED_MISSES, count=count, when=missed)
    else:  # nobody missed them: another officer passed them on
        yield say(position, Prompt.OWED_PASSED_ON, when=missed)
    yield say(position, due, when=when(scene, position, owed.due_at))
    if owed.tries:
        yield say(position, Prompt.OWED_TRIES, count=said_count(owed.tries, position.lang))


def _offer(
    scene: Scene, position: Position, lead: tuple[Sentence, ...], owed: OwedCall | None
) -> Outcome:
    if owed is None:
        none = say(position, Prompt.OWED_NONE)
        return home(scene, position.stay(position.stage, tried=()), (*lead, none))
    tried = (*position.tried, str(owed.id))[-MOST_SKIPPED:]
    at = position.to(Stage.OWED, debt=str(owed.id), tried=tried)
    return _say(scene, at, lead, owed)


def _say(scene: Scene, at: Position, lead: Lead, owed: OwedCall) -> Outcome:
    branch = say(at, Prompt.OWED, variant=owed.branch, branch=named(scene, owed.branch, at))
    message: tuple[Speech, ...] = ()
    if owed.message_sid:
        message = (say(at, Prompt.OWED_MESSAGE), MessageAudio(owed.message_sid))
    said = (*lead, branch, *told(scene, at, owed), *message)
    return listen(scene, at, _keys(scene, at), said)


def _keys(scene: Scene, position: Position) -> Keys:
    return (
        Key("1", say(position, Prompt.OWED_CALL), call_now),
        Key("2", say(position, Prompt.OWED_SKIP), next_owed),
    )


def _ask(scene: Scene, at: Position, lead: Lead) -> Outcome:
    return LookUpOwed(int(at.debt), partial(_ask_again, scene, at, lead))


def _ask_again(scene: Scene, at: Position, lead: Lead, owed: OwedCall | None) -> Outcome:
    if owed is None:
        return next_owed(scene, at, (say(at, Prompt.OWED_TAKEN),))
    return _say(scene, at, lead, owed)


def _dial(scene: Scene, position: Position, owed: OwedCall | None) -> Outcome:
    if owed is None:
        lead = (say(position, Prompt.OWED_TAKEN),)
        return home(scene, position, lead) if position.called else next_owed(scene, position, lead)
    if owed.bar or not may_dial(owed.number):
        then = partial(_barred, scene, position)
        return LetGo(owed.id, position.officer, channel(position), then)
    return CallCitizen(
        lead=(say(position, Prompt.CITIZEN_CALLED),),
        number=owed.number,
        timeout_s=RINGS_S,
        talk_s=scene.switchboard.limits.talk_s,
        caller_id=scene.switchboard.hotline,
        then=position.to(Stage.DIALED),
    )


def _barred(scene: Scene, position: Position) -> Outcome:
    """Go on where the number must not be dialled: it is a colleague's again, or another day's."""
    lead = (say(position, Prompt.CITIZEN_BARRED),)
    return home(scene, position, lead) if position.called else next_owed(scene, position, lead)


OWED = KeypadPlace(_keys, _ask, leave=home, give_up=home)
