"""Whatever breaks, no number of anybody gets into a log, in either form."""

import io
import json
import logging

import pytest

from ivr.logs import Fields, JsonLines
from jobs.firing import guarded
from monitoring.jobs_seen import JobsSeen
from tests.harness import CITIZEN, HOTLINE_NUMBER

SHAPES = ("+84505000001", "84505000001", "0505000001", "0505 000 001", "+84 505 000 001")
FAULT = "no row for " + ", ".join(SHAPES) + " {'phone': '0084505000001', 'to': '%2B84505000001'}"


class Broken(Exception):
    """What a driver might say."""


@pytest.fixture(params=[Fields, JsonLines])
def logged(request):
    """Return what is written to the log, as text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    logging.getLogger().addHandler(handler)
    yield lambda: _lines(written.getvalue(), is_json=request.param is JsonLines)
    logging.getLogger().removeHandler(handler)


def _lines(text, *, is_json):
    for line in text.splitlines() if is_json else ():
        assert json.loads(line)["pid"]
    return text


def breaks(*_args, **_kwargs):
    raise Broken(FAULT)


def holds_no_number(text):
    return "505000001" not in text.replace(" ", "")


def test_of_a_webhook_that_fails(hotline, logged, monkeypatch):
    monkeypatch.setattr(hotline.hotline.ledger, "record", breaks)

    call = hotline.call(keys="4")

    assert "webhook failed" in logged()
    assert "apology failed" in logged()
    assert f'"call_sid": "{call.sid}"' in logged()
    assert holds_no_number(logged())


def test_of_a_page_of_the_desk_that_fails(hotline, logged):
    client = hotline.app.test_client()
    desk = hotline.app.extensions["desk"].app
    desk.before_request_funcs[None].insert(0, breaks)

    answer = client.get("/desk/cuoc-goi", query_string={"q": CITIZEN})

    assert answer.status_code == 500
    assert "Broken" in logged()
    assert holds_no_number(logged())
    assert "Broken" not in answer.text


def test_of_a_job_that_fails(logged):
    seen = JobsSeen(monotonic=lambda: 9.0)

    guarded(breaks, seen)()

    assert "job failed" in logged()
    assert "Broken" in logged()
    assert holds_no_number(logged())
    assert {s.metric.name: s.value for s in seen.samples()} == {
        "hotline_job_runs_total": 1,
        "hotline_job_failures_total": 1,
        "hotline_job_seconds_total": 0,
    }


def test_of_the_web_server_itself(logged):
    logging.getLogger("gunicorn.error").warning("Error handling request %s", f"/desk?q={CITIZEN}")

    assert holds_no_number(logged())
    assert HOTLINE_NUMBER not in logged()
