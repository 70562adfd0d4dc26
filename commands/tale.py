"""The tale of a simulated call, as `flask call` prints it: Vietnamese first, then English."""

from dataclasses import dataclass
from datetime import datetime

from simulator.calls.tale import in_vietnamese

WHO = {"caller": "người gọi", "officer": "cán bộ", "carrier": "nhà mạng"}
WIDEST = max(map(len, WHO.values()))


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a call's tale."""

    at: datetime
    who: str
    text: str

    @property
    def is_request(self) -> bool:
        """Whether the line is about a web request rather than about people."""
        return self.text.startswith(("POST ", "GET "))

    def line(self, clock: str) -> str:
        """Return the line as it is printed, `clock` being its time of day."""
        return f"{clock}  {WHO.get(self.who, self.who):<{WIDEST}}  {said(self.text)}"


def said(text: str) -> str:
    """Return one thing that happened in both languages; what somebody hears is only quoted."""
    vietnamese = in_vietnamese(text)
    if vietnamese is None:
        return text
    return vietnamese if text.startswith("hears: ") else f"{vietnamese} · {text}"
