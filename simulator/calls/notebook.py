"""What is written down about one call, by all its legs, while it happens."""

from collections.abc import Callable

from simulator.calls.records import CallError, CallTruth, HttpExchange, Line, mask
from simulator.calls.tale import tell_exchange
from simulator.clock import Timeline


class Notebook:
    """The notes of one call, and the log of its requests; `on_line` is told each new line.

    `lines` tells the call to a human, `exchanges` holds the requests, `errors` what
    the carrier would complain of; `notes` are all these in the order in which they came. `heard` is
    what the caller heard, `truth` what really happened.
    """

    def __init__(self, timeline: Timeline, on_line: Callable[[Line], None]) -> None:
        self.lines: list[Line] = []
        self.notes: list[Line | HttpExchange | CallError] = []
        self.exchanges: list[HttpExchange] = []
        self.heard: list[str] = []
        self.errors: list[CallError] = []
        self.truth = CallTruth(timeline.now())
        self._timeline = timeline
        self._on_line = on_line

    def tell_line(self, who: str, text: str) -> None:
        """Add a line to the tale."""
        line = Line(self._timeline.now(), who, mask(text))
        self.notes.append(line)
        self._tell(line)

    def note_exchange(self, exchange: HttpExchange) -> None:
        """Write down a request and its answer."""
        self.exchanges.append(exchange)
        self.notes.append(exchange)
        self._tell(Line(self._timeline.now(), "carrier", tell_exchange(exchange)))

    def note_error(self, error: CallError) -> None:
        """Write down what the carrier's debugger would show."""
        self.errors.append(error)
        self.notes.append(error)
        text = mask(f"error {error.code}: {error.message[:200]}")
        self._tell(Line(self._timeline.now(), "carrier", text))

    def _tell(self, line: Line) -> None:
        self.lines.append(line)
        self._on_line(line)
