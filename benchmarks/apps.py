"""What our webhook is measured against, under the same server.

`bare` is as little as a server can answer; `sample` is the view that most people write from the
carrier's own tutorial: it reads the form and builds the menu with the library, checks no signature
and stores nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from twilio.twiml.voice_response import VoiceResponse

ITEMS = (
    "Thái độ cán bộ, cải cách hành chính, bấm phím một.",
    "Hỗ trợ doanh nghiệp, bấm phím hai.",
    "Pháp luật và thể chế, bấm phím ba.",
    "Thủ tục hành chính, một cửa, bấm phím bốn.",
    "Tổ chức bộ máy, đào tạo cán bộ, bấm phím năm.",
    "Tài chính công, bấm phím sáu.",
    "Công nghệ thông tin, bấm phím bảy.",
    "Quản lý chất lượng i sô, bấm phím tám.",
)
LEAD = (
    "Kính chào ông bà. Đây là Tổng đài Cải cách hành chính tỉnh Hậu Giang.",
    "For English, press star.",
    "Xin chọn nội dung.",
)
NAV = "Nghe lại, phím chín. Gặp cán bộ trực, phím không."
BARE = b"x" * 1500

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def bare(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer 1.5 kB without looking at anything."""
    start_response("200 OK", [("Content-Type", "text/xml"), ("Content-Length", str(len(BARE)))])
    return [BARE]


sample = Flask("sample")


@sample.post("/voice")
def menu() -> Response:
    """Answer the same menu that we say, built anew for each call."""
    request.form.get("CallSid")
    document = VoiceResponse()
    gather = document.gather(
        action="http://127.0.0.1/voice/key?n=1",
        method="POST",
        num_digits=1,
        finish_on_key="",
        timeout=5,
    )
    for text in (*LEAD, *ITEMS, NAV):
        gather.say(text, language="vi-VN", voice="Google.vi-VN-Neural2-A")
    document.redirect("http://127.0.0.1/voice/key?n=1", method="POST")
    return Response(str(document), content_type="text/xml")
