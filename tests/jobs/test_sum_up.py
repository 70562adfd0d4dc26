"""Summing up what an older release left: who cannot be told keeps nobody else waiting."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from ivr.flow.switchboard import Switchboard
from ivr.flow.words import Verdict
from jobs import sum_up
from models.calls import Call
from tests.jobs.telling import SWITCHBOARD
from tests.models.rows import a_call, minutes

BROKEN = sum_up.CALLERS_AT_ONCE + 1
LATE = "+84505009999"


@dataclass(frozen=True)
class Breaking(Switchboard):
    """A menu in which one branch cannot be looked up."""

    def branch(self, id: str):
        """Fail for that branch."""
        if id == "broken":
            raise LookupError(id)
        return super().branch(id)


@pytest.fixture
def breaking():
    return Breaking(**{name: getattr(SWITCHBOARD, name) for name in Switchboard.__match_args__})


def missed(number, at, branch):
    return a_call(
        f"CA{number}",
        callback_number=number,
        caller_number=number,
        branch=branch,
        verdict=Verdict.NOT_ANSWERED,
        started_at=minutes(at),
        due_at=minutes(at + 120),
        insistence=None,
    )


def test_callers_who_cannot_be_told_keep_no_other_waiting(database, breaking, caplog):
    broken = [missed(f"+8450500{n:04}", n, "broken") for n in range(BROKEN)]
    with database.transaction() as session:
        session.add_all([*broken, missed(LATE, BROKEN + 1, "tu-phap")])
    turn, now = sum_up.Round(), minutes(9000)

    while sum_up.run(database, breaking, turn, now=now):
        pass

    with database.reading() as session:
        told = session.scalars(sa.select(Call.callback_number).where(Call.insistence == 1)).all()
    assert told == [LATE]
    assert "what followed a miss is not told" in caplog.text


def test_a_round_looks_at_each_once_and_the_next_one_again(database, breaking, caplog):
    with database.transaction() as session:
        session.add(missed(LATE, 0, "broken"))
    turn, now = sum_up.Round(), minutes(9000)
    while sum_up.run(database, breaking, turn, now=now):
        pass
    looked = len(caplog.records)

    assert sum_up.run(database, breaking, turn, now=now) == 0
    assert sum_up.run(database, breaking, sum_up.Round(), now=now) == 1
    assert len(caplog.records) == looked + 1
