"""Which rows a list of the API is asked for: strict, where the carrier would be lenient in silence.

Source: [CallResource] and [Recordings]: one exact Status; times are whole days of UTC, of which `>`
is on or after and `<` before. A filter that is not simulated is refused rather than passed over.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime

from simulator.calls.desk import ListedLeg
from simulator.recordings import Recording
from simulator.rest_documents import listed_status

STATUSES = frozenset(
    ["queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"]
)
PAGING = ("Page", "PageSize", "PageToken")
MOST_ROWS = 1000


class BadFilter(Exception):
    """A list that is not given; the message says why."""


def _ranged(name: str) -> tuple[str, str, str]:
    return name, f"{name}>", f"{name}<"


OF_CALLS = ("From", "To", "ParentCallSid", "Status", *_ranged("StartTime"), *_ranged("EndTime"))
OF_RECORDINGS = ("CallSid", *_ranged("DateCreated"))


def call_filter(asked: Mapping[str, str]) -> Callable[[ListedLeg], bool]:
    """Return what picks calls and legs; raises BadFilter."""
    _check_names(asked, OF_CALLS)
    status = asked.get("Status")
    if status is not None and status not in STATUSES:
        raise BadFilter(f"Status {status!r} is not valid")
    began, ended = _days(asked, "StartTime"), _days(asked, "EndTime")

    def wanted(leg: ListedLeg) -> bool:
        caller, called, _ = leg.numbers
        return (
            asked.get("From") in (None, caller)
            and asked.get("To") in (None, called)
            and asked.get("ParentCallSid") in (None, leg.parent_sid)
            and status in (None, listed_status(leg))
            and began(leg.started_at)
            and ended(leg.ended_at)
        )

    return wanted


def recording_filter(asked: Mapping[str, str]) -> Callable[[Recording], bool]:
    """Return what picks recordings; raises BadFilter."""
    _check_names(asked, OF_RECORDINGS)
    call_sid, made = asked.get("CallSid"), _days(asked, "DateCreated")
    return lambda recording: call_sid in (None, recording.call_sid) and made(recording.started_at)


def check_paging(asked: Mapping[str, str]) -> None:
    """Refuse what no page can be told by; raises BadFilter.

    [OAI]: a page is followed by its `next_page_uri`, so a number without its token is refused.
    """
    for name in ("Page", "PageSize"):
        if not asked.get(name, "0").isdecimal():
            raise BadFilter("Page and PageSize must be numbers")
    if int(asked.get("PageSize", "50")) > MOST_ROWS:
        raise BadFilter(f"PageSize must not be more than {MOST_ROWS}")
    if int(asked.get("Page", "0")) and not asked.get("PageToken"):
        raise BadFilter("Page must come with its PageToken: follow next_page_uri")


def _check_names(asked: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted({*asked} - {*known, *PAGING})
    if unknown:
        raise BadFilter(f"{unknown[0]} is not simulated")


def _days(asked: Mapping[str, str], name: str) -> Callable[[datetime | None], bool]:
    on, since, until = (_day(asked.get(each)) for each in _ranged(name))

    def wanted(moment: datetime | None) -> bool:
        if moment is None:
            return on is since is until is None
        day = moment.astimezone(UTC).date()
        return (
            on in (None, day) and (since is None or day >= since) and (until is None or day < until)
        )

    return wanted


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise BadFilter(f"{text!r} is not a date") from None
