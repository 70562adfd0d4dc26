"""Deletes personal data at the end of its term, at night, a step at a time.

Without it everything is kept for ever, which the law does not allow. What is due and why stands in
`ivr/flow/retention.py`; what was deleted stands in the table `deletions`.
"""

from datetime import datetime, time, timedelta

from privacy import audio
from privacy.deleting import Deleter

NIGHT = (time(1, 0), time(5, 0))  # local: few calls, and officers asleep


def run(deleter: Deleter, local: datetime, *, now: datetime) -> int:
    """Go over every kind that was not gone over tonight; return how many things were deleted.

    `local` is the same moment in the hotline's zone. By day it only takes away what is left of
    audio that counts as deleted: the carrier may have been away.
    """
    remover = audio.Remover(deleter.database, deleter.storage, deleter.carrier)
    if not NIGHT[0] <= local.time() < NIGHT[1]:
        remover.run(now=now)
        return 0
    begin = now - timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    return sum(deleter.run(kind, now=now) for kind in deleter.due(begin))
