"""Hôm nay: what the day has come to, who is on duty, and which calls go on.

The page asks for its figures again every ten seconds. Nothing is sent while nothing has changed:
what it shows is told apart by a tag, in which neither the time of day nor how long a call lasts is.
"""

import hashlib

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from accounts.rights import Right
from web.navigation import Page
from web.pages.today_now import Now, read_now
from web.session import hotline, needs, quiet
from web.showing import language, show
from web.texts.today import TODAY, WEEKDAYS

today = Blueprint("today", __name__)
PAGE = Page(today, Right.SEE_TODAY, "today.show_today", TODAY["title"])
TAG_LETTERS = 24


@today.get("/")
@needs(Right.SEE_TODAY)
def show_today() -> ResponseReturnValue:
    """Show the branches that are somebody's own."""
    now = read_now()
    local = now.local
    return show(
        "today/page.html",
        TODAY,
        now=now.shown,
        lasts=now.lasts,
        tag=_tag(now),
        local=local,
        weekday=WEEKDAYS[local.weekday()],
    )


@today.get("/now")
@needs(Right.SEE_TODAY)
@quiet
def show_now() -> ResponseReturnValue:
    """Give the part of the page that changes, where it is not as it was."""
    now = read_now()
    tag = _tag(now)
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        answer = show("today/now.html", TODAY, now=now.shown, lasts=now.lasts)
    answer.set_etag(tag)
    answer.headers["Desk-Time"] = f"{now.local:%H:%M}"
    return answer


def _tag(now: Now) -> str:
    """Return what changes with what is shown; our style and release change it as well."""
    told = repr((now.shown, language(), hotline().settings.public_url))
    return hashlib.sha256(told.encode()).hexdigest()[:TAG_LETTERS]
