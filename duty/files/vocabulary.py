"""The words in which people write a roster: roles, reasons, weekdays, languages.

They are read with or without Vietnamese marks, in Vietnamese or English; written in Vietnamese.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from ivr.flow.words import AbsenceReason, AgencyKind, Language, Role

ROLES: Mapping[Role, str] = {
    Role.PRIMARY: "chính",
    Role.DEPUTY: "phó",
    Role.LEADER: "lãnh đạo",
}
LANGUAGES: Mapping[Language, str] = {Language.VI: "Việt", Language.EN: "Anh"}
AGENCY_KINDS: Mapping[AgencyKind, str] = {
    AgencyKind.STATE: "nhà nước",
    AgencyKind.ASSOCIATION: "hội",
}
DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
DAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
EVERY_DAY = "Hằng ngày"
YES = "x"
Word = TypeVar("Word", Role, AbsenceReason, Language, AgencyKind)

_ROLE_WORDS = {
    "chinh": Role.PRIMARY,
    "pho": Role.DEPUTY,
    "du phong": Role.DEPUTY,
    "lanh dao": Role.LEADER,
}
_REASON_WORDS = {
    "cong tac": AbsenceReason.MISSION,
    "di cong tac": AbsenceReason.MISSION,
    "hoc": AbsenceReason.STUDY,
    "di hoc": AbsenceReason.STUDY,
    "hoc tap": AbsenceReason.STUDY,
    "hop": AbsenceReason.MEETING,
    "di hop": AbsenceReason.MEETING,
    "phep": AbsenceReason.LEAVE,
    "nghi phep": AbsenceReason.LEAVE,
}
_AGENCY_WORDS = {
    "nha nuoc": AgencyKind.STATE,
    "co quan nha nuoc": AgencyKind.STATE,
    "hoi": AgencyKind.ASSOCIATION,
    "hiep hoi": AgencyKind.ASSOCIATION,
}
_LANGUAGE_WORDS = {"viet": Language.VI, "anh": Language.EN}
_ALL_WEEK = {"hang ngay", "moi ngay", "ca tuan", "every day", "daily", "all"}
_WORKDAYS = {"ngay lam viec", "workdays", "weekdays"}
_WEEKDAY_WORDS = {
    name: day
    for day, names in enumerate(
        (
            ("2", "hai", "mon", "monday"),
            ("3", "ba", "tue", "tuesday"),
            ("4", "tu", "wed", "wednesday"),
            ("5", "nam", "thu", "thursday"),
            ("6", "sau", "fri", "friday"),
            ("7", "bay", "sat", "saturday"),
            ("cn", "chu nhat", "sun", "sunday"),
        )
    )
    for name in names
}
_THE_WORD_DAY = re.compile(r"^(?:thu |t ?(?=\d))")
_BETWEEN = re.compile(r"\s*(?:[-–—]|->|→|\bđến\b|\bden\b|\bto\b)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:[,;/+&]|\bvà\b|\bva\b|\band\b)\s*", re.IGNORECASE)


def fold(text: str) -> str:
    """Return a text as it is compared: without marks, case, punctuation or double spaces."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", plain.casefold()).strip()


def tidy(text: str) -> str:
    """Return a text as it is kept: composed letters, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def role(text: str) -> Role | None:
    """Return a role: `chính`, `trực phó`, `Lãnh đạo trực`, `primary`."""
    word = re.sub(r"^truc | truc$", "", fold(text))
    return _ROLE_WORDS.get(word) or _word(Role, word)


def reason(text: str) -> AbsenceReason | None:
    """Return why somebody is away: `công tác`, `học`, `họp`, `phép`, `meeting`."""
    word = fold(text)
    return _REASON_WORDS.get(word) or _word(AbsenceReason, word)


def agency_kind(text: str) -> AgencyKind | None:
    """Return whether an agency is a state body: `nhà nước`, `hội`, `association`."""
    word = fold(text)
    return _AGENCY_WORDS.get(word) or _word(AgencyKind, word)


def languages(text: str) -> str | None:
    """Return two-letter codes with commas: `Việt, Anh` is `vi,en`; None where one is unknown."""
    found = []
    for part in filter(None, _LISTED.split(tidy(text))):
        word = fold(part).removeprefix("tieng ")
        language = _LANGUAGE_WORDS.get(word) or _word(Language, word)
        if language is None:
            return None
        found.append(language)
    return ",".join(dict.fromkeys(found)) or None


def weekday(text: str) -> int | None:
    """Return one weekday, 0 for Monday: `T2`, `thứ hai`, `CN`, `Mon`."""
    return _WEEKDAY_WORDS.get(_THE_WORD_DAY.sub("", fold(text)))


def weekdays(text: str) -> str | None:
    """Return digits, 0 for Monday, from `T2-T6`, `T2, T4`, `T7,CN`, `hằng ngày`; None for no days.

    A stretch may run over the week's end: `T6-T2` is Friday to Monday.
    """
    whole = fold(text)
    if whole in _ALL_WEEK:
        return "0123456"
    if whole in _WORKDAYS:
        return "01234"
    found: set[int] = set()
    for part in filter(None, _LISTED.split(tidy(text))):
        ends = [weekday(end) for end in _BETWEEN.split(part)]
        if len(ends) > 2 or None in ends:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return "".join(map(str, sorted(found))) or None


def said_weekdays(digits: str) -> str:
    """Return digits as people write them: `T2-T6`, `T2, T4`, `Hằng ngày`."""
    days = sorted(set(map(int, digits)))
    if len(days) == 7:
        return EVERY_DAY
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ", ".join(DAYS[d] for d in run)
        for run in runs
    )


def _word(kind: type[Word], word: str) -> Word | None:
    return kind(word) if word in list(kind) else None
