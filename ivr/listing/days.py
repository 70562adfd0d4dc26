"""The calls and the recordings of one day, as the carrier lists them, in our words.

Source: the carrier's pages on calls and on recordings, and its specification: days are whole days
of UTC, `>` means on or after a day, `<` before it; moments are RFC 2822, durations strings.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from ivr.flow.reconciling.listed import ListedCall, ListedRecording
from ivr.flow.words import LegOutcome
from ivr.listing.pages import Pages

log = logging.getLogger(__name__)

LONGEST_TEXT = 64
LONGEST_NUMBER = 64
T = TypeVar("T")
_OUTCOMES = {
    "completed": LegOutcome.ANSWERED,
    "no-answer": LegOutcome.NO_ANSWER,
    "busy": LegOutcome.BUSY,
    "failed": LegOutcome.FAILED,
    "canceled": LegOutcome.CANCELED,
}


class Unreadable(ValueError):
    """A row that makes no sense; the message names the field, never its value."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What the carrier lists of a day; rows that make no sense are cried out and passed over."""

    pages: Pages

    def calls(self, day: date) -> Iterator[list[ListedCall]]:
        """Yield the calls that began on a day of UTC, legs and our own included, page by page.

        Raises CarrierAway where the carrier cannot be asked to the end.
        """
        query = {"StartTime>": day.isoformat(), "StartTime<": _after(day)}
        for rows in self.pages.of("calls", "Calls.json", query):
            yield [*_read(rows, _call)]

    def recordings(self, day: date) -> Iterator[list[ListedRecording]]:
        """Yield the finished recordings that were made on a day of UTC, page by page.

        Raises CarrierAway where the carrier cannot be asked to the end.
        """
        query = {"DateCreated>": day.isoformat(), "DateCreated<": _after(day)}
        for rows in self.pages.of("recordings", "Recordings.json", query):
            done = [row for row in rows if _text(row, "status") == "completed"]
            yield [*_read(done, self._recording)]

    def _recording(self, row: Mapping[str, Any]) -> ListedRecording:
        sid = _needed(row, "sid")
        return ListedRecording(
            sid=sid,
            call_sid=_needed(row, "call_sid"),
            url=self.pages.carrier.recording_url(sid),
            began_at=_needed_moment(row, "start_time", "date_created"),
            seconds=_seconds(row),
        )


def _read(rows: list[Any], read: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    for row in rows:
        try:
            yield read(row)
        except Unreadable as error:
            log.error("a line of the carrier's list is not understood", extra={"field": str(error)})


def _call(row: Mapping[str, Any]) -> ListedCall:
    status = _text(row, "status")
    return ListedCall(
        sid=_needed(row, "sid"),
        is_incoming=_text(row, "direction") == "inbound" and not _text(row, "parent_call_sid"),
        parent_sid=_text(row, "parent_call_sid"),
        caller_number=_text(row, "from")[:LONGEST_NUMBER],
        called_number=_text(row, "to")[:LONGEST_NUMBER],
        outcome=_OUTCOMES.get(status),
        began_at=_needed_moment(row, "start_time", "date_created"),
        ended_at=_moment(row, "end_time"),
        seconds=_seconds(row),
    )


def _text(row: Any, name: str) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    return value if isinstance(value, str) else ""


def _needed(row: Mapping[str, Any], name: str) -> str:
    value = _text(row, name)
    if not value or len(value) > LONGEST_TEXT or not value.isascii():
        raise Unreadable(name)
    return value


def _needed_moment(row: Mapping[str, Any], *names: str) -> datetime:
    """Return the first of these moments that is there: what waits to begin has no start yet."""
    for name in names:
        if (at := _moment(row, name)) is not None:
            return at
    raise Unreadable(names[0])


def _moment(row: Mapping[str, Any], name: str) -> datetime | None:
    text = _text(row, name)
    if not text:
        return None
    try:
        at = parsedate_to_datetime(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable(name) from error


def _seconds(row: Mapping[str, Any]) -> int | None:
    """Return a length; the carrier tells it as text, or not at all."""
    text = str(row.get("duration") or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def _after(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()
