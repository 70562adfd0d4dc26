"""What every decision is given beside the position: the board, the caller, and the moment."""

from dataclasses import dataclass
from datetime import datetime

from ivr.flow.board import Board, Caller
from ivr.flow.duty.on_duty import Away, OnDuty, turns
from ivr.flow.position import Position
from ivr.flow.steps import Prompt, Sentence
from ivr.flow.switchboard import Branch, Switchboard


@dataclass(frozen=True, slots=True)
class Scene:
    """One request's circumstances; `now` is an aware datetime."""

    board: Board
    caller: Caller
    now: datetime

    @property
    def switchboard(self) -> Switchboard:
        """What `branches.yaml` says at this moment."""
        return self.board.switchboard

    def branch(self, position: Position) -> Branch | None:
        """Return the branch that the caller chose, or None where it is gone since."""
        return self.switchboard.branch(position.branch) if position.branch else None

    def turns(self, branch: Branch) -> tuple[OnDuty | Away, ...]:
        """Return whose turn it is for a branch at this moment, in the order of ringing."""
        return tuple(turns(self.board.roster, branch, self.switchboard.calendar, self.now))

    @property
    def is_over(self) -> bool:
        """Whether the citizen is known to have hung up."""
        return self.caller.call_sid in self.board.over


def say(position: Position, prompt: Prompt, *, variant: str = "", **blanks: str) -> Sentence:
    """Return a prompt in the caller's language, its blanks filled in."""
    return Sentence(prompt, position.lang, tuple(sorted(blanks.items())), variant)
