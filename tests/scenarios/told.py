"""What is written down about a call, as plain words, so that tests can lay two calls side by side."""

from dataclasses import dataclass

from simulator.calls.call import Call
from tests.harness import TestHotline


@dataclass(frozen=True)
class Told:
    """One call in our rows: no ids, no times but the talk; one entry a leg, message and callback."""

    verdict: str | None
    cause: str | None
    branch: str
    legs: tuple[str, ...]
    messages: tuple[str, ...]
    owed: tuple[str, ...]


def told(hotline: TestHotline, call: Call) -> Told:
    """Return what our rows say of a call and of what its caller is owed."""
    row = hotline.row(call)
    number = row.callback_number
    return Told(
        verdict=row.verdict.value if row.verdict else None,
        cause=row.cause.value if row.cause else None,
        branch=row.branch,
        legs=tuple(leg.outcome.value if leg.outcome else "open" for leg in row.legs),
        messages=tuple(message.state.value for message in row.messages),
        owed=tuple(
            f"{debt.branch}:{debt.state}:{debt.misses}"
            for debt in hotline.callbacks()
            if debt.caller_number == number
        ),
    )


def stored_audio(hotline: TestHotline) -> list[bytes]:
    """Return every message that we keep, oldest file first."""
    folder = hotline.settings.recordings_dir
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def heard(call: Call, *pieces: str) -> bool:
    """Say whether the caller heard these pieces of sentences, in this order."""
    sentences = iter(call.heard)
    return all(any(piece in sentence for sentence in sentences) for piece in pieces)
