"""Small switchboards, moments and callers for the tests; each test says what differs."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from ivr.branches import read_branches
from ivr.flow.board import Board, Caller
from ivr.flow.hours import Calendar, Hours, Span
from ivr.flow.position import Position
from ivr.flow.scene import Scene
from ivr.flow.steps import (
    AskDigits,
    CallCitizen,
    Goodbye,
    Listen,
    Pause,
    Prompt,
    RecordMessage,
    Ring,
    Sentence,
    Step,
)
from ivr.flow.switchboard import Branch, Limits, Menu, Officer, Switchboard
from ivr.flow.words import Stage, Text

ROOT = Path(__file__).parents[2]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """Return the moment of a local date and time, `2026-11-23 09:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI).astimezone(UTC)


NINE_ON_MONDAY = at("2026-11-23 09:00")
TEN_AT_NIGHT = at("2026-11-23 22:00")
NATIONAL_DAY = at("2026-09-02 09:00")
CALL = "CA00000000000000000000000000000001"
ANOTHER_CALL = "CA00000000000000000000000000000002"
HOTLINE = "+84500000000"
SECOND_LINE = "+84500000001"
CITIZEN = "+84505000001"

MORNING = Span(time(7), time(11))
AFTERNOON = Span(time(13), time(17))
OFFICE = Hours(((MORNING, AFTERNOON),) * 5 + ((),) * 2)
AROUND_THE_CLOCK = Hours(always=True)
NEVER = Hours()
CALENDAR = Calendar(
    HANOI,
    holidays={date(2026, 9, day): Text("Quốc khánh", "National Day") for day in (1, 2)},
)

AN = Officer("an", "+84500000011", Text("Chuyên viên trực", "Duty officer"))
BINH = Officer("binh", "+84500000012", Text("Trưởng phòng", "Head of division"))
CHI = Officer("chi", "+84500000021", Text("Cán bộ trực", "Duty officer"))
DUNG = Officer("dung", "+84500000091", Text("Cán bộ trực tổng đài", "Duty officer"))
LEADER = Officer("lanh-dao", "+84500000092", Text("Lãnh đạo trực", "Duty leader"))


def a_branch(
    id: str = "noi-vu",
    key: str = "1",
    officers: tuple[Officer, ...] = (AN, BINH),
    *,
    hours: Hours = OFFICE,
    rounds: int = 1,
) -> Branch:
    """Return a branch with two officers, open in office hours."""
    topic = Text(f"Chủ đề {id}", f"Topic {id}")
    lead = Text("Sở Nội vụ", "Department of Home Affairs")
    return Branch(id, key, topic, topic, lead, hours, officers, rounds=rounds)


def a_desk(officers: tuple[Officer, ...] = (DUNG,), *, hours: Hours = AROUND_THE_CLOCK) -> Branch:
    """Return a duty desk with one officer, open around the clock."""
    return a_branch("truc-ban", "", officers, hours=hours)


def eight_branches(*, hours: Hours = OFFICE) -> tuple[Branch, ...]:
    """Return branches on keys 1 to 8, the first with two officers, the others with one each."""
    first = a_branch("nhanh-1", "1", hours=hours)
    others = (
        a_branch(f"nhanh-{n}", str(n), (Officer(f"o{n}", f"+8450000010{n}", AN.post),), hours=hours)
        for n in range(2, 9)
    )
    return (first, *others)


def a_menu(*items: Branch | Menu, id: str = "", key: str = "", choice: str = "") -> Menu:
    """Return a menu level."""
    return Menu(id, key, Text(choice, choice), items)


def a_sub_menu() -> Menu:
    """Return a second level on key 2 with two branches."""
    items = a_branch("mot-cua", "1", (CHI,)), a_branch("dich-vu-cong", "2", (BINH,))
    return a_menu(*items, id="thu-tuc", key="2", choice="Thủ tục")


def a_switchboard(
    *items: Branch | Menu,
    desk: Branch | None = None,
    limits: Limits | None = None,
    calendar: Calendar = CALENDAR,
) -> Switchboard:
    """Return a switchboard: one branch and a desk, unless the test says otherwise."""
    return Switchboard(
        province=Text("tỉnh Sông Mây", "Song May"),
        hotline=HOTLINE,
        menu=a_menu(*(items or (a_branch(),))),
        desk=desk or a_desk(),
        calendar=calendar,
        limits=limits or Limits(),
        own_numbers=frozenset({HOTLINE, SECOND_LINE}),
    )


def a_scene(
    switchboard: Switchboard | None = None,
    *,
    now: datetime = NINE_ON_MONDAY,
    number: str | None = CITIZEN,
    busy: Mapping[str, str] | None = None,
    over: Iterable[str] = (),
    accepted: Iterable[tuple[str, int]] = (),
) -> Scene:
    """Return a scene: a caller with a number, on a Monday morning, everybody free."""
    board = Board(switchboard or a_switchboard(), busy or {}, frozenset(over), frozenset(accepted))
    return Scene(board, Caller(CALL, number, HOTLINE), now)


def two_level_example() -> Switchboard:
    """Return the shipped example with two menu levels."""
    text = (ROOT / "docs" / "examples" / "two-level.yaml").read_text(encoding="utf-8")
    return read_branches(text, source="two-level.yaml", today=date(2026, 11, 23))


def at_menu(**changes: object) -> Position:
    """Return the position of a caller who has just heard the menu."""
    return Position().to(Stage.MENU, **changes)


def prompts(step: Step) -> list[Prompt]:
    """Return what is said before the keys of a step, by name."""
    return [said.prompt for said in sentences(step)]


def sentences(step: Step) -> list[Sentence]:
    """Return the sentences said before the keys of a step; a caller's own message is left out."""
    speaks = Listen | AskDigits | Ring | CallCitizen | Pause | RecordMessage | Goodbye
    if isinstance(step, speaks):
        return [said for said in step.lead if isinstance(said, Sentence)]
    return []


def everything_said(step: Step) -> list[Sentence]:
    """Return every sentence of a step, in the order in which it is spoken."""
    if isinstance(step, Listen):
        announced = [option.sentence for option in step.options if option.sentence]
        return [*sentences(step), *announced, *step.nav]
    return sentences(step)


def keys(step: Step) -> str:
    """Return the keys that a step listens for."""
    assert isinstance(step, Listen)
    return "".join(option.key for option in step.options)


def rung(step: Step) -> str:
    """Return the id of the officer whom a step rings."""
    assert isinstance(step, Ring)
    return step.officer.id


def through_the_url(position: Position) -> Position:
    """Return what the next request will say of a position that we handed out."""
    return Position.parse(dict(parse_qsl(position.query(), keep_blank_values=True)))
