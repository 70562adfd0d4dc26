"""The forms of one missed caller, and of many at once.

Their fields have names of their own, as several forms stand on one page: what is kept over a
sign-in finds its way back to the right one.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from flask import abort, request
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField, ValidationError

from ivr import labels
from ivr.flow.hours import Calendar
from ivr.flow.words import NOT_NEEDED, CallbackOutcome, Text
from web import kept
from web.forms import DeskForm, at_most, required, stripped
from web.session import person
from web.showing import language
from web.texts.missed import FAULTS

LONGEST_NOTE = 500
FORM = "%Y-%m-%dT%H:%M"  # as browsers send a moment
LATEST = timedelta(days=30)  # who wants to be called later than that calls again
REASONS = [word for word in CallbackOutcome if word in NOT_NEEDED]
_KEY = re.compile(r"[\w-]{8,40}", re.ASCII)


def reasons() -> list[tuple[str, str]]:
    """Return the reasons for which nobody needs to be called, in the reader's language."""
    return [(word.value, labels.CALLBACKS[word].in_(language())) for word in REASONS]


class PostponeForm(DeskForm):
    """The citizen asked to be called later."""

    until = StringField(filters=[stripped], validators=[required])
    postpone_note = StringField(filters=[stripped], validators=[at_most(LONGEST_NOTE)])

    def moment(self, calendar: Calendar, now: datetime) -> datetime | None:
        """Return when to call, or None and blame the field."""
        try:
            local = datetime.strptime(self.said("until"), FORM).replace(tzinfo=calendar.zone)
            at = local.astimezone(UTC)
        except (ValueError, OverflowError):  # the first and the last year leave the calendar in UTC
            self.blame("until", FAULTS["moment"])
            return None
        if not now < at <= now + LATEST:
            self.blame("until", FAULTS["past"] if at <= now else FAULTS["too_late"])
            return None
        return at


class MoveForm(DeskForm):
    """Another branch is to call."""

    to_branch = SelectField(validators=[required])
    move_note = StringField(filters=[stripped], validators=[at_most(LONGEST_NOTE)])


class CloseForm(DeskForm):
    """Nobody needs to call, for a reason."""

    reason = RadioField(validate_choice=False)
    close_note = StringField(filters=[stripped], validators=[at_most(LONGEST_NOTE)])

    def validate_reason(self, field: Field) -> None:
        """Refuse to close without a reason."""
        if field.data not in REASONS:
            raise ValidationError(cast(str, FAULTS["reason"]))


class NoteForm(DeskForm):
    """Something that whoever calls next should know."""

    note = TextAreaField(filters=[stripped], validators=[required, at_most(LONGEST_NOTE)])


class WhyForm(DeskForm):
    """Why somebody must see a number or hear a message, where that is to be stated."""

    why = StringField(filters=[stripped], validators=[required, at_most(LONGEST_NOTE)])


@dataclass(frozen=True)
class Forms:
    """The forms of one caller; `posted` is the name of the one that was sent with faults."""

    postpone: PostponeForm
    move: MoveForm
    close: CloseForm
    note: NoteForm
    why: WhyForm
    key: str

    @classmethod
    def of(cls, branches: Mapping[str, str], sent: DeskForm | None = None) -> "Forms":
        """Return them, all empty but the one that was sent, or what was kept over a sign-in."""

        def form(kind: type[DeskForm]) -> DeskForm:
            return sent if isinstance(sent, kind) else kind(formdata=None)

        move = cast(MoveForm, form(MoveForm))
        offer_branches(move, branches)
        close = cast(CloseForm, form(CloseForm))
        close.reason.choices = reasons()
        return cls(
            postpone=cast(PostponeForm, form(PostponeForm)),
            move=move,
            close=close,
            note=cast(NoteForm, form(NoteForm)),
            why=cast(WhyForm, form(WhyForm)),
            key=_key() or new_key(),
        )

    @property
    def was_kept(self) -> bool:
        """Whether something that was typed before the sign-in stands in one of them."""
        return request.method == "GET" and kept.fields(person().id) is not None


def offer_branches(form: MoveForm, branches: Mapping[str, str]) -> None:
    """Let a branch be chosen, and none be chosen at first."""
    form.to_branch.choices = [("", "–"), *branches.items()]


def new_key() -> str:
    """Return what tells this form from every other: sent twice, it is done once."""
    return secrets.token_urlsafe(12)


def sent_key() -> str:
    """Return the key of the form that was sent; a form of ours has one."""
    return _key() or abort(400)


def _key() -> str:
    key = request.form.get("form_key", "")
    return key if _KEY.fullmatch(key) else ""


def fault_of(form: DeskForm) -> Text | None:
    """Return what is wrong with a form first, None where nothing is."""
    faulty = form.faulty()
    return cast(Text, faulty[0].errors[0]) if faulty else None
