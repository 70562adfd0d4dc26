"""The officers' pages, put together: each module adds its views when it is imported."""

from accounts.rights import Right
from web.navigation import Page
from web.pages.officers import agencies, editing, listing, officer, pin
from web.pages.officers.blueprint import officers
from web.texts.officers import OFFICERS

MODULES = (agencies, editing, listing, officer, pin)
PAGE = Page(officers, Right.SEE_ROSTER, "officers.show_officers", OFFICERS["title"])
