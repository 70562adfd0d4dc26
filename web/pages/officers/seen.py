"""Whether a form is about what stands there now: two people may have opened it at once."""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from wtforms import HiddenField

from duty.changes import facts
from ivr.flow.words import Text
from models import audit
from models.duty.officers import AgencyRow, OfficerRow
from web.pages.officers.history import said
from web.pages.roster.making import RosterForm, Stale
from web.session import hotline
from web.showing import filled
from web.texts.officers import FIELDS, OFFICERS

Row = OfficerRow | AgencyRow


@dataclass(frozen=True, slots=True)
class Differs:
    """A field that is another now than what somebody is about to save."""

    field: Text
    now: Text
    typed: Text


class SeenForm(RosterForm):
    """A form that knows what it was filled with, under a key of ours."""

    seen = HiddenField()
    differing: tuple[Differs, ...] = ()

    def see(self, row: Row, names: Iterable[str]) -> None:
        """Keep what is there now."""
        self.seen.data = stamp(row, names)

    def check(self, session: Session, row: Row, names: Iterable[str]) -> None:
        """Raise Stale where it is not what was seen; what is there now is seen from then on."""
        if hmac.compare_digest(str(self.seen.data or ""), stamp(row, names)):
            return
        self.see(row, names)
        self.differing = tuple(_differing(row, self.typed()))
        told = [*audit.of(session, row.__tablename__, row.code)]
        local = hotline().board.from_file.calendar.local
        who, at = (told[-1].actor, f"{local(told[-1].at):%H:%M %d/%m/%Y}") if told else ("?", "?")
        raise Stale(filled(OFFICERS["faster"], who=who, at=at))

    def typed(self) -> Mapping[str, Any]:
        """Return what was typed, by the names of the row's values."""
        raise NotImplementedError


def stamp(row: Row, names: Iterable[str]) -> str:
    """Return what tells these values of a row from any other; nobody can guess them from it."""
    known = facts(row)
    content = json.dumps([known[name] for name in sorted(names)])
    secret = hotline().settings.secret_key.encode()
    return hmac.new(secret, f"seen:{content}".encode(), "sha256").hexdigest()[:32]


def _differing(row: Row, typed: Mapping[str, Any]) -> Iterator[Differs]:
    known, local = facts(row), hotline().board.from_file.calendar.local
    for name, value in typed.items():
        now, new = said(name, known.get(name), local), said(name, _plain(value), local)
        if name in FIELDS and now != new:
            yield Differs(FIELDS[name], now, new)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
