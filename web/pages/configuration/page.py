"""The configuration's pages, put together: each module adds its views when it is imported."""

from accounts.rights import Right
from web.navigation import Page
from web.pages.configuration import branches, personal, prompts
from web.pages.configuration.blueprint import configuration
from web.texts.configuration import NAVIGATION

MODULES = (branches, prompts, personal)
PAGE = Page(configuration, Right.SEE_CONFIGURATION, "configuration.show_branches", NAVIGATION)
