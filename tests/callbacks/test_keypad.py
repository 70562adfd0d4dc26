"""What an officer's call comes to in the books: told in parts, twice, or by a worker that slept."""

import pytest
import sqlalchemy as sa

from callbacks import claims
from ivr.flow.events import Event
from ivr.flow.keypad.start import called_back, wrapped_up
from ivr.flow.words import Channel, EventKind, LegOutcome, OfficerCallKind, Stage
from models.callbacks import Callback
from models.officer_calls import OfficerCall
from tests.duty.conftest import officer
from tests.jobs.stories import abandoned, after
from tests.jobs.telling import told
from tests.models.rows import minutes

AT = minutes(10)
SID = "CAo"


@pytest.fixture
def debt(database):
    told(database, abandoned("CA1", minutes(0)))
    with database.transaction() as session:
        session.add(officer("an", "+84500000141", entered_at=minutes(-90)))
        return session.scalars(sa.select(Callback)).one().id


def claim(database, debt, channel, at=AT):
    with database.transaction() as session:
        assert claims.claim(session, debt, "an", now=at, channel=channel)


def claimed_by(database, debt):
    with database.reading() as session:
        return session.get(Callback, debt).claimed_by


def officer_call(database):
    with database.reading() as session:
        found = session.scalars(sa.select(OfficerCall)).one_or_none()
        session.expunge_all()
    return found


def picked_up(position):
    return Event("officer:called", SID, EventKind.OFFICER_CALLED, after(AT, 6), position, position)


def ended(position, outcome=LegOutcome.NO_ANSWER, seconds=30):
    return Event(
        f"officer:status:{outcome}",
        SID,
        EventKind.OFFICER_ENDED,
        after(AT, seconds),
        position,
        outcome=outcome,
    )


def test_a_call_whose_row_was_not_written_yet_finds_the_one_that_was_begun(debt, database):
    with database.transaction() as session:
        begun = OfficerCall(
            kind=OfficerCallKind.CALLBACK,
            officer="an",
            number="+84500000141",
            callback_id=debt,
            placed_at=AT,
        )
        session.add(begun)

    told(database, [picked_up(called_back("an", debt))])

    row = officer_call(database)
    assert (row.id, row.call_sid, row.answered_at) == (begun.id, SID, after(AT, 6))


def test_a_call_that_nobody_wrote_down_gets_its_row(debt, database):
    told(database, [picked_up(wrapped_up("an", "CA7"))])

    row = officer_call(database)
    assert (row.kind, row.about_sid, row.callback_id) == (OfficerCallKind.WRAP_UP, "CA7", None)
    assert (row.call_sid, row.number, row.outcome) == (SID, "+84500000141", None)


def test_an_officer_who_is_not_in_the_roster_breaks_nothing(debt, database, caplog):
    told(database, [ended(called_back("nobody", debt))])

    assert officer_call(database) is None
    assert not [record for record in caplog.records if record.levelname == "CRITICAL"]


def test_the_end_of_a_call_gives_back_what_it_was_made_for_by_whatever_way(debt, database):
    claim(database, debt, Channel.WEB)

    told(database, [ended(called_back("an", debt))])

    assert claimed_by(database, debt) is None
    assert officer_call(database).outcome is LegOutcome.NO_ANSWER


def test_what_was_claimed_again_since_stays_claimed(debt, database):
    claim(database, debt, Channel.KEYPAD)
    claim(database, debt, Channel.KEYPAD, at=minutes(15))

    told(database, [ended(called_back("an", debt))])

    assert claimed_by(database, debt) == "an"


def pin_call(*seconds_to_end):
    at = called_back("an", 1).to(Stage.OWED, called=False, debt="")
    events = [Event("officer:1:owed:1", SID, EventKind.OFFICER_KEY, after(AT, 5), at, at)]
    return events + [
        Event("status:completed", SID, EventKind.CALL_ENDED, after(AT, seconds), at)
        for seconds in seconds_to_end
    ]


@pytest.mark.parametrize(
    ("channel", "at", "kept"),
    [
        (Channel.KEYPAD, after(AT, 20), False),
        (Channel.KEYPAD, after(AT, -20), True),
        (Channel.WEB, after(AT, 20), True),
    ],
)
def test_the_end_of_an_officers_own_call_gives_back_what_was_claimed_in_it(
    debt, database, channel, at, kept
):
    claim(database, debt, channel, at=at)
    told(database, pin_call())
    assert claimed_by(database, debt) == "an", "the call goes on"

    told(database, pin_call(60))

    assert (claimed_by(database, debt) == "an") is kept
