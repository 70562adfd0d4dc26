"""How a webhook gets to its view and back: checked before, rendered after, never a 500.

The views are known to Flask like any others, and reached through a shortcut in front of it: Flask's
own machinery would cost as much as checking, deciding and writing down together. Without the
shortcut everything works the same (`docs/decisions/0003`).
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from flask import Blueprint, Response, current_app, request

from ivr import logs, params, twiml
from ivr.asked import Asked, NotGenuine
from ivr.flow import dialogue
from ivr.flow.position import START, BadPosition, Position
from ivr.flow.steps import Goodbye, Step
from ivr.flow.words import EventKind, Stage
from ivr.hotline import Hotline
from ivr.logs import where
from ivr.watched.meter import Outcome

log = logging.getLogger(__name__)

View = Callable[[Asked], Step | None]
StartResponse = Callable[..., object]
WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

ON_LEGS = frozenset({twiml.WHISPER, twiml.ACCEPT})
NO_CONTENT = "204 No Content"
OK = "200 OK"
FORBIDDEN = "403 Forbidden"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; a body is always TwiML. `outcome` and `step` say what it came to."""

    status: str
    body: bytes = b""
    outcome: Outcome = Outcome.ANSWERED
    step: str = ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The answer's headers."""
        if self.status == NO_CONTENT:
            return []
        length = ("Content-Length", str(len(self.body)))
        return [("Content-Type", twiml.CONTENT_TYPE if self.body else "text/plain"), length]


@dataclass(frozen=True)
class Webhooks:
    """The webhooks by path. A view takes a genuine request and returns the step to answer with.

    A view of an event request returns None: its answer is ignored by the carrier, so it is empty.
    """

    views: dict[str, View] = field(default_factory=dict)

    def post(self, path: str) -> Callable[[View], View]:
        """Declare the view of a path."""

        def declare(view: View) -> View:
            self.views[path] = view
            return view

        return declare

    def answer(self, hotline: Hotline, environ: dict[str, Any]) -> Answer:
        """Answer one request, and count what it came to and how long it took."""
        begun = perf_counter()
        answer = self._answer(hotline, environ)
        took = perf_counter() - begun
        hotline.meter.webhook(environ["PATH_INFO"], answer.outcome, answer.step, took)
        return answer

    def _answer(self, hotline: Hotline, environ: dict[str, Any]) -> Answer:
        """Check, parse, decide, record and render one request; every fault becomes an answer."""
        path, asked = environ["PATH_INFO"], None
        hotline.board.start()
        try:
            asked = Asked.parse(hotline, environ)
            logs.of_call(asked.call.call_sid)
            step = self.views[path](asked)
            return Answer(NO_CONTENT) if step is None else _rendered(hotline, step)
        except NotGenuine as error:
            log.warning("refused", extra={"path": path, "why": str(error)})
            return Answer(FORBIDDEN, outcome=Outcome.REFUSED)
        except (params.BadWebhook, BadPosition) as error:
            log.error("unreadable webhook", extra={"path": path, "field": str(error)})
            answer = _sorry(hotline, path, dialogue.apologise(START))
            return replace(answer, outcome=Outcome.UNREADABLE)
        except Exception as error:
            log.error("webhook failed", extra={"path": path, "fault": where(error)})
            return _recovered(hotline, path, asked)

    def blueprint(self) -> Blueprint:
        """Return the same views as Flask knows views."""
        blueprint = Blueprint("voice", __name__)
        for path, view in self.views.items():
            blueprint.add_url_rule(path, view.__name__, self._through_flask, methods=["POST"])
        return blueprint

    def in_front_of(self, hotline: Hotline, app: WsgiApp) -> WsgiApp:
        """Return `app` with the shortcut to the views in front of it.

        Every request passes here, so here begins what the log says of it.
        """

        def serve(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
            request_begun = logs.begin_request()
            try:
                if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] not in self.views:
                    return app(environ, start_response)
                answer = self.answer(hotline, environ)
                start_response(answer.status, answer.headers)
                return [answer.body]
            finally:
                logs.end_request(request_begun)

        return serve

    def _through_flask(self) -> Response:
        answer = self.answer(running(), request.environ)
        return Response(answer.body, answer.status, answer.headers)


def running() -> Hotline:
    """Return the switchboard of the application that Flask is serving."""
    hotline: Hotline = current_app.extensions["hotline"]
    return hotline


def _rendered(hotline: Hotline, step: Step) -> Answer:
    return Answer(OK, hotline.renderer().render(step), step=type(step).__name__)


def _recovered(hotline: Hotline, path: str, asked: Asked | None) -> Answer:
    """Write a fault of ours down, and give the caller a moment's patience and another try."""
    position = asked.position if asked else START
    step = dialogue.recover(position)
    try:
        if asked:
            key = f"fault:{path}:{position.n}:{position.faults}"
            asked.record(EventKind.FAULT, key, step)
        return replace(_sorry(hotline, path, step), outcome=Outcome.FAILED)
    except Exception as error:
        log.critical("apology failed", extra={"path": path, "fault": where(error)})
        return Answer(OK, twiml.LAST_WORDS, Outcome.LAST_WORDS)


def _sorry(hotline: Hotline, path: str, step: Step) -> Answer:
    """Say sorry to a caller; on an officer's leg hang up; an event request hears nothing anyway."""
    if path in twiml.EVENTS:
        return Answer(NO_CONTENT)
    if path in ON_LEGS:
        return _rendered(hotline, Goodbye((), Position(stage=Stage.END)))
    return _rendered(hotline, step)
