"""Blocks callers for a time and lifts blocks, each audited; the audit never has the number.

No block is for ever: whoever is blocked by hand is so for a week at most, and somebody has to
decide anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from ivr.flow.words import Text
from models.audit import AuditRow
from models.guarding.blocks import BlockRow, standing
from models.session import lock_name

LONGEST = timedelta(days=7)
LONGEST_REASON = 300
NO_REASON = Text("Cần ghi lý do.", "A reason is needed.")
BAD_END = Text(
    "Chỉ được chặn đến một lúc trong 7 ngày tới.", "A block must end within the next 7 days."
)
BLOCKED_ALREADY = Text("Số này đang bị chặn: mục {}.", "This number is blocked already: {}.")
NO_BLOCK = Text("Không có mục chặn này, hoặc đã hết.", "There is no such block, or it is over.")


class BadBlock(Exception):
    """A block that cannot be made or lifted; `why` says it."""

    def __init__(self, why: Text) -> None:
        """Keep why."""
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Blocks:
    """Changes to blocks by one actor at one moment, in one transaction."""

    session: Session
    actor: str
    now: datetime

    def add(self, number: str, *, until: datetime, reason: str) -> BlockRow:
        """Block a number (E.164); raises BadBlock where that cannot be."""
        reason = reason.strip()[:LONGEST_REASON]
        if not reason:
            raise BadBlock(NO_REASON)
        if not self.now < until <= self.now + LONGEST:
            raise BadBlock(BAD_END)
        lock_name(self.session, "blocks")
        for row in standing(self.session, self.now):
            if row.number == number:
                text = BLOCKED_ALREADY
                raise BadBlock(Text(text.vi.format(row.id), text.en.format(row.id)))
        row = BlockRow(
            number=number, since=self.now, until=until, reason=reason, blocked_by=self.actor
        )
        self.session.add(row)
        self.session.flush()
        self._note(row, None, _facts(row))
        return row

    def lift(self, id: int) -> BlockRow:
        """Lift a block before its end; raises BadBlock where it is over."""
        lock_name(self.session, "blocks")
        row = self.session.get(BlockRow, id)
        if row is None or row.lifted_at is not None or row.until <= self.now:
            raise BadBlock(NO_BLOCK)
        before = _facts(row)
        row.lifted_by, row.lifted_at = self.actor, self.now
        self._note(row, before, _facts(row))
        return row

    def _note(self, row: BlockRow, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        self.session.flush()
        self.session.add(
            AuditRow(
                at=self.now,
                actor=self.actor,
                subject="blocks",
                key=str(row.id),
                before=before,
                after=after,
            )
        )


def _facts(row: BlockRow) -> dict[str, Any]:
    return {
        "until": row.until.isoformat(),
        "reason": row.reason,
        "is_active": row.lifted_at is None,
    }
