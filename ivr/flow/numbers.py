"""Telephone numbers as Vietnamese callers, officers and carriers write them.

Only the shape is judged here, never whether a number is in use: short numbers (1022), old landline
codes and ranges that changed hands are "invalid" to every published table at some time, and a
caller who typed ten digits must not be argued with.
"""

import re

COUNTRY_CODE = "84"
DELETED = "×××"  # shown where a number was
PLACEHOLDER_PREFIX = "+8450"  # no operator was ever given 050
# What carriers send for a caller without a number: words, spelled on a telephone's keys. Source:
# the carrier's help page on anonymous, restricted, unavailable and unknown callers.
STAND_INS = frozenset({"+266696687", "+7378742833", "+86282452253", "+8656696", "+2562533", "+464"})
_PSEUDONYM = re.compile(r"~[a-p]{20}")
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_NATIONAL = re.compile(r"0[1-9][0-9]{7,9}")


def e164(text: str) -> str | None:
    """Return `text` as an E.164 number, or None where it is not one.

    Takes `0…`, `84…`, `+…`, with spaces, dots and hyphens between the digits. `anonymous`, SIP
    addresses and short numbers give None: they can be stored, and never be called back.
    """
    bare = re.sub(r"[\s.\-()]", "", text[:40])
    if bare in STAND_INS:
        return None
    bare = bare.replace(f"+{COUNTRY_CODE}0", f"+{COUNTRY_CODE}", 1)
    if _NATIONAL.fullmatch(bare):
        return f"+{COUNTRY_CODE}{bare[1:]}"
    if bare.startswith(COUNTRY_CODE) and _NATIONAL.fullmatch("0" + bare[2:]):
        return f"+{bare}"
    return bare if _E164.fullmatch(bare) else None


def is_pseudonym(text: str) -> bool:
    """Say whether this stands for a number that was deleted: `~` and twenty letters.

    It has no digit, so no search by digits finds it, and no carrier dials it.
    """
    return _PSEUDONYM.fullmatch(text) is not None


def named(text: str) -> str | None:
    """Return who a text names: an E.164 number, or the pseudonym that stands for one; or None."""
    return text if is_pseudonym(text) else e164(text)


def national(number: str) -> str:
    """Return a Vietnamese E.164 number with its leading zero; any other number unchanged."""
    if number.startswith(f"+{COUNTRY_CODE}"):
        return "0" + number[3:]
    return number


def grouped(number: str) -> str:
    """Return a number as it is read on a page: `0939 015 599`; one that was deleted is not."""
    if is_pseudonym(number):
        return DELETED
    digits = national(number)
    if len(digits) == 10 and digits.isdigit():
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return digits


def masked(number: str) -> str:
    """Return a number that can be shown without telling it: `0939•••599`."""
    if is_pseudonym(number):
        return DELETED
    digits = national(number)
    return f"{digits[:4]}•••{digits[-3:]}" if len(digits) >= 9 else "•••"


def is_placeholder(number: str) -> bool:
    """Say whether an E.164 number is from a range that no operator has."""
    return number.startswith(PLACEHOLDER_PREFIX)
