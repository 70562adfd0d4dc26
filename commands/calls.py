"""`flask calls`: every call of a period, with its verdict."""

from typing import Any

import click

from commands import period, told
from ivr import labels
from ivr.flow.reconciling.origin import CallOrigin
from models import calls as table
from models.calls import Call

COLUMNS = {
    "started": "Lúc · at",
    "shown_number": "Số gọi · caller",
    "branch": "Nhánh · branch",
    "verdict": "Kết quả · verdict",
    "cause": "Vì sao · cause",
    "wait_s": "Chờ s",
    "talk_s": "Nói s",
    "message_s": "Lời nhắn s",
    "rung": "Đã đổ tới · rung",
    "came_by": "Nguồn · origin",
}
NAMES = (
    *("call_sid", "caller_number", "called_number", "language", "branch", "verdict", "cause"),
    *("started_at", "chosen_at", "answered_at", "ended_at", "wait_s", "talk_s", "message_s"),
    *("callback_requested", "due_at", "origin", "legs", "messages"),
)


@click.command()
@period.options
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def calls(since: str | None, until: str | None, branch: str | None, limit: int, form: str) -> None:
    """Liệt kê các cuộc gọi · list the calls of a period, newest first."""
    begin, end = period.period(since, until)
    with period.books() as session:
        found = table.list_calls(
            session, since=begin, until=end, branch=period.branch_id(branch), limit=limit
        )
        rows = [row(call) for call in found]
    shown = [_shown(r) for r in rows] if form == "table" else rows
    told.tell(shown, COLUMNS, form, names=NAMES)


def row(call: Call) -> dict[str, Any]:
    """Return a call as plain values: moments in ISO 8601 UTC, durations in seconds."""
    return {
        "call_sid": call.sid,
        "caller_number": call.caller_number,
        "called_number": call.called_number,
        "language": call.language.value,
        "branch": call.branch,
        "verdict": call.verdict.value if call.verdict else None,
        "cause": call.cause.value if call.cause else None,
        "started_at": _iso(call.started_at),
        "chosen_at": _iso(call.chosen_at),
        "answered_at": _iso(call.answered_at),
        "ended_at": _iso(call.ended_at),
        "wait_s": call.wait_s,
        "talk_s": call.talk_s,
        "message_s": call.message_s,
        "callback_requested": call.callback_requested,
        "due_at": _iso(call.due_at),
        "origin": call.origin.value,
        "legs": [_leg(leg) for leg in call.legs],
        "messages": [_message(message) for message in call.messages],
    }


def _leg(leg: Any) -> dict[str, Any]:
    return {
        "attempt": leg.attempt,
        "round": leg.round,
        "officer": leg.officer_id,
        "outcome": leg.outcome.value if leg.outcome else None,
        "started_at": _iso(leg.started_at),
        "picked_up_at": _iso(leg.picked_up_at),
        "accepted_at": _iso(leg.accepted_at),
        "ended_at": _iso(leg.ended_at),
        "talk_s": leg.talk_s,
    }


def _message(message: Any) -> dict[str, Any]:
    return {
        "recording_sid": message.recording_sid,
        "seconds": message.seconds,
        "state": message.state.value,
        "path": message.path,
        "sha256": message.sha256,
    }


def _iso(at: Any) -> str | None:
    return at.isoformat() if at else None


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row as a person reads it."""
    rung = " → ".join(f"{leg['officer']}: {leg['outcome'] or '…'}" for leg in row["legs"])
    return {
        **row,
        "started": told.local_iso(row["started_at"], period.zone()),
        "shown_number": told.number(row["caller_number"]),
        "verdict": told.verdict(row["verdict"]),
        "cause": told.cause(row["cause"]),
        "rung": rung,
        "came_by": labels.ORIGINS[CallOrigin(row["origin"])].vi,
    }
