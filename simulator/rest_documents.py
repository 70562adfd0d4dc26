"""The JSON documents of the carrier's REST API.

Source: [OAI], schemas `api.v2010.account.call`, `.recording` and `.incoming_phone_number`; and
`voice.v1.dialing_permissions.dialing_permissions_country`.
"""

from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from simulator.calls.desk import CarrierConfig, ListedLeg
from simulator.countries import Country
from simulator.recordings import Recording

Document = dict[str, Any]
VERSION = "2010-04-01"


def account_path(config: CarrierConfig) -> str:
    """Return the path below which everything of the account lies."""
    return f"/{VERSION}/Accounts/{config.account_sid}"


def call_document(config: CarrierConfig, leg: ListedLeg) -> Document:
    """[CallResource]: dates are RFC 2822, `duration` is a string or null, as is `price`.

    `start_time` is null until the call is dialled, `queue_time` in milliseconds.
    """
    caller, called, direction = leg.numbers
    ended_at = leg.ended_at
    path = f"{account_path(config)}/Calls/{leg.sid}"
    return {
        "sid": leg.sid,
        "account_sid": config.account_sid,
        "parent_call_sid": leg.parent_sid,
        "from": caller,
        "from_formatted": caller,
        "to": called,
        "to_formatted": called,
        "phone_number_sid": number_sid(config.number),
        "status": listed_status(leg),
        "direction": direction,
        "date_created": _date(leg.started_at),
        "date_updated": _date(ended_at or leg.dialled_at or leg.started_at),
        "start_time": _date(leg.dialled_at),
        "end_time": _date(ended_at),
        "duration": str(leg.duration) if ended_at else None,
        "price": None,
        "price_unit": "USD",
        "answered_by": leg.answered_by,
        "forwarded_from": None,
        "caller_name": None,
        "group_sid": None,
        "trunk_sid": "",
        "queue_time": str(round(leg.queue_s * 1000)),
        "annotation": None,
        "api_version": VERSION,
        "uri": f"{path}.json",
        "subresource_uris": {},
    }


def listed_status(leg: ListedLeg) -> str:
    """[OAI], `call_enum_status`: a call that is being set up is told as queued still."""
    return "queued" if leg.status == "initiated" else leg.status


def recording_document(config: CarrierConfig, recording: Recording) -> Document:
    """[Recordings]: `duration` is a string, null until the recording is completed."""
    path = f"{account_path(config)}/Recordings/{recording.sid}"
    is_ready = recording.is_available
    return {
        "sid": recording.sid,
        "account_sid": config.account_sid,
        "call_sid": recording.call_sid,
        "conference_sid": None,
        "status": recording.status,
        "source": recording.source,
        "channels": recording.channels,
        "duration": str(recording.duration) if is_ready else None,
        "date_created": _date(recording.started_at),
        "date_updated": _date(recording.started_at),
        "start_time": _date(recording.started_at),
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "encryption_details": None,
        "api_version": VERSION,
        "uri": f"{path}.json",
        "media_url": recording.url if is_ready else None,
        "subresource_uris": {},
    }


def number_document(config: CarrierConfig, number: str) -> Document:
    """Describe a number of the account; the webhooks are configured for the hotline's."""
    is_hotline = number == config.number
    return {
        "sid": number_sid(number),
        "account_sid": config.account_sid,
        "phone_number": number,
        "friendly_name": number,
        "voice_url": config.voice_url if is_hotline else "",
        "voice_method": "POST",
        "voice_fallback_url": (config.fallback_url or "") if is_hotline else "",
        "voice_fallback_method": "POST",
        "status_callback": config.status_url if is_hotline else "",
        "status_callback_method": "POST",
        "voice_application_sid": "",
        "voice_caller_id_lookup": False,
        "sms_url": "",
        "capabilities": {"voice": True, "sms": False, "mms": False, "fax": False},
        "beta": False,
        "origin": "twilio",
        "api_version": VERSION,
        "uri": f"{account_path(config)}/IncomingPhoneNumbers/{number_sid(number)}.json",
    }


def number_sid(number: str) -> str:
    """Return the identifier of a number of the account."""
    return "PN" + number.lstrip("+").zfill(32)


def country_document(country: Country, url: str) -> Document:
    """Describe what may be called in a country."""
    return {
        "iso_code": country.iso_code,
        "name": country.name,
        "continent": country.continent,
        "country_codes": [country.code],
        "low_risk_numbers_enabled": country.low_risk,
        "high_risk_special_numbers_enabled": country.high_risk_special,
        "high_risk_tollfraud_numbers_enabled": country.high_risk_tollfraud,
        "url": f"{url}/{country.iso_code}",
        "links": {"highrisk_special_prefixes": f"{url}/{country.iso_code}/HighRiskSpecialPrefixes"},
    }


def meta_page_document(
    name: str, url: str, rows: list[Document], asked: dict[str, str]
) -> Document:
    """[OAI], `meta`: one page of a list of the newer APIs; `next_page_url` is a whole address."""
    size = max(1, min(1000, int(asked.get("PageSize", "50"))))
    page = int(asked.get("Page", "0"))

    def address(number: int) -> str:
        token = {"PageToken": f"PT{number}"} if number else {}
        query = asked | {"PageSize": str(size), "Page": str(number)} | token
        return f"{url}?{urlencode(query)}"

    has_more = len(rows) > (page + 1) * size
    return {
        name: rows[page * size : (page + 1) * size],
        "meta": {
            "key": name,
            "page": page,
            "page_size": size,
            "url": address(page),
            "first_page_url": address(0),
            "next_page_url": address(page + 1) if has_more else None,
            "previous_page_url": address(page - 1) if page else None,
        },
    }


def page_document(name: str, path: str, rows: list[Document], asked: dict[str, str]) -> Document:
    """[OAI]: one page of a list; the client follows `next_page_uri`.

    A page's token names the last row before it, so that rows that come meanwhile move nothing.
    """
    size = max(1, int(asked.get("PageSize", "50")))
    page, begin = int(asked.get("Page", "0")), _after(rows, asked.get("PageToken", ""))
    shown = rows[begin : begin + size]

    def uri(number: int, last: Document | None) -> str:
        token = {"PageToken": f"PA{last['sid']}"} if last else {}
        plain = {key: value for key, value in asked.items() if key != "PageToken"}
        return f"{path}?{urlencode(plain | {'PageSize': str(size), 'Page': str(number)} | token)}"

    def before(index: int) -> Document | None:
        return rows[index - 1] if index > 0 else None

    has_more = len(rows) > begin + size
    return {
        name: shown,
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(0, len(shown) - 1),
        "uri": uri(page, before(begin)),
        "first_page_uri": uri(0, None),
        "next_page_uri": uri(page + 1, shown[-1]) if has_more else None,
        "previous_page_uri": uri(page - 1, before(begin - size)) if page else None,
    }


def _after(rows: list[Document], token: str) -> int:
    """Return where the page of a token begins; at the end where its row is no longer listed."""
    if not token:
        return 0
    places = (index for index, row in enumerate(rows, 1) if token == f"PA{row['sid']}")
    return next(places, len(rows))


def error_document(status: int, code: int, message: str) -> Document:
    """Describe a failure as the carrier's API does."""
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": message, "more_info": more_info, "status": status}


def _date(moment: datetime | None) -> str | None:
    return format_datetime(moment) if moment else None
