"""Figures from sums are those of the rows, whatever happened, on both engines."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbacks import deeds
from callbacks.debts import write_debts
from figures import full
from figures.reading import gather
from figures.sums import Asked, counted, take
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.hours import callback_due
from ivr.flow.measures.calls import count
from ivr.flow.measures.report import figures, period
from ivr.flow.measures.tally import summed
from ivr.flow.words import MISSED, Cause, Channel, Did, LegOutcome, Verdict
from jobs import sum_up
from models.call_hours import Moves, summary
from models.callbacks import Callback
from models.duty.reading import read_roster
from models.sums.tables import CallWaits
from tests.figures.rows import past
from tests.jobs.telling import forget
from tests.models.rows import BRANCH, minutes

HOUR, DAY = 60, 24 * 60
OTHER = "tu-phap"
LATER = 40 * DAY
CALLS = st.lists(
    st.tuples(
        st.integers(-9 * DAY, 9 * DAY) | st.integers(0, 3 * HOUR),
        st.sampled_from([None, "+84505000001", "+84505000002", "+84505000003"]),
        st.sampled_from([BRANCH, OTHER]),
        st.sampled_from(Verdict) | st.sampled_from(sorted(MISSED)),
        st.integers(0, 90),
        st.lists(st.sampled_from(LegOutcome), max_size=3),
    ),
    min_size=4,
    max_size=16,
)
# What officers did, about which debt, how many minutes after the last miss.
DEEDS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sampled_from([Did.REACHED, Did.REACHED, Did.MOVED, Did.TRIED]),
        st.integers(1, 5 * HOUR),
    ),
    max_size=5,
)
PERIODS = st.sampled_from([(-HOUR, 10 * HOUR), (-8 * DAY, 8 * DAY), (-9 * HOUR, 15 * HOUR)])
properties = settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def kept(database, switchboard, told):
    """Keep calls as the teller does: each counted, and what their callers are owed written."""
    with database.transaction() as session:
        moves = Moves()
        for n, (minute, caller, branch, verdict, wait_s, rings) in enumerate(told):
            call = past(
                minute,
                f"CA{n}",
                caller=caller,
                verdict=verdict,
                branch=branch,
                wait_s=wait_s,
                rings=rings,
                cause=Cause.NO_ANSWER if verdict in MISSED else None,
            )
            call.is_counted = True
            if verdict in MISSED and caller and call.ended_at:
                hours = switchboard.branch(branch).hours
                promise = switchboard.promise
                call.due_at = callback_due(hours, switchboard.calendar, promise, call.ended_at)
            session.add(call)
            session.flush()
            moves.move(None, summary(call))
        for caller in sorted({each[1] for each in told if each[1]}):
            write_debts(session, switchboard, caller, minutes(LATER))
        moves.write(session)


def done(database, switchboard, told):
    """Let officers do something about the debts that there are."""
    for n, (place, did, after) in enumerate(told):
        with database.transaction() as session:
            rows = list(session.scalars(sa.select(Callback).order_by(Callback.id)))
            if not rows:
                return
            row = rows[place % len(rows)]
            deed = Deed(
                key=f"deed:{n}",
                debt=row.id,
                did=did,
                at=row.last_missed_at + timedelta(minutes=after),
                actor="can-bo",
                channel=Channel.KEYPAD,
                leg=LegOutcome.NO_ANSWER if did is Did.TRIED else None,
                to_branch=OTHER if did is Did.MOVED else None,
            )
            deeds.write(deeds.Books(session, switchboard, minutes(LATER)), deed)


def summed_up(database, switchboard):
    """Sum up until there is nothing to do."""
    turn = sum_up.Round()
    while sum_up.run(database, switchboard, turn, now=minutes(LATER)):
        pass


def both(database, switchboard, since, until):
    """Return the figures of a period from sums, and row by row."""
    with database.reading() as session:
        roster = read_roster(session, since=minutes(since))
        menu = replace(switchboard, calendar=roster.over(switchboard.calendar))
        asked = period(menu, minutes(since), minutes(until), now=minutes(LATER))
        taken = take(session, Asked(switchboard=menu, roster=roster, period=asked))
        gathered = gather(session, menu, asked)
        whole = full.read(session, menu, asked)
        assert counts_of(counted(session, menu, asked)) == counts_of(gathered.tallies)
        return taken, gathered, figures(gathered, menu, asked), whole


def counts_of(tallies):
    """Return what the digest tells of tallies."""
    return {branch: count(tally) for branch, tally in tallies.items()}


def same(taken, gathered, rows, whole):
    """Say that every figure is the same one, of all and of each branch."""
    tally = summed(gathered.tallies.values())
    for verdict in (Verdict.ANSWERED, Verdict.ABANDONED):
        assert taken.tally.waits_of(verdict) == tally.waits_of(verdict)
    assert alike(taken.figures.total) == alike(rows.total)
    assert alike_in_full(whole.total) == alike_in_full(rows.total)
    for id, part in taken.figures.branches.items():
        assert alike(part) == alike(rows.branches[id]), id
        assert alike_in_full(whole.branches[id]) == alike_in_full(rows.branches[id]), id
    assert {*rows.branches} - {*taken.figures.branches} <= {each.branch for each in gathered.owed}
    counts = taken.figures.total.counts
    assert counts.offered == counts.answered + counts.abandoned + counts.not_answered


def alike(part):
    """Return what must be the same; of rings that were left out how many there are."""
    return (
        *(part.counts, part.levels, part.answer_times, part.abandon_times),
        *(part.not_served, part.repeat_missed, part.flagged),
        *(part.callbacks, part.callback_times.working, part.lines, part.coverage),
        *(part.officers.rate, len(part.officers.on_hotline_call), len(part.officers.bad_number)),
    )


def alike_in_full(part):
    """Return what must be the same of every figure, with those that only the calls tell."""
    return *alike(part), part.handle_times, part.resolution


@properties
@given(history=st.tuples(CALLS, DEEDS, st.booleans()), asked=PERIODS)
def test_the_sums_say_what_the_rows_say(database, switchboard, history, asked):
    calls, deeds, is_summed = history
    forget(database)
    kept(database, switchboard, calls)
    done(database, switchboard, deeds)
    if is_summed:
        summed_up(database, switchboard)

    same(*both(database, switchboard, *asked))


def test_a_call_that_is_told_anew_unsettles_its_day(database, switchboard):
    """A ring during another call does not count against the officer, whenever that is told."""
    rung = (0, "+84505000001", BRANCH, Verdict.NOT_ANSWERED, 20, [LegOutcome.NO_ANSWER])
    kept(database, switchboard, [rung])
    summed_up(database, switchboard)
    whole = both(database, switchboard, -9 * HOUR, 15 * HOUR)[0].figures.total.officers.rate.whole

    with database.transaction() as session:
        call = past(-1, "CB1", caller="+84505000009", rings=[LegOutcome.ANSWERED], is_counted=True)
        call.legs[0].ended_at = minutes(5)
        session.add(call)
        session.flush()
        moves = Moves()
        moves.move(None, summary(call))
        moves.write(session)

    found = both(database, switchboard, -9 * HOUR, 15 * HOUR)
    assert whole == 1
    assert len(found[0].figures.total.officers.on_hotline_call) == 1
    same(*found)
    summed_up(database, switchboard)
    same(*both(database, switchboard, -9 * HOUR, 15 * HOUR))


def test_what_an_older_release_left_is_asked_of_the_rows_until_it_is_summed(
    database, switchboard, keep
):
    keep(
        past(0, "CA1", caller="+84505000001", verdict=Verdict.ABANDONED, wait_s=7),
        past(5, "CA2", caller="+84505000001", verdict=Verdict.NOT_ANSWERED, is_counted=True),
    )

    same(*both(database, switchboard, -HOUR, 10 * HOUR))


def test_sums_that_are_wrong_show(database, switchboard):
    kept(database, switchboard, [(0, None, BRANCH, Verdict.ANSWERED, 9, [])])
    summed_up(database, switchboard)
    with database.transaction() as session:
        session.execute(sa.update(CallWaits).values(wait_s=11))

    taken, _, rows, _ = both(database, switchboard, -9 * HOUR, 15 * HOUR)

    assert taken.figures.total.answer_times.longest_s == 11
    assert rows.total.answer_times.longest_s == 9


def test_summing_up_ends_where_there_is_nothing(database, switchboard):
    assert sum_up.run(database, switchboard, sum_up.Round(), now=minutes(LATER)) == 0
