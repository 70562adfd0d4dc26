"""Takes what is personal out of one event; the story told of it stays the same. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from ivr.flow.numbers import national
from privacy.pseudonyms import SHORTEST, Swap

# What is kept of the carrier's form: how things stood, never between whom. A call's page shows it.
KEPT = frozenset(
    {
        *("source", "CallStatus", "DialCallStatus", "DialBridged", "RecordingStatus"),
        *("CallDuration", "DialCallDuration", "RecordingDuration", "Timestamp", "Duration"),
        *("SequenceNumber", "Direction", "ErrorCode", "SipResponseCode"),
    }
)


def reduced(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a form."""
    return {name: value for name, value in raw.items() if name in KEPT}


def without_numbers(key: str, facts: Mapping[str, Any], swap: Swap) -> tuple[str, dict[str, Any]]:
    """Return an event's key and facts with what `swap` makes of a caller's number, shown or typed.

    The key of an event names the keys that were pressed, so it may hold a number as well.
    """
    kept = dict(facts)
    if caller := kept.get("caller_number"):
        kept["caller_number"] = swap(caller)
    digits = kept.get("digits", "")
    if len(digits) >= SHORTEST:
        kept["digits"] = swap(digits)
        key = key.replace(digits, kept["digits"])
    return key, kept


def spellings(number: str) -> tuple[str, ...]:
    """Return how an E.164 number may stand in a text, the longest first."""
    plain = national(number)
    found = {number, number.removeprefix("+"), plain, plain.lstrip("0")}
    return tuple(sorted(found, key=len, reverse=True))


def core(number: str) -> str:
    """Return the digits that every spelling of a number has in it."""
    return spellings(number)[-1]


def replaced(value: Any, words: Collection[str], by: str) -> Any:
    """Return a JSON value with these words replaced wherever they stand in it."""
    if isinstance(value, str):
        for word in words:
            value = value.replace(word, by)
        return value
    if isinstance(value, Mapping):
        return {name: replaced(each, words, by) for name, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, words, by) for each in value]
    return value
