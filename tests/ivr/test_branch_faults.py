"""Every fault that `branches.yaml` can have: where it is told, what was found, what is allowed."""

from datetime import date
from pathlib import Path

import pytest

from ivr.branches import BadBranches, Fault, read_branches

ROOT = Path(__file__).parents[2]
SMALL = (ROOT / "docs" / "examples" / "two-level.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 3, 2)

FIRST = "branches[1]"
LONG_VI = " ".join(["dài"] * 41)
LONG_EN = " ".join(["long"] * 26)
OFFICER = """      - number: 0500 000 111
        post:
          vi: Chuyên viên trực
          en: Duty officer
"""
LAST_OFFICER = """number: 0500 000 122
            post:
              vi: Quầy số hai
              en: Counter two
        ring_s"""
DAY = "  {}:\n    - {{date: 2026-09-03, document: {}, name: {{vi: Nghỉ, en: Off}}}}"
MANY = "".join(OFFICER.replace("000 111", f"001 {n:03}") for n in range(41))
LONG_IDS = "".join(
    OFFICER.replace("- number", f"- id: {'a' * 37}-{n}\n        number").replace("111", f"2{n}")
    for n in range(10, 45)
)

# An edit of the two-level example (old text, first occurrence; new text), the text that starts the
# faulty place, its path, and what is told: what was found and what is allowed, Vietnamese|English
# where they differ.
# fmt: off
EDITS: list[tuple[str, ...]] = [
    ("version", "version: 1", "version: 2", "2\n", "version", "2", "1"),
    ("profile", "song-may", "Sông", "Sông\n", "profile", "Sông", "a-z"),
    ("unknown field", "province:", "provnce:", "provnce", "provnce", "«provnce»|'provnce'",
     "có phải «province»?|did you mean 'province'?"),
    ("unknown deep field", "    ring_s: 30", "    ring_seconds: 30", "ring_seconds",
     "branches[2].items[2].ring_seconds", "ring_seconds", "ring_s"),
    ("missing text", "  en: Song May\n", "", "vi: tỉnh", "province", "thiếu mục «en»|no 'en'",
     "vi, en"),
    ("empty text", "en: Song May", "en:", "en:", "province.en", "chỗ trống|nothing", "500"),
    ("text without languages", "province:\n  vi: tỉnh Sông Mây\n  en: Song May",
     "province: Sông Mây", "Sông Mây", "province", "Sông Mây", "vi, en"),
    ("control character", "en: Song May", "en: \"Song\\x07May\"", "\"Song", "province.en",
     "\\u0007", "500"),
    ("invisible character", "Song May", "Song\u200bMay", "Song\u200b", "province.en", "\\u200b",
     "500"),
    ("text too long", "Song May", "x" * 501, "xxx", "province.en", "xxx", "500"),
    ("short number 1022", "0500 000 111", "1022", "1022", f"{FIRST}.officers[1].number", "1022",
     "số ngắn|short numbers"),
    ("short number 113", "0500 000 100", "113", "113", "hotline", "113", "số ngắn|short numbers"),
    ("service number", "0500 000 111", "1900 1234", "1900", f"{FIRST}.officers[1].number", "1900",
     "1800|1800"),
    ("no number", "0500 000 111", "máy trực", "máy", f"{FIRST}.officers[1].number", "máy trực",
     "9-11 chữ số|9-11 digits"),
    ("number twice in a branch", "0500 000 122", "0500.000.121", "0500.000.121",
     "branches[2].items[1].officers[2].number", "0500.000.121", "một lần|once"),
    ("the hotline's own number", "0500 000 111", "+84500000100", "+84500000100",
     f"{FIRST}.officers[1].number", "+84500000100", "cán bộ|officer"),
    ("another own number", "0500 000 111", "0500 000 101", "0500 000 101\n        post",
     f"{FIRST}.officers[1].number", "0500 000 101", "cán bộ|officer"),
    ("officer id twice", "id: quay-2", "id: quay-1", "quay-1\n            number: 0500 000 122",
     "branches[2].items[1].officers[2].id", "quay-1", "một lần|once"),
    ("officer id for two telephones",
     LAST_OFFICER, LAST_OFFICER.replace("122", "123"),
     "quay-2\n            number: 0500 000 123", "branches[2].items[2].officers[1].id", "quay-2",
     "mỗi id một số máy|one telephone"),
    ("too many officers", OFFICER, MANY, "- number: 0500 001 000", f"{FIRST}.officers", "41",
     "40"),
    ("ids too long for a URL", OFFICER, LONG_IDS, f"- id: {'a' * 37}-10", f"{FIRST}.officers",
     "1434", "1300"),
    ("id not ASCII", "id: thai-do-can-bo", "id: thái-độ", "thái-độ", f"{FIRST}.id", "thái-độ",
     "a-z"),
    ("id too long", "id: thai-do-can-bo", f"id: {'a' * 41}", "aaa", f"{FIRST}.id", "aaa", "1-40"),
    ("id twice", "id: cong-nghe", "id: thu-tuc", "thu-tuc\n    key: 3", "branches[3].id",
     "thu-tuc", "một lần|once"),
    ("id of the desk", "id: thai-do-can-bo", "id: truc-ban", "truc-ban\n  agency", "duty_desk.id",
     "truc-ban", "một lần|once"),
    ("key twice", "key: 3", "key: 2", "2\n    agency: so-khoa", "branches[3].key", "2",
     "một lần|once"),
    ("key nine", "key: 3", "key: 9", "9\n", "branches[3].key", "9", "1-8"),
    ("key zero", "key: 3", "key: 0", "0\n    agency", "branches[3].key",
     "cán bộ trực|duty officer", "1-8"),
    ("key star", "key: 3", "key: \"*\"", "\"*\"", "branches[3].key", "quay lại|back", "1-8"),
    ("key hash", "key: 3", "key: '#'", "'#'", "branches[3].key", "kết thúc|end of input", "1-8"),
    ("key of two digits", "key: 3", "key: 12", "12\n", "branches[3].key", "12",
     "1, 2, 3, 4, 5, 6, 7, 8"),
    ("unknown agency", "agency: so-noi-vu\n    name:\n      vi: Thái",
     "agency: so-noi-v\n    name:\n      vi: Thái", "so-noi-v\n", f"{FIRST}.agency", "so-noi-v",
     "so-noi-vu"),
    ("agency twice", "- id: so-khoa-hoc-cong-nghe", "- id: so-noi-vu",
     "so-noi-vu\n    type: state\n    name:\n      vi: Sở Khoa", "agencies[2].id", "so-noi-vu",
     "một lần|once"),
    ("agency type", "type: state", "type: stat", "stat\n", "agencies[1].type", "stat",
     "state, association"),
    ("ring time too short", "ring_s: 15", "ring_s: 4", "4\n", "ring_s", "4", "5-60"),
    ("ring time too long", "ring_s: 30", "ring_s: 61", "61", "branches[2].items[2].ring_s", "61",
     "5-60"),
    ("ring time no number", "ring_s: 15", "ring_s: 15s", "15s", "ring_s", "15s", "5-60"),
    ("rounds", "rounds: 2", "rounds: 6", "6\n", "rounds", "6", "1-5"),
    ("time without zero", "monday: [07:30-11:30", "monday: [7:30-11:30", "7:30-11:30, 13",
     "hours.monday[1]", "7:30-11:30", "HH:MM"),
    ("time beyond the day", "monday: [07:30-11:30", "monday: [07:30-24:30", "07:30-24:30",
     "hours.monday[1]", "07:30-24:30", "24:00"),
    ("span backwards", "monday: [07:30-11:30", "monday: [11:30-07:30", "11:30-07:30",
     "hours.monday[1]", "11:30-07:30", "thứ tự|in order"),
    ("spans overlapping", "monday: [07:30-11:30", "monday: [07:30-14:00", "13:30-17:00",
     "hours.monday[2]", "13:30-17:00", "chồng|overlapping"),
    ("hours and always", "always: true", "always: true\n    monday: 07:00-11:00", "always",
     "duty_desk.hours", "always: true", "một trong hai|one of the two"),
    ("always yes", "always: true", "always: yes", "yes", "duty_desk.hours.always", "yes", "true"),
    ("opens_at", "always: true", "always: true\n    opens_at: 2026-13-01 07:00", "2026-13",
     "duty_desk.hours.opens_at", "2026-13-01", "2026-11-16 07:00"),
    ("time zone", "Asia/Ho_Chi_Minh", "Asia/Hau_Giang", "Asia/Hau", "time_zone", "Asia/Hau_Giang",
     "Asia/Ho_Chi_Minh"),
    ("time zone that is a folder", "Asia/Ho_Chi_Minh", "Asia", "Asia\n", "time_zone", "Asia",
     "Asia/Ho_Chi_Minh"),
    ("menu sentence too long in Vietnamese", "choice:\n      vi: Thái độ cán bộ",
     f"choice:\n      vi: {LONG_VI}", f"vi: {LONG_VI}", f"{FIRST}.choice", "10.2 giây|10.2 s",
     "10"),
    ("menu sentence too long in English", "en: Staff conduct\n    head",
     f"en: {LONG_EN}\n    head", "vi: Thái độ cán bộ\n      en: long", f"{FIRST}.choice",
     "10.4 giây|10.4 s", "10"),
    ("neither officers nor items", "    officers:\n" + OFFICER, "", "id: thai-do", FIRST,
     "officers", "officers"),
    ("officers beside items", "    items:\n      - id: mot-cua",
     "    officers: []\n    items:\n      - id: mot-cua", "officers: []", "branches[2].officers",
     "officers", "id, key, choice, items"),
    ("list where a group belongs", "calendar:\n  culture_day_2411: false", "calendar:\n  - 1",
     "- 1", "calendar", "một danh sách|a list", "days_off"),
    ("group where a list belongs", "own_numbers:\n  - 0500 000 101", "own_numbers:\n  a: 1",
     "a: 1", "own_numbers", "một nhóm mục|a group", "danh sách|list"),
    ("limit", "ring_s: 15", "limits:\n  talk_s: 20000", "20000", "limits.talk_s", "20000",
     "60-14400"),
    ("callback", "ring_s: 15", "callback:\n  next_day_by: 24:00", "24:00", "callback.next_day_by",
     "24:00", "23:59"),
    ("callback hours", "ring_s: 15", "callback:\n  working_hours: 0", "0\nrounds",
     "callback.working_hours", "0", "1-40"),
    ("task kind", "    officers:\n" + OFFICER,
     "    tasks:\n      - kind: R+X\n        vi: Một\n        en: One\n    officers:\n" + OFFICER,
     "R+X", f"{FIRST}.tasks[1].kind", "R+X", "R, I, A, F"),
    ("date", "  culture_day_2411: false",
     "  days_off:\n    - {date: 2026-02-30, document: 1, name: {vi: Nghỉ, en: Off}}", "2026-02-30",
     "calendar.days_off[1].date", "2026-02-30", "2026-09-02"),
    ("date written the other way", "  culture_day_2411: false",
     "  days_off:\n    - {date: 02/09/2026, document: 1, name: {vi: Nghỉ, en: Off}}", "02/09/2026",
     "calendar.days_off[1].date", "02/09/2026", "2026-09-02"),
    ("day off and worked", "  culture_day_2411: false",
     DAY.format("days_off", 1) + "\n" + DAY.format("working_days", 2),
     "2026-09-03, document: 2", "calendar.working_days[1].date", "03/09/2026|2026-09-03",
     "một lần|once"),
    ("day off without document", "  culture_day_2411: false",
     "  days_off:\n    - {date: 2026-09-03, name: {vi: Nghỉ, en: Off}}", "{date: 2026-09-03",
     "calendar.days_off[1]", "document", "date, document, name"),
    ("field twice", "rounds: 2", "rounds: 2\nring_s: 9", "ring_s: 9", "ring_s",
     "lần thứ hai|second time", "một lần|once"),
    ("second document", "rounds: 2", "rounds: 2\n---\nrounds: 2", "---", "", "---",
     "một tài liệu|one document"),
    ("anchor", "ring_s: 15", "ring_s: &a 15", "&a 15", "ring_s", "&a", "không dùng|not allowed"),
    ("alias", "key: 3", "key: *sao", "*sao", "branches[3].key", "*sao", "ngoặc kép|quotes"),
    ("tag", "ring_s: 15", "ring_s: !!int 15", "!!int", "ring_s", "int", "không dùng|not allowed"),
    ("deep nesting", "ring_s: 15", "ring_s: " + "[" * 14 + "]" * 14, "[[]", "ring_s" + "[1]" * 12,
     "12", "12"),
    ("group for a field name", "ring_s: 15", "? [a, b]\n: 15", "[a, b]", "", "danh sách|list",
     "một từ|one word"),
    ("tab", "rounds: 2", "\trounds: 2", "\t", "", "Tab|tab", "dấu cách|spaces"),
    ("star without quotes", "key: 3", "key: * ", " \n    agency: so-khoa", "",
     "dấu * và &|* and &", "ngoặc kép|quotes"),
    ("colon in a sentence", "vi: tỉnh Sông Mây", "vi: tỉnh: Sông Mây", ": Sông", "",
     "dấu hai chấm|colon", "ngoặc kép|quotes"),
    ("no colon", "rounds: 2\n", "rounds 2\n", "calendar:", "", "dấu hai chấm|colon",
     "dấu hai chấm|colon"),
    ("uneven indent", "  en: Song May", "   en: Song May", ": Song", "", "thụt dòng|indent",
     "thụt dòng|indent"),
    ("open quote", "en: Song May", "en: \"Song May", "END", "", "ngoặc kép|quote", "đóng|closing"),
    ("forbidden byte", "Song May", "Song\x01May", "\x01May", "", "U+0001", "chữ, số|letters"),
]
# fmt: on


def read(text: str) -> None:
    read_branches(text, source="branches.yaml", today=TODAY)


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(BadBranches) as bad:
        read(text)
    return bad.value.faults


def place(text: str, at: str) -> tuple[int, int]:
    """Return line and column of `at` in `text`; END is the end of its last line."""
    index = len(text.rstrip("\n")) if at == "END" else text.index(at)
    before = text[:index]
    return before.count("\n") + 1, index - before.rfind("\n")


def in_both(words: str) -> tuple[str, str]:
    vi, _, en = words.partition("|")
    return vi, en or vi


@pytest.mark.parametrize("edit", [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_a_fault_tells_where_it_is_what_was_found_and_what_is_allowed(
    edit: tuple[str, ...],
) -> None:
    old, new, at, path, found, allowed = edit
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    line, column = place(text, at)

    told = faults(text)

    here = [f for f in told if f.path == path and f.line == line]
    assert here, [str(fault) for fault in told]
    assert at == "END" or here[0].column == column, str(here[0])
    for words in (found, allowed):
        vi, en = in_both(words)
        assert vi in here[0].message.vi
        assert en in here[0].message.en


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = SMALL.replace("ring_s: 15", "ring_s: 99").replace("key: 3", "key: 9")
    text = text.replace("0500 000 122", "1022").replace("en: Song May", "eng: Song May")

    told = faults(text)

    assert [fault.path for fault in told] == [
        "province",
        "province.eng",
        "ring_s",
        "branches[2].items[1].officers[2].number",
        "branches[2].items[2].officers[1].number",
        "branches[3].key",
    ]
    assert [f.line for f in told] == sorted(f.line for f in told)


def test_the_error_is_one_line_a_fault_vietnamese_first() -> None:
    with pytest.raises(BadBranches) as bad:
        read(SMALL.replace("ring_s: 15", "ring_s: 99").replace("rounds: 2", "rounds: 0"))

    first, second = str(bad.value).splitlines()
    assert first == (
        "branches.yaml:27:9: ring_s: thấy «99»; chỉ nhận: số nguyên 5-60"
        " / found '99'; allowed: a whole number 5-60"
    )
    assert second.startswith("branches.yaml:28:9: rounds: thấy «0»; chỉ nhận: số nguyên 1-5 / ")


@pytest.mark.parametrize("text", ["", "\n\n", "# chỉ có chú thích", "---", "a", "[]", "{}", "null"])
def test_a_file_without_content_is_a_fault(text: str) -> None:
    assert {(fault.line, fault.path) for fault in faults(text)} == {(1, "")}


def test_a_field_given_twice_is_told_beside_other_faults() -> None:
    told = faults(SMALL.replace("rounds: 2", "rounds: 9\nrounds: 3"))

    assert [fault.line for fault in told] == [28, 29]


def test_a_menu_of_a_fourth_level_is_refused() -> None:
    menu = "id: m{0}, key: 1, choice: {{vi: Một, en: One}}, items: [{{{1}}}]"
    inner = menu.format(1, menu.format(2, menu.format(3, "id: x")))
    text = SMALL[: SMALL.index("branches:\n")] + "branches: [{" + inner + "}]\n"

    (fault,) = faults(text)

    assert fault.path == "branches[1].items[1].items[1].items"
    assert "3" in fault.message.vi
    assert "allowed: 3 levels" in fault.message.en


def test_a_menu_without_items_is_refused() -> None:
    text = SMALL[: SMALL.index("branches:\n")] + "branches: []\n"

    assert [fault.path for fault in faults(text)] == ["branches"]
