"""Officers' PINs: what may be one, how it is kept, and what comes of a try.

Six digits are soon guessed by whoever has the table of hashes, so they are keyed with the server's
secret before they are hashed slowly: the table alone tells nothing. Over the telephone three wrong
tries in a row, in however many calls, lock a PIN for an hour.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from duty.changes import Change
from ivr.flow.keypad.errands import PinCheck
from ivr.flow.words import Level, Text
from models.duty.officers import OfficerRow, locked_by_code
from models.notices import Notice, raise_notice
from models.session import lock_name

DIGITS = 6
TRIES = 3
LOCKED_FOR = timedelta(hours=1)
# Some 30 ms and 19 MiB: the least that OWASP's cheat sheet on storing passwords names for argon2id.
# The caller waits for it, and the row is locked meanwhile.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_RUN = "0123456789" * 2


class BadPin(ValueError):
    """A PIN that is none, or that anybody would guess; `reason` is for a person."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Try:
    """One PIN that was keyed in. `key` is unique for it: the same request twice is one try.

    `is_late` says that it was answered long before, whatever was tried since.
    """

    officer: str
    pin: str
    key: str
    at: datetime
    is_late: bool = False

    def __repr__(self) -> str:
        """Say which try it is, never the PIN: values stand in tracebacks."""
        return f"Try({self.officer}, {self.key})"


def set_pin(change: Change, officer: OfficerRow, pin: str, *, secret: str) -> None:
    """Give an officer a PIN, which also unlocks it. Raises BadPin."""
    refuse_bad(pin, officer.number)
    _update(change, officer, hashed(pin, secret))


def remove_pin(change: Change, officer: OfficerRow) -> None:
    """Take an officer's PIN away: the number is an ordinary caller's from then on."""
    _update(change, officer, None)


def refuse_bad(pin: str, number: str) -> None:
    """Raise BadPin where a PIN is not six digits, or is among the first that anybody would try."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        raise BadPin(Text("mã PIN phải gồm sáu chữ số", "a PIN must be six digits"))
    is_repeated = pin[:1] * 6 == pin or pin[:2] * 3 == pin or pin[:3] * 2 == pin
    if is_repeated or pin in _RUN or pin[::-1] in _RUN:
        raise BadPin(Text("mã PIN quá dễ đoán", "this PIN is too easy to guess"))
    if number.endswith(pin):
        raise BadPin(
            Text("mã PIN là đuôi của chính số máy", "this PIN is the end of the number itself")
        )


def random_pin(number: str) -> str:
    """Return a PIN that nobody could guess."""
    while True:
        pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        try:
            refuse_bad(pin, number)
        except BadPin:
            continue
        return pin


def hashed(pin: str, secret: str) -> str:
    """Return what is kept of a PIN."""
    return _HASHER.hash(_keyed(pin, secret))


def check(session: Session, tried: Try, *, secret: str) -> PinCheck:
    """Say whether a PIN is the officer's, and count it where it is not.

    While it is locked no PIN is right. The row is locked until the transaction ends, so that many
    calls at once do not get more tries than one.
    """
    officer = locked_by_code(session, tried.officer)
    if officer is None or officer.pin_hash is None:
        return PinCheck.WRONG
    is_known = tried.is_late or officer.pin_last_try == tried.key
    if not is_known and officer.pin_locked_until and tried.at < officer.pin_locked_until:
        return PinCheck.LOCKED
    is_right = _is_right(officer.pin_hash, _keyed(tried.pin, secret))
    if not is_known:
        officer.pin_last_try = tried.key
        officer.pin_failures = 0 if is_right else officer.pin_failures + 1
        if officer.pin_failures >= TRIES:
            _lock(session, officer, tried.at)
    return PinCheck.RIGHT if is_right else PinCheck.WRONG


def _update(change: Change, officer: OfficerRow, pin_hash: str | None) -> None:
    change.update(
        officer, pin_hash=pin_hash, pin_failures=0, pin_locked_until=None, pin_last_try=None
    )


def _lock(session: Session, officer: OfficerRow, now: datetime) -> None:
    officer.pin_failures, officer.pin_locked_until = 0, now + LOCKED_FOR
    lock_name(session, "notices")
    notice = Notice(
        key=f"pin:{officer.code}:{now.isoformat()}",
        audience=officer.agency,
        level=Level.SUPERVISOR,
        subject=Text(
            f"Mã PIN bị khóa: {officer.post_vi}",
            f"A PIN is locked: {officer.post_en or officer.post_vi}",
        ),
        body=Text(
            "Có người gọi từ số máy của chức danh này bấm sai mã PIN ba lần liền. Mã bị khóa một"
            " giờ. Nếu không phải cán bộ bấm nhầm, hãy đặt mã mới: flask duty pin.",
            "Somebody who called from this post's number keyed three wrong PINs in a row. It is"
            " locked for an hour. Unless the officer mistyped, set a new one: flask duty pin.",
        ),
    )
    raise_notice(session, notice, now)


def _keyed(pin: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), f"pin:{pin}".encode(), "sha256")


def _is_right(pin_hash: str, keyed: bytes) -> bool:
    try:
        return _HASHER.verify(pin_hash, keyed)
    except (VerificationError, InvalidHashError):
        return False
