"""Recordings in the making: a caller's message, and the talk of two joined lines.

Source: [Record], and [Dial] for `record`.
"""

from datetime import datetime

from simulator.calls import forms
from simulator.calls.leg import Leg, LineDropped
from simulator.calls.process import Process, sleep
from simulator.calls.webhooks import Hook
from simulator.recordings import Recording
from simulator.verbs import Dial, Record

UPLOAD_TURN_S, UPLOAD_TURNS = 0.25, 40  # how long a microphone's audio is waited for


class Tape:
    """One recording of the caller's leg, from its start until its callback was sent."""

    def __init__(self, caller: Leg, verb: Record | Dial) -> None:
        desk = caller.desk
        sid = desk.new_sid("RE")
        path = f"/2010-04-01/Accounts/{desk.config.account_sid}/Recordings/{sid}"
        self.caller = caller
        self.verb = verb
        self.recording = Recording(
            sid=sid,
            call_sid=caller.sid,
            url=desk.config.api_url + path,
            source="RecordVerb" if isinstance(verb, Record) else "DialVerb",
            started_at=desk.timeline.now(),
            channels=2 if isinstance(verb, Dial) and verb.record.endswith("-dual") else 1,
            is_trimmed=isinstance(verb, Record) and verb.trim == "trim-silence",
        )
        desk.recordings.add(self.recording)
        caller.notebook.truth.recordings.append(sid)
        self._tell()

    def end(self, *, seconds: float, spoken_s: float) -> None:
        """Stop; the audio is ready a little later, and `absent` where there is none."""
        self.recording.seconds, self.recording.spoken_s = seconds, spoken_s
        self.recording.status = "processing"
        Process(self.caller.desk.timeline, self._finish())

    async def _finish(self) -> None:
        desk = self.caller.desk
        await sleep(desk.timeline, desk.config.media_delay_s)
        for _ in range(UPLOAD_TURNS):
            if not self.recording.is_awaited:
                break
            await sleep(desk.timeline, UPLOAD_TURN_S)
        self.recording.is_awaited = False
        self.recording.status = "completed" if self.recording.duration else "absent"
        self._tell()

    def _tell(self) -> None:
        """[Record]: without `absent` among the asked events an empty recording is never told."""
        recording, url = self.recording, self.verb.recording_status_callback
        status = recording.status
        if url is None or status not in self.verb.recording_status_callback_event:
            return
        form = {
            "AccountSid": self.caller.desk.config.account_sid,
            "CallSid": recording.call_sid,
            "RecordingSid": recording.sid,
            "RecordingUrl": "" if status == "absent" else recording.url,
            "RecordingStatus": status,
            "RecordingDuration": str(recording.duration) if status == "completed" else "",
            "RecordingChannels": str(recording.channels),
            "RecordingStartTime": forms.rfc2822(recording.started_at),
            "RecordingSource": recording.source,
        }
        method = self.verb.recording_status_callback_method
        hook = Hook(kind="recording-status", url=url, form=form, method=method)
        self.caller.desk.webhooks.tell(hook, self.caller.notebook)


class Recorder:
    """One Record verb, run on the caller's leg."""

    def __init__(self, caller: Leg, verb: Record) -> None:
        self.caller = caller
        self.verb = verb
        self.tape = Tape(caller, verb)

    async def run(self) -> Hook:
        """Record, and return the request of the action.

        [Record]: ends with a key, after `timeout` seconds of silence, or at maxLength. Where the
        caller hangs up, the action is requested with Digits=hangup and its answer thrown away;
        LineDropped is raised then.
        """
        caller = self.caller
        caller.spoken_since = caller.spoken_until = self.tape.recording.started_at
        caller.inbox.clear()
        caller.is_recording = caller.awaits_caller = True
        caller.driver.on_recording(caller, self.tape.recording)
        try:
            return self._action(await self._key())
        except LineDropped:
            caller.status = "completed"
            await caller.ask_in_vain(self._action("hangup"))
            raise
        finally:
            caller.is_recording = caller.awaits_caller = False
            caller.driver.on_recorded(caller)

    async def _key(self) -> str:
        """Return the key that ended the recording, or nothing."""
        while True:
            key = await self.caller.inbox.receive(self._left_s())
            if key is None or (key and key in self.verb.finish_on_key):
                return key or ""

    def _left_s(self) -> float:
        now = self.caller.desk.timeline.now()
        left_s = self.verb.max_length - self._seconds_until(now)
        if not self.verb.timeout:
            return left_s
        return min(left_s, self.verb.timeout + (self.caller.spoken_until - now).total_seconds())

    def _seconds_until(self, moment: datetime) -> float:
        return (moment - self.tape.recording.started_at).total_seconds()

    def _action(self, ended_by: str) -> Hook:
        """[Record]: RecordingDuration is before trimming here, and after it in the callback."""
        caller, recording = self.caller, self.tape.recording
        now = caller.desk.timeline.now()
        full_s = self._seconds_until(now)
        spoken = min(caller.spoken_until, now) - caller.spoken_since
        spoken_s = max(0.0, spoken.total_seconds())
        is_trimmed = recording.is_trimmed and spoken_s > 0
        self.tape.end(seconds=spoken_s if is_trimmed else full_s, spoken_s=spoken_s)
        form = caller.form() | {
            "RecordingUrl": recording.url if round(full_s) else "",
            "RecordingSid": recording.sid,
            "RecordingDuration": str(round(full_s)),
        }
        if ended_by:
            form["Digits"] = ended_by
        return Hook(kind="record", url=self.verb.action, form=form, method=self.verb.method)
