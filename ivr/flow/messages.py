"""The messages of one call: what was recorded, recorded over, and what was only silence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ivr.flow.events import Event
from ivr.flow.voicemail import SHORTEST_S
from ivr.flow.words import EventKind, Stage

_TELLERS = (EventKind.MESSAGE_RECORDED, EventKind.RECORDING_DONE)


@dataclass(frozen=True, slots=True)
class MessageStory:
    """One recording. `seconds` is None until told; `is_kept` marks the one that is the message.

    `is_ready` says that the carrier has finished it; `is_empty` that nobody spoke on it.
    """

    recording_sid: str
    url: str
    seconds: int | None
    recorded_at: datetime
    is_ready: bool
    is_empty: bool
    is_kept: bool


def tell_messages(events: Iterable[Event]) -> tuple[MessageStory, ...]:
    """Return the recordings of one call in the order of their places in it.

    The last one on which somebody spoke is the message. A caller who asked to speak again and then
    said nothing has not taken back what was said before: nothing is lost.
    """
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.kind in _TELLERS and event.recording_sid:
            found.setdefault(event.recording_sid, []).append(event)
    told = sorted(found.values(), key=_place)
    spoken = [own for own in told if not _is_empty(own)]
    return tuple(_tell(own, is_kept=bool(spoken) and own is spoken[-1]) for own in told)


def _place(own: list[Event]) -> tuple[bool, int, datetime, str]:
    """Return what recordings are put in order by.

    Of one that only the carrier's list has we were never told that it was spoken: the call ended
    there, so it comes after all others.
    """
    steps = [e.position.n for e in own if not _is_listed(e)]
    return (not steps, min(steps, default=0), _recorded_at(own), own[0].recording_sid)


def _is_listed(event: Event) -> bool:
    """Say whether a recording is told of by the carrier's list, and not by its callback."""
    return event.kind is EventKind.RECORDING_DONE and event.key.endswith(":listed")


def _recorded_at(own: list[Event]) -> datetime:
    told = [e.when for e in own if not _is_listed(e)]
    return min(told or [e.when for e in own])


def _tell(own: list[Event], *, is_kept: bool) -> MessageStory:
    done = [e for e in own if e.kind is EventKind.RECORDING_DONE]
    return MessageStory(
        recording_sid=own[0].recording_sid,
        url=next((e.recording_url for e in own if e.recording_url), ""),
        seconds=_seconds(own),
        recorded_at=_recorded_at(own),
        is_ready=any(not e.absent for e in done),
        is_empty=_is_empty(own),
        is_kept=is_kept,
    )


def _seconds(own: list[Event]) -> int | None:
    """Return the length: the finished recording's, which is trimmed, before the action's."""
    for kind in reversed(_TELLERS):
        told = [e.seconds for e in own if e.kind is kind and e.seconds is not None]
        if told:
            return max(told)
    return None


def _is_empty(own: list[Event]) -> bool:
    if any(_was_found_empty(event) for event in own):
        return True
    done = [e for e in own if e.kind is EventKind.RECORDING_DONE]
    if done and all(e.absent for e in done):
        return True
    seconds = _seconds(own)
    return seconds is not None and seconds < SHORTEST_S


def _was_found_empty(event: Event) -> bool:
    """Say whether the caller was asked to speak again, or let go: carriers keep silence too."""
    if event.kind is not EventKind.MESSAGE_RECORDED or event.then is None or event.gone:
        return False
    return event.then.stage is not Stage.CONFIRM
