"""The simulated carrier as a process of its own: real clock, REST API, and an API to control it.

The control API is for this machine only: it lets anybody place calls and read them.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NoReturn

from flask import Blueprint, Flask, Response, abort, jsonify, request
from werkzeug.serving import BaseWSGIServer, make_server

from simulator.callers import CallerScript
from simulator.calls.call import Call
from simulator.calls.records import mask
from simulator.carrier import SimulatedCarrier
from simulator.local import only_from_here
from simulator.phones import Behaviour, parse_behaviour
from simulator.rest import create_rest

log = logging.getLogger("simulator")

FIELDS = ("from", "keys", "officers", "message_s", "hang_up_after_s", "key_after_s", "talk_s")


class BadField(ValueError):
    """A field of a request is not as it must be; says which and what is allowed."""

    def __init__(self, field: str, allowed: str) -> None:
        super().__init__(f"{field}: {allowed}")
        self.field = field
        self.allowed = allowed


@dataclass(frozen=True)
class CallOrder:
    """A call to be placed."""

    from_number: str
    script: CallerScript
    officers: tuple[Behaviour, ...]

    @classmethod
    def parse(cls, body: object) -> "CallOrder":
        """Read a JSON body; raises BadField."""
        if not isinstance(body, dict):
            raise BadField("body", f"must be a JSON object with {', '.join(FIELDS)}")
        for name in body:
            if name not in FIELDS:
                raise BadField(str(name), f"unknown; allowed: {', '.join(FIELDS)}")
        from_number = body.get("from")
        if not isinstance(from_number, str) or not from_number:
            raise BadField("from", "must be the caller's number, such as +84505000001")
        return cls(from_number, _script(body), _officers(body.get("officers", [])))


def _script(body: dict[str, Any]) -> CallerScript:
    keys = body.get("keys", "")
    if not isinstance(keys, str):
        raise BadField("keys", "must be a text of 0-9 * # , ~")
    seconds = {}
    for name in ("message_s", "hang_up_after_s", "key_after_s", "talk_s"):
        value = body.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise BadField(name, "must be a number of seconds, 0 or more")
        seconds[name] = float(value)
    try:
        return CallerScript(keys, **seconds)
    except ValueError as error:
        raise BadField("keys", str(error)) from error


def _officers(names: object) -> tuple[Behaviour, ...]:
    if not isinstance(names, list):
        raise BadField("officers", "must be a list of behaviours")
    try:
        return tuple(parse_behaviour(str(name)) for name in names)
    except ValueError as error:
        raise BadField("officers", str(error)) from error


def create_server_app(carrier: SimulatedCarrier, *pages: Blueprint) -> Flask:
    """Return the REST API with the control API and other pages beside it."""
    app = create_rest(carrier)
    guards = app.before_request_funcs.pop(None)
    app.before_request(_guard_api_only(guards))
    for page in (_control(carrier), *pages):
        app.register_blueprint(page)
    return app


def _guard_api_only(guards: list[Callable[[], Any]]) -> Callable[[], Any]:
    """The account's credentials guard the REST API; what stands beside it has its own guard."""

    def guard() -> Any:
        if request.blueprint:
            return None
        return next((answer for guard in guards if (answer := guard()) is not None), None)

    return guard


def _control(carrier: SimulatedCarrier) -> Blueprint:
    control = Blueprint("control", __name__, url_prefix="/simulator")

    control.before_request(only_from_here)

    @control.get("/health")
    def health() -> Response:
        return jsonify({"status": "ok", "calls": len(carrier.calls)})

    @control.post("/calls")
    def place_call() -> Response:
        order = CallOrder.parse(request.get_json(silent=True))
        call = carrier.place(order.from_number, order.script, order.officers)
        return jsonify({"sid": call.sid})

    @control.get("/calls/<sid>")
    def show_call(sid: str) -> Response:
        call = carrier.calls.get(sid) or abort(404, "no such call")
        after = request.args.get("after", "0")
        if not after.isdecimal():
            raise BadField("after", "must be the number of the last line known, 0 or more")
        return jsonify(_told(call, int(after)))

    @control.errorhandler(BadField)
    def refuse(error: BadField) -> tuple[Response, int]:
        document = {"error": str(error), "field": error.field, "allowed": error.allowed}
        return jsonify(document), HTTPStatus.BAD_REQUEST

    return control


def _told(call: Call, after: int) -> dict[str, object]:
    lines = list(call.lines)
    return {
        "sid": call.sid,
        "direction": call.direction,
        "lines": [
            {"n": n, "at": line.at.isoformat(), "who": line.who, "text": line.text}
            for n, line in enumerate(lines[after:], start=after + 1)
        ],
        "final_status": call.final_status,
        "ended": call.is_over,
    }


class SimulatorServer:
    """A carrier that runs: one thread for its timeline, one for its HTTP server."""

    def __init__(
        self,
        carrier: SimulatedCarrier,
        *pages: Blueprint,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.carrier = carrier
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        app = create_server_app(carrier, *pages)
        self._http: BaseWSGIServer = make_server(host, port, app, threaded=True)
        self.port = self._http.server_port
        self._threads = [
            threading.Thread(target=self._run_timeline, name="timeline", daemon=True),
            threading.Thread(target=self._serve_http, name="http", daemon=True),
        ]

    def start(self) -> None:
        """Begin; returns at once, the port is open."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, and wait for the end."""
        self.carrier.close()
        self._http.shutdown()
        for thread in self._threads:
            thread.join(5)
        self._http.server_close()

    def _serve_http(self) -> None:
        self._http.serve_forever(poll_interval=0.05)

    def _run_timeline(self) -> None:
        """A fault of the simulator's own in one call must not end the others."""
        while not self.carrier.timeline.is_stopped:
            try:
                self.carrier.timeline.serve()
            except Exception:
                log.exception("a simulated call failed")


def tell_end_of_calls(carrier: SimulatedCarrier) -> None:
    """Log one line for each call that ends, without its full number."""

    def listen(call: Call, line: object) -> None:
        if call.is_over and getattr(line, "text", "").startswith("call ends"):
            numbers = mask(call.from_number), mask(call.to_number)
            log.info("%s %s from %s to %s", call.sid, call.final_status, *numbers)

    carrier.listeners.append(listen)


def fail(message: str) -> NoReturn:
    """End the program with a message."""
    raise SystemExit(f"simulator: {message}")
