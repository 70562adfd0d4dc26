"""Signing in with the province's account: to the issuer and back, where one is set up."""

import logging
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from accounts.oidc.asking import Pending, Returned
from accounts.oidc.entering import IssuersDoor
from accounts.oidc.issuer import Client, Issuer
from accounts.oidc.transport import Away, Requests
from accounts.rights import Right
from accounts.tries import Wait
from ivr.settings import Settings
from web.navigation import Page
from web.session import entrance, for_everybody, hotline, wall
from web.signing_in import came_of
from web.signing_in import onward as wanted_page
from web.slots import SIGN_INS, Busy

log = logging.getLogger(__name__)

single_sign_on = Blueprint("single_sign_on", __name__, url_prefix="/sign-in/sso")
PAGE = Page(single_sign_on, Right.OWN_ACCOUNT)
PENDING = "sso"


def make_issuer(settings: Settings) -> Issuer | None:
    """Return the issuer that the settings name, None where they name none."""
    if not settings.oidc_issuer:
        return None
    client = Client(
        issuer=settings.oidc_issuer,
        id=settings.oidc_client_id,
        claim=settings.oidc_claim,
        secret=settings.oidc_client_secret,
    )
    return Issuer(client, Requests())


@single_sign_on.get("")
@for_everybody
def begin() -> ResponseReturnValue:
    """Send the browser to the issuer.

    By a link, not by a form: the policy of our pages lets no form lead elsewhere, not even by a
    redirect.
    """
    issuer, onward = _issuer(), wanted_page()
    pending = Pending.new(wall(), onward)
    try:
        with SIGN_INS.held():
            address = issuer.address(pending, redirect=_way_back(), now=wall())
    except (Away, Busy) as error:
        return _came_to_nothing("away", onward, error)
    session[PENDING] = pending.values()
    return redirect(address)


@single_sign_on.get("/back")
@for_everybody
def come_back() -> ResponseReturnValue:
    """Take the issuer's answer; once, whatever comes of it."""
    issuer = _issuer()
    pending = Pending.kept(session.pop(PENDING, None))
    if pending is None:
        return redirect(url_for("signing_in.show_form", sso="refused"))
    door = IssuersDoor(entrance(), issuer, _way_back())
    try:
        with SIGN_INS.held():
            outcome = door.enter(pending, Returned.parse(request.args))
    except (Away, Busy) as error:
        return _came_to_nothing("away", pending.onward, error)
    fault = "wait" if isinstance(outcome, Wait) else "refused"
    return came_of(outcome, pending.onward) or _came_to_nothing(fault, pending.onward)


def _issuer() -> Issuer:
    if "issuer" not in current_app.extensions:
        abort(404)
    return cast(Issuer, current_app.extensions["issuer"])


def _came_to_nothing(fault: str, onward: str, error: Exception | None = None) -> Response:
    """Lead back to the sign-in page, whose address has neither code nor state."""
    if error is not None:
        log.warning("issuer is away", extra={"why": str(error) or type(error).__name__})
    return redirect(url_for("signing_in.show_form", sso=fault, next=onward))


def _way_back() -> str:
    """Return the address that the issuer leads back to, as it was told to the issuer."""
    public = urlsplit(hotline().settings.public_url)
    return f"{public.scheme}://{public.netloc}{url_for('single_sign_on.come_back')}"
