"""What every decision is given beside the position: the board, the caller, and the moment."""

from dataclasses import dataclass
from datetime import datetime

from ivr.flow.board import Board, Branch, Caller, Switchboard
from ivr.flow.position import Position
from ivr.flow.steps import Prompt, Sentence


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

    @property
    def is_over(self) -> bool:
        """Whether the citizen is known to have hung up."""
        return self.caller.call_sid in self.board.over


def say(position: Position, prompt: Prompt, *, variant: str = "", **blanks: str) -> Sentence:
    """Return a prompt in the caller's language, its blanks filled in."""
    return Sentence(prompt, position.lang, tuple(sorted(blanks.items())), variant)
