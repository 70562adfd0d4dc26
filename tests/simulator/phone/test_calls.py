"""A call made and answered by hand, as the pages ask for it and see it."""

import io
import wave

import pytest

from simulator.audio import RATE, silence, speech, to_wav
from tests.simulator.phone.conftest import OFFICER, PROMPT

CITIZEN = "0505 000 001"


@pytest.fixture
def sid(ask, carrier):
    sid = ask("/calls", **{"from": CITIZEN, "tab": "one"})["sid"]
    carrier.run_for(1)
    return sid


def seen(page, sid, **known):
    query = "&".join(f"{name}={value}" for name, value in known.items())
    return page.get(f"/phone/state?call={sid}&{query}").json


def phone(page, sid):
    (found,) = seen(page, sid)["phones"]
    return found


def ring(ask, carrier, sid):
    ask(f"/calls/{sid}/keys", digits="3")
    carrier.run_for(3)


def test_the_caller_hears_the_prompt_and_is_listened_to(page, sid):
    call = seen(page, sid)["call"]

    assert (call["from"], call["phase"], call["listens"]) == ("+84505000001", "connected", True)
    assert [sound["text"] for sound in call["sounds"]] == [PROMPT]
    assert (call["playing"], call["cut"], call["ringback"]) == (1, 0, False)


def test_a_key_cuts_the_prompt_short(page, ask, carrier, sid):
    ask(f"/calls/{sid}/keys", digits="3")
    carrier.run_for(0.1)

    call = seen(page, sid)["call"]
    assert (call["playing"], call["cut"]) == (None, 1)


def test_a_prompt_that_was_heard_out_was_not_cut(page, carrier, sid):
    carrier.run_for(3)

    call = seen(page, sid)["call"]
    assert (call["playing"], call["cut"], call["listens"]) == (None, 0, True)


def test_the_officers_phone_rings_with_the_caller_id(page, ask, carrier, sid):
    ring(ask, carrier, sid)

    told = phone(page, sid)
    assert (told["phase"], told["caller_id"], told["call"]) == ("ringing", "+84505000001", sid)
    assert seen(page, sid)["call"]["ringback"]


def test_answered_accepted_joined_and_hung_up_by_hand(page, ask, carrier, sid):
    ring(ask, carrier, sid)
    ask("/phones/tu-phap-1/answer", tab="two")
    carrier.run_for(1)
    picked_up = phone(page, sid)
    ask("/phones/tu-phap-1/keys", digits="1")
    carrier.run_for(1)
    joined = seen(page, sid)
    ask("/phones/tu-phap-1/hang-up")
    carrier.run_for(1)
    after = seen(page, sid)

    assert (picked_up["phase"], picked_up["listens"]) == ("picked-up", True)
    assert [sound["text"] for sound in picked_up["sounds"]] == ["Press one."]
    assert (joined["phones"][0]["phase"], joined["call"]["phase"]) == ("joined", "joined")
    assert joined["call"]["joined_at"]
    assert not joined["call"]["ringback"]
    assert (after["phones"][0]["phase"], after["phones"][0]["last"]) == ("idle", "completed")
    assert after["call"]["phase"] == "connected"


def test_a_declined_phone_is_busy(page, ask, carrier, sid):
    ring(ask, carrier, sid)
    ask("/phones/tu-phap-1/decline")
    carrier.run_for(1)

    assert phone(page, sid)["last"] == "busy"


@pytest.mark.parametrize(
    "way",
    [("off", "no-answer"), ("busy", "busy"), ("no-answer", "no-answer"), ("mailbox", "completed")],
)
def test_a_phone_behaves_as_it_was_set(page, ask, carrier, sid, way):
    mode, last = way
    ask("/phones/tu-phap-1/mode", mode=mode)
    ring(ask, carrier, sid)
    carrier.run_for(60)

    told = phone(page, sid)
    assert (told["mode"], told["last"], told["phase"]) == (mode, last, "idle")


def test_a_phone_that_answers_by_itself_accepts_and_stays(page, ask, carrier, sid):
    ask("/phones/tu-phap-1/mode", mode="talk-until-caller")
    ring(ask, carrier, sid)
    carrier.run_for(60)

    assert phone(page, sid)["phase"] == "joined"


def test_two_tabs_that_are_joined_know_of_each_other(page, ask, carrier, sid):
    ring(ask, carrier, sid)
    ask("/phones/tu-phap-1/answer", tab="two")
    carrier.run_for(1)
    ask("/phones/tu-phap-1/keys", digits="1")
    carrier.run_for(1)
    ask("/signals", **{"from": "one", "to": "two", "data": {"sdp": "offer"}})

    one, two = seen(page, sid, tab="one"), seen(page, sid, tab="two")
    assert one["talk"] == {"call": sid, "with": "two", "offers": True}
    assert two["talk"] == {"call": sid, "with": "one", "offers": False}
    assert (one["signals"], two["signals"][0]["data"]) == ([], {"sdp": "offer"})
    assert seen(page, sid, tab="two", signal=two["signals"][0]["n"])["signals"] == []
    assert seen(page, sid, tab="three")["talk"] is None


def test_one_tab_that_holds_both_phones_does_not_talk_to_itself(page, ask, carrier, sid):
    ring(ask, carrier, sid)
    ask("/phones/tu-phap-1/answer", tab="one")
    carrier.run_for(1)
    ask("/phones/tu-phap-1/keys", digits="1")
    carrier.run_for(1)

    assert seen(page, sid, tab="one")["talk"] is None


