"""The way out for notices: mail, SMS, Telegram, Zalo, whatever the addresses say."""

from collections.abc import Sequence
from typing import Protocol


class NotSent(Exception):
    """Not all of the addresses took a notice; another try may succeed."""


class Notifier(Protocol):
    """Something that can tell people."""

    def send(self, addresses: Sequence[str], subject: str, body: str) -> None:
        """Tell all of these addresses; raises NotSent."""


class Apprise:
    """Tells addresses that are written as the library of that name wants them.

    They hold secrets, so none of them is ever logged, nor stands in an error.
    """

    def send(self, addresses: Sequence[str], subject: str, body: str) -> None:
        """Tell all of them; raises NotSent where one is not understood, or did not take it."""
        import apprise  # noqa: PLC0415 - heavy, and only the worker sends anything

        teller = apprise.Apprise()
        for address in addresses:
            if not teller.add(address):
                raise NotSent("an address of NOTICES_TO is not understood")
        if not teller.notify(title=subject, body=body):
            raise NotSent("refused")
