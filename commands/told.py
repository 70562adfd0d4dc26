"""How commands tell rows: as a table for people, as JSON or CSV for programs."""

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from ivr import labels
from ivr.flow.numbers import grouped, named
from ivr.flow.words import Cause, Verdict

WITHHELD = ("", "anonymous", "unknown", "restricted", "private", "unavailable")
FORMATS = click.Choice(["table", "json", "csv"])
Row = Mapping[str, Any]
COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would compute


def tell(
    rows: Sequence[Row], columns: Mapping[str, str], form: str, *, names: Sequence[str]
) -> None:
    """Print rows in the form asked for.

    `columns` maps a row's names to a table's headings; `names` are those of a CSV, rows or none.
    """
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(_csv(rows, names), nl=False)
    else:
        click.echo(_table(rows, columns))


def verdict(word: str | None) -> str:
    """Return a verdict in both languages; None is a call that goes on."""
    said = labels.verdict(Verdict(word) if word else None)
    return f"{said.vi} · {word or said.en}"


def cause(word: str | None) -> str:
    """Return a cause in both languages, empty where there is none."""
    return f"{labels.CAUSES[Cause(word)].vi} · {word}" if word else ""


def number(text: str) -> str:
    """Return a caller's number as a table shows it; short numbers and addresses as they are."""
    if text.lower() in WITHHELD:
        return "ẩn số · withheld"
    return grouped(text) if named(text) else text


def local_iso(text: str, zone: ZoneInfo) -> str:
    """Return an ISO moment as a table shows it, in the hotline's zone."""
    return datetime.fromisoformat(text).astimezone(zone).strftime("%d/%m/%Y %H:%M:%S")


def _csv(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return CSV, its head even without rows; a cell that Excel would compute is made text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row[name]) for name in names})
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(COMPUTED) and not text[1:].isdigit() else text


def _table(rows: Sequence[Row], columns: Mapping[str, str]) -> str:
    lines = [list(columns.values())]
    lines += [[_shown(row.get(name)) for name in columns] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["─" * width for width in widths])
    return "\n".join(
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _shown(value: Any) -> str:
    return "–" if value is None or value == "" else str(value)


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
