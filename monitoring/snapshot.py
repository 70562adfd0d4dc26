"""What the worker knows, in a file that the web processes of its host read.

So there is one address to ask, no second server in the worker, and no query while a caller waits.
The file's own time is the worker's sign of life.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitoring.exposition import Sample
from monitoring.names import BY_NAME, Metric

NAME = "worker.json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the worker knew at a moment of the wall's clock."""

    at: datetime
    samples: tuple[Sample, ...]

    def value(self, metric: Metric) -> float | None:
        """Return the value of a metric without labels, None where the worker had none."""
        return next((s.value for s in self.samples if s.metric is metric), None)


def write(path: Path, samples: Iterable[Sample]) -> None:
    """Replace the file as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(json.dumps([[s.metric.name, s.value, s.labels] for s in samples]), "utf-8")
    half.replace(path)


def read(path: Path) -> Snapshot | None:
    """Return what the worker wrote last, None where there is nothing that can be read."""
    try:
        with path.open(encoding="utf-8") as file:
            at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
            found = json.load(file)
        samples = tuple(
            Sample(BY_NAME[name], float(value), tuple(labels))
            for name, value, labels in found
            if name in BY_NAME  # another release's worker may know more
        )
    except (OSError, ValueError, TypeError):
        return None
    return Snapshot(at, samples)
