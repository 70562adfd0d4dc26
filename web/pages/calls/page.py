"""The calls' pages, put together: each module adds its views when it is imported."""

from accounts.rights import Right
from web.navigation import Page
from web.pages.calls import finding, listing, one, playing
from web.pages.calls.blueprint import calls
from web.texts.calls import CALLS

MODULES = (finding, listing, one, playing)
PAGE = Page(calls, Right.SEE_CALLS, "calls.show_calls", CALLS["title"])
