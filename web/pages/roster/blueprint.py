"""What the modules of the roster's pages add their views to, and how they lead to each other."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for

from accounts.rights import Right, reach
from ivr.flow.words import Text
from web.session import person
from web.texts.roster import TABS

roster = Blueprint("roster", __name__, url_prefix="/lich-truc")


@dataclass(frozen=True, slots=True)
class Tab:
    """A page beside this one."""

    label: Text
    address: str
    is_here: bool


_TABS = (
    ("roster.show_strip", "strip", Right.SEE_ROSTER),
    ("roster.show_entries", "entries", Right.SEE_ROSTER),
    ("roster.show_days", "days", Right.SEE_ROSTER),
    ("roster.what_if", "what_if", Right.SEE_ROSTER),
    ("roster.show_files", "files", Right.EXPORT),
    ("roster.show_files", "files", Right.EDIT_WHOLE_ROSTER),
)


def tabs() -> list[Tab]:
    """Return the pages beside each other that whoever is signed in may open."""
    allowed = {endpoint: TABS[label] for endpoint, label, right in _TABS if reach(person(), right)}
    return [
        Tab(label, url_for(endpoint), endpoint == request.endpoint)
        for endpoint, label in allowed.items()
    ]
