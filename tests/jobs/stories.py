"""The events of small calls, as the webhooks would have written them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ivr.flow.events import Event
from ivr.flow.position import Position
from ivr.flow.words import EventKind, LegOutcome, Reason, Stage
from tests.models.rows import CALLER

BRANCH, LEAD = "tu-phap", "Sở Tư pháp"
OFFICER = "+84500000031"


def after(at: datetime, seconds: float) -> datetime:
    """Return a moment so many seconds later."""
    return at + timedelta(seconds=seconds)


def begun(sid: str, at: datetime, branch: str = BRANCH) -> list[Event]:
    """Return the events of a caller who chose a branch, whose officer is rung."""
    hunting = Position(n=2, stage=Stage.HUNT, branch=branch, tried=("o1",))
    return [
        Event("started", sid, EventKind.CALL_STARTED, at, then=Position(n=1), caller_number=CALLER),
        Event(
            "key:1:menu:3",
            sid,
            EventKind.KEY,
            after(at, 5),
            position=Position(n=1),
            then=hunting,
            caller_number=CALLER,
            digits="3",
            rung_number=OFFICER,
        ),
    ]


def hung_up(sid: str, at: datetime, after_s: float) -> Event:
    """Return the carrier's word that a call has ended."""
    return Event("status:completed", sid, EventKind.CALL_ENDED, after(at, after_s))


def accepted(sid: str, at: datetime, branch: str = BRANCH) -> list[Event]:
    """Return the events of an officer who picked up and pressed accept, and of a talk."""
    leg = Position(n=2, stage=Stage.WHISPER, branch=branch, tried=("o1",), call=sid)
    yes = leg.stay(Stage.END, reason=Reason.ACCEPTED)
    hunting = replace(leg, stage=Stage.HUNT, call="")
    talked = hunting.to(Stage.END, reason=Reason.TALKED)
    return [
        Event("whisper:2:CAx", sid, EventKind.WHISPERED, after(at, 9), leg, leg, leg_sid="CAx"),
        Event(
            "accept:2", sid, EventKind.LEG_KEY, after(at, 12), leg, yes, leg_sid="CAx", digits="1"
        ),
        Event(
            "dial:2",
            sid,
            EventKind.LEG_ENDED,
            after(at, 60),
            hunting,
            talked,
            leg_sid="CAx",
            outcome=LegOutcome.ANSWERED,
            joined=True,
        ),
    ]


def answered(sid: str, at: datetime, branch: str = BRANCH) -> list[Event]:
    """Return the events of a call that an officer answered; it lasts 61 seconds."""
    return [*begun(sid, at, branch), *accepted(sid, at, branch), hung_up(sid, at, 61)]


def abandoned(sid: str, at: datetime, branch: str = BRANCH) -> list[Event]:
    """Return the events of a caller who hung up while the officer's phone rang."""
    return [*begun(sid, at, branch), hung_up(sid, at, 25)]


def left_message(sid: str, at: datetime, *recordings: tuple[str, int]) -> list[Event]:
    """Return the events of a caller whom nobody answered, and who spoke so many times."""
    hunting = Position(n=2, stage=Stage.HUNT, branch=BRANCH, tried=("o1",))
    place = hunting.to(Stage.OFFER, reason=Reason.ALL_TRIED)
    events = begun(sid, at)
    events.append(
        Event(
            "dial:2",
            sid,
            EventKind.LEG_ENDED,
            after(at, 30),
            hunting,
            place,
            outcome=LegOutcome.NO_ANSWER,
            joined=False,
        )
    )
    place = place.to(Stage.RECORD)
    for number, (recording, seconds) in enumerate(recordings):
        told: dict[str, Any] = {"recording_sid": recording, "seconds": seconds}
        url = f"https://api.example/Recordings/{recording}"
        at_s = 40 + 20 * number
        key, done = f"message:{place.n}", f"recording:{recording}:completed"
        events += [
            Event(
                key,
                sid,
                EventKind.MESSAGE_RECORDED,
                after(at, at_s),
                place,
                place.to(Stage.CONFIRM, recording=recording),
                recording_url=url,
                **told,
            ),
            Event(
                done,
                sid,
                EventKind.RECORDING_DONE,
                after(at, at_s + 3),
                place,
                recording_url=url,
                **told,
            ),
        ]
        place = place.to(Stage.RECORD).to(Stage.RECORD)
    return [*events, hung_up(sid, at, 120)]


def moved_on(sid: str, at: datetime, branch: str) -> list[Event]:
    """Return the events of a caller who is led back to the menu and chooses another branch."""
    at_menu = Position(n=3, stage=Stage.MENU)
    hunting = Position(n=4, stage=Stage.HUNT, branch=branch, tried=("o2",))
    lost = Position(n=2, stage=Stage.HUNT, branch=BRANCH, tried=("o1",))
    return [
        *begun(sid, at),
        Event("resumed:2", sid, EventKind.RESUMED, after(at, 20), lost, at_menu),
        Event(
            "key:3:menu:4",
            sid,
            EventKind.KEY,
            after(at, 25),
            at_menu,
            hunting,
            digits="4",
            rung_number="+84500000041",
        ),
        hung_up(sid, at, 50),
    ]
