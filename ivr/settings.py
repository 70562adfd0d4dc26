"""The settings, each named once with its type; wrong or missing ones are all named at boot."""

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ivr.flow.retention import Terms, read_terms
from ivr.object_store.bucket import bucket_and_prefix
from ivr.sealing.seal import Seal, derived, read_key

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class BadSettings(Exception):
    """Settings that cannot be run with; the text names each one and what is wrong with it."""


class Settings(BaseSettings):
    """What the environment says; a `.env` file in the checkout stands behind it."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    public_url: str
    """Where the carrier reaches us, as it sees us: scheme, host, and port or path if any."""
    twilio_account_sid: str = Field(min_length=1)
    """The carrier's account."""
    twilio_auth_token: Annotated[tuple[str, ...], NoDecode] = Field(repr=False)
    """The tokens that sign webhooks, comma-separated; the first one is used for REST calls."""
    secret_key: str = Field(min_length=16, repr=False)
    """Signs what we hand out ourselves, 16 characters or more."""
    database_url: str = Field(default=f"sqlite:///{ROOT / 'var' / 'hotline.db'}", repr=False)
    """SQLite or PostgreSQL, as SQLAlchemy writes it."""
    twilio_api_url: str = "https://api.twilio.com"
    """The carrier's REST API: Twilio's, a compatible provider's, or the simulated carrier's."""
    branches_file: Path = ROOT / "branches.yaml"
    """The menu: what is said, which key leads where, who answers, when it is open."""
    recordings_dir: Path = ROOT / "recordings"
    """Where messages are kept."""
    recordings_url: str = ""
    """An S3-type store, `s3://bucket/prefix`, to keep them in instead; empty for the folder."""
    sealing_keys: Annotated[tuple[str, ...], NoDecode] = Field(default=(), repr=False)
    """Keys that seal messages and second steps at rest, comma-separated; the first one seals."""
    retention: str = ""
    """Terms of kinds of data that are not the default ones: see `ivr/flow/retention.py`."""
    prompts_dir: Path = ROOT / "prompts"
    """Where recorded prompts may be dropped."""
    var_dir: Path = ROOT / "var"
    """Where the spool is."""
    spool_max_mb: int = Field(default=256, ge=1, le=100_000)
    """How much room waiting events may take; beyond it they are lost, and cried out."""
    fallback_file: Path | None = None
    """Where the fallback document is kept true to the roster; nowhere where it is not set."""
    port: int = Field(default=8080, ge=1, le=65535)
    """Where the web process listens."""
    delete_at_carrier: bool = False
    """Whether a message is deleted at the carrier once it is stored here."""
    line_checks_a_day: int = Field(default=1, ge=0, le=10)
    """How often each number of the roster is called a day, to check it; 0 for never."""
    notices_to: Annotated[tuple[str, ...], NoDecode] = Field(default=(), repr=False)
    """Where notices go, as the library apprise writes addresses, separated by spaces.

    Each may stand behind whom it is for: `head=…`, `officer/noi-vu=…`; see `ivr/flow/routing.py`.
    """
    website: str = ""
    """Where citizens read about the hotline, as it is printed on the poster; empty for nowhere."""
    wrap_up_calls: bool = False
    """Whether officers are rung after a talk to be asked what came of it."""
    session_hours: int = Field(default=8, ge=1, le=12)
    """After how many idle hours a user of the desk is signed out."""
    oidc_issuer: str = ""
    """Whose accounts users of the desk may sign in with, by OpenID Connect; empty for nobody's."""
    oidc_client_id: str = ""
    """Who we are to the issuer."""
    oidc_client_secret: str = Field(default="", repr=False, validate_default=True)
    """What shows the issuer that it is us."""
    oidc_claim: str = Field(default="preferred_username", min_length=1)
    """Which claim of the issuer's is a user's login; `email` counts where it is verified."""
    forwarded_allow_ips: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "::1")
    """The proxies whose X-Forwarded-* headers are believed, comma-separated; gunicorn's too."""

    metrics_allow: Annotated[tuple[str, ...], NoDecode] = ()
    """The networks that may read /metrics, comma-separated; without them and a token nobody may."""
    metrics_token: str = Field(default="", repr=False)
    """What whoever reads /metrics must show, as a bearer token."""
    log_format: Literal["text", "json"] = "text"
    """How log lines are written; the web server's too."""

    @field_validator("twilio_auth_token", mode="before")
    @classmethod
    def _tokens(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        tokens = tuple(token.strip() for token in value.split(",") if token.strip())
        if not tokens:
            raise ValueError("needs at least one token")
        return tokens

    @field_validator("forwarded_allow_ips", mode="before")
    @classmethod
    def _proxies(cls, value: object) -> object:
        return tuple(ip.strip() for ip in value.split(",")) if isinstance(value, str) else value

    @field_validator("metrics_allow", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        networks = tuple(network.strip() for network in value.split(",") if network.strip())
        for network in networks:
            ip_network(network)
        return networks

    @field_validator("notices_to", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @field_validator("public_url", "twilio_api_url")
    @classmethod
    def _url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be a whole address such as https://hotline.example.gov.vn")
        if "_" in parts.hostname or parts.query or parts.fragment:
            raise ValueError("must have no query, no fragment, and no underscore in its host")
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
        if value and (parts.scheme != "https" or not parts.hostname) and not is_local:
            raise ValueError("must be the issuer's https address, exactly as it names itself")
        return value

    @field_validator("oidc_client_secret")
    @classmethod
    def _issuers_three(cls, value: str, info: ValidationInfo) -> str:
        others = info.data.get("oidc_issuer"), info.data.get("oidc_client_id")
        three = (*others, value)
        if None not in others and any(three) and not all(three):  # None: that one is wrong itself
            raise ValueError("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together")
        return value

    @field_validator("sealing_keys", mode="before")
    @classmethod
    def _keys(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        keys = tuple(key.strip() for key in value.split(",") if key.strip())
        for key in keys:
            read_key(key)
        return keys

    @field_validator("retention")
    @classmethod
    def _terms(cls, value: str) -> str:
        read_terms(value)
        return value

    @field_validator("recordings_url")
    @classmethod
    def _bucket(cls, value: str) -> str:
        if value:
            bucket_and_prefix(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        path = value.removeprefix("sqlite:///")
        return value if path == value else f"sqlite:///{ROOT / path}"

    @field_validator("branches_file", "recordings_dir", "prompts_dir", "var_dir", "fallback_file")
    @classmethod
    def _path(cls, value: Path | None) -> Path | None:
        """Paths are meant from the checkout, wherever a command is typed."""
        return None if value is None else ROOT / value

    @property
    def is_simulated(self) -> bool:
        """Whether the carrier is one on this machine, so that no real call can be made."""
        return urlsplit(self.twilio_api_url).hostname in LOOPBACK

    @property
    def terms(self) -> Terms:
        """How long each kind of data is kept."""
        return read_terms(self.retention)

    def audio_seal(self) -> Seal:
        """Return what seals messages: nothing does where no key is set."""
        return Seal(map(read_key, self.sealing_keys))

    def secrets_seal(self) -> Seal:
        """Return what seals second steps: the keys, or else one made of `SECRET_KEY`."""
        return Seal((*map(read_key, self.sealing_keys), derived(self.secret_key)))

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_env(cls) -> "Settings":
        """Return the settings.

        Raises BadSettings that names every missing or wrong variable.
        """
        try:
            return cls()
        except ValidationError as error:
            raise BadSettings(_explained(error)) from None


def _explained(error: ValidationError) -> str:
    faults = [
        f"  {str(fault['loc'][0]).upper()}: "
        + ("is not set" if fault["type"] == "missing" else _without_value(fault["msg"]))
        for fault in error.errors(include_input=False, include_url=False)
    ]
    return "\n".join(
        (
            "Cài đặt chưa đúng · Settings are missing or wrong:",
            *sorted(faults),
            "`make run` writes a .env file that has them all; README.md tells what each one is.",
        )
    )


def _without_value(message: str) -> str:
    return message.removeprefix("Value error, ")
