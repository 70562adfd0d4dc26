"""The ready files of `deploy/`: what they name is there, and HAProxy takes its own."""

import re
import subprocess

import pytest

from ivr.settings import Settings
from tests.deploy.hosts import HAPROXY, proxy_file
from tests.guards.sources import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
# Read by gunicorn.conf.py, and by the library of the S3-type store.
NO_SETTINGS = {
    "WEB_CONCURRENCY",
    "AWS_ENDPOINT_URL",
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
}


def test_each_variable_of_the_example_is_a_setting_and_no_required_one_is_left_out():
    text = (DEPLOY / "tam-nhanh.env").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", text, flags=re.MULTILINE))

    required = {n.upper() for n, field in Settings.model_fields.items() if field.is_required()}
    assert named - NO_SETTINGS <= {name.upper() for name in Settings.model_fields}
    assert required <= named


def test_units_run_what_the_procfile_runs():
    procfile = (ROOT / "Procfile").read_text().replace('"', "")
    planned = dict(line.split(": ", 1) for line in procfile.splitlines())

    for name, command in planned.items():
        unit = (DEPLOY / "systemd" / f"tam-nhanh-{name}.service").read_text()
        assert f"ExecStart=/srv/tam-nhanh/.venv/bin/{command}\n" in unit


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_each_unit_is_shut_in(unit):
    lines = unit.read_text().splitlines()

    assert {"User=tamnhanh", "ProtectSystem=strict", "NoNewPrivileges=yes", "UMask=0077"} <= {
        *lines
    }


@pytest.mark.skipif(HAPROXY is None, reason="no HAProxy: apt-get install haproxy")
def test_haproxy_takes_the_file_without_a_warning(tmp_path):
    config = tmp_path / "haproxy.cfg"
    config.write_text(proxy_file(8080, (8081, 8082)))

    argv = [str(HAPROXY), "-c", "-f", str(config)]
    said = subprocess.run(argv, capture_output=True, text=True, check=True)

    assert "[WARNING]" not in said.stderr
    assert "[ALERT]" not in said.stderr


def test_nginx_is_told_the_same_as_haproxy():
    nginx, haproxy = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "haproxy.cfg").read_text()

    assert re.findall(r"server (10\.\S+:\d+)", nginx) == re.findall(r"(10\.\S+:\d+)", haproxy)
    assert "proxy_request_buffering on" in nginx
    assert "option http-buffer-request" in haproxy
