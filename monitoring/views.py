"""`/readyz` and `/metrics`: for load balancers and for Prometheus. Nothing here is personal."""

import hmac
import ipaddress
import json
from http import HTTPStatus
from typing import cast

from flask import Blueprint, Response, abort, current_app, request

from ivr.hotline import Hotline
from monitoring import exposition
from monitoring.tally import Tally
from monitoring.texts import PARTS
from monitoring.watch import Watch

monitoring = Blueprint("monitoring", __name__)


@monitoring.get("/readyz")
def ready() -> Response:
    """Say whether calls may be sent here (503: no), and what is not well, since when."""
    found = _watch().look()
    parts = [
        {
            "part": part.value,
            "since": since.isoformat(timespec="seconds"),
            "vi": PARTS[part].vi,
            "en": PARTS[part].en,
        }
        for part, since in found.parts.items()
    ]
    told = {"ready": found.is_ready, "degraded": bool(parts), "parts": parts}
    return Response(
        json.dumps(told, ensure_ascii=False) + "\n",
        status=HTTPStatus.OK if found.is_ready else HTTPStatus.SERVICE_UNAVAILABLE,
        content_type="application/json; charset=utf-8",
    )


@monitoring.get("/metrics")
def metrics() -> Response:
    """Tell Prometheus what is counted; there is no such page where nobody is set up to ask."""
    hotline = _hotline()
    settings = hotline.settings
    if not (settings.metrics_allow or settings.metrics_token):
        abort(HTTPStatus.NOT_FOUND)
    if not (_is_allowed(settings.metrics_allow) and _has_token(settings.metrics_token)):
        abort(HTTPStatus.FORBIDDEN)
    counted = hotline.meter.samples() if isinstance(hotline.meter, Tally) else ()
    text = exposition.text_of([*counted, *_watch().samples()])
    return Response(text, content_type=exposition.CONTENT_TYPE)


@monitoring.after_request
def guard(response: Response) -> Response:
    """Let nobody keep an answer that is true for a second."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_allowed(networks: tuple[str, ...]) -> bool:
    """Say whether the request came straight from one of these networks.

    What a proxy passed on did not: anybody may be behind it, and its address is not theirs.
    """
    if not networks:
        return True
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        peer = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(peer in ipaddress.ip_network(network) for network in networks)


def _has_token(token: str) -> bool:
    if not token:
        return True
    told = request.headers.get("Authorization", "").encode()
    return hmac.compare_digest(told, f"Bearer {token}".encode())


def _watch() -> Watch:
    return cast(Watch, current_app.extensions["watch"])


def _hotline() -> Hotline:
    return cast(Hotline, current_app.extensions["hotline"])
