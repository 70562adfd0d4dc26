"""A change of the roster made from a form: by the commands' rules, and refused in the form."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from duty.changes import Change, changing, span
from duty.files.importing import COLUMNS
from duty.files.rows import Entry
from duty.refusals import BadEntry, GapRefused, LeftOpen
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Text
from models import audit
from models.duty.officers import all_officers
from web.forms import DeskForm
from web.pages.roster.books import numbered
from web.session import hotline, person
from web.texts.today import WEEKDAYS

MOST_NAMED = 4
# Where a row's value is called otherwise in a form. No field is called `code`: one of such a name
# is never kept over a sign-in, as it may be a secret.
FIELDS = {**COLUMNS, "code": "given_code"}


class Stale(Exception):
    """Somebody else was faster; `why` says who, and what is to be done now."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Missing:
    """A stretch in which nobody could be rung, as it is told; `codes` are who could fill it."""

    branch: Text
    when: Text
    could_fill: tuple[Text, ...]
    codes: tuple[str, ...]


class RosterForm(DeskForm):
    """A form whose change may be refused as a whole: for a gap, or as somebody was faster."""

    missing: Sequence[Missing] = ()
    stale: Text | None = None

    @property
    def is_refused(self) -> bool:
        """Whether nothing was changed."""
        return bool(self.faulty() or self.missing or self.stale)

    @property
    def fits(self) -> frozenset[str]:
        """Who could fill all that is missing, by code."""
        sets = [frozenset(each.codes) for each in self.missing]
        return frozenset.intersection(*sets) if sets else frozenset()


def is_made(form: RosterForm, make: Callable[[Change], None]) -> bool:
    """Make a change; where it is refused, say so in the form, and that nothing was changed."""
    with told_in(form), change() as under_way:
        make(under_way)
    return not form.is_refused


@contextmanager
def told_in(form: RosterForm) -> Iterator[None]:
    """Let a form say why a change was refused."""
    try:
        yield
    except BadEntry as error:
        form.blame(FIELDS.get(error.field, error.field), error.reason)
    except GapRefused as error:
        form.missing = _missing(error.left_open)
    except Stale as error:
        form.stale = error.why


@contextmanager
def change() -> Iterator[Change]:
    """Yield a change of the roster by whoever is signed in, in a transaction of its own."""
    running = hotline()
    menu = running.board.from_file
    with (
        running.database.transaction() as session,
        changing(session, menu, now=running.clock(), actor=person().login) as under_way,
    ):
        yield under_way


def standing(session: Session, seen: Entry) -> Entry:
    """Return an entry that was seen, as it is now; raises Stale where it was withdrawn meanwhile.

    That there is one, and whose it is, was asked before: nothing is ever deleted.
    """
    row: Entry = session.get_one(type(seen), seen.id)  # type: ignore[assignment]
    if row.withdrawn_at is not None:
        raise Stale(_withdrawn(session, row.__tablename__, row.id, row.withdrawn_at))
    return row


def _withdrawn(session: Session, subject: str, id: int, at: datetime) -> Text:
    who = next((row.actor for row in reversed(audit.of(session, subject, str(id)))), "?")
    local = _local(at)
    return Text(
        f"{who} vừa sửa hoặc thôi mục này lúc {local:%H:%M %d/%m/%Y}, nên chưa ghi gì. Hãy xem lại"
        " lịch rồi sửa mục mới.",
        f"{who} changed or ended this at {local:%H:%M %d/%m/%Y}, so nothing was saved. Look at the"
        " roster again, and change what stands there now.",
    )


def _missing(left_open: Sequence[LeftOpen]) -> tuple[Missing, ...]:
    with hotline().database.reading() as session:
        posts = {row.code: Text(row.post_vi, row.post_en) for row in all_officers(session)}
    calendar = _switchboard().calendar
    return tuple(
        Missing(
            numbered(each.branch),
            on_a_day(calendar.local(each.gap.begin), span(calendar, each.gap)),
            tuple(posts[c] for c in each.could_fill[:MOST_NAMED] if c in posts),
            each.could_fill,
        )
        for each in left_open
    )


def on_a_day(local: datetime, said: str) -> Text:
    """Return a period behind the name of the weekday on which it begins."""
    name = WEEKDAYS[local.weekday()]
    return Text(f"{name.vi} {said}", f"{name.en} {said}")


def _local(at: datetime) -> datetime:
    return _switchboard().calendar.local(at)


def _switchboard() -> Switchboard:
    return hotline().board.board.switchboard
