"""The carrier's REST API, as far as a switchboard calls it.

Source: [CallResource], [Recordings] and [OAI].
"""

import hmac
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.calls.desk import ListedLeg
from simulator.carrier import SimulatedCarrier
from simulator.recordings import Recording
from simulator.rest_documents import (
    Document,
    account_path,
    call_document,
    country_document,
    error_document,
    meta_page_document,
    number_document,
    page_document,
    recording_document,
)
from simulator.rest_filters import BadFilter, call_filter, check_paging, recording_filter
from simulator.rest_orders import BadOrder, parse_order

CODES = {400: 20001, 401: 20003, 404: 20404, 405: 20004, 429: 20429}
COUNTRIES = "/v1/DialingPermissions/Countries"


def create_rest(carrier: SimulatedCarrier) -> Flask:
    """Return the API of one carrier as an application of its own."""
    app = Flask("simulator.rest")
    api = RestApi(carrier)
    base = account_path(carrier.config)
    routes: tuple[tuple[str, str, Callable[..., Any]], ...] = (
        ("GET", "/Calls.json", api.list_calls),
        ("POST", "/Calls.json", api.create_call),
        ("GET", "/Calls/<sid>.json", api.show_call),
        ("POST", "/Calls/<sid>.json", api.update_call),
        ("GET", "/Recordings.json", api.list_recordings),
        ("GET", "/Recordings/<sid>.json", api.show_recording),
        ("DELETE", "/Recordings/<sid>.json", api.delete_recording),
        ("GET", "/Recordings/<name>", api.show_media),
        ("GET", "/IncomingPhoneNumbers.json", api.list_numbers),
    )
    for method, path, view in routes:
        app.add_url_rule(base + path, view.__name__, view, methods=[method])
    app.add_url_rule(COUNTRIES, "list_countries", api.list_countries)
    app.before_request(api.guard)
    app.register_error_handler(HTTPException, _error)
    app.register_error_handler(BadOrder, _bad_order)
    app.register_error_handler(BadFilter, _bad_filter)
    return app


def _error(error: HTTPException) -> Response:
    status = error.code or 500
    response = jsonify(error_document(status, CODES.get(status, 20500), error.description or ""))
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response


def _bad_order(error: BadOrder) -> tuple[Response, int]:
    return jsonify(error_document(400, error.code, str(error))), 400


def _bad_filter(error: BadFilter) -> tuple[Response, int]:
    return jsonify(error_document(400, CODES[400], str(error))), 400


