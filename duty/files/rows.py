"""Rows of the roster's tables as cells of a file, and back.

Two rows are equal when their cells read alike: a file holds neither microseconds nor double spaces.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from duty.files.grid import Value
from duty.files.layout import Kind
from duty.files.values import A_DATE, BadValue, said, said_closing, said_number
from duty.files.vocabulary import (
    AGENCY_KINDS,
    DAYS,
    LANGUAGES,
    ROLES,
    fold,
    said_weekdays,
    tidy,
)
from duty.labels import REASONS
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Language, Text
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import AgencyRow, OfficerRow

Row = OfficerRow | AgencyRow | ShiftRow | AbsenceRow | SwapRow | CalendarDayRow
Entry = ShiftRow | AbsenceRow | SwapRow | CalendarDayRow
Cells = Mapping[str, Value]
WHOLE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Names:
    """How people name branches and agencies, and the zone that their days are in."""

    zone: ZoneInfo
    branches: Mapping[str, str]
    agencies: Mapping[str, str]

    @staticmethod
    def of(switchboard: Switchboard, agencies: list[AgencyRow]) -> "Names":
        """Return the names of a switchboard's branches, and of the agencies of file and table."""
        branches = (*switchboard.branches(), switchboard.desk)
        known = [(a.id, a.name.vi, a.name.en) for a in switchboard.agencies]
        known += [(a.code, a.name_vi, a.name_en) for a in agencies]
        return Names(
            switchboard.calendar.zone,
            _unmistakable([(b.id, b.key, b.name.vi, b.name.en) for b in branches]),
            _unmistakable(known),
        )

    def along_with(self, codes: Iterable[str]) -> "Names":
        """Return these names and some agencies known by their codes alone."""
        return replace(self, agencies={fold(code): code for code in codes} | dict(self.agencies))

    def branch(self, written: str) -> str:
        """Return a branch's id; what is none stays as it is, and is refused by the checks."""
        return self.branches.get(fold(written), written)

    def agency(self, written: str) -> str:
        """Return an agency's id; raises BadValue."""
        found = self.agencies.get(fold(written))
        if found is None:
            known = ", ".join(sorted(set(self.agencies.values())))
            raise BadValue(
                Text(
                    f"không có cơ quan «{written}»; có: {known}",
                    f"there is no agency '{written}'; there are: {known}",
                )
            )
        return found

    def moment(self, day: date, after: timedelta) -> datetime:
        """Return a moment some time after the beginning of a day; raises BadValue."""
        try:
            return datetime.combine(day, time(0), self.zone) + after
        except OverflowError as error:
            raise BadValue(A_DATE) from error


def _unmistakable(things: Sequence[tuple[str, ...]]) -> Mapping[str, str]:
    """Return the id, which comes first, by every name that means no other thing as well."""
    meant: dict[str, set[str]] = {}
    for id, *names in things:
        for name in filter(None, map(fold, names)):
            meant.setdefault(name, set()).add(id)
    sure = {name: min(ids) for name, ids in meant.items() if len(ids) == 1}
    return sure | {fold(id): id for id, *_ in things}


def entry_of(kind: Kind, values: Mapping[str, Any], names: Names) -> Entry:
    """Return a new row for a line; raises BadValue."""
    match kind:
        case Kind.SHIFTS:
            return ShiftRow(
                branch=names.branch(values["branch"]),
                officer=values["officer"],
                role=values["role"],
                position=values.get("position") or 1,
                weekdays=values["weekdays"],
                start=values["start"],
                end=values["end"],
                valid_from=values["valid_from"],
                valid_to=values.get("valid_to"),
            )
        case Kind.ABSENCES:
            return AbsenceRow(
                officer=values["officer"],
                **_period(values, names),
                reason=values["reason"],
                stand_in=values.get("stand_in"),
                note=values.get("note") or "",
            )
        case Kind.SWAPS:
            return SwapRow(
                branch=names.branch(values["branch"]),
                giver=values["giver"],
                taker=values["taker"],
                **_period(values, names),
                reason=values["reason"],
            )
        case Kind.DAYS:
            return CalendarDayRow(
                day=values["day"],
                name_vi=values["name_vi"],
                name_en=values.get("name_en") or values["name_vi"],
                worked_as=values.get("worked_as"),
                document=values["document"],
            )
        case Kind.OFFICERS | Kind.AGENCIES:
            raise ValueError("officers and agencies are matched by their code")


def _period(values: Mapping[str, Any], names: Names) -> dict[str, datetime]:
    after, until = values.get("since_time"), values.get("until_time")
    return {
        "since": names.moment(values["since_on"], after or timedelta()),
        "until": names.moment(values["until_on"], WHOLE_DAY if until is None else until),
    }


def cells_of(row: Row, zone: ZoneInfo) -> Cells:
    """Return what a file says of a row, by field, in the order of the columns."""
    match row:
        case OfficerRow():
            return _officer_cells(row, zone)
        case AgencyRow():
            return {
                "code": row.code,
                "name_vi": tidy(row.name_vi),
                "name_en": tidy(row.name_en),
                "kind": AGENCY_KINDS[row.kind],
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
            }
        case ShiftRow():
            return {
                "branch": row.branch,
                "officer": row.officer,
                "role": ROLES[row.role],
                "position": row.position,
                "weekdays": said_weekdays(row.weekdays),
                "start": row.start,
                "end": said_closing(row.end),
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
            }
        case AbsenceRow():
            return {
                "officer": row.officer,
                **_period_cells(row, zone),
                "reason": REASONS[row.reason].vi,
                "stand_in": row.stand_in,
                "note": tidy(row.note),
            }
        case SwapRow():
            return {
                "branch": row.branch,
                "giver": row.giver,
                "taker": row.taker,
                **_period_cells(row, zone),
                "reason": tidy(row.reason),
            }
        case CalendarDayRow():
            return {
                "day": row.day,
                "name_vi": tidy(row.name_vi),
                "name_en": tidy(row.name_en),
                "worked_as": None if row.worked_as is None else DAYS[row.worked_as],
                "document": tidy(row.document),
            }


def _officer_cells(row: OfficerRow, zone: ZoneInfo) -> Cells:
    spoken = (LANGUAGES[Language(word)] for word in row.languages.split(",") if word)
    return {
        "code": row.code,
        "post_vi": tidy(row.post_vi),
        "post_en": tidy(row.post_en),
        "person": tidy(row.person),
        "number": said_number(row.number),
        "verified_on": verified_on(row, zone),
        "agency": row.agency,
        "languages": ", ".join(spoken),
        "active_from": row.active_from,
        "active_to": row.active_to,
    }


def verified_on(row: OfficerRow, zone: ZoneInfo) -> date | None:
    """Return the local day on which an officer's number was tried."""
    return row.verified_at.astimezone(zone).date() if row.verified_at else None


def _period_cells(row: AbsenceRow | SwapRow, zone: ZoneInfo) -> Cells:
    """Return a period in four cells; whole days need no times, and end with their last day."""
    since, until = row.since.astimezone(zone), row.until.astimezone(zone)
    begin, end = since.time().replace(microsecond=0), until.time().replace(microsecond=0)
    last = until.date() - WHOLE_DAY if end == time(0) else until.date()
    return {
        "since_on": since.date(),
        "since_time": begin if begin != time(0) else None,
        "until_on": last,
        "until_time": end if end != time(0) else None,
    }


def identity(row: Entry, zone: ZoneInfo) -> tuple[str, ...]:
    """Return what makes two entries the same one in a file."""
    return (row.__tablename__, *map(said, cells_of(row, zone).values()))
