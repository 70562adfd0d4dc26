"""What somebody may look for: a number or its last digits, and where rows came from."""

from dataclasses import dataclass
from enum import StrEnum

from ivr.flow.numbers import e164

LEAST_DIGITS = 3  # fewer fit half the province
SAMPLE_SID = "SAMPLE"  # with which the id of every made-up call begins
SAMPLE_NUMBERS = "+8450505"  # with which the number of every made-up caller begins


class Origin(StrEnum):
    """Where a row came from: a citizen's call, or `flask sample-data`."""

    CARRIER = "carrier"
    SAMPLE = "sample"


def origin_of(call_sid: str) -> Origin:
    """Return where a call came from."""
    return Origin.SAMPLE if call_sid.startswith(SAMPLE_SID) else Origin.CARRIER


def origin_of_number(caller_number: str) -> Origin:
    """Return where a caller came from."""
    is_sample = caller_number.startswith(SAMPLE_NUMBERS)
    return Origin.SAMPLE if is_sample else Origin.CARRIER


@dataclass(frozen=True, slots=True)
class WantedNumber:
    """A number that is looked for: whole, as E.164, or only its last digits."""

    exact: str = ""
    ending: str = ""

    def __post_init__(self) -> None:
        """Refuse to look for both, or for nothing."""
        if bool(self.exact) is bool(self.ending):
            raise ValueError("a whole number or its last digits")


def wanted_number(text: str) -> WantedNumber:
    """Return what a typed text looks for: `0939 015 599` the whole number, `599` how it ends.

    Raises ValueError where it has fewer than three digits.
    """
    whole = e164(text)
    if whole:
        return WantedNumber(exact=whole)
    digits = "".join(letter for letter in text[:40] if "0" <= letter <= "9")
    if len(digits) < LEAST_DIGITS:
        raise ValueError(f"at least {LEAST_DIGITS} digits")
    return WantedNumber(ending=digits)
