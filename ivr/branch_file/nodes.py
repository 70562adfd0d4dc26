"""YAML as a tree of nodes that know their line, column and path, and the faults found in it.

Built from the parser's events, so that every scalar stays the text that was written: `0939015599`
keeps its zero, `07:00` is no number, `no` is no boolean. Anchors, aliases and tags are refused:
nobody who edits a telephone list needs them, and a few lines of them can fill a machine's memory.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ivr.branch_file.faults import (
    MAX_BYTES,
    Fault,
    Unreadable,
    bad_escape,
    explained,
    last_line,
    too_big,
)
from ivr.flow.words import Text

MAX_DEPTH = 12  # branches.yaml itself needs nine
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands. `keys` are the places of the field names of a group."""

    line: int
    column: int
    path: str
    value: "str | list[Node] | dict[str, Node]"
    keys: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written after the colon."""
        return self.value == ""


def read_yaml(text: str) -> tuple[Node, list[Fault]]:
    """Return the tree of `text`, and faults that do not stop the reading (fields given twice).

    Raises Unreadable where there is no tree.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise Unreadable(too_big())
    builder = _Builder(text)
    try:
        return builder.document(), builder.faults
    except YAMLError as error:
        raise Unreadable(explained(error, text)) from error
    except (ValueError, OverflowError) as error:  # the parser trusts "\\UFFFFFFFF" to be a letter
        raise Unreadable(bad_escape(text)) from error


def shown(value: "str | list[Node] | dict[str, Node]") -> Text:
    """Return a value as a message quotes it: short, on one line, nothing invisible."""
    if isinstance(value, list):
        return Text("một danh sách", "a list")
    if isinstance(value, dict):
        return Text("một nhóm mục", "a group of fields")
    if not value:
        return Text("chỗ trống", "nothing")
    cut = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    plain = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)
    return Text(f"«{plain}»", f"'{plain}'")


class _Builder:
    """Turns the parser's events into nodes; an explicit depth keeps hostile nesting out."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self._last = last_line(text)
        self._events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)

    def document(self) -> Node:
        """Return the root of the only document."""
        next(self._events)
        event = next(self._events)
        if isinstance(event, StreamEndEvent):
            return Node(1, 1, "", "")
        root = self._node(next(self._events), "", 0)
        next(self._events)
        event = next(self._events)
        if isinstance(event, DocumentStartEvent):
            raise self._refused(
                event,
                "",
                Text(
                    "thấy tài liệu thứ hai (---); chỉ được một tài liệu trong tệp",
                    "found a second document (---); allowed: one document a file",
                ),
            )
        return root

    def _node(self, event: Any, path: str, depth: int) -> Node:
        self._check(event, path, depth)
        line, column = self._place(event)
        if isinstance(event, MappingStartEvent):
            return self._group(line, column, path, depth)
        if isinstance(event, SequenceStartEvent):
            return Node(line, column, path, self._list(path, depth))
        return Node(line, column, path, unicodedata.normalize("NFC", event.value))

    def _check(self, event: Any, path: str, depth: int) -> None:
        if isinstance(event, AliasEvent) or event.anchor:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            name = shown(f"{sign}{event.anchor}")
            raise self._refused(
                event,
                path,
                Text(
                    f"thấy {name.vi}; không dùng neo & và * của YAML: hãy viết lại cho đủ, "
                    "hoặc đặt trong ngoặc kép",
                    f"found {name.en}; anchors (&) and aliases (*) are not allowed: write it "
                    "out, or put it in quotes",
                ),
            )
        if event.tag and event.tag != "!":
            raise self._refused(
                event,
                path,
                Text(
                    f"thấy nhãn {shown(event.tag).vi}; không dùng nhãn ! của YAML",
                    f"found the tag {shown(event.tag).en}; tags (!) are not allowed",
                ),
            )
        if depth > MAX_DEPTH:
            raise self._refused(
                event,
                path,
                Text(
                    f"thấy hơn {MAX_DEPTH} cấp lồng nhau; cho phép: {MAX_DEPTH}",
                    f"found more than {MAX_DEPTH} levels of nesting; allowed: {MAX_DEPTH}",
                ),
            )

    def _list(self, path: str, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, f"{path}[{len(items) + 1}]", depth + 1))
        return items

    def _group(self, line: int, column: int, path: str, depth: int) -> Node:
        fields: dict[str, Node] = {}
        keys: dict[str, tuple[int, int]] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            name = self._name(event, path)
            value = self._value(event, f"{path}.{name}" if path else name, depth + 1)
            if name in fields:
                self._twice(event, value.path, keys[name][0])
                continue
            fields[name], keys[name] = value, self._place(event)
        return Node(line, column, path, fields, keys)

    def _value(self, key: Any, path: str, depth: int) -> Node:
        value = self._node(next(self._events), path, depth)
        if not value.is_empty:
            return value
        # The parser puts what was left out where it met the next thing, many comments further on.
        return Node(*self._place(key), path, "")

    def _name(self, event: Any, path: str) -> str:
        if not isinstance(event, ScalarEvent):
            raise self._refused(
                event,
                path,
                Text(
                    "thấy một danh sách hay nhóm mục ở chỗ của tên mục; chỉ nhận một từ",
                    "found a list or a group where a field name belongs; allowed: one word",
                ),
            )
        self._check(event, path, 0)
        plain = unicodedata.normalize("NFC", event.value)[:LONGEST_SHOWN]
        return "".join(c if c.isprintable() else "?" for c in plain)

    def _twice(self, event: Any, path: str, first: int) -> None:
        message = Text(
            f"thấy mục này lần thứ hai (lần đầu ở dòng {first}); mỗi mục chỉ viết một lần",
            f"found this field a second time (first on line {first}); allowed: once",
        )
        self.faults.append(Fault(*self._place(event), path, message))

    def _place(self, event: Any) -> tuple[int, int]:
        return min(event.start_mark.line + 1, self._last), event.start_mark.column + 1

    def _refused(self, event: Any, path: str, message: Text) -> Unreadable:
        return Unreadable(Fault(*self._place(event), path, message))
