"""What the carrier fetches to play: prompts for all, a message for who has its address."""

import io
import wave
from urllib.parse import parse_qs, urlencode

import pytest
import sqlalchemy as sa

from ivr.flow.words import MessageState
from ivr.hotline import PLAYBACK_FOR
from ivr.media import silence
from ivr.signature import media_token
from tests.models.rows import a_call, a_message

AUDIO = b"an mp3, for all we know"


@pytest.fixture
def client(hotline):
    return hotline.app.test_client()


@pytest.fixture
def prompts(hotline):
    folder = hotline.settings.prompts_dir / "vi"
    folder.mkdir(parents=True)
    (folder / "greet.wav").write_bytes(b"a recorded greeting")
    (hotline.settings.prompts_dir / "secret.wav").write_bytes(b"x")
    return folder


@pytest.fixture
def play(hotline, client):
    """Return what asks for a message with an address of ours, changed as a test says."""

    def play(sid="RE1", **changes):
        query = {k: v[0] for k, v in parse_qs(hotline.hotline.playback_query(sid)).items()}
        return client.get("/voice/playback?" + urlencode(query | changes))

    return play


def store(hotline, *, state=MessageState.STORED, path="2026/11/1-RE1.mp3"):
    if path:
        hotline.hotline.storage.put(path, [AUDIO], limit=1000)
    with hotline.hotline.database.transaction() as session:
        session.add(a_call(messages=[a_message(state=state, path=path)]))


def left_a_message(hotline):
    """Let a caller leave a message that nobody has fetched from the carrier yet."""
    hotline.call(keys="4,1", officers="no-answer,no-answer,no-answer,no-answer")
    (recording,) = hotline.carrier.recordings.all()
    return recording


# Prompts.


def get(client, path, **headers):
    """Return an answer as a server would send it, and close what it was sent from."""
    with client.get(path, headers=headers) as answer:
        return answer.status_code, answer.data, answer.headers


def test_a_recorded_prompt_is_served_to_anybody(client, prompts):
    status, data, headers = get(client, "/prompts/vi/greet.wav")

    assert (status, data) == (200, b"a recorded greeting")
    assert headers["Content-Type"] in ("audio/x-wav", "audio/wav")


def test_the_carrier_keeps_a_prompt_for_as_long_as_it_is_the_same(client, prompts):
    *_, headers = get(client, "/prompts/vi/greet.wav")
    known = {"If-None-Match": headers["ETag"]}

    status, data, _ = get(client, "/prompts/vi/greet.wav", **known)
    assert (status, data) == (304, b"")

    (prompts / "greet.wav").write_bytes(b"a new and longer greeting")
    status, data, _ = get(client, "/prompts/vi/greet.wav", **known)
    assert (status, data) == (200, b"a new and longer greeting")


@pytest.mark.parametrize(
    "path",
    [
        "/prompts/vi/none.wav",
        "/prompts/vi/",
        "/prompts/fr/greet.wav",
        "/prompts/../secret.wav",
        "/prompts/vi/../secret.wav",
        "/prompts/vi/..%2fsecret.wav",
        "/prompts/vi/%2e%2e/secret.wav",
        "/prompts/%2e%2e/secret.wav",
        "/prompts/vi/%2fetc%2fpasswd",
        "/prompts/vi/..%5csecret.wav",
        "/prompts/vi/greet.wav%00.mp3",
        "/prompts/secret.wav",
        "/prompts/vi",
    ],
)
def test_what_is_no_prompt_is_not_found(client, prompts, path):
    assert client.get(path).status_code == 404


# Messages.


def test_a_caller_hears_the_message_that_we_keep(hotline, play):
    store(hotline)

    answer = play()

    assert (answer.status_code, answer.data) == (200, AUDIO)
    assert answer.mimetype == "audio/mpeg"


def test_a_message_that_only_the_carrier_has_is_played_from_there(hotline, play):
    recording = left_a_message(hotline)

    answer = play(recording.sid)

    assert (answer.status_code, answer.mimetype) == (200, "audio/mpeg")
    assert answer.data == recording.mp3()


def test_what_cannot_be_had_in_time_is_a_moment_of_silence_and_the_call_goes_on(play):
    answer = play("RE404")

    assert (answer.status_code, answer.data) == (200, silence())
    assert answer.mimetype == "audio/wav"


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.LOST])
def test_a_message_that_is_not_stored_is_not_played_from_here(hotline, play, state):
    store(hotline, state=state)

    assert play().data == silence()


def test_a_message_whose_file_is_gone_is_played_from_the_carrier(hotline, play):
    recording = left_a_message(hotline)
    hotline.tell()
    hotline.work.fetch()
    hotline.pass_time(minutes=5)
    hotline.work.fetch()
    (file,) = hotline.settings.recordings_dir.rglob("*.mp3")
    file.unlink()

    assert play(recording.sid).data == recording.mp3()


def test_a_message_is_played_from_the_carrier_while_the_database_fails(hotline, play):
    recording = left_a_message(hotline)
    with hotline.hotline.database.transaction() as session:
        session.execute(sa.text("DROP TABLE messages"))

    assert play(recording.sid).data == recording.mp3()


@pytest.mark.parametrize(
    "changes",
    [
        {"t": ""},
        {"t": "0" * 64},
        {"t": "x" * 10_000},
        {"t": "mã"},
        {"r": "RE2"},
        {"r": ""},
        {"e": "9999999999"},
        {"e": "soon"},
        {"e": ""},
        {"e": "-1"},
        {"e": "9" * 5000},
    ],
)
def test_an_address_that_we_did_not_make_gives_nothing(hotline, play, changes):
    store(hotline)

    answer = play(**changes)

    assert answer.status_code == 403
    assert AUDIO not in answer.data


def test_an_address_without_a_proof_gives_nothing(client):
    assert client.get("/voice/playback").status_code == 403
    assert client.get("/voice/playback?r=RE1").status_code == 403


def test_an_address_ends_after_some_hours(hotline, client):
    store(hotline)
    address = "/voice/playback?" + hotline.hotline.playback_query("RE1")

    hotline.pass_time(seconds=PLAYBACK_FOR.total_seconds())
    assert client.get(address).status_code == 200
    hotline.pass_time(seconds=1)
    assert client.get(address).status_code == 403


def test_a_proof_made_with_another_secret_gives_nothing(hotline, play):
    expires = int(hotline.now.timestamp()) + 60

    answer = play(e=str(expires), t=media_token("another secret of ours", "RE1", expires))

    assert answer.status_code == 403


def test_silence_is_telephone_audio_of_one_second():
    with wave.open(io.BytesIO(silence())) as audio:
        assert (audio.getframerate(), audio.getnchannels(), audio.getsampwidth()) == (8000, 1, 2)
        assert audio.getnframes() == 8000
        assert set(audio.readframes(8000)) == {0}
