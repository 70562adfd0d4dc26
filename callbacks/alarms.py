"""What somebody must be told of a citizen who waits to be called back, before and after it is late.

The subject tells the whole story, as it is all that a telephone shows of a mail.
"""

from dataclasses import dataclass
from datetime import datetime

from ivr.flow.callbacks.escalation import DOUBLE, HALF, LEVELS, WHOLE, Wait, passed, put_off
from ivr.flow.callbacks.ladder import wanted
from ivr.flow.hours import Calendar
from ivr.flow.numbers import masked
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Text
from models.callbacks import Callback
from models.notices import Notice

_HOW_LATE = {
    HALF: Text("Sắp đến hạn gọi lại", "Soon due to be called back:"),
    WHOLE: Text("Quá hạn gọi lại", "Overdue to be called back:"),
    DOUBLE: Text("Quá hạn gấp đôi mà chưa gọi lại", "Twice overdue to be called back:"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An open debt as an alarm tells it; `asked_for` is when the citizen wants to be called."""

    row: Callback
    asked_for: datetime | None
    claimed_by: Text | None


def due_keys(standing: Standing, switchboard: Switchboard, now: datetime) -> dict[str, int]:
    """Return the per cents of the wait that have passed by now, each by the key of its notice.

    The wait of a citizen who asked to be called later begins anew then.
    """
    row, calendar = standing.row, switchboard.calendar
    hours = (switchboard.branch(row.branch) or switchboard.desk).hours
    wait = Wait(row.first_missed_at, row.due_at)
    if standing.asked_for is not None:
        wait = put_off(wait, wanted(standing.asked_for, hours, calendar), hours, calendar)
    return {f"owed:{row.id}:{percent}": percent for percent in passed(wait, hours, calendar, now)}


def owed_notice(standing: Standing, percent: int, switchboard: Switchboard, key: str) -> Notice:
    """Return the notice that tells of one debt that so much of its time has passed."""
    story = _story(standing, switchboard)
    number, late = masked(standing.row.caller_number), _HOW_LATE[percent]
    id = standing.row.id
    return Notice(
        key=key,
        audience=standing.row.branch,
        level=LEVELS[percent],
        subject=Text(f"{late.vi} {number}: {story.vi}", f"{late.en} {number}, {story.en}"),
        body=Text(
            f"Một người dân đang chờ được gọi lại: {story.vi}. Xem diễn biến:"
            f" flask --app app callback show {id}. Để máy của cán bộ đổ chuông và nối với người"
            " dân: flask --app app callback next MÃ-CÁN-BỘ.",
            f"A citizen waits to be called back: {story.en}. What was done:"
            f" flask --app app callback show {id}. To ring an officer's phone and connect them:"
            " flask --app app callback next OFFICER.",
        ),
    )


def _story(standing: Standing, switchboard: Switchboard) -> Text:
    """Return what happened: which branch, missed when, due when, what was tried, whose it is."""
    row, calendar = standing.row, switchboard.calendar
    branch = switchboard.branch(row.branch)
    missed, due = _when(row.last_missed_at, calendar), _when(row.due_at, calendar)
    vi = [f"nhánh {branch.key} {branch.name.vi}" if branch else f"nhánh {row.branch}"]
    en = [f"branch {branch.key} {branch.name.en}" if branch else f"branch {row.branch}"]
    if row.misses:
        vi.append(f"nhỡ {row.misses} lần, lần cuối {missed.vi}")
        en.append(f"missed {_times(row.misses)}, last at {missed.en}")
    else:
        vi.append(f"nhánh khác chuyển đến lúc {missed.vi}")
        en.append(f"passed on by another branch at {missed.en}")
    vi.append(f"hạn gọi lại {due.vi}")
    en.append(f"due at {due.en}")
    vi.append(f"đã gọi {row.tries} lần không gặp" if row.tries else "chưa gọi lần nào")
    en.append(f"tried {_times(row.tries)} in vain" if row.tries else "not tried yet")
    vi.append(f"{standing.claimed_by.vi} đang nhận" if standing.claimed_by else "chưa ai nhận")
    en.append(f"claimed by {standing.claimed_by.en}" if standing.claimed_by else "nobody's yet")
    return Text(", ".join(vi), ", ".join(en))


def _when(at: datetime, calendar: Calendar) -> Text:
    local = calendar.local(at)
    return Text(f"{local:%H:%M} ngày {local:%d/%m}", f"{local:%H:%M} on {local:%d/%m}")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
