"""Whom the hotline may dial at all, and how often: every call of ours passes here.

Somebody else pays for each call, and a citizen may type in any number. So only ordinary Vietnamese
numbers are dialled: mobiles, landlines, and the lines of the police and the army. Numbers that pay
whoever owns them (1900), short numbers, satellite and internet telephones, and other countries are
not. Lengths are taken as they come: no dear range hides behind one. Source: Thông tư
22/2014/TT-BTTTT, the numbering plan.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from ivr.flow.hours import Calendar

# Behind +84: landlines 2…, mobiles 3, 5, 7, 8, 9, forces 69. There is no 1… (services), 4…, 65 or
# 67 (internet and satellite telephones).
_ORDINARY = re.compile(r"\+84(?:2\d{8,9}|[35789]\d{8,9}|69\d{5,8})")

MOST_A_DAY = 6  # tries of one number in 24 hours, whatever the debts they are for
MOST_OF_OTHERS_A_DAY = 2  # of a number that another telephone asked us to call
OTHERS_FROM, OTHERS_UNTIL = time(7), time(21)  # local: when such a number may ring
DAY = timedelta(hours=24)


class NotDialled(ValueError):
    """A number that the hotline must never dial; the number is not in the text."""


class Bar(StrEnum):
    """Why a citizen's number is not dialled now."""

    NUMBER = "number"
    OFTEN = "often"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Dialled:
    """What is known of a citizen's number before it is dialled.

    `tries` are the moments it was dialled lately; `is_others`: it was typed in from another
    telephone, so nobody knows whether its owner wants to be called.
    """

    number: str
    tries: Sequence[datetime] = ()
    is_others: bool = False


def may_dial(number: str) -> bool:
    """Say whether an E.164 number is an ordinary Vietnamese one."""
    return _ORDINARY.fullmatch(number) is not None


def dialable(number: str) -> str:
    """Return a number that may be dialled. Raises NotDialled for any other."""
    if not may_dial(number):
        raise NotDialled("not an ordinary Vietnamese number")
    return number


def barred(dialled: Dialled, calendar: Calendar, now: datetime) -> Bar | None:
    """Say why a citizen's number must not be dialled now; None where it may be.

    A caller who leaves a neighbour's number again and again must not get us to ring it at night, or
    all day long.
    """
    if not may_dial(dialled.number):
        return Bar.NUMBER
    lately = sum(1 for at in dialled.tries if now - DAY < at <= now)
    if lately >= (MOST_OF_OTHERS_A_DAY if dialled.is_others else MOST_A_DAY):
        return Bar.OFTEN
    is_day = OTHERS_FROM <= calendar.local(now).time() < OTHERS_UNTIL
    return Bar.NIGHT if dialled.is_others and not is_day else None
