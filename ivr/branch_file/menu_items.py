"""Agencies, branches, sub-menus and the duty desk as `branches.yaml` writes them."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from ivr.branch_file.calendar_days import read_hours
from ivr.branch_file.fields import NO_TEXT, Fields
from ivr.branch_file.nodes import Node
from ivr.branch_file.officers import Roster
from ivr.flow.hours import Hours
from ivr.flow.switchboard import Agency, Branch, Menu, Task
from ivr.flow.words import AgencyKind, TaskKind, Text

MAX_LEVELS = 3
MAX_SPEECH_S = 10
RING_S = (5, 60)
ROUNDS = (1, 5)

KEYS = {key: key for key in "12345678"}
RESERVED = {
    "0": Text("gặp cán bộ trực", "the duty officer"),
    "9": Text("nghe lại", "repeat"),
    "*": Text("quay lại, đổi ngôn ngữ", "back, other language"),
    "#": Text("kết thúc nhập, tra cứu", "end of input, look-up"),
}
DESK_KEY = "0"
# Syllables a second: a Vietnamese word is one syllable, so words are counted in both languages.
VI_WORDS_S = 4.0
EN_WORDS_S = 2.5

COMMON = ("id", "agency", "name", "head", "officers")
BRANCH = ("id", "key", "agency", "name", "choice", "head", "officers")
BRANCH_OPTIONAL = ("tasks", "hours", "ring_s", "rounds")
MENU = ("id", "key", "choice", "items")
_ITEMS = Text("danh sách (- id: ...)", "a list (- id: ...)")


def read_agencies(fields: Fields, node: Node | None) -> dict[str, Agency]:
    """Return the agencies by id, in the order of the file."""
    agencies: dict[str, Agency] = {}
    lines: dict[str, int] = {}
    kinds = {kind.value: kind for kind in AgencyKind}
    for item in fields.items(node, _ITEMS):
        given = fields.group(item, ("id", "name", "type"))
        name = fields.text(given.get("name"))
        kind = fields.pick(given.get("type"), kinds) or AgencyKind.STATE
        id_ = fields.identifier(given.get("id"))
        if id_ in agencies:
            fields.again(given["id"], Text(f"id «{id_}»", f"the id '{id_}'"), lines[id_])
        elif id_:
            lines[id_] = item.line
            agencies[id_] = Agency(id_, name, kind)
    return agencies


@dataclass
class Items:
    """Reads the branches of one file; knows the defaults, and what was already used where."""

    fields: Fields
    agencies: dict[str, Agency]
    roster: Roster
    zone: ZoneInfo
    hours: Hours
    ring_s: int
    rounds: int
    _ids: dict[str, int] = field(default_factory=dict)

    def menu(self, node: Node | None) -> Menu:
        """Return the top menu."""
        return Menu("", "", NO_TEXT, self._items(node, 1))

    def desk(self, node: Node | None) -> Branch:
        """Return the duty desk, which answers key 0 and whatever no branch answered."""
        given = self.fields.group(node, COMMON, ("hours", "ring_s", "rounds"))
        return self._branch(node, given, DESK_KEY, self.fields.text(given.get("name")))

    def _items(self, node: Node | None, level: int) -> "tuple[Branch | Menu, ...]":
        nodes = self.fields.items(node, _ITEMS)
        if node and not nodes and (node.is_empty or node.value == []):
            self.fields.wrong(
                node, Text("1-8 nhánh hoặc thực đơn con", "1-8 branches or sub-menus")
            )
        keys: dict[str, int] = {}
        return tuple(self._item(item, level, keys) for item in nodes)

    def _item(self, node: Node, level: int, keys: dict[str, int]) -> "Branch | Menu":
        is_menu = isinstance(node.value, dict) and "items" in node.value
        if is_menu:
            given = self.fields.group(node, MENU)
        else:
            given = self.fields.group(node, BRANCH, BRANCH_OPTIONAL)
        key = self._key(given.get("key"), keys)
        choice = self._choice(given.get("choice"))
        if not is_menu:
            return self._branch(node, given, key, choice)
        id_ = self._id(given.get("id"))
        return Menu(id_, key, choice, self._deeper(given["items"], level))

    def _deeper(self, node: Node, level: int) -> "tuple[Branch | Menu, ...]":
        if level < MAX_LEVELS:
            return self._items(node, level + 1)
        self.fields.fault(
            node,
            f"thấy thực đơn cấp {level + 1}; cho phép: {MAX_LEVELS} cấp",
            f"found a menu of level {level + 1}; allowed: {MAX_LEVELS} levels",
        )
        return ()

    def _branch(self, node: Node | None, given: dict[str, Node], key: str, choice: Text) -> Branch:
        id_ = self._id(given.get("id"))
        agency = self.fields.pick(given.get("agency"), self.agencies)
        return Branch(
            id=id_,
            key=key,
            name=self.fields.text(given.get("name")),
            choice=choice,
            lead=agency.name if agency else NO_TEXT,
            hours=self._hours(given.get("hours")),
            officers=self.roster.officers(given.get("officers"), id_),
            tasks=self._tasks(given.get("tasks")),
            ring_s=self.fields.integer(given.get("ring_s"), *RING_S, self.ring_s),
            rounds=self.fields.integer(given.get("rounds"), *ROUNDS, self.rounds),
            agency=agency.id if agency else "",
            head=self.fields.text(given.get("head")),
        )

    def _hours(self, node: Node | None) -> Hours:
        return read_hours(self.fields, node, self.zone) if node else self.hours

    def _id(self, node: Node | None) -> str:
        id_ = self.fields.identifier(node)
        if node and id_ in self._ids:
            self.fields.again(node, Text(f"id «{id_}»", f"the id '{id_}'"), self._ids[id_])
        elif node and id_:
            self._ids[id_] = node.line
        return id_

    def _key(self, node: Node | None, keys: dict[str, int]) -> str:
        text = node.value if node and isinstance(node.value, str) else ""
        if node and text in RESERVED:
            use = RESERVED[text]
            self.fields.fault(
                node,
                f"thấy phím «{text}», phím này dành cho: {use.vi}; chỉ nhận: 1-8",
                f"found the key '{text}', which is reserved for: {use.en}; allowed: 1-8",
            )
            return ""
        key = self.fields.pick(node, KEYS) or ""
        if node and key in keys:
            self.fields.again(
                node, Text(f"phím {key} trong một thực đơn", f"key {key} in one menu"), keys[key]
            )
        elif node and key:
            keys[key] = node.line
        return key

    def _choice(self, node: Node | None) -> Text:
        choice = self.fields.text(node)
        vi, en = len(choice.vi.split()) / VI_WORDS_S, len(choice.en.split()) / EN_WORDS_S
        if node and max(vi, en) > MAX_SPEECH_S:
            self.fields.fault(
                node,
                f"đọc mất {vi:.1f} giây (tiếng Anh {en:.1f} giây); cho phép: {MAX_SPEECH_S} giây, "
                "tức 40 từ tiếng Việt, 25 từ tiếng Anh",
                f"found {vi:.1f} s of speech in Vietnamese, {en:.1f} s in English; allowed: "
                f"{MAX_SPEECH_S} s, which is 40 Vietnamese or 25 English words",
            )
        return choice

    def _tasks(self, node: Node | None) -> tuple[Task, ...]:
        tasks = []
        for item in self.fields.items(
            node, Text("danh sách (- kind: ...)", "a list (- kind: ...)")
        ):
            given = self.fields.group(item, ("kind", "vi", "en"))
            kinds = self._kinds(given.get("kind"))
            vi, en = (self.fields.sentence(given.get(name)) for name in ("vi", "en"))
            tasks.append(Task(vi, en, kinds))
        return tuple(tasks)

    def _kinds(self, node: Node | None) -> tuple[TaskKind, ...]:
        names = {kind.value: kind for kind in TaskKind}
        allowed = Text("R, I, A, F, hoặc ghép như R+I", "R, I, A, F, or several as in R+I")
        parts = [part.strip() for part in self.fields.word(node, allowed).split("+")]
        if node and parts != [""] and any(part not in names for part in parts):
            self.fields.wrong(node, allowed)
        return tuple(names[part] for part in parts if part in names)
