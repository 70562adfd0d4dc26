"""Who calls, and what they have in mind."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from ivr.flow.switchboard import Branch, Menu, Switchboard
from models.lists.wanted import SAMPLE_NUMBERS, SAMPLE_SID

NUMBERS = 10_000  # with this beginning there are no more
# Of eight branches a few have most of the calls; further ones have as many as the last.
SHARES = (22, 15, 11, 28, 6, 8, 7, 3)


@dataclass(frozen=True, slots=True)
class Plan:
    """One call that somebody is about to make. `keys` lead to a branch; none: they give up.

    `patience_s` is how long they let it ring, in seconds after they chose.
    """

    sid: str
    at: datetime
    number: str | None
    keys: tuple[str, ...]
    is_english: bool
    patience_s: float


@dataclass
class Callers:
    """The province's callers: most call once, some again and again."""

    switchboard: Switchboard
    rng: random.Random
    _known: list[str] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        """Find the ways to the branches."""
        self._ways = [keys for _, keys in ways(self.switchboard.menu)]
        more = len(self._ways) - len(SHARES)
        self._shares = [*SHARES, *(SHARES[-1:] * max(0, more))][: len(self._ways)]

    def plan(self, at: datetime) -> Plan:
        """Return what the next caller has in mind."""
        self._count += 1
        chance = self.rng.random()
        keys = self.rng.choices(self._ways, self._shares)[0]
        if chance < 0.04:
            keys = ("0",)  # straight to the duty desk
        elif chance < 0.11:
            keys = ()
        return Plan(
            sid=self._sid(),
            at=at,
            number=self._number(),
            keys=keys,
            is_english=self.rng.random() < 0.02,
            patience_s=self._patience_s(),
        )

    def again(self, plan: Plan, at: datetime) -> Plan:
        """Return the same call once more, by somebody who was missed."""
        self._count += 1
        return replace(plan, sid=self._sid(), at=at, patience_s=self._patience_s())

    def _patience_s(self) -> float:
        return self.rng.lognormvariate(4.3, 0.9) if self.rng.random() < 0.97 else 3

    def _sid(self) -> str:
        return f"{SAMPLE_SID}{self._count:028x}"

    def _number(self) -> str | None:
        """Return who calls: now and then somebody who has called before, lately rather than not."""
        chance = self.rng.random()
        if chance < 0.01:
            return None
        if chance < 0.3 and self._known:
            return self._known[-1 - int(self.rng.expovariate(1 / 40)) % len(self._known)]
        number = f"{SAMPLE_NUMBERS}{self.rng.randrange(NUMBERS):04}"
        self._known.append(number)
        return number


def ways(menu: Menu, keys: tuple[str, ...] = ()) -> Iterator[tuple[Branch, tuple[str, ...]]]:
    """Yield each branch with the keys that lead to it from the top of the menu."""
    for item in menu.items:
        way = (*keys, item.key)
        if isinstance(item, Menu):
            yield from ways(item, way)
        else:
            yield item, way
