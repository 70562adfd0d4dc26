"""The posters' pages, put together: each module adds its views when it is imported."""

from accounts.rights import Right
from web.navigation import Page
from web.pages.posters import entering, overview, papers
from web.pages.posters.blueprint import posters
from web.texts.posters import POSTERS

MODULES = (entering, overview, papers)
PAGE = Page(posters, Right.SEE_POSTERS, "posters.show_posters", POSTERS["title"])
