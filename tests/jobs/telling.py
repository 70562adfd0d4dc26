"""Tells stories into a database, and reads the rows back without what differs by chance."""

import sqlalchemy as sa

from ivr.branches import load_branches
from ivr.flow.words import CallbackOutcome
from jobs import teller
from models import callbacks, calls
from models.calls import Call
from models.events import insert_events, written
from models.tables import Base
from tests.harness import NINE_ON_MONDAY, ROOT

SWITCHBOARD = load_branches(ROOT / "branches.yaml", today=NINE_ON_MONDAY.date())


def add(database, events):
    with database.transaction() as session:
        insert_events(session, [written(event, {}) for event in events])


def tell(database, now=NINE_ON_MONDAY):
    with database.transaction() as session:
        return teller.run(session, SWITCHBOARD, now=now)


def told(database, *batches):
    """Tell some events, a batch after the other, and return the rows without their ids."""
    for batch in batches:
        add(database, batch)
        while tell(database):
            pass
    return rows(database)


def forget(database):
    with database.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(sa.delete(table))


def plain(row, *without):
    columns = [c.name for c in row.__table__.columns]
    return {name: getattr(row, name) for name in columns if name not in without}


def rows(database):
    """Return all rows but debts that were taken back; ids and the fetching of audio left out."""
    with database.reading() as session:
        found = list(session.scalars(sa.select(Call).order_by(Call.sid)))
        sids = {call.id: call.sid for call in found}
        owed = session.scalars(sa.select(callbacks.Callback)).all()
        named = {debt.id: (debt.branch, debt.first_missed_at) for debt in owed}
        return {
            "calls": [
                {**plain(call, "id"), "callback_id": named.get(call.callback_id)} for call in found
            ],
            "legs": [plain(leg, "id", "call_id") for call in found for leg in call.legs],
            "messages": [
                plain(message, "id", "call_id", "next_try_at")
                for call in found
                for message in call.messages
            ],
            "owed": sorted(
                (
                    {
                        **plain(debt, "id"),
                        "last_call_id": sids[debt.last_call_id],
                        "moved_from_id": named.get(debt.moved_from_id),
                    }
                    for debt in owed
                    if debt.outcome is not CallbackOutcome.WITHDRAWN
                ),
                key=lambda debt: (debt["caller_number"], debt["branch"], debt["first_missed_at"]),
            ),
        }


def debts(database):
    return [
        (debt["state"].value, debt["misses"], debt["reopened"]) for debt in rows(database)["owed"]
    ]


def call(database, sid="CA1"):
    with database.reading() as session:
        found = calls.find(session, sid)
        session.expunge_all()
    return found
