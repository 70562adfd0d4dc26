"""Fetches messages from the carrier, keeps them here, and deletes them there if so configured.

Without it messages stay at the carrier, and officers cannot hear them here. A message is leased
before it is fetched, outside any transaction; a worker that dies with it is followed by another.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.carrier import Carrier, CarrierAway, NotOurs, NotThere
from ivr.flow.words import MessageState
from ivr.storage import Storage, Stored, TooLarge
from models import messages
from models.messages import LONGEST_WAIT, Message
from models.session import Database

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
LARGEST = 20 * 1024 * 1024  # bytes; a message of the longest kind has a twentieth of that
FIRST_BACK_OFF = timedelta(seconds=15)
MOST_TRIES = 60  # about two days and a half
CLEANED_AT_ONCE = 20
SETTLES = timedelta(days=1)  # by then no callback changes which recording is the message


@dataclass(frozen=True)
class Fetcher:
    """What fetching needs: where the rows are, where from, and where to."""

    database: Database
    carrier: Carrier
    storage: Storage

    def run(self, *, now: datetime) -> bool:
        """Fetch the message that is due first; return whether there was one."""
        with self.database.transaction() as session:
            message = messages.claim_due(session, now, now + LEASE)
        if message is None:
            return False
        self.fetch(message, now=now)
        return True

    def fetch(self, message: Message, *, now: datetime) -> None:
        """Fetch one message, whoever holds its lease, and note how that went."""
        try:
            name = f"{message.recorded_at:%Y/%m}/{message.id}-{message.recording_sid}.mp3"
            with self.carrier.audio(message.url) as chunks:
                stored = self.storage.put(name, chunks, limit=LARGEST)
        except (NotOurs, TooLarge) as error:
            self._note_refused(message, error)
        except (CarrierAway, NotThere, OSError) as error:
            self._note_failed(message, error, now)
        else:
            self._note_stored(message, name, stored, now)

    def _note_stored(self, message: Message, name: str, stored: Stored, now: datetime) -> None:
        with self.database.transaction() as session:
            row = session.get_one(Message, message.id, with_for_update=True)
            if row.state is MessageState.DELETED:  # meanwhile: what came too late goes as well
                row.path = name
                return
            row.state, row.path, row.error = MessageState.STORED, name, ""
            row.sha256, row.size, row.stored_at = stored.sha256, stored.size, now
            row.next_try_at = None
        log.info("message stored", extra={"message_id": message.id, "bytes": stored.size})

    def clean_up(self, *, now: datetime) -> int:
        """Delete at the carrier what nobody needs there any more; return how many."""
        with self.database.reading() as session:
            left = messages.left_at_carrier(session, settled=now - SETTLES, limit=CLEANED_AT_ONCE)
        return sum(self._delete(message, now) for message in left)

    def _delete(self, message: Message, now: datetime) -> bool:
        try:
            self.carrier.delete_recording(message.recording_sid)
        except CarrierAway as error:
            fields = {"message_id": message.id, "error": str(error)}
            log.warning("message not deleted at the carrier", extra=fields)
            return False
        with self.database.transaction() as session:
            session.get_one(Message, message.id).deleted_at_carrier_at = now
        return True

    def _note_refused(self, message: Message, error: Exception) -> None:
        with self.database.transaction() as session:
            row = session.get_one(Message, message.id, with_for_update=True)
            if row.state is not MessageState.DELETED:
                row.state = MessageState.REFUSED
            row.error, row.next_try_at = str(error), None
        log.error("message refused", extra={"message_id": message.id, "error": str(error)})

    def _note_failed(self, message: Message, error: Exception, now: datetime) -> None:
        with self.database.transaction() as session:
            row = session.get_one(Message, message.id, with_for_update=True)
            if row.state is not MessageState.WAITING:  # another worker was first, or it is deleted
                return
            row.error = f"{type(error).__name__}: {error}"[:200]
            row.next_try_at = now + back_off(row.tries)
            if row.tries >= MOST_TRIES:
                row.state, row.next_try_at = MessageState.LOST, None
        fields = {"message_id": message.id, "tries": row.tries, "error": type(error).__name__}
        log.warning("message not fetched yet", extra=fields)


def back_off(tries: int) -> timedelta:
    """Return how long to wait after so many tries: doubling, up to an hour."""
    return min(FIRST_BACK_OFF * (1 << min(tries - 1, 12)), LONGEST_WAIT)
