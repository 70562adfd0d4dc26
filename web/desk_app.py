"""The desk as a Flask application: its cookies, its headers, its guard, its pages, its errors."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from flask import Flask, Response, request
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from ivr.hotline import Hotline
from web import session
from web.pages import PAGES
from web.session import OWN_FILES, guard, is_https
from web.showing import show
from web.single_sign_on import make_issuer
from web.texts.shell import FAULTS

STATIC = Path(__file__).parent / "static"
LARGEST = 256 * 1024
AN_HOUR_S, A_YEAR_S = 3600, 365 * 24 * 3600
# Nothing but our own files, from nowhere else; and nobody shows us in a frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " media-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'"
)


def make_desk(hotline: Hotline, wall: Callable[[], datetime]) -> Flask:
    """Return the desk of a hotline; `wall` tells real time."""
    desk = Flask(__name__)
    desk.extensions.update(hotline=hotline, wall=wall, pages=PAGES)
    issuer = make_issuer(hotline.settings)
    if issuer is not None:
        desk.extensions["issuer"] = issuer
    https = hotline.settings.public_url.startswith("https://")
    desk.config.update(
        SECRET_KEY=hotline.settings.secret_key,
        FIRST_PAGE=PAGES[0].endpoint,
        MAX_CONTENT_LENGTH=LARGEST,
        SEND_FILE_MAX_AGE_DEFAULT=AN_HOUR_S,
        SESSION_COOKIE_NAME="__Host-desk-forms" if https else "desk-forms",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A form is as good as its session; behind a proxy the host that it was sent to is not ours.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    desk.jinja_env.undefined = StrictUndefined
    desk.jinja_env.globals["stamp"] = stamp()
    CSRFProtect(desk)
    Bootstrap5(desk)
    desk.before_request(guard)
    desk.after_request(protect)
    desk.register_error_handler(HTTPException, told)
    desk.register_error_handler(sa.exc.OperationalError, database_away)
    for page in PAGES:
        desk.register_blueprint(page.blueprint)
    return desk


def stamp() -> str:
    """Return what changes with our style sheets and scripts, so that browsers fetch new ones."""
    ours = sorted((*STATIC.glob("*.css"), *STATIC.glob("*.js")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in ours)).hexdigest()[:8]


def protect(response: Response) -> Response:
    """Say to browsers what a page may load, who may frame it, and that nothing is to be kept."""
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint not in OWN_FILES:
        headers["Cache-Control"] = "no-store"
    if is_https():
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR_S}"
    return response


def told(error: HTTPException) -> Response:
    """Show what went wrong, in the reader's language; a redirect is no error."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return cast(Response, error.get_response())
    if isinstance(error, session.NotThere | session.NotAllowed):
        session.note_denied(error)
    code = str(error.code) if str(error.code) in FAULTS else "500"
    return show("error.html", FAULTS, status=HTTPStatus(error.code), code=code)


def database_away(_error: Exception) -> Response:
    """Say that the books cannot be read now; who is asking cannot be known either."""
    session.forget_visit()
    return show("error.html", FAULTS, status=HTTPStatus.SERVICE_UNAVAILABLE, code="503")
