"""The page's addresses: who may use them, and what is said to whom asks wrongly."""

import json
import threading

import pytest

from simulator.phone.books import Books, Closed
from simulator.phone.room import Changes
from simulator.phones import Sound
from tests.simulator.phone.conftest import OFFICER


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_is_served_in_both_languages(page, lang):
    answer = page.get(f"/phone?lang={lang}")

    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_page_is_vietnamese_where_nothing_else_is_asked(page):
    assert '<html lang="vi"' in page.get("/phone?lang=fr").text


def test_the_page_loads_only_what_is_its_own(page):
    text = page.get("/phone").text

    assert "http:" not in text
    assert "https:" not in text
    assert "<style" not in text
    assert " style=" not in text


@pytest.mark.parametrize("path", ["/phone", "/phone/state", "/simulator/health"])
def test_it_is_for_this_machine_only(page, path):
    assert page.get(path, environ_overrides={"REMOTE_ADDR": "192.0.2.1"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example:8081"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "null"},
    ],
)
def test_it_is_not_for_pages_of_other_sites(page, headers):
    body = {"from": "+84505000001"}

    assert page.post("/phone/calls", json=body, headers=headers).status_code == 403
    assert page.post("/simulator/calls", json=body, headers=headers).status_code == 403


def test_it_is_for_its_own_pages(page):
    headers = {"Host": "127.0.0.1:8081", "Origin": "http://127.0.0.1:8081"}

    answer = page.post("/phone/calls", json={"from": "anonymous"}, headers=headers)

    assert answer.status_code == 200


REFUSED = [
    ("POST", "/phone/calls", {"from": "me"}, 400),
    ("POST", "/phone/calls", {}, 400),
    ("POST", "/phone/calls", ["+84505000001"], 400),
    ("POST", "/phone/calls/CA1/keys", {"digits": "1"}, 404),
    ("GET", "/phone/calls/CA1/result", None, 404),
    ("POST", "/phone/phones/nobody/answer", {}, 404),
    ("POST", "/phone/phones/tu-phap-1/answer", {}, 409),
    ("POST", "/phone/phones/tu-phap-1/mode", {"mode": "asleep"}, 400),
    ("PUT", "/phone/recordings/RE1", None, 404),
    ("POST", "/phone/time", {"pretend": "tomorrow"}, 400),
    ("POST", "/phone/time", {"pretend": "1066-10-14T09:00"}, 400),
    ("POST", "/phone/time", {"speed": "fast"}, 400),
    ("POST", "/phone/time", {"speed": None}, 400),
    ("POST", "/phone/time", {"speed": 0}, 400),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), REFUSED)
def test_what_cannot_be_done_is_refused_in_both_languages(page, method, path, body, status):
    answer = page.open(path, method=method, json=body)

    assert answer.status_code == status
    assert set(answer.json["error"]) == {"vi", "en"}


@pytest.mark.parametrize("digits", ["", "x", "1" * 33, "1 2"])
def test_keys_that_no_phone_has_are_refused(page, ask, digits):
    sid = ask("/calls", **{"from": "anonymous"})["sid"]

    assert page.post(f"/phone/calls/{sid}/keys", json={"digits": digits}).status_code == 400


@pytest.mark.parametrize(
    "given",
    ["0505 000 001", "0505.000.001", "+84 505 000 001", "(0505) 000-001"],
)
def test_a_callers_number_may_be_written_as_people_do(ask, carrier, given):
    sid = ask("/calls", **{"from": given})["sid"]

    assert carrier.calls[sid].from_number == "+84505000001"


def test_a_short_number_stays_as_it_is(ask, carrier):
    sid = ask("/calls", **{"from": "1022"})["sid"]

    assert carrier.calls[sid].from_number == "1022"


def test_the_time_can_be_pretended_and_made_faster(page, ask):
    ask("/time", pretend="2027-02-06T09:00")
    ask("/time", speed=10)

    told = page.get("/phone/state").json["time"]
    assert (told["speed"], told["is_pretended"], told["may_pretend"]) == (10, True, True)


def test_the_clock_does_not_jump_during_a_call(page, ask):
    ask("/calls", **{"from": "anonymous"})

    answer = page.post("/phone/time", json={"pretend": "now"})

    assert answer.status_code == 409
    assert not page.get("/phone/state").json["time"]["may_pretend"]


