"""The fallback document: what the carrier does with a caller while nothing of ours answers.

It is a file on somebody else's host. So nothing in it leads back to us: no menu, no screening of
who picks up, no word to us of how it went. The carrier's own list tells that afterwards.
"""

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ivr.flow.board import Board
from ivr.flow.duty.standing import standing_numbers
from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Language, Text
from ivr.twiml import VOICES

RING_S = 25
OPENING = Text(
    "Tổng đài Cải cách hành chính {province} đang gặp sự cố kỹ thuật, xin lỗi ông bà."
    " Xin giữ máy, cuộc gọi đang được chuyển đến cán bộ trực.",
    "The {province} hotline has a technical problem. We are sorry. Please hold for the duty"
    " officer.",
)
# Also heard after a talk that the officer ended: nobody can ask here how the Dial went.
CLOSING = Text(
    "Nếu ông bà chưa gặp được cán bộ: tổng đài xin lỗi, và sẽ gọi lại số máy này."
    " Việc khẩn cấp, xin gọi ngay một một ba, một một bốn, hoặc một một năm. Xin kính chào.",
    "If nobody answered: we are sorry, and we will call you back."
    " In an emergency, call one one three, one one four or one one five now. Goodbye.",
)


def fallback_document(board: Board, now: datetime) -> bytes:
    """Return the document for the roster of this moment, as UTF-8; without numbers it only speaks.

    One Dial rings the numbers one after another: with a Dial each, a caller whose officer hung up
    first would be put through to the next one.
    """
    response = Element("Response")
    _say(response, OPENING, board.switchboard)
    if numbers := standing_numbers(board, now):
        _dial(response, numbers, board.switchboard)
    _say(response, CLOSING, board.switchboard)
    SubElement(response, "Hangup")
    indent(response)
    document: bytes = tostring(response, encoding="UTF-8", xml_declaration=True)
    return document + b"\n"


def _say(response: Element, text: Text, switchboard: Switchboard) -> None:
    for language in (Language.VI, Language.EN):
        said = SubElement(response, "Say", VOICES[language])
        said.text = text.in_(language).format(province=switchboard.province.in_(language))


def _dial(response: Element, numbers: Sequence[str], switchboard: Switchboard) -> None:
    """Ring the numbers in turn; the hotline's own number is shown, as officers know it."""
    how = {
        "sequential": "true",
        "timeout": str(RING_S),
        "timeLimit": str(switchboard.limits.talk_s),
        "callerId": switchboard.hotline,
    }
    dial = SubElement(response, "Dial", how)
    for number in numbers:
        SubElement(dial, "Number").text = number
