"""The carrier's REST API, as far as we need it: a message's audio, and how a call ended.

Only ever called from jobs and from playing a message back, never on the way of a decision. So the
HTTP libraries are imported where they are used: the web process hardly ever needs them, and they
weigh ten megabytes.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ivr.flow.guarding.dialing import may_dial

if TYPE_CHECKING:
    import requests

CONNECT_S, READ_S = 5, 20
CHUNK = 64 * 1024
# The carrier's codes for a number that is none, or must not be called from this account.
# Source: its error dictionary.
NOT_CALLABLE = frozenset({21211, 21214, 21215, 21216, 21217, 13223, 13224})


class NotOurs(Exception):
    """An address that is not the configured API's: it is never fetched, whoever sent it."""


class NotThere(Exception):
    """The carrier does not have it, or not yet."""


class CarrierAway(Exception):
    """The carrier did not answer, or not sensibly; asking again later may help."""


class TooMany(CarrierAway):
    """The carrier was asked too much at once; it did nothing, and may be asked again later."""


@dataclass(frozen=True, slots=True)
class CallEnd:
    """What the carrier's own record says of a call: its status, its length, when it ended."""

    status: str
    seconds: int | None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSettings:
    """How our number is set up at the carrier: whom it asks when somebody calls."""

    voice_url: str
    voice_method: str
    fallback_url: str
    status_url: str
    status_method: str
    application: str


