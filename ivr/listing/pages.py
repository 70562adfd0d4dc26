"""A list of the carrier's, page by page, as patiently as it wants to be asked."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ivr.carrier import Carrier, CarrierAway, TooMany

A_PAGE = 1000  # the carrier's most
MOST_TRIES = 6
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 30.0


class EnoughForNow(CarrierAway):
    """As many pages as one run may ask for were read; the next run goes on."""


@dataclass(slots=True)
class Pages:
    """Reads lists. `left` is how many pages may still be asked for.

    `sleep` waits so many seconds, `rng` spreads the waits: two workers that were refused at one
    moment must not come back at one moment.
    """

    carrier: Carrier
    rng: random.Random
    sleep: Callable[[float], object]
    left: int = 200

    def of(self, name: str, resource: str, query: Mapping[str, str]) -> Iterator[list[Any]]:
        """Yield the pages of a list; `name` is what its documents call the rows.

        Raises CarrierAway where the carrier cannot be asked, or goes in circles.
        """
        path: str | None = f"{self.carrier.account_path}/{resource}"
        asked: Mapping[str, str] | None = {**query, "PageSize": str(A_PAGE)}
        seen = set()
        while path:
            seen.add(path)
            page = self._page(path, asked)
            rows = page.get(name)
            if not isinstance(rows, list):
                raise CarrierAway("the list has no rows")
            yield rows
            path, asked = _next(page), None
            if path in seen:
                raise CarrierAway("the list goes in circles")

    def _page(self, path: str, query: Mapping[str, str] | None) -> dict[str, Any]:
        """Return one page; a refusal for asking too much is waited out, ever longer."""
        if self.left < 1:
            raise EnoughForNow("as many pages as one run may ask for")
        self.left -= 1
        for tried in range(MOST_TRIES - 1):
            try:
                return self.carrier.read(path, query)
            except TooMany:
                longest = min(FIRST_WAIT_S * 2**tried, LONGEST_WAIT_S)
                self.sleep(longest * self.rng.uniform(0.5, 1.0))
        return self.carrier.read(path, query)


def _next(page: Mapping[str, Any]) -> str | None:
    found = page.get("next_page_uri")
    return found if isinstance(found, str) and found else None
