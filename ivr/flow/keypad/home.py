"""Where an officer's work begins and comes back to: the menu; in a call of ours, its end."""

from dataclasses import replace

from ivr.flow.keypad.places import Lead
from ivr.flow.position import Position
from ivr.flow.scene import Scene, say
from ivr.flow.steps import Goodbye, Listen, Option, Prompt, Sentence, Step
from ivr.flow.words import Reason, Stage

# Here, and only here, 9 is no repeat: the key that officers were promised for verifying. Silence
# says the menu again.
ANNOUNCED = {
    "1": Prompt.OFFICER_NEXT,
    "2": Prompt.OFFICER_DUTY,
    "3": Prompt.OFFICER_RESULT,
    "4": Prompt.OFFICER_MINE,
    "9": Prompt.OFFICER_VERIFY,
}
SILENT = ("*",)


def home(
    scene: Scene, position: Position, lead: tuple[Sentence, ...] = (), *, branch: str = ""
) -> Step:
    """Go back to the menu; in a call of ours say goodbye, as who picked up has keyed no PIN.

    `branch` is where a matter was just passed on to: the place that follows is what tells it.
    """
    if position.called:
        return goodbye(scene, position, lead, branch=branch)
    return ask(scene, cleared(position).to(Stage.OFFICER, branch=branch), lead)


def ask(scene: Scene, at: Position, lead: Lead) -> Step:
    """Say the officers' menu."""
    options = (Option(key, say(at, prompt)) for key, prompt in ANNOUNCED.items())
    silent = (Option(key, None) for key in SILENT)
    lead = (*lead, say(at, Prompt.OFFICER_MENU))
    nav = (say(at, Prompt.OFFICER_UP),)
    return Listen(lead, (*options, *silent), at, scene.switchboard.limits.key_s, nav)


def goodbye(
    scene: Scene,
    position: Position,
    lead: tuple[Sentence, ...] = (),
    *,
    branch: str = "",
    reason: Reason = Reason.KEYED,
) -> Step:
    """Thank an officer and hang up."""
    end = cleared(position).to(Stage.END, branch=branch, reason=reason)
    return Goodbye((*lead, say(position, Prompt.OFFICER_BYE)), end)


def cleared(position: Position) -> Position:
    """Return a position that names nothing any more that is being worked on."""
    return replace(position, menu="", debt="", about="", recording="", branch="", reason=None)


def as_citizen(position: Position) -> Position:
    """Return the position of somebody who is an ordinary caller from here on."""
    return Position(n=position.n, faults=position.faults)
