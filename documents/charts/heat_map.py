"""When citizens call: calls by weekday and hour, the more the darker, each with its figure."""

from collections.abc import Iterator, Mapping
from datetime import time

from documents import numbers
from documents.charts.svg import SMALL, WIDTH, About, Chart, drawn, picture, words
from documents.table import Column, Kind, Row, Table
from ivr.flow.words import Language, Text

TITLE = Text("Cuộc gọi theo giờ và thứ", "Calls by hour and weekday")
HOUR, TOTAL = Text("Giờ", "Hour"), Text("Cộng", "Total")
DAYS = (
    Text("Thứ Hai", "Monday"),
    Text("Thứ Ba", "Tuesday"),
    Text("Thứ Tư", "Wednesday"),
    Text("Thứ Năm", "Thursday"),
    Text("Thứ Sáu", "Friday"),
    Text("Thứ Bảy", "Saturday"),
    Text("Chủ nhật", "Sunday"),
)
SHORT = Text("T2 T3 T4 T5 T6 T7 CN", "Mon Tue Wed Thu Fri Sat Sun")
USUAL = range(7, 17)  # hours that are shown even where nobody called
LEFT, TOP, HIGH = 44, 18, 19
DARKEST = 0.5  # so that a figure is still seen on it


def heat_map(
    calls: Mapping[tuple[int, int], int], *, key: str = "heat", language: Language = Language.VI
) -> Chart:
    """Return the map of how many calls there were by weekday (0 for Monday) and hour, local."""
    hours = _hours(calls)
    about = About(key, TITLE.in_(language), _told(calls, language))
    drawing = picture(about, TOP + HIGH * len(hours) + 2, [*_cells(calls, hours, language)])
    heads = [Column(day, Kind.INTEGER) for day in (*DAYS, TOTAL)]
    rows: list[Row] = []
    for hour in hours:
        found = [calls.get((day, hour), 0) for day in range(7)]
        rows.append((_name(hour), *found, sum(found)))
    return Chart(drawing, Table(TITLE, (Column(HOUR), *heads), rows))


def _hours(calls: Mapping[tuple[int, int], int]) -> range:
    """Return the hours from the first to the last with a call, the usual ones in any case."""
    called = [hour for (_, hour), number in calls.items() if number]
    first, last = min([*called, USUAL[0]]), max([*called, USUAL[-1]])
    return range(first, last + 1)


def _told(calls: Mapping[tuple[int, int], int], language: Language) -> str:
    total = sum(calls.values())
    if not total:
        return Text("Không có cuộc gọi nào.", "There were no calls.").in_(language)
    (day, hour), most = min(calls.items(), key=lambda pair: (-pair[1], pair[0]))
    count, highest = numbers.integer(total), numbers.integer(most)
    return Text(
        f"{count} cuộc gọi; nhiều nhất {highest} cuộc, {DAYS[day].vi}, {_name(hour)}.",
        f"{count} calls; at most {highest}, {DAYS[day].en}, {_name(hour)}.",
    ).in_(language)


def _name(hour: int) -> str:
    return f"{time(hour):%H}–{hour + 1:02}"


def _cells(calls: Mapping[tuple[int, int], int], hours: range, language: Language) -> Iterator[str]:
    wide, most = (WIDTH - LEFT) / 7, max(calls.values(), default=0) or 1
    for day, name in enumerate(SHORT.in_(language).split()):
        yield words(name, LEFT + wide * (day + 0.5), TOP - 6, anchor="middle")
    for row, hour in enumerate(hours):
        y = TOP + HIGH * row
        yield words(_name(hour), LEFT - 6, y + 13, size=SMALL, anchor="end")
        for day in range(7):
            x, number = LEFT + wide * day, calls.get((day, hour), 0)
            yield _cell(x, y, wide, shade=DARKEST * number / most)
            if number:
                yield words(numbers.integer(number), x + wide / 2, y + 13, anchor="middle")


def _cell(x: float, y: float, wide: float, *, shade: float) -> str:
    return drawn(
        "rect",
        x=x + 0.75,
        y=y + 0.75,
        width=wide - 1.5,
        height=HIGH - 1.5,
        class_="chart-calls",
        fill="currentColor",
        fill_opacity=shade,
        stroke="currentColor",
        stroke_opacity=0.3,
    )
