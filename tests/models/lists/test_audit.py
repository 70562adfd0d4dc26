"""The audit as a list: what is wanted, each entry once, newest first, on both engines."""

import pytest

from models.audit import AuditRow
from models.lists.audit import AuditFilter, list_audit, looks_at
from models.lists.paging import BadCursor
from tests.models.rows import minutes

SUBJECTS = ("number_shown", "message_played", "users")


@pytest.fixture
def filled(database):
    with database.transaction() as session:
        for n in range(12):
            row = AuditRow(actor=f"mot{n % 2}", subject=SUBJECTS[n % 3], key=f"k{n % 4}")
            row.at, row.before, row.after = minutes(n // 3), None, {"n": n}
            session.add(row)
    return database


def found(database, wanted, limit=5):
    """Return the entries of all pages, one after the other."""
    told, after = [], None
    with database.reading() as session:
        while True:
            page = list_audit(session, wanted, after=after, limit=limit)
            told += [(line.after or {})["n"] for line in page.rows]
            after = page.next
            if after is None:
                return told


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (AuditFilter(), [*reversed(range(12))]),
        (AuditFilter(actor="mot1"), [11, 9, 7, 5, 3, 1]),
        (AuditFilter(subjects=frozenset({"users"})), [11, 8, 5, 2]),
        (AuditFilter(key="k3"), [11, 7, 3]),
        (AuditFilter(since=minutes(1), until=minutes(2)), [5, 4, 3]),
    ],
)
def test_each_wanted_entry_is_there_once_newest_first(filled, wanted, expected):
    assert found(filled, wanted, limit=2) == expected


def test_a_token_of_another_list_is_refused(filled):
    with filled.reading() as session, pytest.raises(BadCursor):
        list_audit(session, AuditFilter(), after="khong")


def test_looks_are_those_at_the_things_named(filled):
    with filled.reading() as session:
        assert [(line.after or {})["n"] for line in looks_at(session, {"k0", "k1"})] == [0, 1, 4, 9]
        assert looks_at(session, set()) == ()
