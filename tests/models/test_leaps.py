"""The different values of a column."""

from models.calls import Call
from models.leaps import different
from tests.models.rows import a_call


def test_each_value_is_found_once_in_order_the_empty_one_too(database):
    with database.transaction() as session:
        session.add_all(
            a_call(f"CA{n}", branch=branch) for n, branch in enumerate(("c", "a", "c", "", "b"))
        )

    with database.reading() as session:
        assert different(session, Call.branch) == ["", "a", "b", "c"]


def test_an_empty_table_has_none(database):
    with database.reading() as session:
        assert different(session, Call.branch) == []
