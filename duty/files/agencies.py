"""What a line of a file changes of an agency, or says of a new one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from duty.files.officers import BadField
from duty.files.vocabulary import tidy
from ivr.flow.words import AgencyKind, Text
from models.duty.officers import AgencyRow

A_NAME = Text("cơ quan mới phải có tên: Sở Nội vụ", "a new agency needs a name")
KEPT = ("name_vi", "name_en", "kind", "valid_from")


def new_agency(values: Mapping[str, Any], today: date) -> AgencyRow:
    """Return a new agency; raises BadField."""
    if not values.get("name_vi"):
        raise BadField("name_vi", A_NAME)
    return AgencyRow(
        code=values["code"],
        name_vi=values["name_vi"],
        name_en=values.get("name_en") or values["name_vi"],
        kind=values.get("kind") or AgencyKind.STATE,
        valid_from=values.get("valid_from") or today,
        valid_to=values.get("valid_to"),
    )


def agency_changes(row: AgencyRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a line changes.

    A column that is not there changes nothing, nor does an empty cell, but that of the last day.
    """
    given = {name: values[name] for name in KEPT if values.get(name) is not None}
    if "valid_to" in values:
        given["valid_to"] = values["valid_to"]
    return {name: value for name, value in given.items() if value != _now(row, name)}


def _now(row: AgencyRow, name: str) -> Any:
    value = getattr(row, name)
    return tidy(value) if isinstance(value, str) else value
