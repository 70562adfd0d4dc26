"""What Hôm nay says of the carrier's list: up to when it was compared, and what only it had."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ivr.flow.measures.figures import Ratio
from ivr.flow.words import Text
from models.reconciliations import runs
from web.showing import filled
from web.texts.today import TODAY

STALE = timedelta(hours=1)  # several runs have failed by then, or the worker is away


def read_reconciled(
    session: Session, begin: datetime, now: datetime, local: Callable[[datetime], datetime]
) -> tuple[Text, bool]:
    """Return the sentence about today, and whether somebody has to see to it."""
    return said(runs.reached(session, now), runs.gap(session, begin, now), now, local)


def said(
    reached: datetime | None, gap: Ratio, now: datetime, local: Callable[[datetime], datetime]
) -> tuple[Text, bool]:
    """Return the sentence, and whether somebody has to see to it."""
    if reached is None:
        return TODAY["never_reconciled"], True
    until = local(reached)
    form = "%H:%M" if until.date() == local(now).date() else "%H:%M %d/%m"
    found = TODAY["reconciled_all"]
    if gap.part:
        share = f"{gap.part}/{gap.whole}, {gap.percent(1)}"
        found = filled(TODAY["reconciled_gap"], count=gap.part, share=share)
    whole = filled(TODAY["reconciled"], until=until.strftime(form), found=found)
    return whole, bool(gap.part) or now - reached > STALE
