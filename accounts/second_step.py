"""The second step: a code of six digits from an app on the telephone, new every 30 seconds.

Source: RFC 6238. A code is taken a step early or late, since clocks differ, and never twice. The
libraries are imported where they are used: webhooks never need them.
"""

import hmac
import io
import logging
import re
from datetime import datetime

from ivr.sealing.seal import NotOpened, Seal
from models.users.users import UserRow

log = logging.getLogger(__name__)

STEP_S, AROUND = 30, (0, -1, 1)
ISSUER = "Tám Nhánh"
_CODE = re.compile(r"[0-9]{6}")
_SECRET = re.compile(r"[A-Z2-7]{32}")


def new_secret() -> str:
    """Return a secret for a new app: 160 bits as 32 letters and digits."""
    import pyotp  # noqa: PLC0415 - see above

    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Say whether a text could be one of our secrets."""
    return _SECRET.fullmatch(text) is not None


def address(secret: str, login: str) -> str:
    """Return what the app reads from the picture."""
    import pyotp  # noqa: PLC0415 - see above

    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def picture(secret: str, login: str) -> str:
    """Return the QR code as SVG that can stand in a page: no style, no script, no size of its own.

    Dark on white whatever the page's colours are, since not every app reads the reverse.
    """
    import segno  # noqa: PLC0415 - see above

    out = io.BytesIO()
    segno.make(address(secret, login), error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff"
    )
    return out.getvalue().decode()


def step_of(secret: str, typed: str, now: datetime, *, after: int | None) -> int | None:
    """Return the interval that a typed code belongs to, None where it fits none that is still free.

    `after` is the last interval whose code was taken.
    """
    import pyotp  # noqa: PLC0415 - see above

    code, totp = re.sub(r"\s", "", typed), pyotp.TOTP(secret)
    if not _CODE.fullmatch(code):
        return None
    this = int(now.timestamp()) // STEP_S
    fitting = [
        this + by
        for by in AROUND
        if hmac.compare_digest(totp.at((this + by) * STEP_S), code) and this + by > (after or 0)
    ]
    return fitting[0] if fitting else None


def sealed(secret: str, login: str, seal: Seal) -> str:
    """Return a secret as it is kept: it opens as this user's only."""
    return seal.seal_text(secret, f"second_step:{login}")


def take(user: UserRow, typed: str, now: datetime, seal: Seal) -> bool:
    """Say whether a code is the user's, and let it be taken only this once.

    A secret that was kept otherwise (plain, or sealed with an older key) is sealed anew by the way.
    """
    if user.totp_secret is None:
        return False
    try:
        secret = opened(user.totp_secret, user.login, seal)
    except NotOpened as error:
        log.error("second step not opened", extra={"login": user.login, "error": str(error)})
        return False
    step = step_of(secret, typed, now, after=user.totp_last_step)
    if step is not None:
        user.totp_last_step = step
        renew(user, seal)
    return step is not None


def renew(user: UserRow, seal: Seal) -> bool:
    """Seal a user's secret with the newest key; return whether it was not yet. Raises NotOpened."""
    if user.totp_secret is None or seal.is_newest_text(user.totp_secret):
        return False
    user.totp_secret = sealed(opened(user.totp_secret, user.login, seal), user.login, seal)
    return True


def opened(kept: str, login: str, seal: Seal) -> str:
    """Return a user's secret from what is kept of it. Raises NotOpened."""
    return seal.open_text(kept, f"second_step:{login}")
