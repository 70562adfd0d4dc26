"""The archive for one person: what is kept of their number, to be read and to be listened to."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ivr import labels
from ivr.flow.numbers import grouped
from ivr.flow.words import CallbackOutcome, CallbackState, CallResult, Did, Text, Verdict
from ivr.storage import Storage
from privacy.gathering import Gathered

PLAIN, READABLE = "du-lieu.json", "doc-toi.txt"
NOTHING = "Tổng đài không còn giữ gì về số này. · Nothing is kept of this number."


def archive(found: Gathered, storage: Storage, *, at: datetime, zone: ZoneInfo) -> bytes:
    """Return the archive: JSON, a text in Vietnamese and English, and the audio of messages.

    Raises OSError where audio that should be there cannot be had.
    """
    local = at.astimezone(zone)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:

        def add(name: str, content: bytes) -> None:
            file.writestr(zipfile.ZipInfo(name, local.timetuple()[:6]), content)

        plain = json.dumps(found.plain(at), ensure_ascii=False, indent=2)
        add(PLAIN, plain.encode())
        add(READABLE, ("\r\n".join(lines(found, local)) + "\r\n").encode("utf-8-sig"))
        for each in found.audio:
            with storage.open(each.path) as audio:
                add(each.name, audio.read())
    return out.getvalue()


def lines(found: Gathered, at: datetime) -> Iterator[str]:
    """Yield the text, line by line; moments are local."""
    yield "DỮ LIỆU TỔNG ĐÀI GIỮ VỀ MỘT SỐ ĐIỆN THOẠI · WHAT THE HOTLINE KEEPS OF A NUMBER"
    yield f"Số · number: {grouped(found.number)}"
    yield f"Lập lúc · made at: {at:%d/%m/%Y %H:%M}"
    yield ""
    if not (found.calls or found.callbacks):
        yield NOTHING
    for call in found.calls:
        yield from _call(call, at)
    for debt in found.callbacks:
        yield from _debt(debt, at)


def _call(call: dict[str, Any], at: datetime) -> Iterator[str]:
    verdict = labels.verdict(Verdict(call["verdict"]) if call["verdict"] else None)
    yield f"Cuộc gọi · call {_moment(call['started_at'], at)} ({call['call']})"
    yield f"  Nhánh · branch: {call['branch'] or '–'}  {call['agency']}"
    yield f"  Kết quả · outcome: {_both(verdict)}"
    yield f"  Chờ · waited: {call['waited_s']} s; nói chuyện · talked: {call['talked_s']} s"
    if call["result"]:
        result = _both(labels.CALL_RESULTS[CallResult(call["result"])])
        yield f"  Cán bộ ghi · the officer said: {result}"
    for message in call["messages"]:
        seconds, file = message["seconds"] or "?", message["file"] or "không còn · not kept"
        yield f"  Lời nhắn · message: {seconds} s, {file}"
    keys = [event["keys_pressed"] for event in call["events"] if event["keys_pressed"]]
    if keys:
        yield f"  Phím đã bấm · keys pressed: {', '.join(keys)}"
    yield ""


def _debt(debt: dict[str, Any], at: datetime) -> Iterator[str]:
    state, outcome = CallbackState(debt["state"]), debt["outcome"]
    label = labels.CALLBACKS[CallbackOutcome(outcome) if outcome else state]
    yield f"Việc gọi lại · callback {debt['callback']}, nhánh · branch {debt['branch']}"
    since = _moment(debt["first_missed_at"], at)
    yield f"  Nhỡ · missed: {debt['missed_calls']}, từ · since {since}"
    yield f"  Trạng thái · state: {_both(label)}"
    for done in debt["done"]:
        what = _both(labels.DEEDS[Did(done["what"])])
        note = f": {done['note']}" if done["note"] else ""
        yield f"  {_moment(done['at'], at)} {what}{note}"
    yield ""


def _moment(text: str, at: datetime) -> str:
    return f"{datetime.fromisoformat(text).astimezone(at.tzinfo):%d/%m/%Y %H:%M}"


def _both(text: Text) -> str:
    return f"{text.vi} · {text.en}"
