"""What the modules of the posters' pages add their views to, and the poster that they are about."""

from datetime import date

from flask import Blueprint

from documents.poster.poster import Poster, poster_of
from web.session import hotline

posters = Blueprint("posters", __name__, url_prefix="/niem-yet")


def live_poster() -> Poster:
    """Return the poster that the configuration in force makes."""
    running = hotline()
    running.board.start()
    return poster_of(running.board.board.switchboard, website=running.settings.website)


def today() -> date:
    """Return the local day."""
    running = hotline()
    return running.board.from_file.calendar.local(running.clock()).date()
