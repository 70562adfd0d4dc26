"""What a line of a file changes of an officer, or says of a new one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from duty.files.rows import Names, verified_on
from duty.files.values import A_NUMBER, BadValue
from duty.files.vocabulary import tidy
from ivr.flow.words import Language, Text
from models.duty.officers import OfficerRow

NOT_YET = Text("ngày này chưa đến", "this day has not come yet")
A_POST = Text(
    "cán bộ mới phải có chức danh: Chuyên viên trực",
    "a new officer needs a post: Duty officer",
)
A_NEW_NUMBER = Text(
    f"cán bộ mới phải có {A_NUMBER.vi}",
    f"a new officer needs {A_NUMBER.en}",
)
CLEARED: Mapping[str, Any] = {"person": "", "active_to": None}
KEPT = ("post_vi", "post_en", "number", "languages", "active_from")


class BadField(Exception):
    """A value of a line that makes no sense for its officer; `name` is its field."""

    def __init__(self, name: str, reason: Text) -> None:
        """Keep the field and the reason, for a person."""
        super().__init__(f"{name}: {reason.en}")
        self.name, self.reason = name, reason


def new_officer(values: Mapping[str, Any], names: Names, today: date) -> OfficerRow:
    """Return a new officer; raises BadField."""
    if not values.get("post_vi"):
        raise BadField("post_vi", A_POST)
    if not values.get("number"):
        raise BadField("number", A_NEW_NUMBER)
    row = OfficerRow(
        code=values["code"],
        agency="",
        post_vi=values["post_vi"],
        post_en=values["post_vi"],
        person="",
        number=values["number"],
        languages=Language.VI.value,
        active_from=today,
        active_to=None,
        verified_at=None,
        out_since=None,
    )
    for name, value in changes_of(row, values, names, today).items():
        setattr(row, name, value)
    return row


def changes_of(
    row: OfficerRow, values: Mapping[str, Any], names: Names, today: date
) -> dict[str, Any]:
    """Return what a line changes; raises BadField.

    A column that is not there changes nothing, nor does an empty cell, but that of the person and
    of the last day: a post may have nobody, and no end.
    """
    given = {name: values[name] for name in KEPT if values.get(name) is not None}
    given |= {name: values[name] or empty for name, empty in CLEARED.items() if name in values}
    changed = {name: value for name, value in given.items() if value != _now(row, name)}
    if values.get("agency") and values["agency"] != tidy(row.agency):
        agency = _agency(values["agency"], names)
        changed |= {"agency": agency} if agency != row.agency else {}
    tried_on = values.get("verified_on")
    if tried_on and tried_on > today:
        raise BadField("verified_on", NOT_YET)
    return changed | _tried(row, tried_on, names, is_new="number" in changed)


def _now(row: OfficerRow, name: str) -> Any:
    value = getattr(row, name)
    return tidy(value) if isinstance(value, str) else value


def _agency(written: str, names: Names) -> str:
    try:
        return names.agency(written)
    except BadValue as error:
        raise BadField("agency", error.reason) from error


def _tried(row: OfficerRow, tried_on: date | None, names: Names, *, is_new: bool) -> dict[str, Any]:
    """Return what becomes of a number's trial: a new number was not tried by an old one's."""
    last = verified_on(row, names.zone)
    if tried_on and (last is None or tried_on > last):
        tried: dict[str, Any] = {"verified_at": names.moment(tried_on, timedelta())}
    else:
        tried = {"verified_at": None} if is_new and row.verified_at else {}
    return tried | ({"out_since": None} if is_new and row.out_since else {})
