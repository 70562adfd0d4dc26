"""Whether the carrier is set up to call us: a wrong address there is a hotline that is silent.

Source: the carrier's page on the IncomingPhoneNumber resource, for the fields, and the one on
geographic permissions, for what a country means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ivr import twiml
from ivr.carrier import NumberSettings
from ivr.dialing_permissions import VIETNAM, DialingPermissions
from ivr.flow.words import Text


@dataclass(frozen=True, slots=True)
class SetupFault:
    """One thing that is not as it must be at the carrier. `is_fatal`: callers reach nobody."""

    field: str
    is_fatal: bool
    reason: Text


MOST_NAMED = 8


def setup_faults(found: NumberSettings, public_url: str) -> Iterator[SetupFault]:
    """Yield what is wrong with the settings of the hotline's number, the worst first."""
    voice, status = f"{public_url}{twiml.VOICE}", f"{public_url}{twiml.STATUS}"
    if found.application:
        yield SetupFault(
            "voice_application_sid",
            is_fatal=True,
            reason=Text(
                "số đang gắn với một ứng dụng TwiML, nên các địa chỉ dưới đây không có hiệu lực",
                "the number is tied to a TwiML application, so the addresses below do not count",
            ),
        )
    if not _leads(found.voice_url, voice) or found.voice_method != "POST":
        yield _wrong("voice_url", voice, found.voice_url, fatal=True)
    if not _leads(found.status_url, status) or found.status_method != "POST":
        yield _wrong("status_callback", status, found.status_url, fatal=False)
    if not found.fallback_url:
        yield SetupFault(
            "voice_fallback_url",
            is_fatal=False,
            reason=Text(
                "chưa có địa chỉ dự phòng: khi ta hỏng, người gọi nghe câu báo lỗi của nhà mạng",
                "there is no fallback address: when we fail, callers hear the carrier's apology",
            ),
        )
    elif urlsplit(found.fallback_url).hostname == urlsplit(public_url).hostname:
        yield SetupFault(
            "voice_fallback_url",
            is_fatal=False,
            reason=Text(
                "địa chỉ dự phòng nằm ngay trên máy chủ này: khi ta hỏng, nó cũng hỏng",
                "the fallback address is on this very host: when we fail, it fails as well",
            ),
        )


def permission_faults(found: DialingPermissions) -> Iterator[SetupFault]:
    """Yield what is wrong with the countries that the account may call."""
    if VIETNAM not in found.allowed:
        yield SetupFault(
            "geo_permissions_vietnam",
            is_fatal=True,
            reason=Text(
                "tài khoản chưa được phép gọi Việt Nam (+84): không máy cán bộ nào đổ chuông",
                "the account may not call Vietnam (+84): no officer's phone is ever rung",
            ),
        )
    others = [code for code in found.allowed if code != VIETNAM]
    if others:
        yield SetupFault(
            "geo_permissions_others",
            is_fatal=False,
            reason=Text(
                f"tài khoản gọi được cả {_named(others)}; chỉ nên để Việt Nam, phòng gian lận cước",
                f"the account may also call {_named(others)}; allow Vietnam only, against fraud",
            ),
        )
    if found.high_risk:
        yield SetupFault(
            "geo_permissions_high_risk",
            is_fatal=False,
            reason=Text(
                f"các dải số rủi ro cao đang mở: {_named(found.high_risk)}; hãy tắt",
                f"numbers of high risk may be called: {_named(found.high_risk)}; switch them off",
            ),
        )


def _named(codes: Sequence[str]) -> str:
    more = f" … ({len(codes)})" if len(codes) > MOST_NAMED else ""
    return ", ".join(codes[:MOST_NAMED]) + more


def _leads(found: str, wanted: str) -> bool:
    """Say whether an address is the one that is wanted; its fragment only says how to connect."""
    return found.partition("#")[0] == wanted


def _wrong(field: str, wanted: str, found: str, *, fatal: bool) -> SetupFault:
    shown = found or "(trống · empty)"
    return SetupFault(
        field,
        is_fatal=fatal,
        reason=Text(
            f"phải là POST {wanted}, nhà mạng đang ghi {shown}",
            f"must be POST {wanted}, the carrier has {shown}",
        ),
    )
