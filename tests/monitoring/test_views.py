"""What a load balancer and Prometheus are told, and who may ask."""

import json
import os
from datetime import timedelta

import pytest

from ivr.flow.words import Verdict
from monitoring import snapshot
from monitoring.names import METRICS
from tests.harness import NINE_ON_MONDAY, ROOT
from tests.monitoring.conftest import TOKEN, metrics


def ask(hotline):
    """Look again: what was found is good for a second."""
    hotline.app.extensions["watch"]._found = None
    answer = hotline.app.test_client().get("/readyz")
    return answer.status_code, json.loads(answer.data)


def parts(hotline):
    return [part["part"] for part in ask(hotline)[1]["parts"]]


def observe(hotline, ago_s=0.0):
    """Let the worker give its sign of life, at the hotline's own time."""
    hotline.work.observe()
    at = (hotline.now - timedelta(seconds=ago_s)).timestamp()
    os.utime(hotline.settings.var_dir / snapshot.NAME, (at, at))


def test_a_host_without_a_worker_serves_and_says_so(hotline):
    status, told = ask(hotline)

    assert (status, told["ready"], told["degraded"]) == (200, True, True)
    (part,) = told["parts"]
    assert part["part"] == "worker"
    assert part["since"] == NINE_ON_MONDAY.isoformat(timespec="seconds")
    assert (part["vi"][:11], part["en"][:11]) == ("Tiến trình ", "This host's")


def test_a_host_whose_worker_is_well_has_nothing_to_tell(hotline):
    hotline.work.reconcile()
    observe(hotline)

    assert ask(hotline) == (200, {"ready": True, "degraded": False, "parts": []})

    observe(hotline, ago_s=61)
    assert parts(hotline) == ["worker"]


def test_a_database_that_is_away_is_told_and_takes_no_host_out(hotline):
    board = hotline.hotline.board
    board.database_away_since = NINE_ON_MONDAY - timedelta(hours=1)

    status, told = ask(hotline)

    assert (status, told["parts"][0]["part"]) == (200, "database")
    assert told["parts"][0]["since"] == "2026-11-23T01:00:00+00:00"


def test_a_process_that_never_had_the_database_says_so_at_once(hotline):
    hotline.hotline.board.told_at = None

    assert parts(hotline) == ["database", "worker"]


def test_a_host_that_can_keep_no_event_is_taken_out(hotline, monkeypatch):
    hotline.hotline.board.database_away_since = NINE_ON_MONDAY
    monkeypatch.setattr(os, "access", lambda *_: False)

    status, told = ask(hotline)

    assert (status, told["ready"]) == (503, False)
    assert [part["part"] for part in told["parts"]] == ["database", "disk", "worker"]


def test_what_is_found_is_good_for_a_second(hotline):
    client = hotline.app.test_client()
    before = client.get("/readyz").data
    hotline.hotline.board.fault = "a fault"

    assert client.get("/readyz").data == before
    assert parts(hotline) == ["branches", "worker"]


@pytest.mark.parametrize(
    ("settings", "peer", "headers", "status"),
    [
        ({}, "127.0.0.1", TOKEN, 404),
        ({"metrics_token": "a token"}, "192.0.2.9", TOKEN, 200),
        ({"metrics_token": "a token"}, "127.0.0.1", {}, 403),
        ({"metrics_token": "a token"}, "127.0.0.1", {"Authorization": "Bearer ạ"}, 403),
        ({"metrics_allow": ("10.0.0.0/24",)}, "10.0.0.30", {}, 200),
        ({"metrics_allow": ("10.0.0.0/24",)}, "10.0.1.30", {}, 403),
        ({"metrics_allow": ("10.0.0.0/24",)}, "10.0.0.30", {"X-Forwarded-For": "192.0.2.9"}, 403),
        ({"metrics_allow": ("10.0.0.0/24",)}, "", {}, 403),
        ({"metrics_allow": ("::1",), "metrics_token": "a token"}, "::1", {}, 403),
        ({"metrics_allow": ("::1",), "metrics_token": "a token"}, "::1", TOKEN, 200),
    ],
)
def test_metrics_are_for_those_who_are_set_up_to_ask(make_watched, settings, peer, headers, status):
    client = make_watched(**settings).app.test_client()

    answer = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": peer})

    assert answer.status_code == status


