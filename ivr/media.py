"""What the carrier fetches to play: recorded prompts, and a caller's own message.

Neither is a webhook. A prompt is public; a message is given only to whom we gave its address, which
carries a token of ours and expires.
"""

import io
import logging
import wave
from collections.abc import Iterator
from typing import cast

import sqlalchemy as sa
from flask import Blueprint, Response, abort, current_app, request, send_from_directory

from ivr import signature, twiml
from ivr.carrier import CarrierAway, NotOurs, NotThere
from ivr.flow.words import Language, MessageState
from ivr.hotline import Hotline
from models import messages

log = logging.getLogger(__name__)

media = Blueprint("media", __name__)
LARGEST_TOKEN = 100


@media.get(f"{twiml.PROMPTS}/<language>/<name>")
def prompt(language: str, name: str) -> Response:
    """Serve a recorded prompt; the carrier keeps it by its ETag."""
    if language not in set(Language):
        abort(404)
    return send_from_directory(_hotline().settings.prompts_dir / language, name, conditional=True)


@media.get(twiml.PLAYBACK)
def playback() -> Response:
    """Play a message back to the caller who has just left it.

    Where it cannot be had in time, a moment of silence is played instead: the question what to do
    with the message follows, and the call goes on.
    """
    sid, expires = request.args.get("r", ""), request.args.get("e", type=int) or 0
    token, now = request.args.get("t", "")[:LARGEST_TOKEN], _hotline().clock()
    secret = _hotline().settings.secret_key
    if not signature.is_media_token(secret, sid, expires, token, int(now.timestamp())):
        abort(403)
    stored = _stored(sid)
    if stored is not None:
        return Response(stored, content_type="audio/mpeg")
    try:
        return Response(_from_carrier(sid), content_type="audio/mpeg")
    except (CarrierAway, NotThere, NotOurs) as error:
        log.warning("message not playable yet", extra={"error": type(error).__name__})
        return Response(silence(), content_type="audio/wav")


def silence(seconds: int = 1) -> bytes:
    """Return a WAV of silence, 8 kHz mono 16 bit."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 8000 * seconds))
    return buffer.getvalue()


def _stored(sid: str) -> bytes | None:
    """Return our own copy; None where there is none (yet), or none can be had: the carrier's is."""
    try:
        with _hotline().database.reading() as session:
            message = messages.by_recording(session, sid)
        if message is None or message.state is not MessageState.STORED or not message.path:
            return None
        with _hotline().storage.open(message.path) as file:
            return file.read()
    except (sa.exc.SQLAlchemyError, OSError) as error:
        log.warning("stored message not playable", extra={"error": type(error).__name__})
        return None


def _from_carrier(sid: str) -> bytes:
    carrier = _hotline().carrier
    with carrier.audio(carrier.recording_url(sid)) as chunks:
        return b"".join(_limited(chunks))


def _limited(chunks: Iterator[bytes]) -> Iterator[bytes]:
    left = 20 * 1024 * 1024
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise CarrierAway("too large to play")
        yield chunk


def _hotline() -> Hotline:
    return cast(Hotline, current_app.extensions["hotline"])
