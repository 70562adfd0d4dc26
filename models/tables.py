"""Every table, so that whoever imports this has the whole schema in `Base.metadata`."""

from models.audit import AuditRow
from models.base import Base
from models.callbacks import Callback
from models.calls import Call
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import AgencyRow, OfficerRow
from models.events import EventRow
from models.legs import Leg
from models.line_checks import LineCheck
from models.messages import Message
from models.notices import NoticeRow

__all__ = [
    "AbsenceRow",
    "AgencyRow",
    "AuditRow",
    "Base",
    "CalendarDayRow",
    "Call",
    "Callback",
    "EventRow",
    "Leg",
    "LineCheck",
    "Message",
    "NoticeRow",
    "OfficerRow",
    "ShiftRow",
    "SwapRow",
]
