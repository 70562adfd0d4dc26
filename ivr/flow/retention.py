"""How long each kind of personal data is kept: one table, and the setting that changes it.

No law sets terms for a hotline's audio or call records; the law of 2025 on personal data (91/2025)
only says: no longer than the purpose needs. So the defaults are the project's own, each with its
reason, and whoever runs a hotline decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ivr.flow.words import Text

FOREVER = "forever"
_TERM = re.compile(r"(?P<count>[1-9][0-9]{0,3})(?P<unit>[dmy])")
_DAYS = {"d": 1, "m": 30, "y": 365}


class Kind(StrEnum):
    """A kind of data that is kept for a time, and then deleted."""

    MESSAGES = "messages"
    FORMS = "forms"
    NUMBERS = "numbers"
    NOTES = "notes"
    NOTICES = "notices"
    CHECKS = "checks"
    AUDIT = "audit"
    SESSIONS = "sessions"
    SPOOL = "spool"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind is, why it is kept so long, and how many days at least and by default."""

    what: Text
    why: Text
    days: int
    least: int


RULES: Mapping[Kind, Rule] = {
    Kind.MESSAGES: Rule(
        Text("lời nhắn (tiếng nói), ở đây và ở nhà mạng", "messages: audio, here and there"),
        Text(
            "người gọi đã được gọi lại từ lâu; còn khiếu nại thì đặt lệnh giữ",
            "the caller was called back long ago; a dispute is held",
        ),
        days=90,
        least=7,
    ),
    Kind.FORMS: Rule(
        Text("biểu mẫu gốc của nhà mạng trong sự kiện", "the carrier's own forms in events"),
        Text(
            "chỉ để đối chiếu với nhà mạng, hóa đơn đã xong",
            "only for disputes with the carrier, whose bills are settled by then",
        ),
        days=90,
        least=7,
    ),
    Kind.NUMBERS: Rule(
        Text("số người gọi trong cuộc gọi và việc gọi lại", "callers' numbers: calls, callbacks"),
        Text(
            "báo cáo năm này so với năm trước; sau đó còn mã, không còn số",
            "reports compare with the year before; a pseudonym stays, no number",
        ),
        days=730,
        least=90,
    ),
    Kind.NOTES: Rule(
        Text("ghi chú của cán bộ về việc gọi lại", "officers' notes about callbacks"),
        Text("như số người gọi mà ghi chú nói đến", "as the number that they are about"),
        days=730,
        least=30,
    ),
    Kind.NOTICES: Rule(
        Text("thông báo đã gửi", "notices that were sent"),
        Text("đủ để xem năm qua ai được báo gì", "a year's worth of who was told what"),
        days=365,
        least=30,
    ),
    Kind.CHECKS: Rule(
        Text("kết quả kiểm tra đầu số", "line checks and their grades"),
        Text("báo cáo ba năm liền", "reports of three years"),
        days=1095,
        least=90,
    ),
    Kind.AUDIT: Rule(
        Text("nhật ký", "the audit"),
        Text("hồ sơ vi phạm phải giữ 5 năm", "files on breaches are kept for 5 years"),
        days=1825,
        least=365,
    ),
    Kind.SESSIONS: Rule(
        Text("phiên và lệnh chặn đã hết, đăng nhập sai", "sessions, blocks over; failed sign-ins"),
        Text("không còn ai cần đến", "nobody needs them any more"),
        days=7,
        least=7,
    ),
    Kind.SPOOL: Rule(
        Text("tệp sự kiện không đọc được trong var/spool", "unreadable files in var/spool"),
        Text("một tháng để có người xem", "a month for somebody to look at them"),
        days=30,
        least=7,
    ),
}

Terms = Mapping[Kind, timedelta | None]


def read_terms(text: str) -> Terms:
    """Return how long each kind is kept, None for ever; what the text leaves out has its default.

    The text is `messages=180d,numbers=3y,audit=forever`: d, m (30 days) and y (365 days). Raises
    ValueError that names the entry.
    """
    terms: dict[Kind, timedelta | None] = {
        kind: timedelta(days=rule.days) for kind, rule in RULES.items()
    }
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, _, said = (part.strip() for part in entry.partition("="))
        if name not in set(Kind):
            raise ValueError(f"{entry}: must begin with one of {', '.join(Kind)}")
        terms[Kind(name)] = _term(Kind(name), said)
    return terms


def _term(kind: Kind, said: str) -> timedelta | None:
    if said == FOREVER:
        return None
    found = _TERM.fullmatch(said)
    if found is None:
        raise ValueError(f"{kind}={said}: must be such as 90d, 6m, 2y or {FOREVER}")
    days, least = int(found["count"]) * _DAYS[found["unit"]], RULES[kind].least
    if days < least:
        raise ValueError(f"{kind}={said}: must be {least}d or more")
    return timedelta(days=days)
