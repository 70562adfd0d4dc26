"""Alerts and dashboard ask for nothing that there is not."""

import json
import re

from ruamel.yaml import YAML

from ivr.flow.words import CheckKind, Grade, Verdict
from ivr.watched.meter import Kept, Outcome
from monitoring.names import METRICS, Kind
from tests.guards.sources import ROOT

RULES = YAML(typ="safe").load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
BOARD = json.loads((ROOT / "deploy/grafana/tam-nhanh.json").read_text("utf-8"))
ALERTS = {rule["alert"]: rule for group in RULES["groups"] for rule in group["rules"]}
ASKED = {
    **{name: rule["expr"] for name, rule in ALERTS.items()},
    **{
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in BOARD["panels"]
        for target in panel.get("targets", ())
    },
}
PARTS = {Kind.HISTOGRAM: ("_bucket", "_sum", "_count")}
EXPORTED = {
    metric.name + part: metric for metric in METRICS for part in PARTS.get(metric.kind, ("",))
}
SERIES = re.compile(r"(hotline_\w+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)(=~|!=|=)"([^"]*)"')
WORDS: dict[str, set[str]] = {
    "verdict": {*Verdict},
    "kept": {*Kept},
    "fault": {*Outcome},
    "kind": {*CheckKind},
    "grade": {*Grade},
}


def test_every_metric_that_is_asked_for_is_exported():
    unknown = {
        (where, name)
        for where, query in ASKED.items()
        for name, _ in SERIES.findall(query)
        if name not in EXPORTED
    }

    assert unknown == set()
    assert len(ASKED) > 50


def test_every_label_that_is_asked_for_has_that_value():
    wrong = set()
    for where, query in ASKED.items():
        for name, matchers in SERIES.findall(query):
            for label, _, values in MATCHER.findall(matchers):
                known = WORDS[label] if label in EXPORTED[name].labels else set()
                wrong |= {(where, label, v) for v in values.split("|") if v not in known}

    assert wrong == set()


def test_every_metric_is_on_the_dashboard():
    shown = {name for query in ASKED.values() for name, _ in SERIES.findall(query)}
    left_out = {m.name for m in METRICS if not {n for n in EXPORTED if EXPORTED[n] is m} & shown}

    assert left_out == set()


def test_what_only_grows_is_asked_for_as_a_rate_and_nothing_else_is():
    wrong = set()
    for where, query in ASKED.items():
        for name, _ in SERIES.findall(query):
            grows = EXPORTED[name].kind is not Kind.GAUGE
            is_rate = re.search(rf"(rate|increase)\({name}\b", query) is not None
            wrong |= {(where, name)} if grows != is_rate else set()

    assert wrong == set()


def test_every_alert_says_what_it_is_and_the_docs_say_what_to_do():
    docs = (ROOT / "docs/monitoring.md").read_text("utf-8")

    for name, rule in ALERTS.items():
        assert f"| `{name}` |" in docs, name
        assert rule["labels"]["severity"] in ("wake", "today")
        assert " · " in rule["annotations"]["summary"]


def test_every_metric_is_told_in_the_docs():
    docs = (ROOT / "docs/monitoring.md").read_text("utf-8")

    assert [metric.name for metric in METRICS if f"`{metric.name}" not in docs] == []
