"""The files of a report: its figures, the report in the official form, calls, missed callers.

Each is audited before its first byte leaves, and only two are made at a time.
"""

from contextlib import ExitStack
from http import HTTPStatus
from typing import cast

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from wtforms import BooleanField, StringField, ValidationError

from accounts.rights import NOWHERE, Reach, Right, needs_reason
from accounts.trail import Look, looked
from documents.table import TooLong
from ivr.flow.words import Text
from web.downloads import download
from web.forms import DeskForm, at_most, stripped
from web.pages.reports.asking import Asked
from web.pages.reports.blueprint import reports
from web.pages.reports.imprint import file_name, filters_audited, period_said
from web.pages.reports.making import FILES as KINDS
from web.pages.reports.making import Made, Wish
from web.pages.reports.overview import not_asked
from web.pages.reports.scope import Scope, asked_for, scope_of
from web.session import hotline, needs, person, reach_of, wall
from web.showing import filled, language, show
from web.slots import EXPORTS, Busy
from web.texts.reports import FILES

LONGEST_REASON = 300
RETRY_S = "10"


class FilesForm(DeskForm):
    """How the lists are wanted."""

    full_numbers = BooleanField()
    reason = StringField(filters=[stripped], validators=[at_most(LONGEST_REASON)])

    def validate_reason(self, field: StringField) -> None:
        """Refuse full numbers without a reason where one must be stated."""
        if self.full_numbers.data and not field.data and _must_say_why():
            raise ValidationError(cast(str, FILES["needs_reason"]))

    @property
    def shown(self) -> Reach:
        """The branches of which full numbers are wanted, and may be seen."""
        return reach_of(Right.SEE_NUMBERS) if self.full_numbers.data else NOWHERE


@reports.get("/tep")
@needs(Right.EXPORT)
def show_files() -> ResponseReturnValue:
    """Show which files there are of a period."""
    wanted = asked_for(request.args, Right.EXPORT)
    return _page(FilesForm(), wanted) if wanted.stretch else not_asked(wanted)


@reports.post("/tep")
@needs(Right.EXPORT)
def make_file() -> ResponseReturnValue:
    """Hand out a file."""
    wanted, form = asked_for(request.args, Right.EXPORT), FilesForm()
    name = request.form.get("file", "")
    if name not in KINDS:
        raise BadRequest
    if wanted.stretch is None:
        return not_asked(wanted)
    if KINDS[name].is_list and not form.validate():
        return _page(form, wanted, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _file(name, wanted, form)
    except TooLong as error:
        why = filled(FILES["too_long"], why=error.reason)
        return _page(form, wanted, HTTPStatus.UNPROCESSABLE_ENTITY, why)
    except Busy:
        page = _page(form, wanted, HTTPStatus.SERVICE_UNAVAILABLE, FILES["busy"])
        page.headers["Retry-After"] = RETRY_S
        return page


def _file(name: str, wanted: Asked, form: FilesForm) -> Response:
    """Return a file; while it is being made, and while one is streamed, it holds a slot."""
    kind = KINDS[name]
    with ExitStack() as stack:
        stack.enter_context(EXPORTS.held())
        wish = _wish(wanted, form.shown if kind.is_list else NOWHERE)
        made = kind.make(wish)
        _audit(name, wish, made, form.said("reason"))
        kept_as = file_name(wish.scope, kind.what, name.rpartition(".")[2])
        response = download(made.content, kept_as)
        if made.is_streamed:
            response.call_on_close(stack.pop_all().close)
        return response


def _wish(wanted: Asked, shown: Reach) -> Wish:
    with hotline().database.reading() as session:
        scope = scope_of(session, wanted, Right.EXPORT)
    return Wish(
        database=hotline().database,
        scope=scope,
        person=person(),
        language=language(),
        shown=shown,
    )


def _audit(name: str, wish: Wish, made: Made, reason: str) -> None:
    """Write down who takes what along; what the file says of anybody is not in it."""
    facts = filters_audited(wish.scope) | {"rows": made.rows}
    if KINDS[name].is_list:
        facts |= {"full_numbers": bool(wish.shown)}
    if wish.shown and reason:
        facts |= {"reason": reason}
    with hotline().database.transaction() as session:
        looked(session, Look.EXPORTED, login=person().login, key=name, now=wall(), **facts)


def _must_say_why() -> bool:
    return needs_reason(person(), Right.SEE_NUMBERS)


def _page(
    form: FilesForm,
    wanted: Asked,
    status: HTTPStatus = HTTPStatus.OK,
    refused: Text | None = None,
) -> Response:
    with hotline().database.reading() as session:
        scope: Scope = scope_of(session, wanted, Right.EXPORT)
    zone = scope.switchboard.calendar.zone
    return show(
        "reports/files.html",
        FILES,
        status=status,
        form=form,
        asked=wanted,
        refused=refused,
        branches=scope.title,
        period=period_said(scope.since, scope.until, zone, language()),
        sees_numbers=bool(reach_of(Right.SEE_NUMBERS)),
        must_say_why=_must_say_why(),
    )
