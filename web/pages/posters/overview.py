"""The poster in force, and where posters hang: those that must be replaced come first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from http import HTTPStatus

from flask import Response
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from documents import numbers
from ivr.flow.numbers import is_placeholder
from ivr.flow.words import Text
from models.postings import PostingRow, all_postings
from web.pages.posters.blueprint import live_poster, posters, today
from web.session import hotline, needs, reach_of
from web.showing import filled, show
from web.texts.posters import POSTERS


class State(StrEnum):
    """How a poster that is in the register stands."""

    OLD = "old"
    CURRENT = "current"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the register as the page shows it."""

    id: int
    place: str
    address: str
    posted_on: date
    version: str
    note: str
    state: State
    taken_down_on: date | None

    @classmethod
    def of(cls, row: PostingRow, version: str) -> "Place":
        """Return an entry; `version` is that of the poster in force."""
        is_down = row.taken_down_on is not None
        hangs = State.CURRENT if row.version == version else State.OLD
        return cls(
            id=row.id,
            place=row.place,
            address=row.address,
            posted_on=row.posted_on,
            version=row.version,
            note=row.note,
            state=State.DOWN if is_down else hangs,
            taken_down_on=row.taken_down_on,
        )

    @property
    def said(self) -> Text:
        """How it stands, in words."""
        day = numbers.day(self.taken_down_on) if self.taken_down_on else ""
        return filled(POSTERS[self.state], day=day)


@posters.get("")
@needs(Right.SEE_POSTERS)
def show_posters() -> ResponseReturnValue:
    """Show the poster in force and the register."""
    return register_page()


def register_page(status: HTTPStatus = HTTPStatus.OK, refused: Text | None = None) -> Response:
    """Return the page; `refused` says what was not done."""
    poster = live_poster()
    switchboard = hotline().board.board.switchboard
    places = read_places(poster.version)
    return show(
        "posters/posters.html",
        POSTERS,
        status=status,
        refused=refused,
        poster=poster,
        at=numbers.day(today()),
        is_placeholder=is_placeholder(switchboard.hotline),
        old=[place for place in places if place.state is State.OLD],
        hanging=[place for place in places if place.state is not State.DOWN],
        down=[place for place in places if place.state is State.DOWN],
        day=numbers.day,
        may_edit=bool(reach_of(Right.EDIT_POSTERS)),
        may_export=bool(reach_of(Right.EXPORT)),
    )


def read_places(version: str) -> Sequence[Place]:
    """Return the register: the old ones first, those longest there before others."""
    with hotline().database.reading() as session:
        places = [Place.of(row, version) for row in all_postings(session)]
    states = tuple(State)
    return sorted(
        places,
        key=lambda each: (
            states.index(each.state),
            each.posted_on if each.state is State.OLD else date.min,
        ),
    )