class RestApi:
    """The views of the API."""

    def __init__(self, carrier: SimulatedCarrier) -> None:
        self.carrier = carrier
        self.config = carrier.config

    def guard(self) -> None:
        """Refuse strangers (401), and as many requests as `api_refusals` says (429).

        [Recordings]: media is public by default; with `media_auth` it is not.
        """
        if self.carrier.api_refusals > 0:
            self.carrier.api_refusals -= 1
            abort(429, "Too Many Requests")
        is_media = request.endpoint == "show_media"
        if not (is_media and not self.config.media_auth) and not self._is_known():
            abort(401, "Authenticate")

    def _is_known(self) -> bool:
        given = request.authorization
        if given is None or given.type != "basic":
            return False
        pair = f"{given.username}:{given.password}".encode()
        return hmac.compare_digest(
            pair, f"{self.config.account_sid}:{self.config.auth_token}".encode()
        )

    # Calls.

    def list_calls(self) -> Response:
        """[CallResource]: newest first; filters by whole UTC days."""
        wanted = call_filter(request.args)
        rows = [leg for leg in reversed(list(self.carrier.legs.values())) if wanted(leg)]
        return self._page("calls", "/Calls.json", [call_document(self.config, leg) for leg in rows])

    def show_call(self, sid: str) -> Response:
        """Show one call or leg."""
        return jsonify(call_document(self.config, self._leg(sid)))

    def create_call(self) -> tuple[Response, int]:
        """[CallResource]: a new call is queued, and begins when it is its turn."""
        order = parse_order(request.form, self.config)

        def place() -> Document:
            return call_document(self.config, self.carrier.order(order))

        return jsonify(self.carrier.on_timeline(place)), 201

    def update_call(self, sid: str) -> Response:
        """[CallResource]: `completed` ends any call, `canceled` only a queued or ringing one."""
        leg = self._leg(sid)
        status = request.form.get("Status")
        if status not in ("completed", "canceled"):
            abort(400, "Status must be completed or canceled; Url and Twiml are not simulated")
        if status == "completed" or leg.status in ("queued", "initiated", "ringing"):
            leg.drop_later("api")
        return jsonify(call_document(self.config, leg))

    def _leg(self, sid: str) -> ListedLeg:
        leg = self.carrier.legs.get(sid)
        return leg or abort(404, f"The requested resource {request.path} was not found")

    # Recordings.

    def list_recordings(self) -> Response:
        """[Recordings]: newest first; filters by whole UTC days."""
        wanted = recording_filter(request.args)
        found = [recording for recording in self.carrier.recordings.all() if wanted(recording)]
        rows = [recording_document(self.config, recording) for recording in found]
        return self._page("recordings", "/Recordings.json", rows)

    def show_recording(self, sid: str) -> Response:
        """Show what is known of a recording."""
        return jsonify(recording_document(self.config, self._recording(sid)))

    def delete_recording(self, sid: str) -> Response:
        """Delete a recording for good."""
        self._recording(sid).status = "deleted"
        return Response(status=204)

    def show_media(self, name: str) -> Response:
        """[Recordings]: WAV by default, MP3 by suffix, and only once the recording is completed."""
        sid, _, kind = name.partition(".")
        recording = self._recording(sid)
        if not recording.is_available or kind not in ("", "wav", "mp3"):
            abort(404, f"The requested resource {request.path} was not found")
        if kind == "mp3":
            return Response(recording.mp3(), mimetype="audio/mpeg")
        return Response(recording.wav(), mimetype="audio/x-wav")

    def _recording(self, sid: str) -> Recording:
        recording = self.carrier.recordings.get(sid)
        return recording or abort(404, f"The requested resource {request.path} was not found")

    # Numbers.

    def list_numbers(self) -> Response:
        """List the account's numbers."""
        asked = request.args.get("PhoneNumber")
        ours = (self.config.number, *self.config.more_numbers)
        rows = [number_document(self.config, n) for n in ours if asked in (None, n)]
        return self._page("incoming_phone_numbers", "/IncomingPhoneNumbers.json", rows)

    # Countries.

    def list_countries(self) -> Response:
        """List the countries of which is said what may be called; filters by what may."""
        if self.config.countries is None:
            abort(404, f"The requested resource {request.path} was not found")
        url = f"{self.config.api_url}{COUNTRIES}"
        wanted = _country_filter()
        found = (country_document(country, url) for country in self.config.countries)
        rows = [document for document in found if wanted(document)]
        return jsonify(meta_page_document("content", url, rows, _asked()))

    def _page(self, name: str, path: str, rows: list[dict[str, object]]) -> Response:
        return jsonify(page_document(name, account_path(self.config) + path, rows, _asked()))


def _asked() -> dict[str, str]:
    asked = request.args.to_dict()
    check_paging(asked)
    return asked


def _country_filter() -> Callable[[Document], bool]:
    """Return what picks countries by their code, and by what may be called there."""
    filters = {
        "LowRiskNumbersEnabled": "low_risk_numbers_enabled",
        "HighRiskSpecialNumbersEnabled": "high_risk_special_numbers_enabled",
        "HighRiskTollfraudNumbersEnabled": "high_risk_tollfraud_numbers_enabled",
    }
    asked = {filters[key]: text == "true" for key, text in request.args.items() if key in filters}
    iso_code = request.args.get("IsoCode")

    def wanted(country: Document) -> bool:
        is_there = iso_code in (None, country["iso_code"])
        return is_there and all(country[name] is value for name, value in asked.items())

    return wanted
