"""Forms of the desk: Flask-WTF's, with faults told in both languages, and kept over a sign-in."""

from collections.abc import Callable
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import Field, ValidationError

from ivr.flow.words import Text
from web import kept
from web.session import visit

REQUIRED = Text("Chưa điền.", "Not filled in.")
NO_CHOICE = Text("Hãy chọn một mục trong danh sách.", "Choose one of the list.")
# What WTForms says by itself.
BUILT_IN = {
    "Not a valid choice.": NO_CHOICE,
    "Invalid Choice: could not coerce.": NO_CHOICE,
    "'%(value)s' is not a valid choice for this field.": NO_CHOICE,
    "'%(value)s' are not valid choices for this field.": NO_CHOICE,
}
Check = Callable[[Any, Field], None]


class _Told:
    """WTForms' own words in ours; `%` is what it does to those with a value in them."""

    def gettext(self, text: str) -> Any:
        """Return what is said instead; a label, which our pages never use, as it is."""
        return _Whole(BUILT_IN[text]) if text in BUILT_IN else text

    def ngettext(self, one: str, _many: str, _count: int) -> Any:
        """Return what is said instead; the number makes no difference."""
        return self.gettext(one)


class _Whole(Text):
    """A text that takes no values."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.vi, text.en)

    def __mod__(self, _values: object) -> Text:
        return self


class DeskForm(FlaskForm):  # type: ignore[misc]  # the library has no types
    """A form whose fields' errors are texts; filled with what was kept, where anything was."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the library is told so."""

        def get_translations(self, _form: Any) -> _Told:
            """Return our words."""
            return _Told()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was sent, else what was kept."""
            sent = super().wrap_formdata(form, formdata)
            who = visit().person
            return sent if sent is not None or who is None else kept.fields(who.id)

    def blame(self, field: str, why: Text) -> None:
        """Add a fault to a field, or to the first one where there is no such field."""
        found = self[field] if field in self else next(iter(self))
        found.errors = [*found.errors, why]

    def said(self, field: str) -> str:
        """Return what was typed into a field of text."""
        return str(self[field].data or "")

    def is_filled(self) -> bool:
        """Say whether it holds what somebody typed: sent just now, or kept over a sign-in."""
        who = visit().person
        return self.is_submitted() or (who is not None and kept.fields(who.id) is not None)

    def faulty(self) -> list[Field]:
        """Return the fields with faults, in their order."""
        return [field for field in self if field.errors]


def required(_form: Any, field: Field) -> None:
    """Refuse an empty field."""
    if not (field.data.strip() if isinstance(field.data, str) else field.data):
        raise ValidationError(cast(str, REQUIRED))


def at_most(length: int) -> Check:
    """Return a check that refuses what is longer."""

    def check(_form: Any, field: Field) -> None:
        if len(field.data or "") > length:
            why = Text(f"Nhiều nhất {length} ký tự.", f"{length} characters at most.")
            raise ValidationError(cast(str, why))

    return check


def stripped(text: str | None) -> str | None:
    """Return a text without the blanks around it."""
    return text.strip() if text else text
