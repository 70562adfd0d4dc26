"""Places and lifts legal holds, each audited; the audit names the hold, never the number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ivr.flow.retention import Kind
from ivr.flow.words import Text
from models.audit import AuditRow
from models.privacy.deletions import look_again
from models.privacy.holds import HoldRow, standing
from models.session import lock_name

HELD_ALREADY = Text("Đã có lệnh giữ này rồi: {}.", "This is held already: {}.")
NO_HOLD = Text("Không có lệnh giữ này, hoặc đã bỏ.", "There is no such hold, or it was lifted.")
NO_REASON = Text("Cần ghi lý do.", "A reason is needed.")
LONGEST_REASON = 300


class BadHold(Exception):
    """A hold that cannot be placed or lifted; `why` says it."""

    def __init__(self, why: Text) -> None:
        """Keep why."""
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Holds:
    """Changes to holds by one actor at one moment, in one transaction."""

    session: Session
    actor: str
    now: datetime

    def place(self, *, number: str | None, call_sid: str | None, reason: str) -> HoldRow:
        """Hold a number (E.164) or a call; raises BadHold where that is held already."""
        reason = reason.strip()[:LONGEST_REASON]
        if not reason:
            raise BadHold(NO_REASON)
        lock_name(self.session, "holds")
        for hold in standing(self.session):
            if (hold.number, hold.call_sid) == (number, call_sid):
                text = Text(HELD_ALREADY.vi.format(hold.id), HELD_ALREADY.en.format(hold.id))
                raise BadHold(text)
        row = HoldRow(
            number=number,
            call_sid=call_sid,
            reason=reason,
            placed_by=self.actor,
            placed_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        self._note(row, None, _facts(row))
        return row

    def lift(self, id: int) -> HoldRow:
        """Lift a hold; raises BadHold. What it kept is deleted at the end of its term, or now."""
        lock_name(self.session, "holds")
        row = self.session.get(HoldRow, id)
        if row is None or row.lifted_at is not None:
            raise BadHold(NO_HOLD)
        before = _facts(row)
        row.lifted_by, row.lifted_at = self.actor, self.now
        look_again(self.session, Kind.FORMS, self.now)
        self._note(row, before, _facts(row))
        return row

    def _note(self, row: HoldRow, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        self.session.flush()
        self.session.add(
            AuditRow(
                at=self.now,
                actor=self.actor,
                subject="holds",
                key=str(row.id),
                before=before,
                after=after,
            )
        )


def _facts(row: HoldRow) -> dict[str, Any]:
    return {
        "call": row.call_sid or "",
        "of_number": row.number is not None,
        "reason": row.reason,
        "is_active": row.lifted_at is None,
    }
