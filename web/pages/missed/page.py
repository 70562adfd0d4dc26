"""The missed callers' pages, put together: each module adds its views when it is imported."""

from accounts.rights import Right
from web.navigation import Page
from web.pages.missed import bulk, caller, giving, listing, playing, ringing, taking, views
from web.pages.missed.blueprint import missed
from web.texts.missed import MISSED

MODULES = (bulk, caller, giving, listing, playing, ringing, taking, views)
PAGE = Page(missed, Right.SEE_MISSED, "missed.show_missed", MISSED["title"])
