"""Settings: each named once, and all that are missing or wrong told at once."""

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from ivr.settings import ROOT, BadSettings, Settings

GOOD = {
    "PUBLIC_URL": "https://hotline.example.gov.vn",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "token",
    "SECRET_KEY": "sixteen letters!",
}
SECRET = "hunter2"


class Bare(Settings):
    """Settings without the file that a checkout may have."""

    model_config = SettingsConfigDict(env_file=None)


@pytest.fixture
def load(monkeypatch):
    """Return what loads settings from an environment that has only what a test says."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def load(**changes):
        for name, value in (GOOD | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return Bare.from_env()

    return load


def faults(load, **changes):
    with pytest.raises(BadSettings) as caught:
        load(**changes)
    lines = str(caught.value).splitlines()
    return [line.strip() for line in lines if line.startswith("  ")]


def test_four_settings_are_enough(load):
    settings = load()

    assert settings.public_url == "https://hotline.example.gov.vn"
    assert settings.twilio_auth_token == ("token",)
    assert settings.database_url == f"sqlite:///{ROOT}/var/hotline.db"
    assert settings.twilio_api_url == "https://api.twilio.com"
    assert (settings.port, settings.delete_at_carrier) == (8080, False)


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_is_named(load, name):
    assert faults(load, **{name: None}) == [f"{name}: is not set"]


@pytest.mark.parametrize("name", GOOD)
def test_an_empty_setting_is_a_missing_one(load, name):
    assert faults(load, **{name: ""}) == [f"{name}: is not set"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PUBLIC_URL", "hotline.example.gov.vn", "whole address"),
        ("PUBLIC_URL", "ftp://hotline.example.gov.vn", "whole address"),
        ("PUBLIC_URL", "https://", "whole address"),
        ("PUBLIC_URL", "https://hot_line.example", "underscore"),
        ("PUBLIC_URL", "https://hotline.example/?a=1", "no query"),
        ("PUBLIC_URL", "https://hotline.example/#a", "no fragment"),
        ("TWILIO_API_URL", "api.twilio.com", "whole address"),
        ("TWILIO_AUTH_TOKEN", " , ,", "at least one token"),
        ("SECRET_KEY", "fifteen letters", "16"),
        ("DATABASE_URL", "mysql://localhost/hotline", "sqlite:/// or postgresql://"),
        ("DATABASE_URL", "sqlite://", "sqlite:/// or postgresql://"),
        ("PORT", "http", "integer"),
        ("PORT", "0", "greater than or equal to 1"),
        ("PORT", "65536", "less than or equal to 65535"),
        ("DELETE_AT_CARRIER", "perhaps", "boolean"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_must_be(load, name, value, said):
    (fault,) = faults(load, **{name: value})

    assert fault.startswith(f"{name}: ")
    assert said in fault


def test_all_faults_are_told_at_once_in_order(load):
    told = faults(load, PUBLIC_URL="nowhere", TWILIO_ACCOUNT_SID=None, SECRET_KEY="short", PORT="x")

    assert [fault.partition(":")[0] for fault in told] == [
        "PORT",
        "PUBLIC_URL",
        "SECRET_KEY",
        "TWILIO_ACCOUNT_SID",
    ]


def test_what_is_wrong_is_told_without_the_secret_itself(load):
    told = faults(load, SECRET_KEY=SECRET, PORT=SECRET, DATABASE_URL=f"mysql://u:{SECRET}@h/d")

    assert len(told) == 3
    assert SECRET not in "".join(told)


def test_tokens_are_separated_by_commas_and_the_first_comes_first(load):
    settings = load(TWILIO_AUTH_TOKEN=" new , old,,")

    assert settings.twilio_auth_token == ("new", "old")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("sqlite:///var/here.db", f"sqlite:///{ROOT}/var/here.db"),
        ("sqlite:////srv/hotline.db", "sqlite:////srv/hotline.db"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_a_database_file_is_meant_from_the_checkout(load, given, meant):
    assert load(DATABASE_URL=given).database_url == meant


@pytest.mark.parametrize("name", ["BRANCHES_FILE", "RECORDINGS_DIR", "PROMPTS_DIR", "VAR_DIR"])
def test_paths_are_meant_from_the_checkout_wherever_a_command_is_typed(
    load, name, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)

    assert getattr(load(**{name: "there/below"}), name.lower()) == ROOT / "there/below"
    assert getattr(load(**{name: "/srv/there"}), name.lower()).as_posix() == "/srv/there"


def test_a_slash_at_the_end_of_an_address_is_dropped(load):
    settings = load(PUBLIC_URL="https://h.example/", TWILIO_API_URL="http://127.0.0.1:8081/")

    assert settings.public_url == "https://h.example"
    assert settings.twilio_api_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("url", "is_simulated"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://localhost:8081", True),
        ("http://[::1]:8081", True),
        ("https://api.twilio.com", False),
        ("https://127.0.0.1.example.com", False),
        ("http://localhost@api.twilio.com", False),
    ],
)
def test_a_carrier_on_this_machine_is_a_simulated_one(load, url, is_simulated):
    assert load(TWILIO_API_URL=url).is_simulated is is_simulated


@pytest.mark.parametrize(
    ("url", "is_sqlite"), [("sqlite:///var/x.db", True), ("postgresql://u@h/d", False)]
)
def test_the_embedded_database_is_known_by_its_address(load, url, is_sqlite):
    assert load(DATABASE_URL=url).is_sqlite is is_sqlite


@pytest.mark.parametrize(
    ("given", "proxies"),
    [("127.0.0.1,::1", ("127.0.0.1", "::1")), ("10.0.0.1 , 10.0.0.2", ("10.0.0.1", "10.0.0.2"))],
)
def test_proxies_are_told_apart_by_commas(load, given, proxies):
    assert load(FORWARDED_ALLOW_IPS=given).forwarded_allow_ips == proxies


def test_nobody_stays_signed_in_for_longer_than_the_longest_session(load):
    assert load(SESSION_HOURS="12").session_hours == 12
    with pytest.raises(BadSettings, match="SESSION_HOURS"):
        load(SESSION_HOURS="13")


def test_settings_cannot_be_changed_while_the_hotline_runs(load):
    settings = load()

    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1


def test_variables_that_are_none_of_ours_do_no_harm(load):
    assert load(PATH_TO_NOWHERE="x").port == 8080


def test_a_file_stands_behind_the_environment(load, tmp_path):
    (tmp_path / "env").write_text("PORT=9000\nVAR_DIR=/srv/var\nSOMETHING_ELSE=1\n")

    class WithFile(Settings):
        model_config = SettingsConfigDict(env_file=tmp_path / "env")

    load(PORT="9001")
    settings = WithFile.from_env()

    assert settings.port == 9001
    assert settings.var_dir.as_posix() == "/srv/var"


OIDC = {
    "OIDC_ISSUER": "https://sso.example.gov.vn/realms/tinh",
    "OIDC_CLIENT_ID": "tong-dai",
    "OIDC_CLIENT_SECRET": SECRET,
}


def test_an_issuer_takes_three_settings_and_its_secret_is_shown_nowhere(load):
    settings = load(**OIDC)

    assert settings.oidc_claim == "preferred_username"
    assert SECRET not in repr(settings)


@pytest.mark.parametrize("name", OIDC)
def test_two_of_the_three_are_not_enough(load, name):
    said = " ".join(faults(load, **(OIDC | {name: None})))

    assert "OIDC_CLIENT_SECRET" in said
    assert SECRET not in said


@pytest.mark.parametrize("address", ["http://sso.example.gov.vn", "https://", "sso"])
def test_an_issuer_is_reached_by_https(load, address):
    (said, *_) = faults(load, **(OIDC | {"OIDC_ISSUER": address}))

    assert said.startswith("OIDC_ISSUER: must be the issuer's https address")