def record(ask, carrier, sid):
    """Bring a call to its Record, through a phone that is switched off."""
    ask("/phones/tu-phap-1/mode", mode="off")
    ring(ask, carrier, sid)
    carrier.run_for(2)


def test_a_message_of_the_microphone_is_kept_trimmed(page, ask, carrier, sid):
    record(ask, carrier, sid)
    recording = seen(page, sid)["call"]["recording"]
    for _ in range(10):
        ask(f"/calls/{sid}/voice", seconds=0.6)
        carrier.run_for(0.4)
    ask(f"/calls/{sid}/keys", digits="#")
    carrier.run_for(0.1)
    waiting = seen(page, sid)["call"]
    voice = silence(1) + speech("citizen", 3) + silence(2)

    sent = page.put(f"/phone/recordings/{recording}", data=to_wav(voice))
    carrier.run()

    assert (waiting["recording"], waiting["waits_for_upload"]) == (None, [recording])
    assert sent.status_code == 200
    kept = carrier.recordings.get(recording)
    assert kept.status == "completed"
    assert kept.seconds == pytest.approx(3.0, abs=0.5)
    with wave.open(io.BytesIO(kept.wav())) as file:
        assert file.getnframes() / RATE == pytest.approx(3.0, abs=0.5)
        assert file.readframes(RATE * 2) in voice


def test_pieces_of_a_live_voice_are_told_once(page, ask, carrier, sid):
    record(ask, carrier, sid)
    for _ in range(10):
        ask(f"/calls/{sid}/voice", seconds=0.6)
        carrier.run_for(0.4)

    said = [line for line in carrier.calls[sid].lines if line.text.startswith("speaks")]
    assert len(said) == 1


def test_the_carrier_ends_a_recording_after_silence(page, ask, carrier, sid):
    record(ask, carrier, sid)
    ask(f"/calls/{sid}/voice", seconds=3)
    carrier.run_for(7)
    before = seen(page, sid)["call"]["recording"]
    carrier.run_for(2)

    assert (before is None, seen(page, sid)["call"]["recording"]) == (False, None)


def test_without_a_microphone_a_voice_is_made_up(page, ask, carrier, sid):
    record(ask, carrier, sid)
    recording = seen(page, sid)["call"]["recording"]
    ask(f"/calls/{sid}/voice", seconds=4)
    carrier.run_for(5)
    ask(f"/calls/{sid}/keys", digits="#")
    carrier.run_for(0.1)

    assert page.put(f"/phone/recordings/{recording}").status_code == 200
    carrier.run_for(3)

    kept = carrier.recordings.get(recording)
    assert (kept.status, kept.duration) == ("completed", 4)


def test_a_silent_microphone_leaves_no_message(page, ask, carrier, sid):
    record(ask, carrier, sid)
    recording = seen(page, sid)["call"]["recording"]
    ask(f"/calls/{sid}/voice", seconds=1)
    carrier.run_for(7)
    page.put(f"/phone/recordings/{recording}", data=to_wav(silence(5)))
    carrier.run()

    assert carrier.recordings.get(recording).status == "absent"


def test_audio_that_never_comes_is_not_waited_for_for_ever(page, ask, carrier, sid):
    record(ask, carrier, sid)
    recording = seen(page, sid)["call"]["recording"]
    ask(f"/calls/{sid}/voice", seconds=4)
    carrier.run()

    assert carrier.recordings.get(recording).status == "completed"
    assert page.put(f"/phone/recordings/{recording}").status_code == 404


def test_a_caller_who_hangs_up_hears_no_more(page, ask, carrier, sid):
    ask(f"/calls/{sid}/hang-up")
    carrier.run()

    call = seen(page, sid)["call"]
    assert (call["phase"], call["ended_by"], call["playing"]) == ("ended", "caller", None)
    assert call["cut"] == 1


def test_every_step_is_told_once_and_in_order(page, ask, carrier, sid):
    ask(f"/calls/{sid}/hang-up")
    carrier.run()

    steps = seen(page, sid)["call"]["steps"]
    assert [step["n"] for step in steps] == list(range(1, len(steps) + 1))
    first = next(step for step in steps if step["kind"] == "exchange")
    assert (first["hook"], first["status"], first["verbs"]) == ("voice", 200, "<Gather><Say>")
    assert "\n  <Gather" in first["twiml"]
    assert first["curl"].startswith("curl -X POST -H")
    assert ["From", "+84505000001"] in first["form"]
    assert {"vi": "gác máy", "en": "hangs up"} in [step.get("text") for step in steps]
    assert seen(page, sid, step=len(steps) - 1)["call"]["steps"] == steps[-1:]


def test_a_number_that_nobody_announced_gets_a_phone_when_it_rings(page, carrier, room):
    room.officers.clear()
    call = carrier.call("+84505000001")
    carrier.run_for(1)
    call.press("1")
    carrier.run_for(3)

    (told,) = page.get("/phone/state").json["phones"]
    assert (told["id"], told["number"], told["phase"]) == ("phone-1", OFFICER, "ringing")


def test_the_clock_may_jump_once_all_was_told_of_a_call(page, ask, carrier, sid):
    record(ask, carrier, sid)
    ask(f"/calls/{sid}/voice", seconds=4)
    ask(f"/calls/{sid}/hang-up")
    carrier.run_for(0.5)
    still = seen(page, sid)
    carrier.run()
    after = seen(page, sid, after=still["version"])

    assert (still["call"]["phase"], still["time"]["may_pretend"]) == ("ended", False)
    assert after["version"] > still["version"]
    assert after["time"]["may_pretend"]
