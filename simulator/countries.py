"""The countries that the account may call.

Source: the page "Dialing Permissions Country resource".
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Country:
    """One country: whether its ordinary numbers, its special ones, its risky ones may be called."""

    iso_code: str
    name: str
    continent: str
    code: str
    low_risk: bool = False
    high_risk_special: bool = False
    high_risk_tollfraud: bool = False


VIETNAM = Country(iso_code="VN", name="Vietnam", continent="ASIA", code="+84", low_risk=True)
