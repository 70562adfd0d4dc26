"""Secrets stand in no repr, no traceback, no log and no error that a person reads."""

import logging
import traceback

import pytest
import sqlalchemy as sa

from app import create_app
from ivr.carrier import Carrier
from ivr.logs import Fields
from ivr.settings import BadSettings, Settings
from models.session import Database
from tests.harness import CITIZEN, test_settings

DATABASE_URL = "postgresql://hotline:pa55word@127.0.0.1:1/hotline"
SECRETS = {
    "twilio_auth_token": ("t0ken-of-the-account",),
    "secret_key": "s3cret-key-of-this-hotline",
    "database_url": DATABASE_URL,
    "notices_to": ("mailto://user:ma1lpass@example",),
}
WORDS = ("t0ken", "s3cret", "pa55word", "ma1lpass")


@pytest.fixture
def settings(tmp_path):
    return test_settings(tmp_path, DATABASE_URL).model_copy(update=SECRETS)


def hidden(text):
    return [word for word in WORDS if word in text]


def test_settings_show_none_of_their_secrets(settings):
    assert hidden(repr(settings) + str(settings) + f"{settings!r}") == []
    assert settings.secret_key == SECRETS["secret_key"]


def test_what_runs_with_them_shows_none_either(tmp_path, sqlite_url):
    whole = {name: value for name, value in SECRETS.items() if name != "database_url"}
    app = create_app(test_settings(tmp_path, sqlite_url, **whole))
    hotline = app.extensions["hotline"]
    try:
        assert hidden(repr(hotline) + repr(hotline.carrier) + repr(hotline.settings)) == []
    finally:
        hotline.ledger.close()
        hotline.database.close()


def test_wrong_settings_are_named_without_what_they_are(monkeypatch):
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name.upper(), value if isinstance(value, str) else value[0])
    monkeypatch.setenv("PUBLIC_URL", "pa55word")
    monkeypatch.setenv("DATABASE_URL", "mysql://user:pa55word@host/db")

    with pytest.raises(BadSettings) as wrong:
        Settings.from_env()

    told = "".join(traceback.format_exception(wrong.value))
    assert "DATABASE_URL" in told
    assert hidden(told) == []


def test_a_database_that_is_away_is_told_without_its_password():
    database = Database(DATABASE_URL)

    with pytest.raises(sa.exc.OperationalError) as away, database.reading() as session:
        session.execute(sa.text("SELECT :number"), {"number": CITIZEN})

    told = "".join(traceback.format_exception(away.value)) + repr(database)
    assert hidden(told) == []
    database.close()


def test_a_statement_that_fails_is_told_without_what_was_written(database):
    with pytest.raises(sa.exc.DBAPIError) as failed, database.reading() as session:
        session.execute(sa.text("SELECT :number FROM nowhere"), {"number": CITIZEN})

    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), None)
    record.exc_info = (type(failed.value), failed.value, failed.value.__traceback__)
    assert CITIZEN[-9:] not in Fields().format(record)


def test_the_carriers_client_shows_no_token():
    carrier = Carrier(api_url="http://127.0.0.1:1", account_sid="AC1", token="t0ken")

    assert hidden(repr(carrier) + repr(carrier.client())) == []
