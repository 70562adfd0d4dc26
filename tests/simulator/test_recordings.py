"""[Record] and [Recordings]: what is recorded, when it is told, and what it sounds like."""

import io
import wave

import pytest

from simulator.audio import silence, speech, to_mp3, to_wav, wav_seconds
from simulator.callers import CallerScript

URL = "https://hotline.test"


def record(attributes=""):
    return (
        f'<Record action="{URL}/message" {attributes} recordingStatusCallback="{URL}/recording" '
        'recordingStatusCallbackEvent="in-progress completed absent"/>'
    )


@pytest.fixture
def leave(stage):
    def leave_message(attributes="", **script):
        hotline = stage({"/voice": record(attributes), "/message": "<Hangup/>"})
        call = hotline.call(CallerScript(**script))
        (recording,) = hotline.carrier.recordings.all()
        return hotline.app, call, recording

    return leave_message


def test_a_message_ends_with_the_key_and_both_tell_of_it(leave):
    app, call, recording = leave(message_s=8)

    action = app.form("/message")
    assert (action["Digits"], action["RecordingDuration"]) == ("#", "8")
    assert action["CallStatus"] == "in-progress"
    assert action["RecordingUrl"] == recording.url
    assert recording.url == (
        f"https://api.test/2010-04-01/Accounts/{action['AccountSid']}/Recordings/{recording.sid}"
    )
    told = app.forms("/recording")
    assert [form["RecordingStatus"] for form in told] == ["in-progress", "completed"]
    assert told[1] == {
        "AccountSid": action["AccountSid"],
        "CallSid": call.sid,
        "RecordingSid": recording.sid,
        "RecordingUrl": recording.url,
        "RecordingStatus": "completed",
        "RecordingDuration": "8",
        "RecordingChannels": "1",
        "RecordingStartTime": "Mon, 23 Nov 2026 02:00:00 +0000",
        "RecordingSource": "RecordVerb",
    }
    assert call.truth.recordings == [recording.sid]


def test_silence_after_the_message_ends_it_and_is_trimmed_from_the_audio(leave):
    app, _, recording = leave('finishOnKey="1"', message_s=8)

    assert app.form("/message")["RecordingDuration"] == "13"
    assert "Digits" not in app.form("/message")
    assert recording.seconds == 8


def test_untrimmed_audio_keeps_the_silence(leave):
    _, _, recording = leave('finishOnKey="1" trim="do-not-trim"', message_s=8)

    assert recording.seconds == 13
    assert wav_seconds(recording.wav()) == 13


def test_a_silent_message_is_not_absent(leave):
    app, _, recording = leave(message_s=0)

    assert recording.status == "completed"
    assert app.forms("/recording")[-1]["RecordingDuration"] == "5"


def test_a_caller_who_hangs_up_at_once_leaves_nothing(leave):
    app, _, recording = leave(keys="~", message_s=0)

    assert recording.status == "absent"
    told = app.forms("/recording")[-1]
    assert (told["RecordingStatus"], told["RecordingUrl"]) == ("absent", "")


def test_the_longest_message_ends_by_itself(leave):
    app, _, _ = leave('maxLength="30"', message_s=100)

    assert app.form("/message")["RecordingDuration"] == "30"


def test_a_timeout_of_zero_waits_until_the_longest_message(leave):
    app, _, _ = leave('timeout="0" maxLength="60"', message_s=0)

    assert app.form("/message")["RecordingDuration"] == "60"


def test_without_absent_among_the_events_an_empty_recording_is_never_told(stage):
    verbs = f'<Record action="{URL}/message" recordingStatusCallback="{URL}/recording"/>'
    hotline = stage({"/voice": verbs, "/message": "<Hangup/>"})

    hotline.call(CallerScript("~", message_s=0))

    assert hotline.app.forms("/recording") == []


def test_a_caller_driven_by_hand_can_speak(stage):
    hotline = stage({"/voice": record(), "/message": "<Hangup/>"})
    call = hotline.begin(CallerScript("", message_s=0))

    call.speak(3)
    hotline.carrier.run_for(10)
    hotline.carrier.run()

    assert hotline.app.form("/message")["RecordingDuration"] == "8"
    assert hotline.carrier.recordings.all()[0].spoken_s == 3


def test_the_audio_is_a_telephone_wav_that_is_the_same_for_one_seed():
    samples = speech("RE1", 3.5)

    with wave.open(io.BytesIO(to_wav(samples))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        assert file.getnframes() == 28000
    assert samples == speech("RE1", 3.5) != speech("RE2", 3.5)
    assert max(samples) > 0 == max(silence(1))


def test_two_channels_are_as_long_as_one():
    assert wav_seconds(to_wav(speech("RE1", 2), channels=2)) == 2


def test_the_mp3_has_thirty_two_kilobits_a_second():
    assert len(to_mp3(speech("RE1", 10))) == pytest.approx(40000, rel=0.1)


def test_what_is_no_wav_has_no_known_length():
    assert wav_seconds(b"ID3 something") is None
    assert wav_seconds(b"") is None


def test_the_length_of_a_mu_law_file_is_read_from_its_header():
    fmt = b"fmt " + (18).to_bytes(4, "little") + (7).to_bytes(2, "little")
    fmt += (1).to_bytes(2, "little") + (8000).to_bytes(4, "little") * 2 + bytes(6)
    body = b"WAVE" + fmt + b"data" + (16000).to_bytes(4, "little") + bytes(16000)
    file = b"RIFF" + len(body).to_bytes(4, "little") + body

    assert wav_seconds(file) == 2