def test_a_recording_makes_time_real_again(page, ask, pretence, carrier):
    ask("/time", speed=10)
    ask("/phones/tu-phap-1/mode", mode="off")
    sid = ask("/calls", **{"from": "anonymous"})["sid"]
    carrier.run_for(1)
    ask(f"/calls/{sid}/keys", digits="3")
    carrier.run_for(4)

    assert page.get(f"/phone/state?call={sid}").json["call"]["recording"]
    assert pretence.clock.speed == 1


# The switchboard's books.


def test_the_directory_puts_phones_on_the_table(page, desk, room):
    told = {"phones": [{"id": "noi-vu-1", "number": "+84500000051"}], "branches": []}
    desk.app.answers["/rehearsal/phones"] = ("200 OK", json.dumps(told))

    assert page.get("/phone/directory").json == told
    assert room.officer("noi-vu-1").number == "+84500000051"


def test_a_phone_keeps_its_mode_when_its_post_gets_another_name(room):
    room.know([("old-name", OFFICER)])
    room.officer("old-name").mode = "busy"

    room.know([("new-name", OFFICER)])

    assert room.officer("old-name") is None
    assert room.officer("new-name").mode == "busy"


def test_the_books_are_asked_with_a_signature(desk, books):
    desk.app.answers["/rehearsal/phones"] = ("200 OK", "{}")

    books.phones()

    assert desk.app.environs[-1]["HTTP_X_TWILIO_SIGNATURE"]


def test_a_switchboard_that_does_not_answer_is_told_of(page, desk):
    desk.app.answers["/rehearsal/phones"] = ("503 Away", "")

    answer = page.get("/phone/directory")

    assert answer.status_code == 502
    assert "503" in answer.json["error"]["vi"]


def test_without_an_address_the_books_are_closed(carrier):
    with pytest.raises(Closed):
        Books(carrier.config, carrier, None).phones()


def test_the_result_comes_from_the_books_once_it_is_there(page, ask, desk):
    sid = ask("/calls", **{"from": "anonymous"})["sid"]
    desk.app.answers[f"/rehearsal/calls/{sid}"] = [("404 No", ""), ("200 OK", '{"verdict": "x"}')]

    first, second = (page.get(f"/phone/calls/{sid}/result") for _ in range(2))

    assert first.status_code == 404
    assert second.json == {"verdict": "x"}


# Sounds.


def test_what_is_said_can_be_heard_where_there_is_a_voice(page, carrier, room):
    carrier.voice = lambda text, language: f"{language}: {text}".encode()
    name = room.name_of(Sound("Xin chào", "vi-VN", 1.0))

    answer = page.get(f"/phone/sounds/{name}")

    assert (answer.text, answer.content_type) == ("vi-VN: Xin chào", "audio/wav")
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_part_of_a_sound_can_be_asked_for_as_browsers_do(page, carrier, room):
    carrier.voice = lambda text, language: b"0123456789"
    name = room.name_of(Sound("Xin chào", "vi-VN", 1.0))

    answer = page.get(f"/phone/sounds/{name}", headers={"Range": "bytes=2-4"})

    assert (answer.status_code, answer.data) == (206, b"234")


def test_without_a_voice_there_is_the_text_alone(room):
    assert room.name_of(Sound("Xin chào", "vi-VN", 1.0)) is None


def test_an_unknown_sound_is_404(page):
    assert page.get("/phone/sounds/none").status_code == 404


def test_a_recorded_prompt_is_heard_as_it_is(page, carrier, desk):
    desk.app.answers["/voice"] = "<Play>https://hotline.test/greet.wav</Play><Hangup/>"
    desk.app.answers["/greet.wav"] = ("200 OK", "sound itself")
    room_call = page.post("/phone/calls", json={"from": "anonymous"}).json["sid"]
    carrier.run()

    (sound,) = page.get(f"/phone/state?call={room_call}").json["call"]["sounds"]
    assert (sound["kind"], sound["text"]) == ("play", "greet.wav")
    assert page.get(sound["url"]).text == "sound itself"


# Waiting for a change.


def test_who_waits_is_woken_by_a_change():
    changes, seen = Changes(), []
    thread = threading.Thread(target=lambda: seen.append(changes.wait(1, 5)))
    thread.start()
    changes()
    thread.join(5)

    assert seen == [2]


def test_who_knows_less_or_another_carrier_is_answered_at_once():
    changes = Changes(version=3)

    assert changes.wait(1, 60) == 3
    assert changes.wait(9, 60) == 3
