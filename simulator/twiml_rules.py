"""What each TwiML element may carry: its attributes and their values.

Source: the attribute and enum lists of the carrier's own SDK (npm twilio,
`lib/twiml/VoiceResponse.d.ts`) and the "Attributes" table on each verb's page. Names are
case-sensitive.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

Rule = Callable[[str], object]

VIETNAMESE_VOICES = frozenset(
    [f"Google.vi-VN-Standard-{v}" for v in "ABCD"]
    + [f"Google.vi-VN-Wavenet-{v}" for v in "ABCD"]
    + [f"Google.vi-VN-Neural2-{v}" for v in "AD"]
    + [
        f"Google.vi-VN-Chirp3-HD-{v}"
        for v in ("Aoede", "Charon", "Fenrir", "Kore", "Leda", "Orus", "Puck", "Zephyr")
    ]
)
SSML = frozenset(
    ("break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w")
)


def text(value: str) -> str:
    """Accept anything."""
    return value


def flag(value: str) -> bool:
    """Accept true or false."""
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value == "true"


def whole(least: int, most: int) -> Rule:
    """Accept a whole number within limits."""

    def check(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", value) or not least <= int(value) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)

    return check


def one_of(*allowed: str) -> Rule:
    """Accept one of a few words."""

    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value

    return check


def some_of(*allowed: str) -> Rule:
    """Accept words parted by spaces."""

    def check(value: str) -> tuple[str, ...]:
        words = tuple(value.split())
        if not words or not set(words) <= set(allowed):
            raise ValueError(f"must be words of {', '.join(allowed)}, parted by spaces")
        return words

    return check


def like(pattern: str, meaning: str) -> Rule:
    """Accept what a pattern matches whole."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"must be {meaning}")
        return value

    return check


def url(value: str) -> str:
    """Accept an absolute http(s) URL.

    [Gather]: host names with an underscore are refused. Relative URLs have a base at this carrier
    only where the document came over HTTP, and none at compatible ones, so they are refused here.
    """
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value):
        raise ValueError("must be an absolute http(s) URL")
    if "_" in parts.hostname:
        raise ValueError("must not have an underscore in the host name")
    return value


METHOD = one_of("GET", "POST")
CALL_EVENTS = some_of("initiated", "ringing", "answered", "completed")
RECORDING_EVENTS = some_of("in-progress", "completed", "absent")
TRIM = one_of("trim-silence", "do-not-trim")
CALLER_ID = like(r"\+[0-9]{6,15}", "an E.164 number")
TONES = like(r"[0-9*#wW]+", "made of 0-9 * # w W")
_RECORDING: dict[str, Rule] = {
    "recordingConfigurationId": text,
    "recordingStatusCallback": url,
    "recordingStatusCallbackEvent": RECORDING_EVENTS,
    "recordingStatusCallbackMethod": METHOD,
    "trim": TRIM,
}

ATTRIBUTES: dict[str, dict[str, Rule]] = {
    "Response": {},
    "Say": {"language": text, "loop": whole(0, 1000), "voice": text},
    "Play": {"digits": TONES, "loop": whole(0, 1000)},
    "Pause": {"length": whole(0, 3600)},
    "Gather": {
        "action": url,
        "actionOnEmptyResult": flag,
        "bargeIn": flag,
        "debug": flag,
        "enhanced": flag,
        "finishOnKey": like(r"[0-9*#]?", "one key, or empty for none"),
        "hints": text,
        "input": one_of("dtmf", "dtmf speech", "speech dtmf", "speech"),
        "language": text,
        "maxSpeechTime": whole(1, 60),
        "method": METHOD,
        "numDigits": whole(1, 1000),
        "partialResultCallback": url,
        "partialResultCallbackMethod": METHOD,
        "profanityFilter": flag,
        "speechModel": text,
        "speechTimeout": like(r"auto|[0-9]{1,3}", "seconds or auto"),
        "timeout": whole(0, 600),
    },
    "Dial": {
        "action": url,
        "answerOnBridge": flag,
        "callReason": text,
        "callerId": CALLER_ID,
        "events": text,
        "hangupOnStar": flag,
        "method": METHOD,
        "passports": text,
        "record": one_of(
            "do-not-record",
            "record-from-answer",
            "record-from-ringing",
            "record-from-answer-dual",
            "record-from-ringing-dual",
        ),
        "recordingTrack": one_of("inbound", "outbound", "both"),
        "referMethod": METHOD,
        "referUrl": url,
        "ringTone": text,
        "sequential": flag,
        "timeLimit": whole(1, 14400),
        "timeout": whole(5, 600),
        **_RECORDING,
    },
    "Number": {
        "amdStatusCallback": url,
        "amdStatusCallbackMethod": METHOD,
        "byoc": text,
        "machineDetection": one_of("Enable", "DetectMessageEnd"),
        "machineDetectionSilenceTimeout": whole(2000, 10000),
        "machineDetectionSpeechEndThreshold": whole(500, 5000),
        "machineDetectionSpeechThreshold": whole(1000, 6000),
        "machineDetectionTimeout": whole(3, 59),
        "method": METHOD,
        "sendDigits": TONES,
        "statusCallback": url,
        "statusCallbackEvent": CALL_EVENTS,
        "statusCallbackMethod": METHOD,
        "url": url,
    },
    "Record": {
        "action": url,
        "finishOnKey": like(r"[0-9*#]*", "made of 0-9 * #"),
        "maxLength": whole(1, 14400),
        "method": METHOD,
        "playBeep": flag,
        "timeout": whole(0, 600),
        "transcribe": flag,
        "transcribeCallback": url,
        **_RECORDING,
    },
    "Redirect": {"method": METHOD},
    "Hangup": {},
    "Reject": {"reason": one_of("rejected", "busy")},
}
