"""What stands on the poster, every word of it, made from the branches file as it is in force.

Its version is a hash of exactly these words, so that whatever changes them makes the posters that
hang somewhere out of date. Officers' numbers are not on it, nor who they are.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from documents.poster.hours import begins, in_words
from ivr.flow.hours import Hours
from ivr.flow.numbers import grouped
from ivr.flow.switchboard import Branch, Menu, Switchboard

VERSION_LETTERS = 8
ARROW, MOST_KEYS, MOST_OTHERS = " → ", 16, 4
TITLE = ("ĐƯỜNG DÂY NÓNG", "TIẾP NHẬN PHẢN ÁNH, KIẾN NGHỊ VỀ CẢI CÁCH HÀNH CHÍNH")
EMERGENCY = (
    ("113", "Công an"),
    ("114", "Cứu hỏa"),
    ("115", "Cấp cứu"),
    ("112", "Tìm kiếm, cứu nạn"),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the menu: the keys to press one after another, where they lead, who answers."""

    keys: str
    topic: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A title and the lines below it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """The words on the poster. `link` is what its QR code holds: a call to the number."""

    parent: str
    agency: str
    title: tuple[str, str]
    number: str
    link: str
    menu_title: str
    menu: tuple[Key, ...]
    english: str
    hours: Part
    to_say: Part
    secrecy: str
    emergency_title: str
    emergency: tuple[tuple[str, str], ...]
    scan: str
    website: str

    @property
    def version(self) -> str:
        """What distinguishes this poster from any with another word on it."""
        words = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()[:VERSION_LETTERS]


def poster_of(switchboard: Switchboard, *, website: str = "") -> Poster:
    """Return the poster of a switchboard; `website` is where citizens read more, empty for none."""
    return Poster(
        parent=f"Ủy ban nhân dân {switchboard.province.vi}".upper(),
        agency=switchboard.desk.lead.vi.upper(),
        title=TITLE,
        number=grouped(switchboard.hotline),
        link=f"tel:{switchboard.hotline}",
        menu_title="Nghe lời chào, rồi bấm phím:",
        menu=(*_menu(switchboard), Key("0", "Gặp cán bộ trực", switchboard.desk.lead.vi)),
        english="For English, press the star key (*).",
        hours=Part("Giờ làm việc", tuple(_hours(switchboard))),
        to_say=Part(
            "Khi gọi, xin nói rõ",
            ("họ và tên", "địa chỉ", "số điện thoại", "nội dung phản ánh, kiến nghị"),
        ),
        secrecy="Danh tính người phản ánh được giữ kín.",
        emergency_title="Việc khẩn cấp, xin gọi ngay:",
        emergency=EMERGENCY,
        scan="Quét mã để gọi",
        website=website,
    )


def _menu(switchboard: Switchboard) -> Iterator[Key]:
    """Yield the menu, of a very large one its first level only: a poster is read from afar."""
    every = list(_keys(switchboard.menu))
    few = len(every) <= MOST_KEYS
    yield from (key for key in every if few or ARROW not in key.keys)


def _keys(menu: Menu, before: str = "") -> Iterator[Key]:
    """Yield the lines of a menu level, those of the levels below it after the key to them."""
    for item in menu.items:
        keys = f"{before}{ARROW}{item.key}" if before else item.key
        if isinstance(item, Branch):
            yield Key(keys, item.name.vi, item.lead.vi)
        else:
            yield Key(keys, item.choice.vi)
            yield from _keys(item, keys)


def _hours(switchboard: Switchboard) -> Iterator[str]:
    """Yield the hours that most branches have, then what differs, then what is offered besides."""
    branches = list(_with_keys(switchboard.menu))
    usual = Counter(branch.hours for _, branch in branches).most_common(1)[0][0]
    yield from in_words(usual)
    if since := begins(usual, switchboard.calendar.zone):
        yield since
    others = [(keys, branch) for keys, branch in branches if branch.hours != usual]
    if len(others) > MOST_OTHERS:
        yield "Một số nội dung có giờ làm việc khác"
    else:
        yield from (_differing(f"Phím {keys}", branch.hours) for keys, branch in others)
    if switchboard.desk.hours != usual:
        yield _differing("Phím 0 (cán bộ trực)", switchboard.desk.hours)
    yield "Ngoài giờ: để lại lời nhắn hoặc yêu cầu gọi lại"


def _differing(name: str, hours: Hours) -> str:
    open_days = in_words(hours)[:-1] or in_words(hours)
    return f"{name}: {'; '.join(line[:1].lower() + line[1:] for line in open_days)}"


def _with_keys(menu: Menu, before: str = "") -> Iterator[tuple[str, Branch]]:
    for item in menu.items:
        keys = f"{before}{ARROW}{item.key}" if before else item.key
        if isinstance(item, Branch):
            yield keys, item
        else:
            yield from _with_keys(item, keys)
