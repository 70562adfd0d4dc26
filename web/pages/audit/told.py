"""One entry of the audit in words. Pure; no whole number of anybody's phone is told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.labels import ROLES
from accounts.trail import NOBODY
from ivr.flow.numbers import e164, masked
from ivr.flow.words import Text
from models.lists.audit import AuditLine
from models.users.roles import UserRole
from web.showing import filled
from web.texts.audit import AUDIT, FIELDS, KEYS, RESULTS, SUBJECTS, WAYS
from web.texts.shell import SHELL

NUMBER = re.compile(r"(?<![\w.+/-])\+?\d(?:[ .]?\d){8,14}(?![\w-])")
SECRET = re.compile(r"hash|secret|token|pin", re.IGNORECASE)
PASSWORD = "password"  # the audit only keeps that there is another one
LONGEST = 120
NOTHING = Text("–", "–")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `at` is local, `about` the code of what it is about."""

    at: datetime
    who: Text
    login: str
    what: Text
    about: Text
    how: tuple[Text, ...]


def told(line: AuditLine, who: Text, at: datetime) -> Entry:
    """Return an entry in words; `at` is its local moment."""
    return Entry(
        at,
        AUDIT["nobody"] if line.actor == NOBODY else who,
        line.actor,
        SUBJECTS.get(line.subject, _plain(line.subject)),
        KEYS.get(f"{line.subject} {line.key}", _plain(hidden(line.key))),
        (*_how(line),),
    )


def _how(line: AuditLine) -> Iterator[Text]:
    before, after = line.before, line.after
    if before is None:
        yield from _facts(after or {})
        return
    if after is None:
        yield AUDIT["removed"]
        return
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not changed:
        yield AUDIT["no_change"]
    for name in changed:
        if name == PASSWORD:
            yield AUDIT["password_changed"]
            continue
        values = {"before": said(name, before.get(name)), "after": said(name, after.get(name))}
        yield filled(AUDIT["changed"], name=_name(name), **values)


def _facts(facts: Mapping[str, Any]) -> Iterator[Text]:
    for name, value in facts.items():
        if value not in (None, "", [], False):
            yield filled(AUDIT["fact"], name=_name(name), value=said(name, value))


def said(name: str, value: Any) -> Text:
    """Return a value in words."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool) or SECRET.search(name):
        return SHELL["yes" if value else "no"]
    if name == "result" and value in RESULTS:
        return RESULTS[value]
    if name == "by" and value in WAYS:
        return WAYS[value]
    if name == "role" and value in (*UserRole,):
        return ROLES[UserRole(value)]
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return _plain(hidden(text)[:LONGEST])


def hidden(text: str) -> str:
    """Return a text with every telephone number in it masked."""
    return NUMBER.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    number = e164(found.group())
    return masked(number) if number else found.group()


def _name(name: str) -> Text:
    return FIELDS.get(name, _plain(name))


def _plain(text: str) -> Text:
    return Text(text, text)
