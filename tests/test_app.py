"""Putting the switchboard together: what it refuses to serve, and what it says then."""

import json
import logging
import threading
from datetime import timedelta

import pytest

from app import create_app, now
from ivr.branches import BadBranches
from ivr.logs import Fields
from ivr.settings import BadSettings, Settings
from tests.harness import ACCOUNT, API_URL, NINE_ON_MONDAY, PUBLIC_URL, ROOT, TOKEN, test_settings

REAL = "https://api.twilio.com"
SHIPPED = (ROOT / "branches.yaml").read_text("utf-8")
ENVIRONMENT = {
    "PUBLIC_URL": PUBLIC_URL,
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_API_URL": API_URL,
    "SECRET_KEY": "a secret of sixteen letters or more",
}


@pytest.fixture
def make_app(tmp_path, sqlite_url):
    """Return a maker of applications; each is let go of at the end."""
    made = []

    def make(**changes):
        app = create_app(test_settings(tmp_path, sqlite_url, **changes))
        app.extensions["hotline"].board._thread = threading.current_thread()  # it never looks
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["hotline"].ledger.close()
        app.extensions["hotline"].database.close()


@pytest.fixture
def environment(monkeypatch, sqlite_url, tmp_path):
    """The environment of a process of its own; a `.env` of the checkout does not count."""
    for name, value in (ENVIRONMENT | {"DATABASE_URL": sqlite_url}).items():
        monkeypatch.setenv(name, value)
    for name in ("VAR_DIR", "RECORDINGS_DIR", "PROMPTS_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return monkeypatch


def test_the_shipped_hotline_serves_the_simulated_carrier(make_app):
    client = make_app().test_client()

    assert client.get("/healthz").json == {
        "serving": True,
        "database_away_since": None,
        "branches_fault": False,
    }
    assert "Hậu Giang" in client.get("/").text


def test_a_real_carrier_is_refused_with_placeholder_numbers(make_app):
    with pytest.raises(BadSettings) as refused:
        make_app(twilio_api_url=REAL)

    told = str(refused.value)
    assert "placeholder numbers" in told
    places = [line for line in told.splitlines() if line.startswith("  ")]
    assert len(places) == SHIPPED.count("0500 000 ")
    assert any("hotline" in place for place in places)
    assert any("thu-tuc-hanh-chinh" in place for place in places)


def test_one_placeholder_that_was_forgotten_is_enough(make_app, tmp_path):
    file = tmp_path / "branches.yaml"
    file.write_text(
        SHIPPED.replace("0500 000 ", "0299 000 0").replace("0299 000 0042", "0500 000 042"), "utf-8"
    )

    with pytest.raises(BadSettings, match="placeholder") as refused:
        make_app(twilio_api_url=REAL, branches_file=file)

    places = [line for line in str(refused.value).splitlines() if line.startswith("  ")]
    assert len(places) == 1


def test_a_hotline_with_numbers_of_its_own_serves_a_real_carrier(make_app, tmp_path):
    file = tmp_path / "branches.yaml"
    file.write_text(SHIPPED.replace("0500 000 ", "0299 000 0"), "utf-8")

    app = make_app(twilio_api_url=REAL, branches_file=file)

    assert app.test_client().get("/healthz").json["serving"]


def test_a_bad_branches_file_is_refused_with_every_fault(make_app, tmp_path):
    file = tmp_path / "branches.yaml"
    file.write_text(
        SHIPPED.replace("ring_s: 20", "ring_s: 2000").replace("key: 4", "key: 3"), "utf-8"
    )

    with pytest.raises(BadBranches) as refused:
        make_app(branches_file=file)

    assert len(refused.value.faults) == 2


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TWILIO_AUTH_TOKEN", ",", "TWILIO_AUTH_TOKEN"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("PUBLIC_URL", "hotline.example.gov.vn", "PUBLIC_URL"),
        ("PUBLIC_URL", "https://hot_line.example.gov.vn", "underscore"),
        ("DATABASE_URL", "mysql://nobody", "DATABASE_URL"),
        ("TWILIO_API_URL", REAL, "placeholder"),
        ("BRANCHES_FILE", "no-such-file.yaml", "no-such-file.yaml"),
    ],
)
def test_a_fault_in_the_environment_ends_the_process_with_a_sentence(
    environment, capsys, name, value, told
):
    environment.setenv(name, value)

    with pytest.raises(SystemExit) as ended:
        create_app()

    said = capsys.readouterr().err
    assert ended.value.code == 3
    assert told in said
    assert "Traceback" not in said


def test_no_secret_is_told_with_a_fault(environment, capsys):
    environment.setenv("SECRET_KEY", "abc")
    environment.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    environment.setenv("PORT", "99999999")

    with pytest.raises(SystemExit):
        create_app()

    said = capsys.readouterr().err
    assert "abc" not in said
    assert TOKEN not in said
    assert "PORT" in said


def test_settings_come_from_the_environment(environment):
    settings = Settings.from_env()

    assert (settings.public_url, settings.twilio_auth_token) == (PUBLIC_URL, (TOKEN,))


def test_the_clock_is_aware():
    assert now().utcoffset() is not None


def test_log_lines_cannot_be_forged():
    record = logging.makeLogRecord({"msg": "refused", "path": "/x\n2026 info app: all is well"})

    assert "\n" not in Fields().format(record)


def test_nothing_of_a_person_is_on_the_first_page(make_app):
    page = make_app().test_client().get("/").text

    assert "0500 000 041" not in page


# The clock.

AHEAD = timedelta(days=400)


def pretend(folder, ahead):
    """Write down a simulated carrier's time that is ahead of the wall's."""
    (folder / "var").mkdir()
    wall = now()
    said = {"wall": wall.isoformat(), "moment": (wall + ahead).isoformat(), "speed": 1.0}
    (folder / "var" / "clock.json").write_text(json.dumps(said))


def test_where_the_carrier_is_simulated_time_is_what_it_shows(make_app, tmp_path):
    hotline = make_app().extensions["hotline"]
    assert abs(hotline.clock() - now()) < timedelta(hours=1)

    pretend(tmp_path, AHEAD)

    assert abs(hotline.clock() - now() - AHEAD) < timedelta(hours=1)
    assert hotline.board.watches


def test_with_a_real_carrier_no_time_is_pretended(make_app, tmp_path):
    file = tmp_path / "branches.yaml"
    file.write_text(SHIPPED.replace("0500 000 ", "0299 000 0"), "utf-8")
    pretend(tmp_path, AHEAD)

    hotline = make_app(twilio_api_url=REAL, branches_file=file).extensions["hotline"]

    assert hotline.clock is now
    assert hotline.board.watches


def test_a_clock_that_is_given_is_followed_by_nothing(hotline, tmp_path):
    pretend(tmp_path, AHEAD)

    assert hotline.hotline.clock() == NINE_ON_MONDAY
    assert not hotline.hotline.board.watches


def test_the_menu_is_looked_up_for_the_pretended_day(make_app, tmp_path):
    pretend(tmp_path, AHEAD)

    calendar = make_app().extensions["hotline"].board.board.switchboard.calendar

    assert max(calendar.holidays).year == (now() + AHEAD).year + 2
