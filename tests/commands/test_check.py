"""`flask check`, `flask migrate` and `flask worker`."""

import os
import signal
import subprocess
import sys

import pytest

from models import calls
from simulator.countries import Country
from tests.harness import ACCOUNT, API_URL, PUBLIC_URL, ROOT, TOKEN


def test_check_says_that_the_shipped_hotline_is_fit_for_the_simulated_carrier(type_in):
    told = type_in("check")

    assert told.exit_code == 0
    assert "8 nhánh" in told.output
    assert "fit for the simulated carrier only" in told.output
    assert told.output.rstrip().endswith("ready to serve")


def test_check_names_recordings_that_are_no_prompt(type_in, hotline):
    folder = hotline.settings.prompts_dir / "vi"
    folder.mkdir(parents=True)
    (folder / "gret.wav").touch()
    (folder / "greet.ogg").touch()
    (folder / ".hidden").touch()

    told = type_in("check")

    assert "gret.wav" in told.output
    assert "greet.ogg" in told.output
    assert ".hidden" not in told.output


def test_check_fails_where_the_database_is_away(type_in, hotline, tmp_path):
    hotline.hotline.database.close()
    (tmp_path / "hotline.db").unlink()
    (tmp_path / "hotline.db").mkdir()

    told = type_in("check")

    assert told.exit_code == 1
    assert "database away" in told.output


def test_migrate_brings_an_empty_database_up_to_date_and_may_be_typed_twice(
    type_at, make_hotline, tmp_path
):
    hotline = make_hotline(f"sqlite:///{tmp_path / 'empty.db'}")

    once, twice = (type_at(hotline, "migrate") for _ in range(2))

    assert (once.exit_code, twice.exit_code) == (0, 0)
    assert "database at revision 00" in once.output
    assert once.output == twice.output


@pytest.fixture
def environment(sqlite_url, tmp_path):
    """Return the environment of a process of its own."""
    return os.environ | {
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": API_URL,
        "SECRET_KEY": "a secret of sixteen letters or more",
        "DATABASE_URL": sqlite_url,
        "VAR_DIR": str(tmp_path / "var"),
        "RECORDINGS_DIR": str(tmp_path / "recordings"),
        "PYTHONUNBUFFERED": "1",
    }


def flask(*words):
    return [sys.executable, "-m", "flask", "--app", "app", *words]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_stops_on_a_signal_and_ends_well(environment, how):
    with subprocess.Popen(
        flask("worker"), cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stderr
        started = next((line for line in worker.stderr if "worker started" in line), "")
        worker.send_signal(how)
        _, rest = worker.communicate(timeout=30)

    assert started
    assert "worker stopped" in rest
    assert "Traceback" not in rest
    assert worker.returncode == 0


def test_the_worker_tells_what_it_finds_before_it_stops(environment, hotline):
    call = hotline.call("4", "accept")
    hotline.hotline.ledger.close()

    with subprocess.Popen(
        flask("worker"), cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stderr
        next(line for line in worker.stderr if "worker started" in line)
        while not told_by_somebody(hotline, call):
            assert worker.poll() is None
        worker.terminate()
        worker.communicate(timeout=30)

    assert hotline.row(call).verdict == "answered"


def told_by_somebody(hotline, call):
    with hotline.hotline.database.reading() as session:
        return calls.find(session, call.sid)


def test_a_real_carrier_is_refused_with_placeholder_numbers_each_by_its_place(environment):
    done = subprocess.run(
        flask("check"),
        cwd=ROOT,
        env=environment | {"TWILIO_API_URL": "https://api.twilio.com"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "hotline" in done.stderr
    assert "thu-tuc-hanh-chinh" in done.stderr
    assert done.stdout == ""


def test_missing_settings_are_all_named_at_once(environment, tmp_path):
    for name in ("TWILIO_AUTH_TOKEN", "SECRET_KEY"):
        environment[name] = ","

    done = subprocess.run(
        flask("check"), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "TWILIO_AUTH_TOKEN: needs at least one token" in done.stderr
    assert "SECRET_KEY" in done.stderr


# What it asks of the carrier, and of the addresses of notices.


@pytest.fixture
def check_with(type_at, make_hotline, sqlite_url):
    """Return what tells the lines of `flask check` for a carrier, or settings, that differ."""

    def told(*, settings=None, **carrier):
        hotline = make_hotline(sqlite_url, **carrier)
        for name, value in (settings or {}).items():
            hotline.settings.__dict__[name] = value
        return type_at(hotline, "check")

    return told


def test_check_tells_which_countries_may_be_called(check_with):
    laos = Country(iso_code="LA", name="Laos", continent="ASIA", code="+856", low_risk=True)

    told = check_with(countries=(laos,))

    assert told.exit_code == 1
    assert "✗ Nhà mạng, geo_permissions_vietnam" in told.output
    assert "! Nhà mạng, geo_permissions_others" in told.output


def test_check_says_once_that_a_carrier_does_not_tell_them(check_with):
    told = check_with(countries=None)

    assert told.exit_code == 0
    assert told.output.count("dialing permissions cannot be read") == 1


def test_check_says_how_the_whole_way_in_can_be_checked(check_with):
    assert "add a second number under own_numbers" in check_with().output


def test_check_names_addresses_of_notices_that_are_for_nobody_by_their_place(check_with):
    entries = ("mailto://u:secret@x", "head/no-such=mailto://u:secret@x", "boss=mailto://secret@x")

    told = check_with(settings={"notices_to": entries})

    assert told.exit_code == 1
    assert "✗ NOTICES_TO, mục 2: không có nhánh no-such" in told.output
    assert "✗ NOTICES_TO, mục 3" in told.output
    assert "secret" not in told.output
