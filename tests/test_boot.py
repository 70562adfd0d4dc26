"""The pure parts of boot.py and supervisor.py; setting up for real is tried by every build."""

import itertools
import os
import shutil
import socket
import stat
import subprocess
import sys

import pytest

import boot
import supervisor
from supervisor import Failure


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.lock").write_text("flask==3.1.3\n")
    (tmp_path / "requirements-voice.lock").write_text("espeakng-loader==0.2.4\n")
    (tmp_path / "requirements-dev.lock").write_text("flask==3.1.3\npytest==9.2.0\n")
    return tmp_path


def stamp(checkout, *names):
    (checkout / ".venv" / "boot-stamp").unlink(missing_ok=True)
    boot.write_stamp(checkout, *names)


def test_an_environment_without_a_stamp_is_not_set_up(checkout):
    assert not boot.is_set_up(checkout, checkout / "requirements.lock")


def test_a_stamped_environment_is_set_up_until_its_lock_changes(checkout):
    lock = checkout / "requirements.lock"
    stamp(checkout, "requirements.lock")
    before = boot.is_set_up(checkout, lock)

    lock.write_text("flask==3.2\n")

    assert (before, boot.is_set_up(checkout, lock)) == (True, False)


def test_the_development_environment_serves_to_run_but_not_the_other_way_round(checkout):
    run_lock, dev_lock = checkout / "requirements.lock", checkout / "requirements-dev.lock"

    stamp(checkout, "requirements.lock", "requirements-dev.lock")
    after_dev = (boot.is_set_up(checkout, run_lock), boot.is_set_up(checkout, dev_lock))
    stamp(checkout, "requirements.lock")
    after_run = (boot.is_set_up(checkout, run_lock), boot.is_set_up(checkout, dev_lock))

    assert (after_dev, after_run) == ((True, True), (True, False))


def test_an_environment_of_another_python_is_not_set_up(checkout, monkeypatch):
    stamp(checkout, "requirements.lock")

    monkeypatch.setattr(sys, "version", "3.99.0 (other)")

    assert not boot.is_set_up(checkout, checkout / "requirements.lock")


def test_a_moved_checkout_is_not_set_up(checkout):
    stamp(checkout, "requirements.lock")

    moved = checkout.rename(checkout.with_name("moved"))

    assert not boot.is_set_up(moved, moved / "requirements.lock")


def test_set_up_leaves_a_ready_environment_alone(checkout):
    stamp(checkout, "requirements.lock", "requirements-dev.lock")

    boot.set_up(checkout, dev=True)

    assert not (checkout / ".tools").exists()


def test_installing_one_lock_file_more_keeps_the_others_in_the_stamp(checkout):
    run_lock, voice_lock = checkout / "requirements.lock", checkout / "requirements-voice.lock"

    stamp(checkout, "requirements.lock")
    before = boot.is_set_up(checkout, run_lock), boot.is_set_up(checkout, voice_lock)
    boot.write_stamp(checkout, "requirements-voice.lock")

    assert before == (True, False)
    assert boot.is_set_up(checkout, run_lock, voice_lock)


# The voice.


