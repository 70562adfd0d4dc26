"""What goes wrong, and when: drawn from a seed before the day begins."""

import random
from dataclasses import dataclass
from enum import StrEnum


class Blow(StrEnum):
    """One thing that goes wrong, or is mended."""

    DATABASE_AWAY = "database away"
    DATABASE_BACK = "database back"
    DATABASE_MUTE = "database mute"
    WEB_DOOMED = "web killed at its next steps"
    WEB_KILLED = "web killed"
    WEB_STARTED = "web started"
    WORKER_DOOMED = "worker killed at its next steps"
    WORKER_STARTED = "worker started"
    HOST_KILLED = "host killed"
    HOST_STARTED = "host started"
    ANSWERS_LOST = "answers lost"
    REQUEST_LOST = "request lost"
    ANSWER_LATE = "answer late"
    CARRIER_REFUSES = "carrier's list refused"


# What is mended by itself, with what, and after how many seconds at least and at most.
_MENDED = {
    Blow.DATABASE_AWAY: (Blow.DATABASE_BACK, 20, 600),
    Blow.DATABASE_MUTE: (Blow.DATABASE_BACK, 5, 60),
    Blow.WEB_DOOMED: (Blow.WEB_STARTED, 5, 90),
    Blow.WEB_KILLED: (Blow.WEB_STARTED, 5, 90),
    Blow.WORKER_DOOMED: (Blow.WORKER_STARTED, 30, 900),
    Blow.HOST_KILLED: (Blow.HOST_STARTED, 30, 600),
}
_BLOWS = (
    *(Blow.DATABASE_AWAY, Blow.DATABASE_MUTE, Blow.WEB_DOOMED, Blow.WEB_DOOMED, Blow.WEB_KILLED),
    *(Blow.WORKER_DOOMED, Blow.WORKER_DOOMED, Blow.HOST_KILLED, Blow.ANSWERS_LOST),
    *(Blow.REQUEST_LOST, Blow.ANSWER_LATE, Blow.CARRIER_REFUSES),
)


@dataclass(frozen=True, order=True)
class Strike:
    """A blow at a second of the day, on one host; `count` says how many steps or requests."""

    at_s: float
    blow: Blow
    host: int = 0
    count: int = 1


def strikes(rng: random.Random, *, seconds: float, hosts: int, every_s: float) -> list[Strike]:
    """Return what goes wrong in so many seconds, in order, and how each thing is mended."""
    found, at = [], 0.0
    while (at := at + rng.expovariate(1 / every_s)) < seconds:
        blow, host = rng.choice(_BLOWS), rng.randrange(hosts)
        found.append(Strike(at, blow, host, rng.randint(1, 9)))
        if blow in _MENDED:
            mend, least, most = _MENDED[blow]
            found.append(Strike(at + rng.uniform(least, most), mend, host))
    return sorted(found)
