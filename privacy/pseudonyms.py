"""What stands in the place of a number that was deleted: the same for the same number.

So reports still count people, not calls, and a story that is told again is the same story. Under
retention it is keyed with the hotline's secret, as one night's work must go on where that of the
night before ended; who has both the secret and a number can still tell whether they belong
together. On erasure it is drawn at random, and nobody can.
"""

import hashlib
import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass

from ivr.flow.numbers import STAND_INS, e164, is_pseudonym

Swap = Callable[[str], str]

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
SHORTEST = 7  # digits; whoever has fewer is a service, or pressed keys of the menu


def pseudonym(random: bytes) -> str:
    """Return the pseudonym made from ten random bytes or more."""
    return "~" + random[:10].hex().translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Keyed:
    """Swaps every personal number for its pseudonym; `spared` are those of the hotline and posts.

    What is spared are no citizens: the stories of checks and of officers' calls are told by them.
    """

    secret: str
    spared: Collection[str]

    def __call__(self, text: str) -> str:
        """Return what is kept of a number as the carrier sent it, or as it was keyed in."""
        number = e164(text) or text
        if not is_personal(text) or number in self.spared:
            return text
        told = hmac.new(self.secret.encode(), f"pseudonym:{number}".encode(), hashlib.sha256)
        return pseudonym(told.digest())


@dataclass(frozen=True, slots=True)
class One:
    """Swaps one number, in E.164, and leaves all others alone."""

    number: str
    pseudonym: str

    def __call__(self, text: str) -> str:
        """Return the pseudonym where a text is that number, else the text."""
        return self.pseudonym if e164(text) == self.number else text


def is_personal(text: str) -> bool:
    """Say whether a text could be somebody's number or address."""
    if is_pseudonym(text) or text in STAND_INS:
        return False
    return "@" in text or sum(letter.isdigit() for letter in text) >= SHORTEST
