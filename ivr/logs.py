"""Log lines: one line an event, in words, with its fields behind it, or as one JSON object.

Fields are given in `extra=`; what they hold is written as JSON, control characters are escaped and
tracebacks indented, so that nothing that came from outside can begin a line of its own. Full
numbers, names and keys pressed are never given; whatever looks like a number all the same (a
database's complaint may quote one) is masked. A line that was written while a request was answered
says which one it was, and of which call.
"""

import itertools
import json
import logging
import os
import re
import socket
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Any

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# What a field must not be called in JSON, as each line has its own.
_OUR_OWN = ("time", "level", "logger", "message", "host", "pid")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DIGITS = r"(?:[ .-]?\d)"
_NUMBER = re.compile(
    rf"\+\d{_DIGITS}{{7,14}}|(?<![\w.])(?:00|%2B)?(?:84|0)\d{_DIGITS}{{7,9}}(?!\w)"
)
MASK = "•••"


class Asking:
    """One request that is being answered: which one of this process, and of which call."""

    __slots__ = ("call_sid", "number")

    def __init__(self) -> None:
        """Take the next number."""
        self.number = next(_count)
        self.call_sid = ""


_count = itertools.count(1)
_asking: ContextVar[Asking | None] = ContextVar("asking", default=None)


def begin_request() -> Token[Asking | None]:
    """Let the lines that this thread writes belong to a new request, until `end_request`."""
    return _asking.set(Asking())


def end_request(token: Token[Asking | None]) -> None:
    """Let them belong to none again."""
    _asking.reset(token)


def of_call(call_sid: str) -> None:
    """Let the lines of this request say of which call it is."""
    if (asking := _asking.get()) is not None:
        asking.call_sid = call_sid


class Lines(logging.Formatter):
    """What both kinds of lines have in common."""

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return what stands behind the words of a line."""
        found = {k: v for k, v in vars(record).items() if k not in _STANDARD}
        if (asking := _asking.get()) is not None:
            found["request"] = f"{os.getpid()}-{asking.number}"
            if asking.call_sid:
                found.setdefault("call_sid", asking.call_sid)
        return found

    def trace(self, record: logging.LogRecord) -> str:
        """Return the traceback, '' where there is none."""
        return self.formatException(record.exc_info) if record.exc_info else ""


class Fields(Lines):
    """Writes `time level logger: message {fields}`, tracebacks behind."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        head = f"{_time(record)} {record.levelname.lower()} {record.name}"
        fields = self.fields(record)
        line = record.getMessage()
        if fields:
            line += " " + json.dumps(fields, ensure_ascii=False, default=str)
        line = f"{head}: {_escaped(masked(line))}"
        if trace := masked(self.trace(record)):
            line += "".join(f"\n  {_escaped(row)}" for row in trace.split("\n"))
        return line


class JsonLines(Lines):
    """Writes one JSON object a line, a traceback as one of its texts."""

    def __init__(self) -> None:
        """Note the machine's name."""
        super().__init__()
        self._host = socket.gethostname()

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. What a field is called never hides what the line is."""
        fields = {k: v for k, v in self.fields(record).items() if k not in _OUR_OWN}
        told: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
            "host": self._host,
            "pid": record.process,
            **{name: _clean(value) for name, value in fields.items()},
        }
        if trace := masked(self.trace(record)):
            told["traceback"] = trace
        return _escaped(json.dumps(told, ensure_ascii=False, default=str), "\\u{:04x}")


def masked(text: str) -> str:
    """Return a text without whatever looks like a telephone number."""
    return _NUMBER.sub(MASK, text)


def _clean(value: Any) -> Any:
    """Return a field fit for JSON, without numbers in its texts."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(k): _clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(v) for v in value]
    return masked(str(value))


def _time(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _escaped(text: str, form: str = "\\x{:02x}") -> str:
    return _CONTROL.sub(lambda found: form.format(ord(found[0])), text)


def where(error: Exception) -> str:
    """Return what failed and where, without the message: it may hold what a caller pressed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(error).__name__}: {places}"


def set_up(level: int = logging.INFO) -> None:
    """Send the whole process's log to its standard error, once."""
    root = logging.getLogger()
    if any(_handlers()):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Fields())
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("twilio").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def shape(*, as_json: bool) -> None:
    """Write the lines from now on as JSON, or as text."""
    wanted: type[Lines] = JsonLines if as_json else Fields
    for handler in _handlers():
        if not isinstance(handler.formatter, wanted):
            handler.setFormatter(wanted())


def _handlers() -> Iterator[logging.Handler]:
    """Yield the handlers that write our lines."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Lines):
            yield handler
