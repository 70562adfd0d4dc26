"""Who serves a branch, and so may be given its callers. Pure."""

from collections.abc import Iterable

from ivr.flow.board import Board
from ivr.flow.switchboard import Officer
from ivr.flow.words import Text


def serving(board: Board, branch: str) -> dict[str, Officer]:
    """Return the officers of a branch by code: those of the roster, and of the branches file."""
    return {officer.id: officer for id, officer in board.officers() if id == branch}


def offered(board: Board, branches: Iterable[str]) -> list[tuple[str, Text]]:
    """Return to whom something may be given, by name."""
    found = {code: each.post for id in branches for code, each in serving(board, id).items()}
    return sorted(found.items(), key=lambda pair: (pair[1].vi, pair[0]))
