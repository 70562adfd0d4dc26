"""What officers say came of their talks, and which talk they may be asked about."""

import pytest
import sqlalchemy as sa

from callbacks import deeds
from callbacks.deeds import Books
from ivr.branches import load_branches
from ivr.flow.callbacks.deeds import LastCall, Told
from ivr.flow.words import CallResult, Channel, LegOutcome, Verdict
from models import call_results
from models.call_results import CallResultRow, Talk
from tests.harness import NINE_ON_MONDAY, ROOT
from tests.models.rows import BRANCH, OFFICER, a_call, a_leg, minutes

SWITCHBOARD = load_branches(ROOT / "branches.yaml", today=NINE_ON_MONDAY.date())
NOW = minutes(30)


@pytest.fixture
def talked(database):
    """Return what adds a call that an officer answered."""

    def add(sid="CA1", officer_id="an", number=OFFICER, **changes):
        leg = a_leg(officer_id=officer_id, officer_number=number, outcome=LegOutcome.ANSWERED)
        leg.outcome = changes.pop("outcome", LegOutcome.ANSWERED)
        with database.transaction() as session:
            session.add(a_call(sid, legs=[leg], **changes))

    return add


def settle(database, sid, result, minute, to_branch=None):
    told = Told(
        call_sid=sid,
        result=result,
        at=minutes(minute),
        officer="an",
        channel=Channel.KEYPAD,
        to_branch=to_branch,
    )
    with database.transaction() as session:
        deeds.settle(Books(session, SWITCHBOARD, minutes(minute)), told)


def last(database, officer="an", number="+84500000999", now=NOW):
    with database.reading() as session:
        return deeds.last_call(session, officer=officer, number=number, now=now)


def result(database, sid="CA1"):
    with database.reading() as session:
        found = call_results.by_call(session, sid)
        return found and (found.result, found.to_branch, found.due_at)


def test_an_officers_last_talk_is_the_one_that_ended_last(talked, database):
    talked("CA1", ended_at=minutes(9))
    talked("CA2", ended_at=minutes(7))

    assert last(database) == LastCall(call_sid="CA1", branch=BRANCH, ended_at=minutes(9))


@pytest.mark.parametrize(
    "changes",
    [
        {"officer_id": "binh"},
        {"outcome": LegOutcome.MACHINE},
        {"verdict": Verdict.NOT_ANSWERED},
        {"ended_at": None, "verdict": None},
        {"started_at": minutes(30 - 24 * 60 - 1)},
    ],
)
def test_another_officers_a_missed_a_present_and_an_old_call_are_not_it(talked, database, changes):
    talked(**changes)

    assert last(database) is None


def test_a_talk_on_the_same_telephone_is_the_officers_too(talked, database):
    talked(officer_id="thu-tuc-hanh-chinh-1")

    assert last(database) is None
    assert last(database, number=OFFICER) is not None


def test_a_talk_with_a_result_is_asked_about_no_more(talked, database):
    talked("CA1", ended_at=minutes(5))
    talked("CA2", ended_at=minutes(9))

    settle(database, "CA2", CallResult.SOLVED, 10)

    assert last(database).call_sid == "CA1"


def test_the_last_word_about_a_talk_stands_whatever_came_first(talked, database):
    talked()

    settle(database, "CA1", CallResult.NOTED, 12)
    settle(database, "CA1", CallResult.SOLVED, 10)

    assert result(database) == (CallResult.NOTED, None, None)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CallResultRow)) == 1


def test_of_two_words_at_one_moment_the_same_stands_in_either_order(talked, database):
    talked("CA1")
    talked("CA2")
    words = [CallResult.SOLVED, CallResult.NUISANCE]

    for word in words:
        settle(database, "CA1", word, 10)
    for word in reversed(words):
        settle(database, "CA2", word, 10)

    assert result(database, "CA1") == result(database, "CA2")


def test_passing_on_gives_the_other_branch_its_own_deadline(talked, database):
    talked()

    settle(database, "CA1", CallResult.PASSED_ON, 10, to_branch="tu-phap")

    assert result(database) == (CallResult.PASSED_ON, "tu-phap", minutes(4 * 60 + 10))


def test_passing_on_to_a_branch_that_is_gone_goes_by_the_hours_of_the_desk(talked, database):
    talked()

    settle(database, "CA1", CallResult.PASSED_ON, 10, to_branch="nhanh-cu")

    assert result(database)[2] is not None


def test_talks_without_a_result_that_nobody_was_asked_about_are_found(talked, database):
    talked("CA1", ended_at=minutes(5))
    talked("CA2", ended_at=minutes(9), officer_id="binh")
    talked("CA3", ended_at=minutes(12))
    talked("CA4", ended_at=minutes(8), outcome=LegOutcome.MACHINE)
    settle(database, "CA3", CallResult.SOLVED, 13)

    with database.reading() as session:
        found = call_results.without_result(session, since=minutes(5), until=minutes(12))

    assert found == [Talk("CA2", "binh", OFFICER)]
