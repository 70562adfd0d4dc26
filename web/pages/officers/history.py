"""What was changed of an officer or an agency, by whom and when: the audit, told in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ivr.flow.numbers import masked
from ivr.flow.words import AgencyKind, Text
from models.audit import AuditRow
from web.pages.officers.listing import Local
from web.texts.officers import AGENCIES, FIELDS, OFFICERS
from web.texts.shell import SHELL

MOST = 50
MOMENTS, DAYS = ("verified_at", "out_since"), ("active_from", "active_to", "valid_from", "valid_to")
NOTHING = Text("–", "–")


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that was changed."""

    field: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Told:
    """One change; `note` says what it was where no field tells it."""

    at: datetime
    actor: str
    fields: tuple[Changed, ...]
    note: Text | None


def history(rows: Sequence[AuditRow], local: Local) -> list[Told]:
    """Return the latest changes of one thing, the newest first."""
    return [_told(row, local) for row in reversed(rows[-MOST:])]


def _told(row: AuditRow, local: Local) -> Told:
    at = local(row.at)
    if row.before is None:
        return Told(at, row.actor, (), OFFICERS["was_entered"])
    fields = tuple(_fields(row.before, row.after or {}, local))
    is_renewed = not fields and bool((row.after or {}).get("pin_hash"))
    return Told(at, row.actor, fields, OFFICERS["renewed"] if is_renewed else None)


def _fields(before: dict[str, Any], after: dict[str, Any], local: Local) -> Iterator[Changed]:
    for name, label in FIELDS.items():
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Changed(label, said(name, old, local), said(name, new, local))


def said(name: str, value: Any, local: Local) -> Text:
    """Return a value of the audit in words; a number is never told."""
    if name == "pin_hash":
        return SHELL["yes"] if value else SHELL["no"]
    if value in (None, ""):
        return NOTHING
    if name == "kind":
        return AGENCIES[AgencyKind(value).value]
    return _plain(_written(name, str(value), local))


def _written(name: str, value: str, local: Local) -> str:
    if name == "number":
        return masked(value)
    if name in MOMENTS:
        return f"{local(datetime.fromisoformat(value)):%H:%M %d/%m/%Y}"
    return f"{date.fromisoformat(value):%d/%m/%Y}" if name in DAYS else value


def _plain(text: str) -> Text:
    return Text(text, text)
