"""The parameters of each webhook.

Source: [Voice], "Request parameters", for the common set; each verb's page for the rest.
"""

from datetime import datetime
from email.utils import format_datetime

Form = dict[str, str]
NEVER_ANSWERED: Form = {"CallDuration": "0", "Duration": "0"}


def common(*, sid: str, account_sid: str, numbers: tuple[str, str, str], status: str) -> Form:
    """Return the set that is present on every call-flow request, with its legacy duplicates.

    `numbers` are From, To and Direction.
    """
    caller, called, direction = numbers
    return {
        "CallSid": sid,
        "AccountSid": account_sid,
        "From": caller,
        "To": called,
        "CallStatus": status,
        "ApiVersion": "2010-04-01",
        "Direction": direction,
        "Caller": caller,
        "Called": called,
        "FromCountry": "VN",
        "FromCity": "",
        "ToCountry": "VN",
        "ToCity": "",
    }


def rfc2822(moment: datetime) -> str:
    """[Voice]: dates in callbacks are RFC 2822 in UTC."""
    return format_datetime(moment)


def progress(*, at: datetime, number: int) -> Form:
    """[Number]: what call-progress callbacks carry besides the common set."""
    return {
        "Timestamp": rfc2822(at),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(number),
    }


def ended(seconds: int) -> Form:
    """[Voice]: the final callback of an answered call; `Duration` is in billed minutes."""
    return {"CallDuration": str(seconds), "Duration": str(max(1, -(-seconds // 60)))}
