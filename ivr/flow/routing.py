"""Who gets a notice: the addresses of `NOTICES_TO`, each of them for a level and perhaps a branch.

An entry is a bare address, which is the supervisors', or an address behind whom it is for:
`head/noi-vu=…` for the head of one branch, `head=…` for the heads of all. Addresses are secrets: no
fault and no representation shows one, nor anything else of an entry that is not understood.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ivr.flow.words import Level, Text

# An address itself has "://" before any "=" of its own.
_FOR = re.compile(r"(?P<level>[^=/:]*)(?:/(?P<branch>[^=:]*))?=(?P<address>.+)", re.DOTALL)
_BRANCH = re.compile(r"[a-z0-9-]{1,64}")
_LADDER = (Level.OFFICER, Level.HEAD, Level.SUPERVISOR)
_LEVELS = ", ".join(_LADDER)


@dataclass(frozen=True, slots=True)
class Route:
    """One address and whom it is for. `branch` is empty where it is for all of them.

    `entry` is its place in the setting, from 1.
    """

    entry: int
    level: Level
    branch: str
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BadRoute:
    """An entry that is for nobody we know, by its place in the setting, from 1; and why."""

    entry: int
    reason: Text


def read_routes(entries: Sequence[str]) -> tuple[tuple[Route, ...], tuple[BadRoute, ...]]:
    """Return the routes that entries of the setting name, and what is wrong with the others."""
    read = [_read(number, entry) for number, entry in enumerate(entries, 1)]
    return (
        tuple(each for each in read if isinstance(each, Route)),
        tuple(each for each in read if isinstance(each, BadRoute)),
    )


def _read(entry: int, written: str) -> Route | BadRoute:
    found = _FOR.fullmatch(written)
    if found is None:
        return Route(entry, Level.SUPERVISOR, "", written)
    level, branch = found["level"], found["branch"]
    if level not in _LADDER:
        return BadRoute(
            entry,
            Text(f"trước dấu = phải là: {_LEVELS}", f"before the = there must be: {_LEVELS}"),
        )
    if branch is None:
        return Route(entry, Level(level), "", found["address"])
    if level == Level.SUPERVISOR:
        return BadRoute(
            entry,
            Text("supervisor là của mọi nhánh, không ghi nhánh", "supervisor is for all branches"),
        )
    if not _BRANCH.fullmatch(branch):
        return BadRoute(
            entry, Text("sau dấu / phải là mã nhánh", "behind the / there must be a branch's id")
        )
    return Route(entry, Level(level), branch, found["address"])


def unknown_branches(routes: Iterable[Route], known: Collection[str]) -> Iterator[BadRoute]:
    """Yield what is wrong with routes whose branch the switchboard does not have."""
    for route in routes:
        if route.branch and route.branch not in known:
            said = f"không có nhánh {route.branch}", f"there is no branch {route.branch}"
            yield BadRoute(route.entry, Text(*said))


def addressed(routes: Sequence[Route], *, level: Level, branch: str) -> tuple[str, ...]:
    """Return the addresses that a notice goes to; none where there is nobody to be told.

    Of each level those of the very branch go before those of all branches; where a level has
    nobody, the next higher one is told. Nothing ever goes down: a supervisor's notice may be about
    an officer.
    """
    for each in _LADDER[_LADDER.index(level) :]:
        for where in (branch, ""):
            found = [r.address for r in routes if (r.level, r.branch) == (each, where)]
            if found:
                return tuple(dict.fromkeys(found))
    return ()
