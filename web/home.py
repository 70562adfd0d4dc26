"""The first page, and whether the process is well."""

from pathlib import Path
from typing import cast

from flask import Blueprint, Response, current_app, jsonify, render_template, send_from_directory

from ivr.flow.numbers import grouped
from ivr.hotline import Hotline

home = Blueprint("home", __name__)
STATIC = Path(__file__).parent / "static"


@home.get("/")
def index() -> str:
    """Say what this is, which branches it has, and how to try it. Nothing here is personal."""
    hotline = _hotline()
    switchboard, settings = hotline.board.board.switchboard, hotline.settings
    return render_template(
        "home.html",
        switchboard=switchboard,
        number=grouped(switchboard.hotline),
        phone_page=f"{settings.twilio_api_url}/phone" if settings.is_simulated else None,
        has_fault=hotline.board.fault is not None,
    )


@home.get("/style.css")
def style() -> Response:
    """Serve the one style sheet."""
    return send_from_directory(STATIC, "style.css", max_age=3600)


@home.after_request
def guard(response: Response) -> Response:
    """Let a page load nothing but its own style."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@home.get("/healthz")
def health() -> Response:
    """Say that the process serves, and what it has to do without."""
    hotline = _hotline()
    hotline.board.start()
    away = hotline.board.database_away_since
    return jsonify(
        serving=True,
        database_away_since=away.isoformat() if away else None,
        branches_fault=hotline.board.fault is not None,
    )


def _hotline() -> Hotline:
    return cast(Hotline, current_app.extensions["hotline"])
