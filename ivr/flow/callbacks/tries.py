"""How far the work on one debt has come: how often the citizen was dialled in vain, and what next.

A try that was picked up is in doubt until the officer has said who it was: three of them close
nothing by themselves, as one may have been the citizen. Who says what came of a call while it still
goes on has said it of the try that the carrier reports when it ends.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from ivr.flow.callbacks.deeds import Deed
from ivr.flow.callbacks.ladder import is_exhausted, next_try, wanted
from ivr.flow.hours import Calendar, Hours
from ivr.flow.words import Channel, Did, LegOutcome

_PICKED_UP = (LegOutcome.ANSWERED, None)


@dataclass(frozen=True, slots=True)
class Tries:
    """What was tried. `in_vain` are those tries, oldest first, one in doubt among them.

    `last_at` is the last try of any kind, `call_sid` the officer's call that it was made in.
    `told_in` is the call of which it was said what came of it before its try was reported.
    `asked_for` is when the citizen asked to be called. While `waits` is not set the next try is to
    be made at once.
    """

    in_vain: tuple[datetime, ...] = ()
    last_at: datetime | None = None
    call_sid: str | None = None
    in_doubt: bool = False
    asked_for: datetime | None = None
    waits: bool = False
    told_in: str | None = None

    def after(self, deed: Deed) -> "Tries":
        """Return the tries after one more deed; most deeds change nothing."""
        is_same = deed.call_sid is not None and deed.call_sid == self.call_sid
        match deed.did:
            case Did.TRIED if is_same and self.told_in == deed.call_sid:
                return replace(self, last_at=deed.at, told_in=None)
            case Did.TRIED if deed.leg is not LegOutcome.CANCELED:
                return self._tried(deed, in_doubt=deed.leg in _PICKED_UP)
            case Did.NOT_REACHED if is_same:
                return replace(self, in_doubt=False)
            case Did.NOT_REACHED:
                return replace(self._tried(deed, in_doubt=False), told_in=_told_in(deed))
            case Did.POSTPONED if deed.until is not None:
                met = self.met(deed) if is_same else self._told_ahead(deed)
                return replace(met, asked_for=deed.until, waits=True)
            case _:
                return self

    def met(self, deed: Deed) -> "Tries":
        """Return the tries where the citizen was spoken to: the one in doubt was not in vain."""
        if not self.in_doubt or deed.call_sid != self.call_sid:
            return self
        return replace(self, in_vain=self.in_vain[:-1], in_doubt=False)

    def missed(self) -> "Tries":
        """Return the tries after a new miss: whoever calls is at the phone, so nothing waits."""
        return replace(self, waits=False, asked_for=None)

    def is_exhausted(self, calendar: Calendar) -> bool:
        """Say whether the citizen was tried often enough."""
        return not self.in_doubt and is_exhausted(self.in_vain, calendar)

    def next_at(self, hours: Hours, calendar: Calendar) -> datetime | None:
        """Return when to try again; None: at once. What the citizen asked for comes first."""
        if self.waits and self.asked_for is not None:
            return wanted(self.asked_for, hours, calendar)
        if self.waits and self.in_vain:
            return next_try(self.in_vain, hours, calendar)
        return None

    def _told_ahead(self, deed: Deed) -> "Tries":
        """Return the tries where the citizen is spoken to in a call that is not reported yet."""
        told_in = _told_in(deed)
        if told_in is None:
            return self
        return replace(self, call_sid=told_in, told_in=told_in, in_doubt=False)

    def _tried(self, deed: Deed, *, in_doubt: bool) -> "Tries":
        return replace(
            self,
            in_vain=(*self.in_vain, deed.at),
            last_at=deed.at,
            call_sid=deed.call_sid,
            in_doubt=in_doubt,
            asked_for=None,
            waits=True,
            told_in=None,
        )


def _told_in(deed: Deed) -> str | None:
    """Return the call that a page spoke of; at a keypad the try always comes before its result."""
    return deed.call_sid if deed.channel is Channel.WEB else None


NONE = Tries()