@pytest.fixture
def typed(checkout):
    """Return what runs a Python command line in a checkout whose uv writes down what it is asked.

    As a process of its own, since boot.py starts installers as only a process without threads may.
    """
    for name in ("boot.py", "supervisor.py"):
        shutil.copy(boot.ROOT / name, checkout)
    uv = checkout / ".tools" / "bin" / "uv"
    uv.parent.mkdir(parents=True)
    uv.write_text('#!/bin/sh\n[ "$1" = --version ] && exit\necho "$@" >> asked\nexit $STATUS\n')
    uv.chmod(0o700)
    stamp(checkout, "requirements.lock")

    def run(*arguments, uv_ends_with=0):
        path = f"{uv.parent}{os.pathsep}{os.defpath}"
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=checkout,
            env={"PATH": path, "STATUS": str(uv_ends_with)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def asked_of_uv(checkout):
    asked = checkout / "asked"
    return asked.read_text().splitlines() if asked.exists() else []


TO_RUN = ("-c", "import boot; boot.set_up(boot.ROOT, dev=False, voice=True)")
TO_SERVE = ("-c", "import boot; boot.set_up(boot.ROOT, dev=False, voice=False)")


def test_a_hotline_that_serves_people_has_no_voice_installed(checkout, typed):
    ended = [typed("boot.py", "setup").returncode, typed(*TO_SERVE).returncode]

    assert ended == [0, 0]
    assert asked_of_uv(checkout) == []


@pytest.mark.parametrize("command", [TO_RUN, ("boot.py", "setup", "--voice")])
def test_a_rehearsal_has_a_voice_installed_beside_the_rest(checkout, typed, command):
    ended = typed(*command)

    assert (ended.returncode, ended.stderr) == (0, "")
    options = f"--python={checkout}/.venv/bin/python --require-hashes"
    assert asked_of_uv(checkout) == [f"pip install {options} -r{checkout}/requirements-voice.lock"]
    locks = [checkout / "requirements.lock", checkout / "requirements-voice.lock"]
    assert boot.is_set_up(checkout, *locks)


def test_an_installed_voice_is_not_installed_again(checkout, typed):
    stamp(checkout, "requirements.lock", "requirements-voice.lock", "requirements-dev.lock")

    assert typed(*TO_RUN).returncode == 0

    assert asked_of_uv(checkout) == []


def test_a_rehearsal_goes_on_without_a_voice_that_cannot_be_had(checkout, typed):
    ended = typed(*TO_RUN, uv_ends_with=1)

    assert ended.returncode == 0
    assert "the phone page will have the browser's voice, or text only" in ended.stdout
    assert boot.is_set_up(checkout, checkout / "requirements.lock")


def test_a_voice_that_could_not_be_had_is_tried_again_for_another_lock_or_when_asked(
    checkout, typed
):
    tries = []
    for command in (TO_RUN, TO_RUN, ("boot.py", "setup", "--voice")):
        ended = typed(*command, uv_ends_with=1)
        tries.append((ended.returncode, len(asked_of_uv(checkout))))
    (checkout / "requirements-voice.lock").write_text("espeakng-loader==0.2.5\n")
    tries.append((typed(*TO_RUN).returncode, len(asked_of_uv(checkout))))

    assert tries == [(0, 1), (0, 1), (1, 2), (0, 3)]


SET_UP_ONLY = """
import os, pathlib, supervisor
def tell(voice):
    raise SystemExit(f"voice: {voice}")
os.environ.update(PORT="0", TWILIO_API_URL="%s")
supervisor.run_hotline(pathlib.Path.cwd(), os.environ, set_up=tell)
"""


@pytest.mark.parametrize(
    ("carrier", "told"),
    [("http://127.0.0.1:0", "voice: True\n"), ("https://carrier.example", "voice: False\n")],
)
def test_only_a_simulated_carrier_is_given_a_voice(typed, carrier, told):
    assert typed("-c", SET_UP_ONLY % carrier).stderr == told


# The settings.


def test_the_first_run_makes_settings_that_only_their_owner_can_read(tmp_path):
    path = tmp_path / ".env"

    made = supervisor.make_env_file(path)

    assert made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    values = supervisor.read_env_file(path.read_text())
    assert values["PUBLIC_URL"] == "http://127.0.0.1:8080"
    assert values["TWILIO_ACCOUNT_SID"].startswith("AC")
    assert len(values["TWILIO_ACCOUNT_SID"]) == len("AC") + 32
    assert len(values["TWILIO_AUTH_TOKEN"]) == 32


def test_two_hotlines_have_different_secrets(tmp_path):
    supervisor.make_env_file(tmp_path / "one")
    supervisor.make_env_file(tmp_path / "two")

    one = supervisor.read_env_file((tmp_path / "one").read_text())
    two = supervisor.read_env_file((tmp_path / "two").read_text())

    same = {name for name in one if one[name] == two[name]}
    assert set(one) - same == {"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SECRET_KEY"}


def test_every_setting_of_the_first_run_is_explained():
    lines = supervisor.ENV_FILE.splitlines()

    bare = [b for a, b in itertools.pairwise(lines) if "=" in b and a[:1] != "#"]

    assert bare == []


def test_existing_settings_are_never_overwritten(tmp_path):
    path = tmp_path / ".env"
    path.write_text("PORT=1234\n")

    made = supervisor.make_env_file(path)

    assert not made
    assert path.read_text() == "PORT=1234\n"


def test_settings_may_be_quoted_exported_and_commented():
    text = "# A=0\n\nA=1\nexport B='two words'\nC=\"x=y\"\nnonsense\nD=\n"

    assert supervisor.read_env_file(text) == {"A": "1", "B": "two words", "C": "x=y", "D": ""}


def settings(tmp_path, **environ):
    path = tmp_path / ".env"
    supervisor.make_env_file(path)
    return supervisor.settings(path, environ)


def test_the_environment_wins_over_the_file(tmp_path):
    values = settings(tmp_path, SECRET_KEY="from outside", LANG="C")

    assert (values["SECRET_KEY"], values["LANG"]) == ("from outside", "C")
    assert values["BRANCHES_FILE"] == "branches.yaml"


def test_a_port_from_the_environment_moves_the_local_address_only(tmp_path):
    moved = settings(tmp_path, PORT="9000")
    public = settings(tmp_path, PORT="9000", PUBLIC_URL="https://hotline.example")

    assert moved["PUBLIC_URL"] == "http://127.0.0.1:9000"
    assert public["PUBLIC_URL"] == "https://hotline.example"


def test_the_simulated_carrier_is_told_where_the_hotline_answers(tmp_path):
    values = settings(tmp_path, HOTLINE_NUMBER="+842990000000", VAR_DIR="elsewhere/var")

    carrier = supervisor.commands("python", values)["carrier"]

    assert carrier == [
        *("python", "-m", "simulator", "--port=8081"),
        "--voice-url=http://127.0.0.1:8080/voice",
        "--status-url=http://127.0.0.1:8080/voice/status",
        "--rehearsal-url=http://127.0.0.1:8080/rehearsal",
        "--clock-file=elsewhere/var/clock.json",
        "--number=+842990000000",
    ]


def test_what_is_ready_is_first_called_from_the_phone_page(tmp_path):
    banner = supervisor.banner(settings(tmp_path, TWILIO_API_URL="http://127.0.0.1:9081/"))

    page = "http://127.0.0.1:9081/phone"
    assert f"Mở {page} trong trình duyệt để gọi thử" in banner
    assert f"open {page} in a browser to call the hotline" in banner
    places = [banner.index(text) for text in (page, "http://127.0.0.1:8080 ", "app call --keys")]
    assert places == sorted(places)


def test_beside_a_real_carrier_nothing_is_told_of_a_pretended_call(tmp_path):
    banner = supervisor.banner(settings(tmp_path, TWILIO_API_URL=""))

    assert "/phone" not in banner
    assert "app call " not in banner
    assert "http://127.0.0.1:8080 " in banner
    assert "app calls" in banner


@pytest.mark.parametrize("address", ["", "https://carrier.example"])
def test_no_carrier_is_simulated_beside_a_real_one(tmp_path, address):
    values = settings(tmp_path, TWILIO_API_URL=address)

    assert set(supervisor.commands("python", values)) == {"web", "worker"}
    assert set(supervisor.addresses(values)) == {"web"}


def test_a_taken_port_is_named_with_what_to_set():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Failure, match=rf"Port {port} \(carrier\) is taken.*TWILIO_API_URL"):
            supervisor.check_ports({"carrier": f"http://127.0.0.1:{port}/simulator/health"})


