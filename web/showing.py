"""How a page is shown: its texts in the reader's language, and what every page has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from flask import Response, current_app, make_response, render_template, request, url_for
from markupsafe import Markup
from wtforms import Field

from ivr.flow.words import Language, Text
from web import navigation
from web.session import hotline, root_path, visit
from web.texts.shell import SHELL

Texts = Mapping[str, Text]
COOKIE = "desk-language"
CLASSES = {"SelectField": "form-select", "BooleanField": "form-check-input"}


@dataclass(frozen=True, slots=True)
class Speech:
    """The texts of a page in one language; a text that is not there is a fault of ours."""

    texts: Texts
    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """Return a text, with values put into it."""
        said = self.texts[key].in_(self.language)
        return said.format(**values) if values else said


def language() -> Language:
    """Return the language that the reader chose; Vietnamese until they do."""
    chosen = request.cookies.get(COOKIE, "")
    return Language(chosen) if chosen in (*Language,) else Language.VI


def show(
    template: str, texts: Texts, *, status: HTTPStatus = HTTPStatus.OK, **values: Any
) -> Response:
    """Return a page. In it `t` says the page's own texts, `s` those that all pages share.

    `say` says a text that came as a value, such as what is wrong with a field.
    """
    spoken, who = language(), visit().person
    page = render_template(
        f"desk/{template}",
        t=Speech(texts, spoken),
        s=Speech(SHELL, spoken),
        say=_say(spoken),
        language=spoken,
        person=who,
        province=hotline().board.board.switchboard.province,
        here=_here(),
        printed_at=f"{_local_now():%d/%m/%Y %H:%M}",
        drawn=drawn,
        entries=navigation.entries(_pages(), who, request.blueprint) if who else [],
        **values,
    )
    return make_response(page, status)


def drawn(field: Field, hint: str, **attributes: Any) -> Markup:
    """Return a field as HTML, tied to its hint and to what is wrong with it."""
    ids = [f"{field.id}-hint"] * bool(hint) + [f"{field.id}-fault"] * bool(field.errors)
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field(**{"class": CLASSES.get(field.type, "form-control")}, **attributes)


def filled(said: Text, **values: Text | str | int) -> Text:
    """Return a text with values put into it, those that are texts in its language."""

    def given(language: Language) -> dict[str, object]:
        return {k: v.in_(language) if isinstance(v, Text) else v for k, v in values.items()}

    return Text(said.vi.format(**given(Language.VI)), said.en.format(**given(Language.EN)))


def _here() -> str:
    """Return where a change of the language leads back to: a page that can be asked for again."""
    first = url_for(current_app.config["FIRST_PAGE"])
    rule = request.url_rule
    return root_path() if rule and "GET" in (rule.methods or ()) else first


def _local_now() -> datetime:
    return hotline().board.board.switchboard.calendar.local(hotline().clock())


def _say(spoken: Language) -> Callable[[Text], str]:
    return lambda text: text.in_(spoken)


def _pages() -> tuple[navigation.Page, ...]:
    return cast(tuple[navigation.Page, ...], current_app.extensions["pages"])
