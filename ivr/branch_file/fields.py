"""Typed values out of YAML nodes, remembering everything that is wrong with them.

A reading never stops at the first fault: each method notes what it found and what is allowed, gives
back a harmless stand-in, and goes on. Whoever asks afterwards must look at `faults` first. None for
a node means that the field was not written; its absence is noted once, where its group is read.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from ivr.branch_file.faults import Fault
from ivr.branch_file.nodes import Node, shown
from ivr.flow.words import Text

LONGEST_TEXT = 500  # characters
NO_TEXT = Text("", "")
T = TypeVar("T")
_ID = re.compile(r"[a-z0-9-]{1,40}")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class Fields:
    """Reads values, and collects the faults and the warnings of one file."""

    def __init__(self) -> None:
        """Start with no faults."""
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def fault(self, node: Node, vi: str, en: str) -> None:
        """Note that something is wrong at `node`."""
        self.faults.append(Fault(node.line, node.column, node.path, Text(vi, en)))

    def warn(self, node: Node, vi: str, en: str) -> None:
        """Note that something at `node` is allowed and probably not meant."""
        self.warnings.append(Fault(node.line, node.column, node.path, Text(vi, en)))

    def wrong(self, node: Node, allowed: Text) -> None:
        """Note what was found at `node`, and what is allowed there."""
        found = shown(node.value)
        self.fault(
            node,
            f"thấy {found.vi}; chỉ nhận: {allowed.vi}",
            f"found {found.en}; allowed: {allowed.en}",
        )

    def again(self, node: Node, what: Text, first: int) -> None:
        """Note that `what` stands at `node` a second time, after line `first`."""
        self.fault(
            node,
            f"thấy {what.vi} lần thứ hai (lần đầu ở dòng {first}); chỉ được một lần",
            f"found {what.en} a second time (first on line {first}); allowed: once",
        )

    def group(
        self, node: Node | None, required: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, Node]:
        """Return the fields of a group; missing and unknown ones are faults."""
        if node is None:
            return {}
        required, known = tuple(required), (*required, *optional)
        names = ", ".join(known)
        if not isinstance(node.value, dict):
            self.wrong(node, Text(f"một nhóm mục: {names}", f"a group of fields: {names}"))
            return {}
        for name in required:
            if name not in node.value:
                self.fault(
                    node,
                    f"thiếu mục «{name}»; phải có: {', '.join(required)}",
                    f"found no '{name}'; it must be given, allowed: {names}",
                )
        for name in node.value:
            if name not in known:
                self._unknown(node, name, known)
        return {name: value for name, value in node.value.items() if name in known}

    def _unknown(self, node: Node, name: str, known: tuple[str, ...]) -> None:
        guess = get_close_matches(name.lower(), known, n=1)
        vi = f" (có phải «{guess[0]}»?)" if guess else ""
        en = f" (did you mean '{guess[0]}'?)" if guess else ""
        names, found = ", ".join(known), shown(name)
        path = f"{node.path}.{name}" if node.path else name
        self.fault(
            Node(*node.keys[name], path, name),
            f"thấy mục lạ {found.vi}{vi}; chỉ nhận: {names}",
            f"found an unknown field {found.en}{en}; allowed: {names}",
        )

    def items(self, node: Node | None, allowed: Text) -> list[Node]:
        """Return the items of a list; nothing written is an empty one."""
        if node is None or node.is_empty:
            return []
        if isinstance(node.value, list):
            return node.value
        self.wrong(node, allowed)
        return []

    def word(self, node: Node | None, allowed: Text) -> str:
        """Return a scalar without the spaces around it; an empty one is a fault."""
        if node is None:
            return ""
        if isinstance(node.value, str) and node.value.strip():
            return node.value.strip()
        self.wrong(node, allowed)
        return ""

    def matching(self, node: Node | None, pattern: re.Pattern[str], allowed: Text) -> str:
        """Return a scalar of a given shape, or the empty string."""
        text = self.word(node, allowed)
        if node is None or not text or pattern.fullmatch(text):
            return text
        self.wrong(node, allowed)
        return ""

    def identifier(self, node: Node | None) -> str:
        """Return a permanent id."""
        return self.matching(
            node,
            _ID,
            Text(
                "1-40 chữ thường không dấu, chữ số, gạch nối (a-z 0-9 -)",
                "1-40 of a-z, 0-9 and hyphen",
            ),
        )

    def integer(self, node: Node | None, low: int, high: int, default: int) -> int:
        """Return a whole number between two others, both included."""
        allowed = Text(f"số nguyên {low}-{high}", f"a whole number {low}-{high}")
        text = self.matching(node, re.compile(r"[0-9]{1,6}"), allowed)
        if node is None or not text:
            return default
        if low <= int(text) <= high:
            return int(text)
        self.wrong(node, allowed)
        return default

    def flag(self, node: Node | None, *, default: bool) -> bool:
        """Return true or false."""
        allowed = Text("true (có) hoặc false (không)", "true or false")
        text = self.matching(node, re.compile("true|false"), allowed)
        return text == "true" if text else default

    def text(self, node: Node | None) -> Text:
        """Return a sentence or name in both languages, both of which must be there."""
        fields = self.group(node, ("vi", "en"))
        return Text(self.sentence(fields.get("vi")), self.sentence(fields.get("en")))

    def sentence(self, node: Node | None) -> str:
        """Return one language's words on one line, composed (NFC), nothing invisible in them."""
        allowed = Text(
            f"một câu 1-{LONGEST_TEXT} ký tự, không có ký tự điều khiển",
            f"a sentence of 1-{LONGEST_TEXT} characters, none of them a control character",
        )
        text = self.word(node, allowed).replace("\n", " ")
        if node is None or not text:
            return ""
        if len(text) > LONGEST_TEXT or any(unicodedata.category(c) in _INVISIBLE for c in text):
            self.wrong(node, allowed)
        return " ".join(text.split())

    def pick(self, node: Node | None, options: Mapping[str, T]) -> T | None:
        """Return what the name written at `node` stands for; None where it stands for nothing."""
        names = ", ".join(options)
        allowed = Text(names, names)
        text = self.word(node, allowed)
        if node is None or not text or text in options:
            return options.get(text)
        guess = get_close_matches(text, options, n=1)
        vi = f" (có phải «{guess[0]}»?)" if guess else ""
        en = f" (did you mean '{guess[0]}'?)" if guess else ""
        self.wrong(node, Text(f"{names}{vi}", f"{names}{en}"))
        return None
