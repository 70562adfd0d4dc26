"""Telephone numbers in `branches.yaml`: which can be rung at all, and which look mistaken.

A number of the right shape is taken, whatever a library thinks of it: published tables lag behind
the operators. What they doubt is told as a warning.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ivr.branch_file.faults import Fault
from ivr.branch_file.fields import Fields
from ivr.branch_file.nodes import Node
from ivr.flow.numbers import e164, is_placeholder
from ivr.flow.words import Text

ALLOWED = Text(
    "số đầy đủ 9-11 chữ số bắt đầu bằng 0, hoặc +84...: 0500 000 011",
    "a full number of 9-11 digits with its leading 0, or +84...: 0500 000 011",
)
LONGEST = 30  # characters, with spaces, dots and brackets
SHORTEST = 7  # digits; what is shorter is a short number of one network or province
FORCES = "+8469"  # police and army lines, which no published table lists

# Area codes until 2017 that are the first digits of mobile numbers now. Written out as a landline,
# such a number silently rings somebody's mobile. Source: Quyết định 2036/QĐ-BTTTT.
OLD_LANDLINES = (re.compile(r"08 \d{8}"), re.compile(r"(03[36789]|05[25689]|07[0679]) 3\d{6}"))
MOBILE_GROUPS = (3, 3, 4)  # 079 382 2334 is how a mobile is written


BECAME_MOBILE = Text(
    "viết như số cố định có mã vùng cũ (trước 2017), nay sẽ gọi vào một số di động; "
    "hãy dùng mã vùng mới 02...",
    "looks like a landline with an area code from before 2017 and now rings a mobile; "
    "use the new code 02...",
)
UNKNOWN = Text(
    "không thuộc dải số nào đang dùng (mã vùng cũ? di động 11 số cũ?); hãy gọi thử",
    "is in no range known to be in use (an old area code? an old 11-digit mobile?); try it",
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number as the file writes it, and what it became."""

    node: Node
    text: str
    number: str


def read_number(fields: Fields, node: Node | None) -> Written | None:
    """Return a number that can be rung; one that cannot is a fault that says why."""
    text = fields.word(node, ALLOWED)
    if node is None or not text:
        return None
    number = e164(text)
    if number and len(text) <= LONGEST:
        return Written(node, text, number)
    reason = _unringable(text)
    fields.wrong(node, Text(f"{ALLOWED.vi}{reason.vi}", f"{ALLOWED.en}{reason.en}"))
    return None


def suspicious(numbers: Iterable[Written]) -> tuple[Fault, ...]:
    """Return a warning for each number that probably rings somebody else, or nobody."""
    # Imported here: it takes 60 ms, and only the check of a file asks for it.
    from phonenumbers import NumberParseException, is_valid_number, parse  # noqa: PLC0415

    def is_known(number: str) -> bool:
        try:
            return is_valid_number(parse(number))
        except NumberParseException:
            return False

    found = []
    for written in numbers:
        unlisted = is_placeholder(written.number) or written.number.startswith(FORCES)
        if _is_old_landline(written.text):
            found.append(_warning(written, BECAME_MOBILE))
        elif not unlisted and not is_known(written.number):
            found.append(_warning(written, UNKNOWN))
    return tuple(found)


def _warning(written: Written, what: Text) -> Fault:
    node = written.node
    message = Text(f"số «{written.text}» {what.vi}", f"the number '{written.text}' {what.en}")
    return Fault(node.line, node.column, node.path, message)


def _unringable(text: str) -> Text:
    digits = re.sub(r"\D", "", text)
    if digits.startswith(("1800", "1900")):
        return Text(
            "; số 1800 và 1900 không gọi được từ tổng đài",
            "; 1800 and 1900 numbers cannot be rung by the carrier",
        )
    if 0 < len(digits) < SHORTEST:
        return Text(
            "; số ngắn như 1022, 113 không gọi được từ tổng đài",
            "; short numbers such as 1022, 113 cannot be rung by the carrier",
        )
    return Text("", "")


def _is_old_landline(text: str) -> bool:
    groups = re.findall(r"[0-9]+", text)
    if tuple(map(len, groups)) == MOBILE_GROUPS:
        return False
    spelled = f"{groups[0]} {''.join(groups[1:])}"
    return any(pattern.fullmatch(spelled) for pattern in OLD_LANDLINES)
