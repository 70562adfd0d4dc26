"""The way out for notices: mail, SMS, Telegram, Zalo, whatever the addresses say."""

from collections.abc import Sequence
from typing import Protocol


class NotSent(Exception):
    """None of the addresses took a notice; another try may succeed."""


class Notifier(Protocol):
    """Something that can tell people."""

    def send(self, subject: str, body: str) -> None:
        """Tell; raises NotSent."""


class Apprise:
    """Tells all addresses, each written as the library of that name wants it."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Keep the addresses; they hold secrets, so none of them is ever logged."""
        self._addresses = tuple(addresses)

    def send(self, subject: str, body: str) -> None:
        """Tell all of them; raises NotSent where one did not take it."""
        import apprise  # noqa: PLC0415 - heavy, and only the worker sends anything

        teller = apprise.Apprise()
        for address in self._addresses:
            if not teller.add(address):
                raise NotSent("an address of NOTICES_TO is not understood")
        if not teller.notify(title=subject, body=body):
            raise NotSent("refused")
