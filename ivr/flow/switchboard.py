"""The switchboard as `branches.yaml` describes it: menu, branches, agencies, officers, hours.

A value, never changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.flow.hours import Calendar, Hours, Promise
from ivr.flow.words import AgencyKind, TaskKind, Text


@dataclass(frozen=True, slots=True)
class Officer:
    """A telephone on duty: a post, whoever holds it. `id` is opaque and may stand in a URL."""

    id: str
    number: str
    post: Text


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that leads one branch or several; it may be renamed or merged, its `id` may not."""

    id: str
    name: Text
    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class Task(Text):
    """One thing that a branch is there for, as its founding document says it."""

    kinds: tuple[TaskKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A menu choice that leads to people.

    `id` is permanent and never used again for something else; `key` and `lead` may change. Officers
    are in the order in which they are rung. `ring_s` is 5-60, `rounds` 1-5. `lead` is the name of
    `agency`; `head` is the post that answers for the branch.
    """

    id: str
    key: str
    name: Text
    choice: Text
    lead: Text
    hours: Hours
    officers: tuple[Officer, ...]
    tasks: tuple[Task, ...] = ()
    ring_s: int = 20
    rounds: int = 1
    agency: str = ""
    head: Text | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu level: what its keys lead to, in the order in which they are said."""

    id: str
    key: str
    choice: Text
    items: "tuple[Branch | Menu, ...]"

    def item(self, key: str) -> "Branch | Menu | None":
        """Return what `key` leads to, or None."""
        return next((item for item in self.items if item.key == key), None)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the caller and the officers are given, in seconds, and how often they may err.

    `calls_at_once` is how many telephones we hold at most. From `extra_key_calls` calls of one
    number in an hour on it is asked for a key before the menu; from `block_calls` on, which no
    missed call counts towards, it is blocked for `block_hours`.
    """

    key_s: int = 5
    accept_s: int = 8
    message_s: int = 180
    silence_s: int = 5
    talk_s: int = 3600
    errors: int = 3
    waits: int = 3
    calls_at_once: int = 40
    extra_key_calls: int = 8
    block_calls: int = 25
    block_hours: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class Switchboard:
    """What `branches.yaml` says, checked and ready to decide with.

    One reading of the file is one switchboard, equal to no other: what is worked out from it can
    be kept under it.
    """

    province: Text
    hotline: str
    menu: Menu
    desk: Branch
    calendar: Calendar
    limits: Limits = field(default_factory=Limits)
    promise: Promise = field(default_factory=Promise)
    own_numbers: frozenset[str] = frozenset()
    second_number: str = ""
    """The first of our own numbers that is not the hotline's: checks of the whole way call from it;
    empty where there is none."""
    agencies: tuple[Agency, ...] = ()

    def branch(self, id: str) -> Branch | None:
        """Return the branch with this permanent id (the duty desk is one), or None."""
        return next((b for b in (*self.branches(), self.desk) if b.id == id), None)

    def branches(self) -> Iterator[Branch]:
        """Yield the branches of every menu level in the order in which they are said."""
        yield from _branches(self.menu)

    def level(self, id: str) -> Menu:
        """Return the menu level with this id; the top one where there is none."""
        return next((menu for menu in _levels(self.menu) if menu.id == id), self.menu)

    def parent(self, id: str) -> Menu:
        """Return the level above the menu with this id; the top one where there is none."""
        above = (m for m in _levels(self.menu) if any(item.id == id for item in m.items))
        return next(above, self.menu)

    def officers(self) -> Iterator[tuple[Branch, Officer]]:
        """Yield every officer of every branch, the duty desk's last."""
        for branch in (*self.branches(), self.desk):
            for officer in branch.officers:
                yield branch, officer


def _levels(menu: Menu) -> Iterator[Menu]:
    yield menu
    for item in menu.items:
        if isinstance(item, Menu):
            yield from _levels(item)


def _branches(menu: Menu) -> Iterator[Branch]:
    for item in menu.items:
        if isinstance(item, Branch):
            yield item
        else:
            yield from _branches(item)
