"""Log lines: one line an event, in words, with its fields behind it.

Fields are given in `extra=`; what they hold is written as JSON, control characters are escaped and
tracebacks indented, so that nothing that came from outside can begin a line of its own. Full
numbers, names and keys pressed are never given; a database's complaint may quote a number, so
tracebacks are masked.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NUMBER = re.compile(r"\+\d{8,15}|\b0\d{8,10}\b")


class Fields(logging.Formatter):
    """Writes `time level logger: message {fields}`, tracebacks behind."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC)
        head = f"{at:%Y-%m-%dT%H:%M:%S.%f}Z {record.levelname.lower()} {record.name}"
        fields = {k: v for k, v in vars(record).items() if k not in _STANDARD}
        line = f"{head}: {record.getMessage()}"
        if fields:
            line += " " + json.dumps(fields, ensure_ascii=False, default=str)
        line = _escaped(line)
        if record.exc_info:
            trace = _NUMBER.sub("•••", self.formatException(record.exc_info))
            line += "".join(f"\n  {_escaped(row)}" for row in trace.split("\n"))
        return line


def _escaped(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def where(error: Exception) -> str:
    """Return what failed and where, without the message: it may hold what a caller pressed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(error).__name__}: {places}"


def set_up(level: int = logging.INFO) -> None:
    """Send the whole process's log to its standard error, once."""
    root = logging.getLogger()
    if any(isinstance(handler.formatter, Fields) for handler in root.handlers):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Fields())
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("twilio").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