@pytest.mark.parametrize("engine", ["sqlite_url", "postgres_url"])
def test_a_call_is_in_the_metrics_and_nothing_of_whom_it_was(make_watched, engine, request):
    hotline = make_watched(request.getfixturevalue(engine), metrics_token="a token")
    call = hotline.call(keys="4", officers="no-answer,accept")
    missed = hotline.call(keys="2", hang_up_after_s=9)
    hotline.tell()
    hotline.work.reconcile()
    hotline.work.seen.ended("tell", hotline.work.seen.monotonic() - 2, is_well=True)
    observe(hotline)

    found = metrics(hotline)

    label = 'branch="thu-tuc-hanh-chinh",verdict="answered"'
    assert hotline.row(call).verdict is Verdict.ANSWERED
    assert found["hotline_calls_last_hour", label] == found["hotline_calls_today", label] == 1
    assert sum(v for (name, _), v in found.items() if name == "hotline_calls_last_hour") == 2
    assert found["hotline_callbacks_open", 'branch="doanh-nghiep"'] == 1
    assert found["hotline_callback_oldest_overdue_seconds", ""] == 0
    assert found["hotline_webhook_seconds_count", 'route="/voice",outcome="answered"'] == 2
    webhooks = len(hotline.events(call)) + len(hotline.events(missed))
    assert found["hotline_events_total", 'kept="database"'] == webhooks
    exported = {name.removesuffix(end) for name, _ in found for end in ("", "_bucket")}
    assert {metric.name for metric in METRICS} <= exported
    told = hotline.app.test_client().get("/metrics", headers=TOKEN).text
    assert not any(officer.number[1:] in told for _, officer in _officers(hotline))
    assert "505000001" not in told


def _officers(hotline):
    return hotline.hotline.board.board.switchboard.officers()


def test_overdue_callbacks_are_counted_with_how_long_they_are(make_watched):
    hotline = make_watched(metrics_token="a token")
    hotline.call(keys="2", hang_up_after_s=9)
    hotline.tell()
    hotline.pass_time(days=3)
    observe(hotline)

    found = metrics(hotline)

    assert found["hotline_callbacks_overdue", 'branch="doanh-nghiep"'] == 1
    assert found["hotline_callback_oldest_overdue_seconds", ""] > 24 * 3600
    assert sum(v for (name, _), v in found.items() if name == "hotline_calls_today") == 0


def test_a_worker_without_the_database_still_gives_its_sign_of_life(make_watched):
    hotline = make_watched(metrics_token="a token")
    with hotline.hotline.database.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE calls RENAME TO gone")
    hotline.work.seen.ended("tell", 0.0, is_well=False)
    observe(hotline)

    found = metrics(hotline)

    assert found["hotline_job_failures_total", 'job="tell"'] == 1
    assert found["hotline_worker_heartbeat_seconds", ""] == 0
    assert "hotline_teller_lag_seconds" not in {name for name, _ in found}


def test_what_a_dead_worker_knew_is_told_no_more(make_watched):
    hotline = make_watched(metrics_token="a token")
    observe(hotline, ago_s=61)

    found = metrics(hotline)

    assert found["hotline_worker_heartbeat_seconds", ""] == 61
    assert "hotline_callbacks_open" not in {name for name, _ in found}


@pytest.mark.parametrize("written", ["", "{", "[[1]]", '[["hotline_ready", "x", []]]', "[1, 2]"])
def test_a_file_of_the_worker_that_makes_no_sense_is_no_sign_of_life(tmp_path, written):
    path = tmp_path / snapshot.NAME
    path.write_text(written)

    assert snapshot.read(path) is None


def test_proxies_keep_both_addresses_to_themselves():
    haproxy, nginx = (ROOT / "deploy" / name for name in ("haproxy.cfg", "nginx.conf"))

    assert "path /healthz /readyz /metrics" in haproxy.read_text("utf-8")
    assert "location ~ ^/(healthz|readyz|metrics)$" in nginx.read_text("utf-8")
