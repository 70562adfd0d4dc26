"""What is written down about a call: the tale, the requests, the carrier's own truth."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Line:
    """One line of a call's tale, for a human; numbers are masked."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, kw_only=True)
class HttpExchange:
    """One request to the application and its answer; `status` is 0 where none came."""

    at: datetime
    kind: str
    method: str
    url: str
    form: Mapping[str, str]
    headers: Mapping[str, str]
    status: int
    body: str

    @property
    def curl(self) -> str:
        """Return a shell command that sends the same request again."""
        parts = ["curl", "-X", self.method]
        for name, value in self.headers.items():
            parts += ["-H", f"{name}: {value}"]
        if self.method == "POST":
            for name, value in self.form.items():
                parts += ["--data-urlencode", f"{name}={value}"]
        return shlex.join([*parts, self.url.partition("#")[0]])


@dataclass(frozen=True)
class CallError:
    """Something that would stand in the carrier's debugger; `code` is its number, or DEAD_END."""

    at: datetime
    code: int | str
    message: str
    url: str = ""


DEAD_END = "DEAD_END"


@dataclass
class LegTruth:
    """What really happened on one phone that a Dial rang: an officer's, in a citizen's call."""

    sid: str
    number: str
    dialled_at: datetime
    picked_up_at: datetime | None = None
    keys: str = ""
    joined_at: datetime | None = None
    ended_at: datetime | None = None
    status: str = "initiated"
    hung_up_by: str | None = None
    caller_id: str = ""

    @property
    def was_joined(self) -> bool:
        """Tell whether the two could hear each other."""
        return self.joined_at is not None

    @property
    def talk_s(self) -> float:
        """Return for how long they could."""
        if self.joined_at is None or self.ended_at is None:
            return 0.0
        return (self.ended_at - self.joined_at).total_seconds()


@dataclass
class CallTruth:
    """What really happened in a call.

    `hung_up_by`: caller or callee, application, api, or carrier.
    """

    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    hung_up_by: str | None = None
    keys: str = ""
    legs: list[LegTruth] = field(default_factory=list)
    recordings: list[str] = field(default_factory=list)

    @property
    def was_joined(self) -> bool:
        """Tell whether the call was ever joined with another line."""
        return any(leg.was_joined for leg in self.legs)

    @property
    def talk_s(self) -> float:
        """Return how long they talked."""
        return sum(leg.talk_s for leg in self.legs)


def mask(text: str) -> str:
    """Return `text` with the middle digits of every phone number replaced by dots."""
    return re.sub(r"(\+[0-9]{5})[0-9]+([0-9]{2})\b", r"\1···\2", text)


def whole_seconds(since: datetime, until: datetime) -> int:
    """Return a duration as the carrier reports it."""
    return round((until - since) / timedelta(seconds=1))
