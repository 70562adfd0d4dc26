"""What the simulated carrier's telephone page asks us: whom a key rings, what came of a call.

A rehearsal is told more than anybody else may know, so these addresses are there only where the
carrier is simulated, and only for the carrier: a request must be signed as its webhooks are.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, jsonify, request

from ivr import labels
from ivr.flow.board import Board, Caller
from ivr.flow.hours import closed
from ivr.flow.hunting import Passed, explain
from ivr.flow.menu import DESK
from ivr.flow.numbers import grouped
from ivr.flow.position import START
from ivr.flow.scene import Scene
from ivr.flow.switchboard import Branch, Menu, Officer, Switchboard
from ivr.flow.words import Stage, Text
from ivr.hotline import Hotline
from ivr.signature import is_genuine
from models import calls
from models.calls import Call
from models.legs import Leg
from models.messages import Message
from web.moments import moments

rehearsal = Blueprint("rehearsal", __name__, url_prefix="/rehearsal")

Document = dict[str, Any]
REAL_CARRIER = Text("nhà mạng là thật, không có gọi thử", "the carrier is a real one")
NOT_SIGNED = Text("yêu cầu không có chữ ký của nhà mạng", "the carrier did not sign this request")
NOT_TOLD = Text("sổ chưa ghi cuộc gọi này", "the books do not tell of this call, or not yet")
AWAY = Text("không tới được cơ sở dữ liệu", "the database is away")


@rehearsal.before_request
def only_for_the_simulated_carrier() -> Response | None:
    """Refuse whoever is not the simulated carrier."""
    settings = _hotline().settings
    if not settings.is_simulated:
        return _refusal(HTTPStatus.NOT_FOUND, REAL_CARRIER)
    query = request.query_string.decode("latin-1")
    url = settings.public_url + request.path + (f"?{query}" if query else "")
    told = request.headers.get("X-Twilio-Signature", "")
    if not is_genuine(url, [], told, settings.twilio_auth_token):
        return _refusal(HTTPStatus.FORBIDDEN, NOT_SIGNED)
    return None


@rehearsal.after_request
def never_keep(response: Response) -> Response:
    """Have it asked for anew each time: all of it changes with the moment."""
    response.headers["Cache-Control"] = "no-store"
    return response


@rehearsal.errorhandler(sa.exc.OperationalError)
def away(_error: Exception) -> Response:
    """Say that the books cannot be read now."""
    return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, AWAY)


@rehearsal.get("/phones")
def phones() -> Response:
    """Tell whom each key rings at this moment, and which other moments are worth pretending."""
    hotline = _hotline()
    hotline.board.start()
    return jsonify(directory(hotline.board.board, hotline.clock()))


@rehearsal.get("/calls/<sid>")
def call(sid: str) -> Response:
    """Tell what the books say of one call."""
    hotline = _hotline()
    with hotline.database.reading() as session:
        found = calls.find(session, sid)
        if found is None:
            return _refusal(HTTPStatus.NOT_FOUND, NOT_TOLD)
        return jsonify(result(found, hotline.board.board))


def directory(board: Board, now: datetime) -> Document:
    """Return the branches by key, all officers' phones, and moments worth pretending."""
    switchboard = board.switchboard
    scene = Scene(board, Caller("", None), now)
    keys = [*_keys(switchboard.menu), (DESK, switchboard.desk)]
    return {
        "hotline": switchboard.hotline,
        "hotline_shown": grouped(switchboard.hotline),
        "province": _both(switchboard.province),
        "now": _local(switchboard, now),
        "branches": [_branch(scene, key, branch) for key, branch in keys],
        "phones": _phones(board),
        "moments": [
            {"name": _both(moment.name), "at": f"{moment.at:%Y-%m-%dT%H:%M}"}
            for moment in moments(switchboard, now)
        ],
    }


def result(call: Call, board: Board) -> Document:
    """Return what the books say of a call, with every word as people read it."""
    switchboard = board.switchboard
    branch = switchboard.branch(call.branch)
    name = branch.name if branch else Text(call.branch, call.branch)
    kept = [_message(message) for message in call.messages if message.is_kept]
    return {
        "sid": call.sid,
        "verdict": call.verdict,
        "verdict_label": _both(labels.verdict(call.verdict)),
        "cause": call.cause,
        "cause_label": _both(labels.CAUSES[call.cause]) if call.cause else None,
        "branch": {"id": call.branch, "name": _both(name)} if call.branch else None,
        "wait_s": call.wait_s,
        "talk_s": call.talk_s,
        "message_s": call.message_s,
        "due_at": _local(switchboard, call.due_at) if call.due_at else None,
        "rang": [_leg(leg, board.posts()) for leg in call.legs],
        "message": next(iter(kept), None),
    }


def _keys(menu: Menu, before: str = "") -> Iterator[tuple[str, Branch]]:
    """Yield every branch with the keys that lead to it, pressed in a row."""
    for item in menu.items:
        if isinstance(item, Branch):
            yield before + item.key, item
        else:
            yield from _keys(item, before + item.key)


def _branch(scene: Scene, key: str, branch: Branch) -> Document:
    shut = closed(branch.hours, scene.switchboard.calendar, scene.now)
    return {
        "id": branch.id,
        "key": key,
        "name": _both(branch.name),
        "lead": _both(branch.lead),
        "is_open": shut is None,
        "closed_because": _both(labels.closed(shut)) if shut else None,
        "rings": [] if shut else _rings(scene, branch),
    }


def _rings(scene: Scene, branch: Branch) -> list[str]:
    is_desk = branch.id == scene.switchboard.desk.id
    at = START.to(Stage.HUNT, branch=branch.id, desk=is_desk)
    phones = _ids(scene.board)
    hunt = explain(scene, at, branch)
    return [phones[passed.officer.number] for passed in hunt if passed.why is Passed.RINGS]


def _ids(board: Board) -> dict[str, str]:
    """Return the phones' ids by number. One phone may be an officer under several: the first."""
    found: dict[str, str] = {}
    for _, officer in board.officers():
        found.setdefault(officer.number, officer.id)
    return found


def _phones(board: Board) -> list[Document]:
    """Return every phone once, with all branches whose officers it is one of."""
    found: dict[str, Document] = {}
    for branch, officer in board.officers():
        phone = {
            "id": officer.id,
            "number": officer.number,
            "number_shown": grouped(officer.number),
            "post": _both(officer.post),
            "branches": [],
        }
        served = found.setdefault(officer.number, phone)["branches"]
        if branch not in served:
            served.append(branch)
    return [*found.values()]


def _leg(leg: Leg, officers: Mapping[str, Officer]) -> Document:
    officer = officers.get(leg.officer_id)
    return {
        "post": _both(officer.post if officer else Text(leg.officer_id, leg.officer_id)),
        "outcome": leg.outcome,
        "outcome_label": _both(labels.leg_outcome(leg.outcome)),
    }


def _message(message: Message) -> Document:
    return {
        "state": message.state,
        "state_label": _both(labels.MESSAGE_STATES[message.state]),
        "file": message.path or "",
    }


def _both(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _local(switchboard: Switchboard, at: datetime) -> str:
    return switchboard.calendar.local(at).isoformat(timespec="seconds")


def _refusal(status: HTTPStatus, why: Text) -> Response:
    answer = jsonify(error=_both(why))
    answer.status_code = status
    return answer


def _hotline() -> Hotline:
    hotline: Hotline = current_app.extensions["hotline"]
    return hotline
