"""Every table, so that whoever imports this has the whole schema in `Base.metadata`."""

from models.audit import AuditRow
from models.base import Base
from models.call_hours import CallHour
from models.call_results import CallResultRow
from models.callback_actions import CallbackAction
from models.callbacks import Callback
from models.calls import Call
from models.duty.calendar_days import CalendarDayRow
from models.duty.entries import AbsenceRow, ShiftRow, SwapRow
from models.duty.officers import AgencyRow, OfficerRow
from models.events import EventRow
from models.guarding.blocks import BlockRow
from models.legs import Leg
from models.line_checks import LineCheck
from models.messages import Message
from models.notices import NoticeRow
from models.officer_calls import OfficerCall
from models.postings import PostingRow
from models.privacy.deletions import DeletionRow
from models.privacy.holds import HoldRow
from models.reconciliations.runs import Reconciliation
from models.sums.tables import CallRings, CallWaits, HeldRings, SummedDay
from models.users.sessions import KeptFormRow, SessionRow
from models.users.tries import TriesRow
from models.users.users import UserRow
from models.users.views import SavedViewRow

__all__ = [
    "AbsenceRow",
    "AgencyRow",
    "AuditRow",
    "Base",
    "BlockRow",
    "CalendarDayRow",
    "Call",
    "CallHour",
    "CallResultRow",
    "CallRings",
    "CallWaits",
    "Callback",
    "CallbackAction",
    "DeletionRow",
    "EventRow",
    "HeldRings",
    "HoldRow",
    "KeptFormRow",
    "Leg",
    "LineCheck",
    "Message",
    "NoticeRow",
    "OfficerCall",
    "OfficerRow",
    "PostingRow",
    "Reconciliation",
    "SavedViewRow",
    "SessionRow",
    "ShiftRow",
    "SummedDay",
    "SwapRow",
    "TriesRow",
    "UserRow",
]
