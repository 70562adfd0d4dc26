"""Who is rung, in the order of the file."""

from dataclasses import dataclass, field

from ivr.branch_file.fields import Fields
from ivr.branch_file.nodes import Node
from ivr.branch_file.number_check import Written, read_number
from ivr.flow.switchboard import Officer
from ivr.flow.words import Text

MAX_OFFICERS = 40
# Characters. The officers already tried travel in the URL, the branch's and the desk's together,
# and `ivr/flow/position.py` takes 1,500 with everything else.
MAX_IDS = 1300

_LIST = Text("danh sách (- number: ...)", "a list (- number: ...)")


@dataclass
class Roster:
    """Reads lists of officers, and knows which id and number was used where in the file."""

    fields: Fields
    own_numbers: frozenset[str]
    numbers: list[Written] = field(default_factory=list)
    _by_id: dict[str, Written] = field(default_factory=dict)
    _lengths: list[tuple[Node, int]] = field(default_factory=list)

    def officers(self, node: Node | None, branch_id: str) -> tuple[Officer, ...]:
        """Return a branch's officers; those without an id are called `<branch id>-<n>`."""
        nodes = self.fields.items(node, _LIST)
        numbers: dict[str, int] = {}
        ids: dict[str, int] = {}
        found = tuple(
            self._officer(item, f"{branch_id}-{n}" if branch_id else "", numbers, ids)
            for n, item in enumerate(nodes, 1)
        )
        if node:
            self._check_size(node, found)
        return found

    def check_lengths(self) -> None:
        """Note each branch whose ids do not fit into a URL with those of the list read last."""
        desk = self._lengths[-1][1] if self._lengths else 0
        for node, length in self._lengths[:-1]:
            if length + desk > MAX_IDS:
                self.fields.fault(
                    node,
                    f"thấy các id dài {length} ký tự, bàn trực {desk}; cho phép cả hai: {MAX_IDS}; "
                    "hãy đặt id ngắn hơn",
                    f"found ids of {length} characters, {desk} of the duty desk; allowed together: "
                    f"{MAX_IDS}; give shorter ones",
                )

    def _officer(
        self, node: Node, default_id: str, numbers: dict[str, int], ids: dict[str, int]
    ) -> Officer:
        given = self.fields.group(node, ("number", "post"), ("id",))
        post = self.fields.text(given.get("post"))
        id_ = self.fields.identifier(given["id"]) if "id" in given else default_id
        written = read_number(self.fields, given.get("number"))
        if written is None:
            return Officer(id_, "", post)
        self.numbers.append(written)
        self._check_number(written, numbers)
        self._check_id(given.get("id", node), id_, written, ids)
        return Officer(id_, written.number, post)

    def _check_number(self, written: Written, numbers: dict[str, int]) -> None:
        text, node = written.text, written.node
        if written.number in self.own_numbers:
            self.fields.fault(
                node,
                f"thấy «{text}» là số của chính tổng đài; chỉ nhận số máy của cán bộ",
                f"found '{text}', the hotline's own number; allowed: an officer's telephone",
            )
        if written.number in numbers:
            what = Text(f"số «{text}» trong một nhánh", f"the number '{text}' in one branch")
            self.fields.again(node, what, numbers[written.number])
        numbers.setdefault(written.number, node.line)

    def _check_id(self, node: Node, id_: str, written: Written, ids: dict[str, int]) -> None:
        """An id is one telephone: the same in several branches, and never another one."""
        if not id_:
            return
        if id_ in ids:
            self.fields.again(
                node, Text(f"id «{id_}» trong một nhánh", f"the id '{id_}' in one branch"), ids[id_]
            )
            return
        ids[id_] = node.line
        first = self._by_id.setdefault(id_, written)
        if first.number != written.number:
            line = first.node.line
            self.fields.fault(
                node,
                f"thấy id «{id_}» cho một số khác với dòng {line}; chỉ nhận: mỗi id một số máy",
                f"found the id '{id_}' with another number than on line {line}; allowed: one "
                "telephone an id",
            )

    def _check_size(self, node: Node, officers: tuple[Officer, ...]) -> None:
        if len(officers) > MAX_OFFICERS:
            self.fields.fault(
                node,
                f"thấy {len(officers)} số máy; cho phép: {MAX_OFFICERS}",
                f"found {len(officers)} officers; allowed: {MAX_OFFICERS}",
            )
        self._lengths.append((node, len(".".join(officer.id for officer in officers))))
        if not officers:
            self.fields.warn(
                node,
                "chưa có số nào: người gọi sẽ gặp bàn trực, hoặc để lại lời nhắn",
                "there is nobody to ring: callers get the duty desk, or leave a message",
            )
