"""How things are told in one line: requests, and what people do, in Vietnamese as well."""

import re
from urllib.parse import urlsplit

from simulator.calls.records import HttpExchange

LONGEST_PATH = 90
# What is written down of a call, and how it is said in Vietnamese.
_VIETNAMESE = (
    (r"hears: (.+)", r"nghe: «\1»"),
    (r"calls from (.+)", r"gọi đến từ \1"),
    (r"presses (.+)", r"bấm phím \1"),
    (r"speaks for (.+) s", r"nói \1 giây"),
    (r"speaks", r"nói"),
    (r"hangs up", r"gác máy"),
    (r"picks up", r"nhấc máy"),
    (r"joins (\w+) and (\w+)", r"nối hai máy với nhau"),
    (r"waits (.+) s for its turn", r"chờ \1 giây mới đến lượt gọi"),
    (r"detects: (.+)", r"đoán ai nhấc máy: \1"),
    (r"rings (\S+) as (.+)", r"đổ chuông \1"),
    (r"call ends: (.+)", r"cuộc gọi kết thúc"),
    (r"(\S+) ends: (.+)", r"\1 kết thúc"),
    (r"error (.+)", r"lỗi"),
)


def in_vietnamese(text: str) -> str | None:
    """Return a line of a call's tale in Vietnamese, or None where it is not one that people do."""
    for pattern, vietnamese in _VIETNAMESE:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return found.expand(vietnamese)
    return None


def tell_exchange(exchange: HttpExchange) -> str:
    """Return such as `POST /voice/menu?lang=vi -> 200 <Gather><Say>`."""
    parts = urlsplit(exchange.url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if len(path) > LONGEST_PATH:
        path = path[: LONGEST_PATH - 1] + "…"
    outcome = (
        f"{exchange.status} {verbs_of(exchange.body)}".strip() if exchange.status else "no answer"
    )
    return f"{exchange.method} {path} -> {outcome}"


def verbs_of(body: str) -> str:
    """Return the tags of a document, such as `<Gather><Say>`."""
    return "".join(f"<{tag}>" for tag in re.findall(r"<([A-Z][A-Za-z]*)", body)[1:])
