"""Log lines: one line an event, in words, with its fields behind it.

Fields are given in `extra=`; what they hold is written as JSON, so that nothing that came from
outside can begin a line of its own. Full numbers, names and keys pressed are never given.
"""

import json
import logging
from datetime import UTC, datetime

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


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
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


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
