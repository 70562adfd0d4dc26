"""The judge: what must be true of a call, by the carrier's record alone.

It shares no line with the switchboard's own stories. Where the record leaves open what we can know
(an answer that was lost on its way), more than one verdict is right, and each is named.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from drill.record import Seen

ANSWERED, ABANDONED, NOT_ANSWERED = "answered", "abandoned", "not_answered"
MENU_ENDED, OUT_OF_HOURS = "menu_ended", "out_of_hours"
UNANSWERED = frozenset({ABANDONED, NOT_ANSWERED, MENU_ENDED, OUT_OF_HOURS})
MESSAGE_S = 2.0
AT_ONCE = timedelta(seconds=3)  # ends of two calls that cannot be told apart
REQUESTED = ("callback", "number", "number_ok")


@dataclass(frozen=True, slots=True)
class Right:
    """What may stand in the books of one call. `owed` None: it depends on what we could know."""

    verdicts: frozenset[str]
    branches: frozenset[str]
    numbers: frozenset[str]
    owed: bool | None


def right(seen: Seen, desk: str, every: frozenset[str]) -> Right:
    """Return what must be true of a call; `desk` owes what nobody knows the branch of.

    A key that was taken, and its answer lost, chose one of `every` branch: we know it, the carrier
    does not.
    """
    verdicts = _verdicts(seen)
    named = [stop.branch for stop in seen.path if stop.branch]
    branches = {named[-1] if named else ""}
    if verdicts != {ANSWERED} and (seen.is_shaky or seen.fell_back or not seen.path):
        branches = {*every, desk, ""} - ({""} if verdicts == {NOT_ANSWERED} else set())
    numbers = _numbers(seen)
    return Right(
        verdicts, frozenset(branches), numbers, _owed(seen, verdicts) if numbers else False
    )


def _verdicts(seen: Seen) -> frozenset[str]:
    talks = [leg for leg in seen.legs if leg.is_accepted]
    if talks:
        is_sure = talks[0].is_sure or not seen.fell_back
        return frozenset({ANSWERED}) | (frozenset() if is_sure else UNANSWERED)
    own = sum(leg.is_ours for leg in seen.legs)
    if own < len(seen.legs):
        # A ring that we ordered, by an answer that came too late, is in the carrier's list what the
        # fallback's ring of the same duty phone is.
        return frozenset({NOT_ANSWERED, ABANDONED} if seen.dials > own else {NOT_ANSWERED})
    if seen.is_shaky or seen.fell_back or not seen.path:
        return UNANSWERED
    return frozenset({_unanswered(seen)})


def _unanswered(seen: Seen) -> str:
    stages = {stop.stage for stop in seen.path}
    if not any(stop.branch for stop in seen.path):
        return MENU_ENDED
    if "offer" in stages:
        return NOT_ANSWERED
    return OUT_OF_HOURS if "closed" in stages and not seen.dials else ABANDONED


def _owed(seen: Seen, verdicts: frozenset[str]) -> bool | None:
    if verdicts <= {ABANDONED, NOT_ANSWERED}:
        return True
    if verdicts == {OUT_OF_HOURS}:
        return _asked(seen)
    return None if len(verdicts) > 1 else False


def _asked(seen: Seen) -> bool | None:
    """Return whether somebody out of hours asked for a callback, or left a message."""
    if any(stop.stage in REQUESTED for stop in seen.path):
        return True
    if any(audio.spoken_s >= MESSAGE_S for audio in seen.audio):
        return True
    return None if any(audio.seconds >= MESSAGE_S for audio in seen.audio) else False


def _numbers(seen: Seen) -> frozenset[str]:
    """Return who may be called back: the number typed in, else the one shown."""
    shown = {seen.caller} if seen.caller.startswith("+84") else set()
    if seen.typed is None:
        return frozenset(shown)
    typed = f"+84{seen.typed[1:]}"
    return frozenset({typed, *shown} if seen.is_shaky else {typed})


def owed_debts(
    calls: Iterable[tuple[Seen, Right]],
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return to whom, and by which branch, a callback is owed now; and what cannot be known.

    A caller who got through to a branch later than the last miss is owed nothing by it any more.
    """
    states: dict[tuple[str, str], list[tuple[Seen, bool | None]]] = defaultdict(list)
    for seen, what in sorted(calls, key=lambda pair: pair[0].ended_at):
        is_sure = len(what.numbers) == 1 and len(what.branches) == 1
        said = (False if what.verdicts == {ANSWERED} else what.owed) if is_sure else None
        for number in what.numbers:
            for branch in what.branches:
                if what.verdicts == {ANSWERED} or what.owed is not False:
                    states[number, branch].append((seen, said))
    owed, unknown = set(), set()
    for debt, told in states.items():
        state = _folded(told)
        if state:
            owed.add(debt)
        elif state is None:
            unknown.add(debt)
    return owed, unknown


def owed_somewhere(calls: Iterable[tuple[Seen, Right]]) -> set[str]:
    """Return to whom a callback is owed, by whichever branch: missed, and never got through."""
    sure = [(seen, what) for seen, what in calls if len(what.numbers) == 1]
    through = {n for _, what in sure if what.verdicts == {ANSWERED} for n in what.numbers}
    return {n for _, what in sure if what.owed for n in what.numbers} - through


def _folded(told: list[tuple[Seen, bool | None]]) -> bool | None:
    """Return whether a debt stands after these calls, oldest first; None where nobody can say."""
    state: bool | None = False
    last: Seen | None = None
    for seen, said in told:
        is_tied = last is not None and seen.ended_at - last.ended_at < AT_ONCE
        if said is None or (is_tied and said is not state):
            state = True if state and said is None and not is_tied else None
        else:
            state = said
        last = seen
    return state
