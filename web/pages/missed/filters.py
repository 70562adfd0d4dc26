"""The work list's filter as it is shown: its fields, and the questions that are asked often."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from accounts.rights import Right, needs_reason
from ivr import labels
from ivr.flow.board import Board
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Cause, Text
from models.lists.stretches import Standing
from models.lists.wanted import LEAST_DIGITS
from web.pages.missed.asking import MOST_DIGITS, Scope, Wanted, choices
from web.pages.missed.blueprint import actor
from web.pages.missed.rows import own_branches
from web.pages.missed.views import OwnView
from web.pages.roster.books import numbered
from web.session import person, reach_of
from web.showing import filled, language
from web.texts import missed as texts
from web.texts.missed import MISSED

DEFAULTS = {"state": Standing.OPEN.value, "order": "priority"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the filter: what may be chosen, and what is."""

    name: str
    options: tuple[tuple[str, Text], ...]
    chosen: str
    fault: Text | None


@dataclass(frozen=True, slots=True)
class View:
    """A question that is asked often, as a link."""

    label: Text
    address: str
    is_here: bool


def scope_of(board: Board) -> Scope:
    """Return what whoever is signed in may ask for."""
    posts = board.posts()
    may_probe = reach_of(Right.SEE_NUMBERS) and not needs_reason(person(), Right.SEE_NUMBERS)
    return Scope(
        branches=reach_of(Right.SEE_MISSED).branches,
        actor=actor(board),
        digits=MOST_DIGITS if may_probe else LEAST_DIGITS,
        officers=sorted(posts, key=lambda code: (posts[code].post.in_(language()), code)),
    )


def fields_of(board: Board, scope: Scope, asked: Wanted) -> list[Choice]:
    """Return the fields in which one of several is chosen."""
    allowed = choices(board.switchboard, scope)
    names = _names(board, allowed)
    return [
        Choice(
            name,
            tuple((value, names[name][value]) for value in allowed[name]),
            asked.query.get(name, DEFAULTS.get(name, "")),
            asked.faults.get(name),
        )
        for name in names
    ]


def _names(
    board: Board, allowed: Mapping[str, Collection[str]]
) -> Mapping[str, Mapping[str, Text]]:
    """Return what each value of each field is called."""
    own, posts = own_branches(Right.SEE_MISSED, board.switchboard), board.posts()
    return {
        "state": texts.STATES,
        "branch": {branch.id: numbered(branch) for branch in own},
        "unit": {branch.agency: branch.lead for branch in own},
        "cause": {value: labels.CAUSES[Cause(value)] for value in allowed["cause"]},
        "misses": {n: filled(MISSED["at_least"], count=n) for n in allowed["misses"]},
        "message": texts.MESSAGES,
        "hours": texts.HOURS,
        "officer": {code: posts[code].post for code in allowed["officer"]},
        "language": texts.LANGUAGES,
        "holiday": texts.HOLIDAYS,
        "known": texts.KNOWN,
        "origin": texts.ORIGINS,
        "order": texts.ORDERS,
        "period": texts.PERIODS,
    }


def views_of(switchboard: Switchboard, asked: Wanted, kept: Sequence[OwnView]) -> list[View]:
    """Return the questions that are asked most, then those that whoever is signed in keeps."""
    own = own_branches(Right.SEE_MISSED, switchboard)
    asks: list[tuple[Text, dict[str, Any]]] = [(MISSED["view_open"], {})]
    if reach_of(Right.WORK_CALLBACKS):
        asks.append((MISSED["view_mine"], {"mine": "1"}))
    asks.append((MISSED["view_overdue"], {"state": Standing.OVERDUE.value}))
    if own:
        label = filled(MISSED["view_branch"], key=own[min(1, len(own) - 1)].key or "–")
        branch = own[min(1, len(own) - 1)].id
        asks.append((label, {"branch": branch, "period": "today", "state": "all"}))
    asks.append((MISSED["view_bad_number"], {"cause": Cause.BAD_NUMBER.value}))
    addresses = [(label, url_for("missed.show_missed", **query), query) for label, query in asks]
    addresses += [(Text(v.name, v.name), v.address, _told(v.query)) for v in kept]
    here = _told(asked.query)
    return [View(label, address, query == here) for label, address, query in addresses]


def _told(query: Mapping[str, str]) -> dict[str, Any]:
    """Return what a query says that is not so anyhow."""
    return {name: value for name, value in query.items() if DEFAULTS.get(name) != value}
