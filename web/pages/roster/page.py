"""The roster's pages, put together: each module adds its views when it is imported."""

from accounts.rights import Right
from web.navigation import Page
from web.pages.roster import (
    absences,
    branch,
    days,
    entries,
    files,
    overview,
    sheet,
    shifts,
    swaps,
    what_if,
)
from web.pages.roster.blueprint import roster
from web.texts.roster import ROSTER

MODULES = (absences, branch, days, entries, files, overview, sheet, shifts, swaps, what_if)
PAGE = Page(roster, Right.SEE_ROSTER, "roster.show_strip", ROSTER["title"])
