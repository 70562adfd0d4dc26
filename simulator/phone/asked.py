"""What a page asks, parsed; what cannot be is refused with a reason for the person at the page."""

import io
import re
import wave
from datetime import datetime
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from simulator.audio import RATE

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Refused(Exception):
    """A request that cannot be done; the reason is for the person at the page."""

    def __init__(self, vi: str, en: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(en)
        self.reason = {"vi": vi, "en": en}
        self.status = status


def body() -> dict[str, Any]:
    """Return the JSON object that was sent; raises Refused."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise Refused("Yêu cầu không đúng dạng.", "The request must be a JSON object.")
    return found


def count(name: str) -> int:
    """Return a count of the query, 0 where it is none."""
    text = request.args.get(name, "0")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def number(text: str) -> str:
    """Return a caller's number as the carrier tells it; raises Refused."""
    if text == "anonymous":
        return text
    bare = re.sub(r"[\s.()-]", "", text)
    if not re.fullmatch(r"\+?[0-9]{3,15}", bare):
        raise Refused(
            "Số gọi đến phải là số điện thoại, ví dụ 0505 000 001.",
            "The caller's number must be a telephone number such as 0505 000 001.",
        )
    return f"+84{bare[1:]}" if bare.startswith("0") and len(bare) > 5 else bare


def digits(body: dict[str, Any]) -> str:
    """Return the keys that were pressed; raises Refused."""
    pressed = str(body.get("digits", ""))
    if not re.fullmatch(r"[0-9*#]{1,32}", pressed):
        raise Refused("Phím phải là 0–9, * hoặc #.", "Keys are 0-9, * and #.")
    return pressed


def seconds(body: dict[str, Any]) -> float:
    """Return for how long somebody speaks; raises Refused."""
    spoken = body.get("seconds")
    if not isinstance(spoken, int | float) or not 0 < spoken <= 600:
        raise Refused("Số giây phải từ 0 đến 600.", "Seconds must be from 0 to 600.")
    return float(spoken)


def moment(text: str) -> datetime | None:
    """Return a local wall time, None for the real one; raises ValueError."""
    if text == "now":
        return None
    found = datetime.fromisoformat(text)
    if not 2000 <= found.year <= 2100:
        raise ValueError("year")
    return found.replace(tzinfo=found.tzinfo or ZONE)


def samples(body: bytes) -> bytes:
    """Return the samples of a WAV as the page writes it; raises Refused."""
    try:
        with wave.open(io.BytesIO(body)) as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE):
                samples_read: bytes = file.readframes(file.getnframes())
                return samples_read
    except (wave.Error, EOFError):
        pass
    raise Refused(
        "Âm thanh phải là WAV một kênh, 16 bit, 8000 Hz.",
        "The audio must be a WAV of one channel, 16 bit, 8000 Hz.",
    )
