"""Moments are aware and in UTC on every engine; words come back as the words they were."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.flow.words import Verdict
from models.calls import Call
from models.tables import Base
from tests.harness import HANOI, NINE_ON_MONDAY
from tests.models.rows import a_call

MOMENTS = st.datetimes(
    datetime.fromisoformat("1970-01-02"),
    datetime.fromisoformat("2200-01-01"),
    timezones=st.just(HANOI),
)


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_written_in(database):
    with database.transaction() as session:
        session.add(a_call(started_at=NINE_ON_MONDAY.astimezone(HANOI)))

    with database.reading() as session:
        found = session.scalars(sa.select(Call)).one()

    assert found.started_at == NINE_ON_MONDAY
    assert found.started_at.tzinfo is UTC
    assert found.chosen_at is None


@given(moment=MOMENTS)
@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_moments_survive_to_the_microsecond_and_compare_as_moments(database, moment):
    with database.transaction() as session:
        session.execute(sa.delete(Call))
        session.add(a_call(started_at=moment))

    with database.reading() as session:
        found = session.scalar(sa.select(Call.started_at).where(Call.started_at == moment))

    assert found == moment


def test_a_moment_without_a_zone_is_refused(database):
    with (
        pytest.raises(sa.exc.StatementError, match="time zone"),
        database.transaction() as session,
    ):
        session.add(a_call(started_at=datetime.fromisoformat("2026-11-23")))


def test_a_word_is_stored_by_its_value_and_read_back_as_the_word(database):
    with database.transaction() as session:
        session.add(a_call(verdict=Verdict.NOT_ANSWERED))

    with database.reading() as session:
        assert session.scalar(sa.text("SELECT verdict FROM calls")) == "not_answered"
        assert session.scalar(sa.select(Call.verdict)) is Verdict.NOT_ANSWERED


def test_what_is_none_of_the_words_is_refused(database):
    with (
        pytest.raises(sa.exc.StatementError, match="lost in the post"),
        database.transaction() as session,
    ):
        session.add(a_call(verdict="lost in the post"))


def test_every_constraint_has_a_name_that_a_migration_can_use():
    unnamed = [
        (table.name, constraint)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert unnamed == []
