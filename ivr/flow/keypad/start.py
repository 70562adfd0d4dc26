"""Where our own calls to officers begin: the positions in the addresses that the carrier gets."""

from ivr.flow.position import Position
from ivr.flow.words import Stage


def called_back(officer: str, debt: int) -> Position:
    """Return where a call to an officer begins who is to call a citizen back."""
    return Position(stage=Stage.CALLED, officer=officer, debt=str(debt), called=True)


def wrapped_up(officer: str, about: str) -> Position:
    """Return where a call begins that asks an officer what came of a talk: the call `about`."""
    return Position(stage=Stage.WRAP_UP, officer=officer, about=about, called=True)
