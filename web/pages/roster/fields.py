"""Fields of the roster's forms: what is typed there is read as it is in the roster's files."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are older
from wtforms.validators import StopValidation, ValidationError

from duty.files.layout import Layout
from duty.files.rows import Entry, Names, entry_of
from duty.files.values import BadValue
from ivr.flow.words import Text
from web.forms import REQUIRED, stripped
from web.pages.roster.making import RosterForm
from web.showing import language

Option = tuple[str, Text]


class Read(StringField):
    """A field of text that is read by the reader of a file's column; `read` is what it means."""

    read: Any = None

    def __init__(self, layout: Layout, column: str, *, is_needed: bool | None = None, **given: Any):
        """Read as the column does; `is_needed` says otherwise than the column does."""
        super().__init__(filters=[stripped], **given)
        self.column = layout.column(column)
        self.is_needed = self.column.is_needed if is_needed is None else is_needed

    def pre_validate(self, form: Any) -> None:
        """Read what was typed."""
        if not self.data:
            if self.is_needed:
                raise StopValidation(cast(str, REQUIRED))
            return
        try:
            self.read = self.column.read(self.data)
        except BadValue as error:
            raise ValidationError(cast(str, error.reason)) from error


class Chosen(SelectField):
    """A field of which one option is chosen; nothing only where `is_needed` is false."""

    def __init__(self, *, is_needed: bool = True, **given: Any) -> None:
        """Look like any other list to choose from, with nothing in it yet."""
        super().__init__(choices=[], **given)
        self.type, self.is_needed = "SelectField", is_needed

    def pre_validate(self, form: Any) -> None:
        """Refuse nothing where something is needed."""
        if self.data:
            super().pre_validate(form)
        elif self.is_needed:
            raise StopValidation(cast(str, REQUIRED))

    @property
    def read(self) -> str | None:
        """What was chosen, None for nothing."""
        return self.data or None


class Boxes(SelectMultipleField):
    """Options each with a box, of which one or more are needed."""

    def __init__(self, values: Sequence[str], **given: Any) -> None:
        """Offer these; what they are called stands in the template."""
        super().__init__(choices=[SelectChoice(value, "") for value in values], **given)

    def pre_validate(self, form: Any) -> None:
        """Refuse none."""
        super().pre_validate(form)
        if not self.data:
            raise StopValidation(cast(str, REQUIRED))

    @property
    def read(self) -> str:
        """What was chosen as one word, such as the digits of weekdays."""
        return "".join(sorted(self.data or ()))


class EntryForm(RosterForm):
    """A form for an entry of one kind; its fields are named as the columns of the files."""

    layout: Layout

    def values(self) -> dict[str, Any]:
        """Return what was typed, as a file's line has it."""
        names = (column.field for column in self.layout.columns)
        return {name: self[name].read for name in names if name in self}

    def entry(self, names: Names) -> Entry | None:
        """Return the entry, None where it makes no sense; the form says why."""
        try:
            return entry_of(self.layout.kind, self.values(), names)
        except BadValue as error:
            self.blame("until_on", error.reason)
            return None


def offer(field: SelectField, options: Iterable[Option], *, none: Text | None = None) -> None:
    """Let one of these be chosen; `none` is how nothing is called, where that is allowed."""
    nothing = choices([("", none)]) if none else []
    field.choices = [*nothing, *choices(options)]


def choices(options: Iterable[Option], group: Text | None = None) -> list[SelectChoice]:
    """Return options as the library has them, in the reader's language."""
    spoken = language()
    heading = group.in_(spoken) if group else None
    return [SelectChoice(value, label.in_(spoken), optgroup=heading) for value, label in options]
