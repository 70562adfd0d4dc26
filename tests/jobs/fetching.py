"""A carrier that messages are fetched from, in tests of the job that does it."""

import hashlib
from contextlib import contextmanager

AUDIO = [b"half a message, ", b"and the other half"]
SHA256 = hashlib.sha256(b"".join(AUDIO)).hexdigest()


class Killed(BaseException):
    """The process ends here and now: nothing catches this."""


class FakeCarrier:
    """A carrier whose recordings are all alike, and which fails when a test says so."""

    def __init__(self):
        self.fault = None
        self.chunks = AUDIO
        self.asked = []
        self.deleted = []

    @contextmanager
    def audio(self, url):
        self.asked.append(url)
        if self.fault:
            raise self.fault
        yield iter(self.chunks)

    def delete_recording(self, sid):
        if self.fault:
            raise self.fault
        self.deleted.append(sid)
