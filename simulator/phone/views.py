"""The phone page, and what it may ask. For this machine only: whoever has it can make calls."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from simulator.calls.call import Call
from simulator.local import only_from_here
from simulator.phone import asked
from simulator.phone.asked import Refused
from simulator.phone.books import Books, Closed
from simulator.phone.handsets import MODES, OfficerPhone
from simulator.phone.pretence import CallsGoOn
from simulator.phone.room import Room
from simulator.phone.state import View, state
from simulator.phone.words import words_in

LANGUAGES = ("vi", "en")
SPEEDS = (1, 10)
WAIT_S = 20.0
LARGEST_AUDIO = 20 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " media-src 'self' blob:; img-src 'self' data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def phone_page(room: Room, books: Books) -> Blueprint:
    """Return the page with all its addresses."""
    page = Blueprint("phone", __name__, url_prefix="/phone", static_folder="static")
    page.template_folder = "templates"
    page.before_request(only_from_here)
    page.after_request(_guard_page)
    page.register_error_handler(Refused, _refuse)
    views = Views(room, books)
    routes: tuple[tuple[str, str, Callable[..., Any]], ...] = (
        ("GET", "", views.show),
        ("GET", "/state", views.state),
        ("GET", "/directory", views.directory),
        ("GET", "/sounds/<name>", views.sound),
        ("POST", "/calls", views.place_call),
        ("GET", "/calls/<sid>/result", views.result),
        ("POST", "/calls/<sid>/<act>", views.act_as_citizen),
        ("PUT", "/recordings/<sid>", views.take_recording),
        ("POST", "/phones/<id>/mode", views.set_mode),
        ("POST", "/phones/<id>/<act>", views.act_as_officer),
        ("POST", "/time", views.set_time),
        ("POST", "/signals", views.send_signal),
    )
    for method, path, view in routes:
        page.add_url_rule(path, view.__name__, view, methods=[method])
    return page


def _guard_page(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "phone.sound":
        response.headers["Cache-Control"] = "no-store"
    return response


def _refuse(error: Refused) -> tuple[Response, int]:
    return jsonify({"error": error.reason}), error.status


class Views:
    """The views over one room."""

    def __init__(self, room: Room, books: Books) -> None:
        self.room, self.books = room, books

    def show(self) -> str:
        """Show the page, or one officer's phone alone."""
        wanted = request.args.get("lang", "")
        lang = wanted if wanted in LANGUAGES else LANGUAGES[0]
        return render_template(
            "phone.html",
            lang=lang,
            other=next(other for other in LANGUAGES if other != lang),
            words=words_in(lang),
            officer=request.args.get("officer", ""),
            speeds=SPEEDS,
        )

    def state(self) -> Response:
        """Tell everything, as soon as it is not what the page knows."""
        version = self.room.changes.wait(asked.count("after"), WAIT_S)
        view = View(
            tab=request.args.get("tab", ""),
            call_sid=request.args.get("call", ""),
            step=asked.count("step"),
            signal=asked.count("signal"),
        )
        return jsonify(state(self.room, view, version))

    def directory(self) -> Response:
        """Tell whose phones there are, as the application says."""
        try:
            told = self.books.phones()
        except Closed as error:
            raise _closed(error) from error
        answer = make_response(told)
        answer.mimetype = "application/json"
        phones = answer.get_json()["phones"]
        self.room.know((phone["id"], phone["number"]) for phone in phones)
        return answer

    def result(self, sid: str) -> Response:
        """Tell how a call ended, as the application's books say."""
        self._call(sid)
        try:
            told = self.books.call(sid)
        except Closed as error:
            raise _closed(error) from error
        if told is None:
            raise Refused("Chưa có kết quả.", "Nothing is told yet.", HTTPStatus.NOT_FOUND)
        answer = make_response(told)
        answer.mimetype = "application/json"
        return answer

    def sound(self, name: str) -> Response:
        """Give what is heard; under one name it is always the same."""
        found = self.room.sound(name)
        if found is None:
            abort(404)
        body, kind = found
        answer = Response(body, content_type=kind)
        answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
        answer.make_conditional(request, accept_ranges=True, complete_length=len(body))
        return answer

    # The citizen.

    def place_call(self) -> Response:
        """Call the hotline."""
        body = asked.body()
        call = self.room.call(asked.number(str(body.get("from", ""))), str(body.get("tab", "")))
        return jsonify({"sid": call.sid})

    def act_as_citizen(self, sid: str, act: str) -> Response:
        """Press keys, speak, or hang up."""
        call = self._call(sid)
        match act:
            case "keys":
                call.press(asked.digits(asked.body()))
            case "voice":
                call.speak(asked.seconds(asked.body()))
            case "hang-up":
                call.hang_up()
            case _:
                abort(404)
        return jsonify({})

    def take_recording(self, sid: str) -> Response:
        """Take what the page's microphone heard; an empty body where there was none."""
        recording = self.room.carrier.recordings.get(sid)
        if recording is None or not recording.is_awaited:
            raise Refused(
                "Bản ghi này không còn chờ âm thanh.",
                "This recording waits for no audio any more.",
                HTTPStatus.NOT_FOUND,
            )
        if (request.content_length or 0) > LARGEST_AUDIO:
            raise Refused("Bản ghi quá dài.", "The recording is too long.")
        body = request.get_data()
        recording.take(asked.samples(body) if body else None)
        return jsonify({})

    # The officers.

    def set_mode(self, id: str) -> Response:
        """Let a phone behave otherwise from its next ring on."""
        phone, mode = self._phone(id), str(asked.body().get("mode"))
        if mode not in MODES:
            raise Refused("Không có chế độ này.", f"mode must be one of {', '.join(MODES)}")
        phone.mode = mode
        self.room.changes()
        return jsonify({})

    def act_as_officer(self, id: str, act: str) -> Response:
        """Answer, decline, press keys, or hang up; without a call nothing happens."""
        phone = self._phone(id)
        leg = phone.leg if phone.phase != "idle" else None
        if act not in ("answer", "decline", "keys", "hang-up"):
            abort(404)
        if leg is None:
            raise Refused(
                "Máy này không còn cuộc gọi.", "This phone has no call.", HTTPStatus.CONFLICT
            )
        if act == "answer":
            phone.tab = str(asked.body().get("tab", ""))
            leg.pick_up()
        elif act == "decline":
            leg.decline()
        elif act == "keys":
            leg.press(asked.digits(asked.body()))
        else:
            leg.hang_up()
        return jsonify({})

    # Time, and what pages tell each other.

    def set_time(self) -> Response:
        """Pretend that it is another time, or let it pass faster."""
        body, pretence = asked.body(), self.room.pretence
        try:
            if "speed" in body:
                pretence.run_at(float(body["speed"]))
            if "pretend" in body:
                pretence.pretend(asked.moment(str(body["pretend"])))
        except CallsGoOn:
            raise Refused(
                "Hãy kết thúc cuộc gọi trước khi đổi thời gian.",
                "End the call before you change the time.",
                HTTPStatus.CONFLICT,
            ) from None
        except (ValueError, TypeError, OverflowError):
            raise Refused(
                "Thời gian phải viết như 2027-02-06T09:00; tốc độ từ 1 đến 100.",
                "Write the time like 2027-02-06T09:00; speed from 1 to 100.",
            ) from None
        return jsonify({})

    def send_signal(self) -> Response:
        """Hand a word to another page."""
        body = asked.body()
        self.room.send_signal(str(body.get("from")), str(body.get("to")), body.get("data"))
        return jsonify({})

    def _call(self, sid: str) -> Call:
        call = self.room.carrier.calls.get(sid)
        if call is None:
            raise Refused("Không có cuộc gọi này.", "No such call.", HTTPStatus.NOT_FOUND)
        return call

    def _phone(self, id: str) -> OfficerPhone:
        phone = self.room.officer(id)
        if phone is None:
            raise Refused("Không có máy này.", "No such phone.", HTTPStatus.NOT_FOUND)
        return phone


def _closed(error: Closed) -> Refused:
    return Refused(
        f"Tổng đài không trả lời ({error}). Tiến trình web có đang chạy không?",
        f"The switchboard does not answer ({error}). Is the web process running?",
        HTTPStatus.BAD_GATEWAY,
    )
