"""The report's pages, put together: each module adds its views when it is imported."""

from accounts.rights import Right
from web.navigation import Page
from web.pages.reports import files, overview
from web.pages.reports.blueprint import reports
from web.texts.reports import REPORTS

MODULES = (files, overview)
PAGE = Page(reports, Right.SEE_REPORTS, "reports.show_report", REPORTS["title"])
