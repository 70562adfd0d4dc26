"""Faults on request: what the network and the carrier do to callbacks on a bad day.

Source: [Overrides] and [Voice]; neither "once" nor "in order" is promised for any callback.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass

FLOW_KINDS = (
    "voice",
    "outgoing",
    "gather",
    "redirect",
    "dial",
    "record",
    "whisper",
    "whisper-gather",
)
EVENT_KINDS = ("leg-status", "recording-status", "call-status", "outgoing-status")
ACTIONS = ("repeat", "delay", "drop", "reorder")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault for webhooks of one kind ("*": any), from the `number_of`-th on, `times` times.

    `repeat` sends the request again `delay_s` after its answer. `delay` lets an event arrive, or a
    flow request be answered, `delay_s` late; past 15 s the answer is lost. `drop` loses the request
    with all its retries; the application never sees it. `reorder` sends an event after the call's
    next one.
    """

    kind: str
    action: str
    times: int = 1
    delay_s: float = 0.0
    number_of: int = 1

    def __post_init__(self) -> None:
        kinds = ("*", *FLOW_KINDS, *EVENT_KINDS)
        if self.kind not in kinds:
            raise ValueError(f"kind {self.kind!r}; allowed: {', '.join(kinds)}")
        if self.action not in ACTIONS:
            raise ValueError(f"action {self.action!r}; allowed: {', '.join(ACTIONS)}")
        if self.action == "reorder" and self.kind in FLOW_KINDS:
            raise ValueError("only event callbacks can be reordered")

    def concerns(self, kind: str) -> bool:
        """Tell whether the fault can befall a webhook of this kind."""
        if self.kind == "*":
            return kind in EVENT_KINDS or (self.action != "reorder" and kind in FLOW_KINDS)
        return self.kind == kind


@dataclass
class _Pending:
    """A fault with the webhooks it still spares, and the times it will still strike."""

    fault: Fault
    spared: int
    times: int


class Faults:
    """The faults still to come; each webhook takes at most one."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._pending: list[_Pending] = []
        self._rate = 0.0
        self._rng: random.Random | None = None
        for fault in faults:
            self.add(fault)

    @classmethod
    def random(cls, rng: random.Random, rate: float) -> "Faults":
        """Return faults for a share `rate` of all webhooks; flow requests are only repeated."""
        faults = cls()
        faults._rng, faults._rate = rng, rate
        return faults

    def add(self, fault: Fault) -> None:
        """Add a fault."""
        self._pending.append(_Pending(fault, fault.number_of - 1, fault.times))

    def take(self, kind: str) -> Fault | None:
        """Return the fault that befalls the next webhook of this kind, or None."""
        for pending in self._pending:
            if not pending.fault.concerns(kind) or pending.times < 1:
                continue
            if pending.spared:
                pending.spared -= 1
                continue
            pending.times -= 1
            return pending.fault
        return self._by_chance(kind)

    def _by_chance(self, kind: str) -> Fault | None:
        if self._rng is None or self._rng.random() >= self._rate:
            return None
        if kind in FLOW_KINDS:
            return Fault(kind=kind, action="repeat")
        if kind not in EVENT_KINDS:
            return None
        action = self._rng.choice(ACTIONS)
        return Fault(kind=kind, action=action, delay_s=self._rng.choice((0.0, 1.0, 20.0, 300.0)))
