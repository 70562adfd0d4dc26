"""What the webhooks need beside the request: put together once by `app.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from ivr.board.keeper import BoardKeeper
from ivr.carrier import Carrier
from ivr.ledger import Ledger
from ivr.settings import Settings
from ivr.signature import media_token
from ivr.storage import Storage
from ivr.twiml import Renderer
from ivr.watched.meter import Meter
from models.session import Database

PLAYBACK_FOR = timedelta(hours=6)


@dataclass(frozen=True)
class Hotline:
    """One running switchboard: its settings, its clock, and its doors to the world."""

    settings: Settings
    clock: Callable[[], datetime]
    database: Database
    board: BoardKeeper
    ledger: Ledger
    carrier: Carrier
    storage: Storage
    meter: Meter = field(default_factory=Meter)
    _renderers: dict[int, Renderer] = field(default_factory=dict)

    def renderer(self) -> Renderer:
        """Return what renders steps with the prompts of this moment."""
        prompts = self.board.prompts
        known = self._renderers.get(id(prompts))
        if known is None or known.prompts is not prompts:
            known = Renderer(self.settings.public_url, prompts, self.playback_query)
            self._renderers.clear()
            self._renderers[id(prompts)] = known
        return known

    def playback_query(self, recording_sid: str) -> str:
        """Return the query that lets the carrier fetch a message from us for some hours."""
        expires = int((self.clock() + PLAYBACK_FOR).timestamp())
        token = media_token(self.settings.secret_key, recording_sid, expires)
        return urlencode({"r": recording_sid, "e": expires, "t": token})
