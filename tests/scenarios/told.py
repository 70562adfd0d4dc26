"""What is written down about a call, in plain words, so that two calls can be compared."""

from dataclasses import dataclass

from simulator.calls.call import Call
from tests.harness import TestHotline


@dataclass(frozen=True)
class Told:
    """One call in our rows, without ids and times: an entry for each leg, message and debt."""

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


def settle(hotline: TestHotline) -> None:
    """Let an hour pass, and the worker do all of its jobs now and then."""
    for _ in range(5):
        hotline.work.replay()
        hotline.work.tell()
        hotline.work.fetch()
        hotline.pass_time(minutes=12)
