"""What the modules of the missed callers' pages add their views to, and who is at work there."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint
from sqlalchemy.orm import Session

from accounts.rights import Right
from ivr.flow.board import Board
from ivr.flow.words import Text
from models.lists.missed import MissedCaller
from models.lists.one_missed import find_missed
from models.users.users import all_users
from web.session import check_branch, hotline, not_there, person
from web.texts.shell import ACTORS

missed = Blueprint("missed", __name__, url_prefix="/nho")


@dataclass(frozen=True, slots=True)
class Names:
    """How those are called who do something: officers by code, users by login."""

    officers: Mapping[str, Text]
    users: Mapping[str, str]

    @classmethod
    def of(cls, session: Session, board: Board) -> "Names":
        """Return the names of all who could have done something."""
        posts = {code: each.post for code, each in board.posts().items()}
        return cls(posts, {user.login: user.post for user in all_users(session)})

    def say(self, actor: str) -> Text:
        """Return who it is: the post, and the login of who has no telephone on duty."""
        if actor in ACTORS:
            return ACTORS[actor]
        if actor in self.officers:
            return self.officers[actor]
        login = actor.removeprefix(USER)
        post = self.users.get(login)
        said = f"{post} ({login})" if post else login
        return Text(said, said)


USER = "user:"


def actor(board: Board) -> str:
    """Return as whom whoever is signed in works: as the officer they are, else by their login.

    So who claims here and goes on at the telephone, or the other way round, is one and the same.
    A login that is some other officer's code is told apart from it.
    """
    who = person()
    if who.officer:
        return who.officer
    return f"{USER}{who.login}" if who.login in board.posts() else who.login


def find(session: Session, id: int, right: Right = Right.SEE_MISSED) -> MissedCaller:
    """Return a missed caller of the branches that a right counts for; else there is none."""
    found = find_missed(session, id, now=hotline().clock())
    if found is None:
        not_there("callback", id)
    check_branch(right, found.branch, what="callback", key=id)
    return found


def board_now() -> Board:
    """Return the board of this moment."""
    keeper = hotline().board
    keeper.start()
    return keeper.board
