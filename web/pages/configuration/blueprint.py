"""What the modules of the configuration's pages add their views to."""

from flask import Blueprint, request, url_for

from web.pages.roster.blueprint import Tab
from web.texts.configuration import TABS

configuration = Blueprint("configuration", __name__, url_prefix="/cau-hinh")


def tabs() -> list[Tab]:
    """Return the pages beside each other."""
    endpoints = {
        "configuration.show_branches": "branches",
        "configuration.show_prompts": "prompts",
        "configuration.show_personal": "personal",
    }
    return [
        Tab(TABS[label], url_for(endpoint), endpoint == request.endpoint)
        for endpoint, label in endpoints.items()
    ]
