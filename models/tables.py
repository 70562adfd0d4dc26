"""Every table, so that whoever imports this has the whole schema in `Base.metadata`."""

from models.base import Base
from models.callbacks import Callback
from models.calls import Call
from models.events import EventRow
from models.legs import Leg
from models.messages import Message

__all__ = ["Base", "Call", "Callback", "EventRow", "Leg", "Message"]
