"""The weekly duty sheet as a page to be printed, and as plain text."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from duty.week.sheet import Cell, Stretch, Week

WIDTH = 100


def as_html(week: Week, *, style_url: str = "", back: str = "") -> str:
    """Return one page without scripts.

    It needs no other file, unless the address of its `style` is given. `back` is an address for who
    reads it on a screen.
    """
    first, last = _period(week)
    one = _only(week)
    return (
        _environment()
        .get_template("sheet.html")
        .render(
            week=week,
            first=first,
            last=last,
            one=one,
            names=_names(week),
            style_url=style_url,
            style=Markup(style(is_one=bool(one))),
            back=back,
        )
    )


def style(*, is_one: bool) -> str:
    """Return the style of a sheet for one branch, or for all."""
    return _environment().get_template("sheet.css").render(one=is_one)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def as_text(week: Week) -> str:
    """Return the sheet branch by branch, for a screen or a simple printer."""
    return "\n".join(line.rstrip() for line in _lines(week)) + "\n"


def _period(week: Week) -> tuple[str, str]:
    return f"{week.days[0].day:%d/%m/%Y}", f"{week.days[-1].day:%d/%m/%Y}"


def _only(week: Week) -> str:
    """Return the branch that the sheet is for, empty where it is for all."""
    if len(week.lines) != 1:
        return ""
    branch = week.lines[0].branch
    return f"nhánh {branch.key}: {branch.name.vi}" if branch.key else branch.name.vi


def _names(week: Week) -> Mapping[date, str]:
    """Return how each day is called."""
    notes = {day.day: f" ({day.note})" if day.note else "" for day in week.days}
    return {day.day: f"{day.name} {day.day:%d/%m}{notes[day.day]}" for day in week.days}


def _lines(week: Week) -> Iterator[str]:
    first, last = _period(week)
    yield from _head(week)
    yield ""
    yield "LỊCH TRỰC".center(WIDTH)
    only = f", {_only(week)}" if _only(week) else ""
    yield f"Đường dây nóng {week.hotline}{only}".center(WIDTH)
    yield f"tuần từ ngày {first} đến ngày {last}".center(WIDTH)
    names = _names(week)
    for line in week.lines:
        key = f"{line.branch.key}. " if line.branch.key else ""
        yield ""
        yield f"{key}{line.branch.name.vi}".upper()
        for stretch in line.stretches:
            yield from _stretch(stretch, names)
    for title, notes in (("Vắng mặt:", week.absences), ("Đổi ca:", week.swaps)):
        if notes:
            yield from ("", title, *(f"  - {note}" for note in notes))
    if not week.is_all_rung:
        yield ""
        yield "(*) Số máy chưa xác minh hoặc kiểm tra không đạt: tổng đài chưa đổ chuông số này."
    yield from ("", *_signed())


def _head(week: Week) -> Iterator[str]:
    left = (week.parent, week.agency, "", "Số: ………/…………")
    right = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
        "……………, ngày …… tháng …… năm ………",
    )
    for one, other in zip(left, right, strict=True):
        yield one.center(WIDTH // 2) + other.center(WIDTH // 2)


def _stretch(stretch: Stretch, names: Mapping[date, str]) -> Iterator[str]:
    days = names[stretch.first]
    if stretch.length > 1:
        days += f" – {names[stretch.last]}"
    yield f"  {days}" + (f": {stretch.cell.closed}" if stretch.cell.closed else "")
    yield from _duties(stretch.cell)


def _duties(cell: Cell) -> Iterator[str]:
    for duty in cell.duties:
        person = f", {duty.person}" if duty.person else ""
        instead = f" ({duty.instead})" if duty.instead else ""
        mark = "" if duty.is_rung else " (*)"
        role = f"{duty.said_role}: " if duty.role else ""
        yield f"    {', '.join(duty.hours)}  {role}{duty.post}{person}{instead}"
        yield f"      {duty.number}{mark}"
    for gap in cell.gaps:
        yield f"    CHƯA CÓ NGƯỜI TRỰC: {gap}"


def _signed() -> Iterator[str]:
    half = WIDTH // 2
    yield "NGƯỜI LẬP".center(half) + "THỦ TRƯỞNG ĐƠN VỊ".center(half)
    yield "(Ký, ghi rõ họ tên)".center(half) + "(Ký, đóng dấu, ghi rõ họ tên)".center(half)
