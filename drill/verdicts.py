"""Holds the books against what the judge says: each difference is a violation."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from drill.books import Books
from drill.judge import MESSAGE_S, Right, owed_debts, owed_somewhere, right
from drill.record import Seen, SeenLeg

KNOWN_AFTER = timedelta(seconds=30)  # by then every host knows who talks, if nothing is broken


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that must not be; `sid` is the call, empty where it is about no single one."""

    rule: str
    what: str
    sid: str = ""


class Calm:
    """When nothing was broken."""

    def __init__(self, troubles: Iterable[tuple[datetime, datetime]] = ()) -> None:
        self.troubles = list(troubles)

    def holds(self, since: datetime, until: datetime) -> bool:
        """Say whether nothing was broken at any time between two moments."""
        return all(end < since or begin > until for begin, end in self.troubles)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the carrier saw, what we wrote, and the bytes of each recording at the carrier."""

    seen: list[Seen]
    books: Books
    audio: dict[str, bytes]
    desk: str
    branches: frozenset[str]
    is_calm: Calm


def violations(evidence: Evidence) -> Iterator[Violation]:
    """Yield everything that is not as it must be."""
    judged = [(seen, right(seen, evidence.desk, evidence.branches)) for seen in evidence.seen]
    for seen, what in judged:
        yield from _of_call(seen, what, evidence.books)
    yield from _strangers(evidence)
    yield from _debts(judged, evidence.books)
    yield from _messages(evidence)
    yield from _officers(evidence)
    if evidence.books.untold:
        yield Violation("told", f"{evidence.books.untold} events were never told")


def _of_call(seen: Seen, what: Right, books: Books) -> Iterator[Violation]:
    rows = books.calls.get(seen.sid, [])
    if len(rows) != 1:
        yield Violation("one verdict", f"{len(rows)} rows", seen.sid)
        return
    (row,) = rows
    if row.verdict not in what.verdicts:
        wanted = " or ".join(sorted(what.verdicts))
        yield Violation("right verdict", f"{row.verdict}, not {wanted}", seen.sid)
    elif row.branch not in what.branches:
        wanted = " or ".join(sorted(what.branches))
        yield Violation("right branch", f"{row.branch!r}, not {wanted!r}", seen.sid)
    if "DEAD_END" in seen.errors:
        yield Violation("no silence", "the caller was cut off", seen.sid)


def _strangers(evidence: Evidence) -> Iterator[Violation]:
    known = {seen.sid for seen in evidence.seen}
    for sid in evidence.books.calls.keys() - known:
        yield Violation("no other call", "a call that the carrier never saw", sid)


def _debts(judged: list[tuple[Seen, Right]], books: Books) -> Iterator[Violation]:
    owed, unknown = owed_debts(judged)
    by_number = {n: seen.sid for seen, what in judged for n in what.numbers}
    for debt in owed | books.debts.keys():
        count, sid = books.debts[debt], by_number.get(debt[0], "")
        if count > 1 or (count == 0 and debt in owed):
            yield Violation("one open callback", f"{count} by {debt[1]}", sid)
        elif count and debt not in owed | unknown:
            yield Violation("nothing owed in vain", f"{count} by {debt[1]}", sid)

    for number in owed_somewhere(judged) - {number for number, _ in books.debts}:
        yield Violation("one open callback", "none by any branch", by_number[number])


def _messages(evidence: Evidence) -> Iterator[Violation]:
    kept = Counter(audio.sid for audio in evidence.books.audio)
    for audio in evidence.books.audio:
        if audio.audio != evidence.audio.get(audio.sid):
            yield Violation("byte for byte", "a message differs", audio.call_sid)
    for seen in evidence.seen:
        spoken = [audio.sid for audio in seen.audio if audio.spoken_s >= MESSAGE_S]
        if spoken and kept[spoken[-1]] != 1:
            yield Violation("each message once", f"stored {kept[spoken[-1]]} times", seen.sid)


def _officers(evidence: Evidence) -> Iterator[Violation]:
    """Nobody accepts two calls at once; nor are they rung while they talk, if nothing is broken."""
    phones: dict[str, list[tuple[SeenLeg, str]]] = defaultdict(list)
    for seen in evidence.seen:
        for leg in seen.legs:
            phones[leg.number].append((leg, seen.sid))
    for legs in phones.values():
        talks = sorted((each for each in legs if each[0].is_accepted), key=_dialled_at)
        for (one, _), (other, sid) in pairwise(talks):
            if one.ended_at and other.joined_at and other.joined_at < one.ended_at:
                yield Violation("one call at a time", "accepted two calls at once", sid)
        for talk, _ in talks:
            yield from _rung_in(talk, legs, evidence.is_calm)


def _rung_in(talk: SeenLeg, legs: list[tuple[SeenLeg, str]], calm: Calm) -> Iterator[Violation]:
    for leg, sid in legs:
        if _is_rung_in(talk, leg) and calm.holds(talk.dialled_at, leg.dialled_at):
            yield Violation("not rung while talking", "rung in a talk", sid)


def _dialled_at(each: tuple[SeenLeg, str]) -> datetime:
    return each[0].dialled_at


def _is_rung_in(talk: SeenLeg, leg: SeenLeg) -> bool:
    if leg is talk or talk.joined_at is None or talk.ended_at is None or not leg.is_ours:
        return False
    return talk.joined_at + KNOWN_AFTER < leg.dialled_at < talk.ended_at
