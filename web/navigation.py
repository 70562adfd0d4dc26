"""What a page of the desk is to the rest of it: a blueprint, and an entry in the navigation."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, url_for

from accounts.people import Person
from accounts.rights import Right, reach
from ivr.flow.words import Text


@dataclass(frozen=True, slots=True)
class Page:
    """One part of the desk. `endpoint` is where its entry leads, `right` who sees the entry.

    Without a label it has no entry.
    """

    blueprint: Blueprint
    right: Right
    endpoint: str = ""
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation as one user sees it."""

    label: Text
    address: str
    is_here: bool


def entries(pages: Sequence[Page], person: Person, blueprint: str | None) -> list[Entry]:
    """Return the entries that somebody may open; `blueprint` is the one they are in."""
    return [
        Entry(page.label, url_for(page.endpoint), page.blueprint.name == blueprint)
        for page in pages
        if page.label and reach(person, page.right)
    ]
