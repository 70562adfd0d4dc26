"""Which countries the carrier's account may call, as far as the carrier lets us read it.

Without Vietnam no officer is ever rung; with more, fraud has a target.

Source: the carrier's page on the Dialing Permissions Country resource.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from ivr.carrier import Carrier, CarrierAway, NotThere

VIETNAM = "VN"
MOST = 300  # there are not so many countries
# Not every carrier has them, and not every account may read them.
_UNREADABLE = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
)


@dataclass(frozen=True, slots=True)
class DialingPermissions:
    """ISO codes of the countries that may be called, in order.

    `high_risk` are those of which numbers may be called that cost much, or that fraud lives on.
    """

    allowed: tuple[str, ...]
    high_risk: tuple[str, ...] = ()


def read_permissions(carrier: Carrier) -> DialingPermissions:
    """Return what the account may call.

    Raises NotThere where this carrier does not tell, CarrierAway where it cannot be asked.
    """
    countries = carrier.client().voice.v1.dialing_permissions.countries
    special = _codes(countries, high_risk_special_numbers_enabled=True)
    fraud = _codes(countries, high_risk_tollfraud_numbers_enabled=True)
    return DialingPermissions(
        allowed=tuple(sorted(_codes(countries, low_risk_numbers_enabled=True))),
        high_risk=tuple(sorted(special | fraud)),
    )


def _codes(countries: Any, **wanted: bool) -> set[str]:
    import requests  # noqa: PLC0415 - heavy, rare
    from twilio.base.exceptions import TwilioException  # noqa: PLC0415 - heavy, rare

    try:
        return {str(country.iso_code) for country in countries.list(limit=MOST, **wanted)}
    except TwilioException as error:
        status = _status(error)
        if status is None or status in _UNREADABLE:
            raise NotThere("dialing permissions") from error
        raise CarrierAway(f"status {status}") from error
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise CarrierAway(type(error).__name__) from error


def _status(error: Exception) -> int | None:
    """Return the HTTP status that the library hides in its error; None for an answer of no use."""
    answer = error.args[1] if len(error.args) > 1 else None
    status = getattr(answer, "status_code", None) or getattr(error, "status", None)
    return status if isinstance(status, int) else None
