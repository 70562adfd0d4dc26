"""The days off by law, as the `holidays` library knows them.

The library brings every country's calendars into memory, twelve megabytes for fourteen dates that
are asked for once a day. So a child process asks it, and leaves nothing behind:
`python -m ivr.branch_file.national_days 2026 2027` prints what it knows of those years.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from ivr.flow.words import Text

# Names that cannot be said as the library writes them.
SAID = {
    "29 Tết": "giáp Tết Nguyên Đán",
    "29 of Lunar New Year": "Lunar New Year leave",
    "Ngày nghỉ": "bù theo quy định",
    "Day off": "a day off by decree",
    "Liberation Day/Reunification Day": "Reunification Day",
}
ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 20


@lru_cache(maxsize=16)
def national_days(*years: int) -> tuple[Mapping[date, Text], tuple[date, ...]]:
    """Return the days off that the library knows in these years, and the Saturdays worked.

    Raises OSError or subprocess.SubprocessError where no process can be started.
    """
    asked = [sys.executable, "-m", __name__, *map(str, years)]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, timeout=LIMIT_S)
    found = json.loads(told.stdout)
    days = {date.fromisoformat(day): Text(vi, en) for day, vi, en in found["off"]}
    return days, tuple(map(date.fromisoformat, found["worked"]))


def ask_library(years: tuple[int, ...]) -> dict[str, list[object]]:
    """Return the same as plain values.

    The library's names carry remarks in brackets ("nghỉ bù"), which are not for reading aloud.
    """
    from holidays import country_holidays  # noqa: PLC0415 - heavy, see above

    vi = country_holidays("VN", years=years, language="vi")
    en = country_holidays("VN", years=years, language="en_US")
    off = [(f"{day}", _spoken(name), _spoken(en[day])) for day, name in sorted(vi.items())]
    worked = [f"{day}" for day in sorted(vi.weekend_workdays) if day.year in years]
    return {"off": [*off], "worked": [*worked]}


def _spoken(name: str) -> str:
    parts = dict.fromkeys(part.split(" (")[0] for part in name.split("; "))
    return ", ".join(SAID.get(part, part) for part in parts)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(ask_library(tuple(map(int, sys.argv[1:])))))
