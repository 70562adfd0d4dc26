"""Samples as the text that Prometheus reads.

Source: the page "Exposition formats" of Prometheus, text-based format, version 0.0.4.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from monitoring.names import METRICS, Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a metric; `labels` are the values of its labels, in their order."""

    metric: Metric
    value: float
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values fell below each bound (and above the last one), and their sum."""

    metric: Metric
    labels: tuple[str, ...]
    bounds: Sequence[float]
    counts: Sequence[float]
    sum: float


def text_of(found: Iterable[Sample | Histogram]) -> str:
    """Return the samples as text, each metric with what it tells; what has no sample is left out.

    A sample that comes twice is told once: a text with both would be refused as a whole.
    """
    by_metric: dict[str, dict[tuple[str, ...], Sample | Histogram]] = {}
    for sample in found:
        by_metric.setdefault(sample.metric.name, {})[sample.labels] = sample
    lines: list[str] = []
    for metric in METRICS:
        if samples := by_metric.get(metric.name):
            lines.append(f"# HELP {metric.name} {metric.about}")
            lines.append(f"# TYPE {metric.name} {metric.kind}")
            for sample in samples.values():
                lines.extend(_lines(sample))
    return "\n".join([*lines, ""])


def _lines(sample: Sample | Histogram) -> Iterator[str]:
    name, labels = sample.metric.name, _pairs(sample.metric, sample.labels)
    if isinstance(sample, Sample):
        yield f"{name}{_braced(labels)} {_number(sample.value)}"
        return
    bounds = [*map(_number, sample.bounds), "+Inf"]
    below = list(accumulate(sample.counts))
    for bound, count in zip(bounds, below, strict=True):
        yield f"{name}_bucket{_braced([*labels, ('le', bound)])} {_number(count)}"
    yield f"{name}_sum{_braced(labels)} {_number(sample.sum)}"
    yield f"{name}_count{_braced(labels)} {_number(below[-1])}"


def _pairs(metric: Metric, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(zip(metric.labels, values, strict=True))


def _braced(labels: list[tuple[str, str]]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
