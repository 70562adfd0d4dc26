"""Changes to the posting register: each is checked and audited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from documents.poster.poster import VERSION_LETTERS
from duty.changes import facts
from ivr.flow.words import Text
from models.audit import AuditRow
from models.postings import PostingRow, by_id

LONGEST = 500
_VERSION = re.compile(rf"[0-9a-f]{{{VERSION_LETTERS}}}")


class BadPosting(Exception):
    """An entry that the register does not take; the reason is for people, `field` what is wrong."""

    def __init__(self, reason: Text, field: str = "") -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason, self.field = reason, field


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes the register and when; `today` is the local day."""

    session: Session
    now: datetime
    today: date
    actor: str

    def enter(self, row: PostingRow) -> PostingRow:
        """Enter a poster that was hung somewhere; raises BadPosting."""
        self._check(row)
        self.session.add(row)
        self.session.flush()
        self._note(row, None)
        return row

    def update(self, id: int, values: Mapping[str, Any]) -> PostingRow:
        """Change what is known of a poster; raises BadPosting. The same values are no change."""
        row = by_id(self.session, id)
        if row is None:
            raise BadPosting(Text(f"không có mục {id}", f"there is no entry {id}"))
        before = facts(row)
        with self.session.no_autoflush:
            for name, value in values.items():
                setattr(row, name, value)
            self._check(row)
        if facts(row) != before:
            self.session.flush()
            self._note(row, before)
        return row

    def _check(self, row: PostingRow) -> None:
        row.place, row.address, row.note = (
            " ".join(text.split()) for text in (row.place, row.address, row.note)
        )
        for field, wrong, reason in (
            ("place", not row.place, Text("thiếu nơi niêm yết", "the place is missing")),
            *(
                (
                    name,
                    len(getattr(row, name)) > LONGEST,
                    Text(f"nhiều nhất {LONGEST} chữ cái", f"{LONGEST} letters at most"),
                )
                for name in ("place", "address", "note")
            ),
            (
                "version",
                not _VERSION.fullmatch(row.version),
                Text("bản: 8 chữ số hoặc a–f, như trên tờ niêm yết", "version: as on the poster"),
            ),
            (
                "posted_on",
                row.posted_on > self.today,
                Text("ngày niêm yết chưa đến", "the day of posting is still to come"),
            ),
            (
                "taken_down_on",
                row.taken_down_on is not None
                and not row.posted_on <= row.taken_down_on <= self.today,
                Text(
                    "ngày gỡ phải từ ngày niêm yết đến hôm nay",
                    "taken down between the day of posting and today",
                ),
            ),
        ):
            if wrong:
                raise BadPosting(reason, field)

    def _note(self, row: PostingRow, before: dict[str, Any] | None) -> None:
        self.session.add(
            AuditRow(
                at=self.now,
                actor=self.actor,
                subject=row.__tablename__,
                key=str(row.id),
                before=before,
                after=facts(row),
            )
        )
        self.session.flush()
