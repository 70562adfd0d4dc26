"""The tale of a simulated call, as `flask call` prints it: Vietnamese first, then English."""

import re
from dataclasses import dataclass
from datetime import datetime

WHO = {"caller": "người gọi", "officer": "cán bộ", "carrier": "nhà mạng"}
WIDEST = max(map(len, WHO.values()))
# What the simulated carrier tells, and how it is said in Vietnamese.
_SAID = (
    (r"calls from (.+)", r"gọi đến từ \1"),
    (r"presses (.+)", r"bấm phím \1"),
    (r"speaks for (.+) s", r"nói \1 giây"),
    (r"hangs up", r"gác máy"),
    (r"picks up", r"nhấc máy"),
    (r"joins caller and officer", r"nối hai máy với nhau"),
    (r"rings (\S+) as (.+)", r"đổ chuông \1"),
    (r"call ends: (.+)", r"cuộc gọi kết thúc"),
    (r"(\S+) ends: (.+)", r"\1 kết thúc"),
    (r"error (.+)", r"lỗi"),
)


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
    if text.startswith("hears: "):
        return f"nghe: «{text.removeprefix('hears: ')}»"
    for pattern, vietnamese in _SAID:
        if found := re.fullmatch(pattern, text):
            return f"{found.expand(vietnamese)} · {text}"
    return text