class BadNumber(Exception):
    """A number that the carrier will not call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingCall:
    """A call that we make: whom, in whose name, and where the carrier then asks what to do.

    `to_ourselves`: it goes to a number of our own, which may be one of another country.
    """

    to_number: str
    from_number: str
    url: str
    status_url: str
    rings_s: int = 25
    talk_s: int = 120
    to_ourselves: bool = False


class Carrier:
    """One account at one carrier."""

    def __init__(
        self,
        *,
        api_url: str,
        account_sid: str,
        token: str,
        http: "Callable[[], requests.Session] | None" = None,
    ) -> None:
        """Use one session, made by `http`, for every request; redirects are never followed."""
        self._api_url = api_url.rstrip("/")
        self._account_sid = account_sid
        self._token = token
        self._http = http

    @cached_property
    def _session(self) -> "requests.Session":
        import requests  # noqa: PLC0415 - heavy, rare

        return self._http() if self._http else requests.Session()

    @contextmanager
    def audio(self, recording_url: str) -> Iterator[Iterator[bytes]]:
        """Yield the MP3 of a recording, in chunks.

        Raises NotOurs where the address is not on the configured API host, NotThere where the
        carrier has no such recording (yet), CarrierAway where it cannot be asked.
        """
        import requests  # noqa: PLC0415 - heavy, rare

        self._must_be_ours(recording_url)
        try:
            with self._session.get(
                f"{recording_url}.mp3",
                auth=(self._account_sid, self._token),
                stream=True,
                allow_redirects=False,
                timeout=(CONNECT_S, READ_S),
            ) as answer:
                _check(answer)
                yield answer.iter_content(CHUNK)
        except requests.RequestException as error:
            raise CarrierAway(type(error).__name__) from error

    def recording_url(self, recording_sid: str) -> str:
        """Return a recording's address from its id."""
        return f"{self._api_url}{self.account_path}/Recordings/{recording_sid}"

    @property
    def account_path(self) -> str:
        """The path below which all of the account's resources lie."""
        return f"/2010-04-01/Accounts/{self._account_sid}"

    def read(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the JSON document at a path of the API, or at the one that a list names as next.

        Raises NotOurs where the path is not one of the account, TooMany where the carrier wants to
        be asked later, CarrierAway where it cannot be asked.
        """
        import requests  # noqa: PLC0415 - heavy, rare

        if not path.startswith(f"{self.account_path}/") or ".." in path:
            raise NotOurs("the path is not one of the account")
        try:
            with self._session.get(
                self._api_url + path,
                params=query,
                auth=(self._account_sid, self._token),
                allow_redirects=False,
                timeout=(CONNECT_S, READ_S),
            ) as answer:
                _check(answer)
                found = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise CarrierAway(type(error).__name__) from error
        if not isinstance(found, dict):
            raise CarrierAway("the answer is no document")
        return found

    def delete_recording(self, recording_sid: str) -> None:
        """Delete a recording at the carrier; one that is gone already is no fault.

        Raises CarrierAway where that did not work.
        """
        import requests  # noqa: PLC0415 - heavy, rare
        from twilio.base.exceptions import TwilioException  # noqa: PLC0415 - heavy, rare

        try:
            self.client().recordings(recording_sid).delete()
        except TwilioException as error:
            if getattr(error, "status", None) != HTTPStatus.NOT_FOUND:
                raise CarrierAway(type(error).__name__) from error
        except requests.RequestException as error:
            raise CarrierAway(type(error).__name__) from error

    def call_end(self, call_sid: str) -> CallEnd:
        """Return what the carrier's record says of one call.

        Raises NotThere where it knows no such call, CarrierAway where it cannot be asked.
        """
        import requests  # noqa: PLC0415 - heavy, rare
        from twilio.base.exceptions import TwilioException  # noqa: PLC0415 - heavy, rare

        try:
            call = self.client().calls(call_sid).fetch()
        except TwilioException as error:
            if getattr(error, "status", None) == HTTPStatus.NOT_FOUND:
                raise NotThere(call_sid) from error
            raise CarrierAway(type(error).__name__) from error
        except (requests.RequestException, ValueError) as error:  # or an answer that is no JSON
            raise CarrierAway(type(error).__name__) from error
        duration = str(call.duration or "")
        ended_at = call.end_time if isinstance(call.end_time, datetime) else None
        seconds = int(duration) if duration.isdigit() else None
        return CallEnd(str(call.status), seconds, ended_at)

    def number_settings(self, number: str) -> NumberSettings:
        """Return how a number of ours is set up.

        Raises NotThere where the account has no such number, CarrierAway where it cannot be asked.
        """
        import requests  # noqa: PLC0415 - heavy, rare
        from twilio.base.exceptions import TwilioException  # noqa: PLC0415 - heavy, rare

        try:
            found = self.client().incoming_phone_numbers.list(phone_number=number, limit=1)
        except (TwilioException, requests.RequestException, ValueError) as error:
            raise CarrierAway(type(error).__name__) from error
        if not found:
            raise NotThere("no such number")
        return NumberSettings(
            voice_url=found[0].voice_url or "",
            voice_method=found[0].voice_method or "",
            fallback_url=found[0].voice_fallback_url or "",
            status_url=found[0].status_callback or "",
            status_method=found[0].status_callback_method or "",
            application=found[0].voice_application_sid or "",
        )

    def place_call(self, call: OutgoingCall) -> str:
        """Call a number; return the call's sid.

        Raises BadNumber where the carrier will not call that number, or nobody may, CarrierAway
        where it cannot be asked, or does not do so now.
        """
        if not (call.to_ourselves or may_dial(call.to_number)):
            raise BadNumber("never dialled")
        import requests  # noqa: PLC0415 - heavy, rare
        from twilio.base.exceptions import TwilioException, TwilioRestException  # noqa: PLC0415

        try:
            placed = self.client().calls.create(
                to=call.to_number,
                from_=call.from_number,
                url=call.url,
                method="POST",
                status_callback=call.status_url,
                status_callback_method="POST",
                status_callback_event=["completed"],
                timeout=call.rings_s,
                time_limit=call.talk_s,
            )
        except TwilioRestException as error:
            if error.code in NOT_CALLABLE:
                raise BadNumber(str(error.code)) from error
            raise CarrierAway(f"error {error.code}") from error
        except (TwilioException, requests.RequestException, ValueError) as error:
            raise CarrierAway(type(error).__name__) from error
        return str(placed.sid)

    def client(self) -> Any:
        """Return the carrier's own library for this account: for what only a check asks."""
        from twilio.http.http_client import TwilioHttpClient  # noqa: PLC0415 - heavy, rare
        from twilio.rest import Client  # noqa: PLC0415

        http = TwilioHttpClient(timeout=READ_S)
        http.session = self._session
        client = Client(self._account_sid, self._token, http_client=http)
        client.api.base_url = self._api_url
        client.voice.base_url = _voice_url(self._api_url)
        return client

    def _must_be_ours(self, url: str) -> None:
        try:
            theirs, ours = urlsplit(url), urlsplit(self._api_url)
        except ValueError as error:
            raise NotOurs("the recording's address is none") from error
        if (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc) or theirs.query:
            raise NotOurs("the recording's address is not on the configured API host")
        if ".." in theirs.path.split("/"):
            raise NotOurs("the recording's address climbs")


def _voice_url(api_url: str) -> str:
    """Return where dialling permissions are read: a host of its own at Twilio, else the API's."""
    host = urlsplit(api_url).hostname or ""
    if host.startswith("api.") and host.endswith(".twilio.com"):
        return f"https://voice.{host.removeprefix('api.')}"
    return api_url


def _check(answer: "requests.Response") -> None:
    if answer.status_code == HTTPStatus.NOT_FOUND:
        raise NotThere("not there, or not yet")
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise TooMany("status 429")
    if answer.status_code != HTTPStatus.OK:
        raise CarrierAway(f"status {answer.status_code}")
