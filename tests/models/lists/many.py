"""A few hundred random rows with many ties: what lists must show each of exactly once."""

import random
from datetime import timedelta

import sqlalchemy as sa

from ivr.flow.reconciling.origin import CallOrigin
from ivr.flow.words import (
    CallbackOutcome,
    CallbackState,
    Cause,
    Language,
    LegOutcome,
    Verdict,
)
from models.callbacks import Callback, describe
from models.calls import Call
from models.legs import Leg
from models.numbers import backwards
from tests.models.rows import a_call, a_callback, a_leg, minutes

BRANCHES = ("", "doanh-nghiep", "iso", "tu-phap")
NUMBERS = (*(f"+8450500{n:04}" for n in (1, 2, 10, 11, 21, 110, 1100)), "+84505050007")
OFFICERS = ("an", "binh", "chi")
NOW = minutes(60 * 24 * 10)
SIZE = 260


def fill(database, seed=7):
    """Put random calls and callbacks into a database."""
    rng = random.Random(seed)
    with database.transaction() as session:
        calls = [some_call(rng, number) for number in range(SIZE)]
        session.add_all(calls)
        session.flush()
        session.add_all(some_debts(rng, calls))


def some_call(rng, number):
    verdict = rng.choice([None, *Verdict, *Verdict])
    began = minutes(rng.choice([rng.randrange(14_000), 700, 701]))
    known = rng.choice([None, *NUMBERS])
    shown = rng.choice([known] * 4 + ["+84505009999"]) if known else "anonymous"
    return a_call(
        f"{rng.choice(['CA', 'CA', 'SAMPLE'])}{number:04}",
        callback_number=known,
        caller_number=shown,
        branch=rng.choice(BRANCHES),
        verdict=verdict,
        started_at=began,
        ended_at=began + timedelta(minutes=2) if verdict else None,
        message_s=rng.choice([0, 0, 7]),
        number_reversed=backwards(known or shown),
        is_counted=True,
        language=rng.choice([*Language]),
        origin=rng.choice([CallOrigin.WEBHOOK, *CallOrigin]),
        legs=[
            a_leg(
                n,
                officer_id=rng.choice(OFFICERS),
                started_at=began + timedelta(seconds=n),
                outcome=rng.choice([None, *LegOutcome]),
            )
            for n in range(1, rng.randrange(4) + 1)
        ],
    )


def some_debts(rng, calls):
    """Yield debts as they are kept: of one caller and branch one after the other, the last open."""
    for number in NUMBERS:
        for branch in BRANCHES[1:]:
            at = rng.randrange(3000)
            for _ in range(rng.randrange(9)):
                at += rng.choice([1, rng.randrange(3000)])
                yield some_debt(rng, rng.choice(calls), number, branch, minutes(at))
            if rng.random() < 0.7:
                at += rng.randrange(2000)
                yield open_debt(rng, rng.choice(calls), number, branch, minutes(at))


def some_debt(rng, call, number, branch, at):
    outcome = rng.choice([*CallbackOutcome])
    row = a_callback(
        call,
        caller_number=number,
        branch=branch,
        state=CallbackState.CLOSED,
        outcome=outcome,
        closed_at=at,
        **of_misses(rng, at),
    )
    described(rng, row, call)
    return row


def open_debt(rng, call, number, branch, at):
    row = a_callback(
        call,
        caller_number=number,
        branch=branch,
        claimed_by=rng.choice([None, *OFFICERS]),
        claimed_until=rng.choice([None, NOW - timedelta(1), NOW + timedelta(1)]),
        next_try_at=rng.choice([None, NOW - timedelta(1), NOW + timedelta(1)]),
        tries=rng.randrange(3),
        **of_misses(rng, at),
    )
    described(rng, row, call)
    return row


def of_misses(rng, at):
    due = rng.choice([at + timedelta(hours=2), NOW, NOW + timedelta(hours=rng.randrange(3))])
    misses = rng.choice([1, 1, 2, 3, 5])
    return {"first_missed_at": at, "last_missed_at": at, "due_at": due, "misses": misses}


def described(rng, row, call):
    last = a_call(
        verdict=rng.choice([*Verdict]),
        cause=rng.choice([None, *Cause]),
        language=call.language,
        origin=call.origin,
    )
    describe(row, last, rng.choice([0, 0, 9]), {leg.officer_id for leg in call.legs})


def every(database, table, *options):
    """Return all rows of a table, to be looked through one by one."""
    with database.reading() as session:
        found = session.scalars(sa.select(table).options(*options)).unique().all()
        session.expunge_all()
    return list(found)


def all_calls(database):
    return every(database, Call, sa.orm.selectinload(Call.legs))


def all_debts(database):
    return every(database, Callback)


def all_legs(database):
    return every(database, Leg)


def paged(list_, limit):
    """Return all rows of a list and the sizes of its pages, from the first page to the last."""
    rows, sizes, after = [], [], None
    while True:
        page = list_(after=after, limit=limit)
        rows += page.rows
        sizes.append(len(page.rows))
        after = page.next
        if after is None:
            return rows, sizes