@pytest.mark.parametrize("port", ["eighty", "99999999", ""])
def test_a_port_that_is_none_is_refused_with_its_setting(port):
    with pytest.raises(Failure, match="PORT and PUBLIC_URL"):
        supervisor.check_ports({"web": f"http://127.0.0.1:{port}/healthz"})


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["run", "--fast"], ["setup", "--prod"], ["check", "x"]]
)
def test_a_wrong_command_line_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as refusal:
        boot.parse(arguments)

    assert refusal.value.code == 2
    assert "usage: boot.py" in capsys.readouterr().err


def test_options_for_pytest_are_passed_on():
    known, extra = boot.parse(["test", "-k", "boot"])

    assert (known.command, extra) == ("test", ["-k", "boot"])


def test_an_old_python_is_told_which_one_is_needed(capsys):
    status = boot.main(["run"], version=(3, 10))

    assert status == 1
    assert "3.11 or newer" in capsys.readouterr().out


LOCKS = ("requirements.lock", "requirements-voice.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address_and_hashes_every_package(name):
    text = (boot.ROOT / name).read_text()
    packages = pinned(name)

    assert "://" not in text
    assert packages
    assert all(line.endswith(" \\") and "==" in line for line in packages)


def pinned(name):
    lines = (boot.ROOT / name).read_text().splitlines()
    return [line for line in lines if line[:1].isalnum()]


def test_the_development_lock_repeats_the_others():
    repeated = set(pinned("requirements-dev.lock"))

    assert set(pinned("requirements.lock")) <= repeated
    assert set(pinned("requirements-voice.lock")) <= repeated


def test_what_serves_people_holds_no_voice():
    assert [line for line in pinned("requirements.lock") if "espeak" in line] == []
