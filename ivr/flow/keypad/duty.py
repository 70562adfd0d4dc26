"""Going off duty and coming back, by a key: entered into the roster at once, or refused."""

from datetime import datetime
from functools import partial

from ivr.flow.duty.on_duty import absence_of
from ivr.flow.duty.roster import Roster
from ivr.flow.keypad import turns
from ivr.flow.keypad.errands import ComeBack, GoOff, LookAtRoster, Outcome, Refusal
from ivr.flow.keypad.home import home
from ivr.flow.keypad.moments import read_moment, written_moment
from ivr.flow.keypad.places import Key, KeypadPlace, Keys, Lead, listen, named, when
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.speech import said_key
from ivr.flow.steps import Prompt, Sentence, Step
from ivr.flow.words import AbsenceReason, Stage

NOBODY = "0"
REASONS = {
    "1": (AbsenceReason.MISSION, Prompt.DUTY_MISSION),
    "2": (AbsenceReason.STUDY, Prompt.DUTY_STUDY),
    "3": (AbsenceReason.MEETING, Prompt.DUTY_MEETING),
    "4": (AbsenceReason.LEAVE, Prompt.DUTY_LEAVE),
}


def start(scene: Scene, position: Position) -> Outcome:
    """Tell whether an officer is on duty, and what can be changed about it."""
    return _look(scene, position.to(Stage.ON_DUTY, tried=()), ())


def _look(scene: Scene, at: Position, lead: Lead) -> Outcome:
    return LookAtRoster(partial(_tell, scene, at, lead))


def _tell(scene: Scene, at: Position, lead: Lead, roster: Roster) -> Outcome:
    away = absence_of(roster, at.officer, scene.now)
    if away:
        at = at.stay(Stage.OFF_DUTY)
        said = say(at, Prompt.DUTY_AWAY, when=when(scene, at, away.until))
        return listen(scene, at, _away_keys(scene, at), (*lead, said))
    at = at.stay(Stage.ON_DUTY)
    branches = turns.present(scene, roster, at.officer)
    on = [say(at, Prompt.DUTY_ON, branch=named(scene, b.id, at)) for b in branches]
    said_on = on or [say(at, Prompt.DUTY_NOT)]
    return listen(scene, at, _present_keys(scene, at), (*lead, *said_on))


def _present_keys(scene: Scene, position: Position) -> Keys:
    return tuple(
        Key(key, say(position, prompt), partial(_choose, reason=reason))
        for key, (reason, prompt) in REASONS.items()
    )


def _away_keys(scene: Scene, position: Position) -> Keys:
    return (Key("1", say(position, Prompt.DUTY_BACK), _come_back),)


def _come_back(scene: Scene, position: Position) -> Outcome:
    return ComeBack(position.officer, partial(_returned, scene, position))


def _returned(scene: Scene, position: Position, refusal: Refusal | None) -> Outcome:
    if refusal:
        return home(scene, position, (_why(scene, position, refusal),))
    return home(scene, position, (say(position, Prompt.DUTY_RETURNED),))


def _choose(scene: Scene, position: Position, *, reason: AbsenceReason) -> Outcome:
    return LookAtRoster(partial(_name, scene, position, reason))


def _name(scene: Scene, position: Position, reason: AbsenceReason, roster: Roster) -> Outcome:
    """Name those who could stand in. Address and keys hold what was said: nobody else is meant."""
    until = turns.turn_end(scene, roster, position.officer)
    who = turns.could_stand_in(scene, roster, position.officer, until)
    about = f"{reason}_{written_moment(until)}"
    return _ask(scene, position.to(Stage.STAND_IN, about=about, tried=who), ())


def _ask(scene: Scene, at: Position, lead: Lead) -> Outcome:
    _, until = _read(at)
    if until is None:
        return start(scene, at)
    said = say(at, Prompt.STAND_IN_ASK, when=when(scene, at, until))
    return listen(scene, at, _stand_in_keys(scene, at), (*lead, said))


def _stand_in_keys(scene: Scene, position: Position) -> Keys:
    named_ = (
        Key(
            str(n),
            say(
                position,
                Prompt.STAND_IN,
                post=_post(scene, position, code),
                key=said_key(str(n), position.lang),
            ),
            partial(_go_off, stand_in=code),
        )
        for n, code in enumerate(position.tried, start=1)
    )
    nobody = Key(NOBODY, say(position, Prompt.STAND_IN_NONE), partial(_go_off, stand_in=None))
    return (*named_, nobody)


def _go_off(scene: Scene, position: Position, *, stand_in: str | None) -> Outcome:
    reason, until = _read(position)
    if reason is None or until is None:
        return start(scene, position)
    entered = partial(_entered, scene, position, stand_in)
    return GoOff(position.officer, reason, until, stand_in, entered)


def _entered(
    scene: Scene, position: Position, stand_in: str | None, refusal: Refusal | None
) -> Outcome:
    if refusal and refusal.branch:
        again = position.to(Stage.STAND_IN, errors=position.errors)
        return _ask(scene, again, (_why(scene, position, refusal),))
    if refusal:
        return _home(scene, position, _why(scene, position, refusal))
    _, until = _read(position)
    said = [say(position, Prompt.DUTY_ENTERED, when=when(scene, position, until or scene.now))]
    if stand_in:
        post = _post(scene, position, stand_in)
        said.append(say(position, Prompt.DUTY_STAND_IN, post=post))
    return _home(scene, position, *said)


def _home(scene: Scene, position: Position, *lead: Sentence) -> Step:
    """Go back to the menu; who could have stood in is no callback that was offered."""
    return home(scene, position.stay(position.stage, tried=()), lead)


def _why(scene: Scene, position: Position, refusal: Refusal) -> Sentence:
    if refusal.branch is None or refusal.since is None:
        return say(position, Prompt.DUTY_REFUSED)
    branch, since = named(scene, refusal.branch, position), when(scene, position, refusal.since)
    return say(position, Prompt.DUTY_GAP, branch=branch, when=since)


def _post(scene: Scene, position: Position, code: str) -> str:
    officer = scene.board.roster.officers.get(code)
    return officer.officer.post.in_(position.lang) if officer else code


def _read(position: Position) -> tuple[AbsenceReason | None, datetime | None]:
    reason, _, until = position.about.partition("_")
    known = reason in set(AbsenceReason)
    return (AbsenceReason(reason) if known else None), read_moment(until)


ON_DUTY = KeypadPlace(_present_keys, _look, leave=home, give_up=home)
OFF_DUTY = KeypadPlace(_away_keys, _look, leave=home, give_up=home)
STAND_IN = KeypadPlace(_stand_in_keys, _ask, leave=_home, give_up=_home)
