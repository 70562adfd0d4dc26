"""Everything a page shows, as JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.calls.call import Call
from simulator.phone.handsets import Ear, OfficerPhone
from simulator.phone.room import Room
from simulator.phone.steps import step
from simulator.phones import Sound

MOST_CALLS = 10

Json = dict[str, Any]


@dataclass(frozen=True)
class View:
    """Who asks: a tab that looks at a call, and what it knows already."""

    tab: str = ""
    call_sid: str = ""
    step: int = 0
    signal: int = 0


def state(room: Room, view: View, version: int) -> Json:
    """Return what a page shows at this moment."""
    carrier, pretence = room.carrier, room.pretence
    call = carrier.calls.get(view.call_sid)
    latest = list(carrier.calls.values())[-MOST_CALLS:]
    return {
        "version": version,
        "time": {
            "now": carrier.now().isoformat(),
            "speed": pretence.clock.speed,
            "is_pretended": pretence.is_pretended,
            "may_pretend": pretence.may_pretend,
        },
        "call": _call(room, call, view.step) if call else None,
        "phones": [_phone(room, phone) for phone in list(room.officers.values())],
        "calls": [_listed(each) for each in reversed(latest)],
        "talk": _talk(room, view.tab),
        "signals": [
            {"n": signal.n, "from": signal.from_tab, "data": signal.data}
            for signal in list(room.signals)
            if signal.to_tab == view.tab and signal.n > view.signal
        ],
    }


def _listed(call: Call) -> Json:
    return {
        "sid": call.sid,
        "direction": call.direction,
        "from": call.from_number,
        "to": call.to_number,
        "began_at": iso(call.truth.started_at),
        "phase": phase(call),
    }


def phase(call: Call) -> str:
    """Return where a call is: calling, connected, joined or ended."""
    if call.is_over:
        return "ended"
    if any(leg.joined_at and not leg.ended_at for leg in list(call.truth.legs)):
        return "joined"
    return "connected" if call.answered_at else "calling"


def _call(room: Room, call: Call, after: int) -> Json:
    phone = room.citizens.get(call.sid)
    legs = list(call.truth.legs)
    notes = list(call.notes)
    recordings = [
        r for sid in list(call.truth.recordings) if (r := room.carrier.recordings.get(sid))
    ]
    return _listed(call) | {
        "answered_at": iso(call.answered_at),
        "joined_at": iso(next((leg.joined_at for leg in reversed(legs) if leg.joined_at), None)),
        "ended_at": iso(call.ended_at),
        "ended_by": call.truth.hung_up_by,
        "ringback": any(not (leg.joined_at or leg.ended_at) for leg in legs),
        "listens": phone is not None and phone.listens,
        "recording": phone.recording.sid if phone and phone.recording else None,
        "waits_for_upload": [r.sid for r in recordings if r.is_awaited],
        "steps": [step(n, note) for n, note in enumerate(notes, start=1) if n > after],
        **_ear(room, phone.ear if phone else Ear()),
    }


def _phone(room: Room, phone: OfficerPhone) -> Json:
    leg = phone.leg if phone.phase != "idle" else None
    return {
        "id": phone.id,
        "number": phone.number,
        "mode": phone.mode,
        "phase": phone.phase,
        "since": iso(phone.since),
        "caller_id": leg.numbers[0] if leg else None,
        "call": (leg.parent_sid or leg.sid) if leg else None,
        "last": phone.last,
        "listens": phone.listens,
        **_ear(room, phone.ear),
    }


def _ear(room: Room, ear: Ear) -> Json:
    sounds = list(ear.sounds)
    return {
        "sounds": [_sound(room, n, sound) for n, sound in enumerate(sounds, start=1)],
        "playing": ear.playing,
        "cut": ear.cut,
    }


def _sound(room: Room, n: int, sound: Sound) -> Json:
    name = room.name_of(sound)
    return {
        "n": n,
        "kind": "say" if sound.language else "play",
        "text": sound.text if sound.language else sound.text.partition("?")[0].rpartition("/")[2],
        "lang": sound.language or None,
        "url": f"/phone/sounds/{name}" if name else None,
        "seconds": round(sound.seconds, 2),
    }


def _talk(room: Room, tab: str) -> Json | None:
    """Return with which other tab this one is joined, if it is: the caller's makes the offer."""
    for phone in list(room.officers.values()):
        leg = phone.leg
        if phone.phase != "joined" or leg is None or leg.parent_sid is None:
            continue
        caller = room.holder(leg.parent_sid)
        if tab and caller and phone.tab and caller != phone.tab and tab in (caller, phone.tab):
            is_caller = tab == caller
            other = phone.tab if is_caller else caller
            return {"call": leg.parent_sid, "with": other, "offers": is_caller}
    return None


def iso(moment: datetime | None) -> str | None:
    """Return a moment as JSON has it."""
    return moment.isoformat() if moment else None
