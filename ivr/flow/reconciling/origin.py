"""By what way we know of a call."""

from enum import StrEnum


class CallOrigin(StrEnum):
    """How a call came into the books.

    `webhook`: the carrier asked us what to do. `reconciliation`: nobody asked us, and the carrier's
    list had it. `fallback`: so too, and the list says that somebody was dialled, as a fallback
    address elsewhere does.
    """

    WEBHOOK = "webhook"
    RECONCILIATION = "reconciliation"
    FALLBACK = "fallback"
