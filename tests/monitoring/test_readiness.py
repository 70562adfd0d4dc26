"""Which hosts are fit to serve calls, and what is said of those that are not quite well."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitoring.readiness import Facts, Part, Worker, can_serve, degraded
from monitoring.texts import PARTS
from tests.harness import NINE_ON_MONDAY as NOW

AGO = NOW - timedelta(minutes=5)
WORKER = Worker(
    at=NOW, teller_lag_s=0.4, migrations_behind=0, reconciled_age_s=900, reconciliation_runs=9
)
WELL = Facts(
    database_away_since=None,
    board_age_s=1,
    has_branches_fault=False,
    spool_files=0,
    spool_since=None,
    spool_unreadable=0,
    takes_spool=True,
    free_bytes=50_000_000_000,
    worker=WORKER,
)
NOT_SEEN = ("reconciled_age_s", "reconciliation_runs", "teller_lag_s", "migrations_behind")


def with_worker(**changes):
    return replace(WELL, worker=replace(WORKER, **changes))


def test_a_host_that_is_well_has_nothing_to_tell():
    assert (can_serve(WELL), degraded(WELL, NOW)) == (True, {})


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (replace(WELL, database_away_since=AGO), {Part.DATABASE: AGO}),
        (replace(WELL, database_away_since=AGO, board_age_s=300), {Part.DATABASE: AGO}),
        (replace(WELL, board_age_s=300), {Part.BOARD: AGO}),
        (replace(WELL, has_branches_fault=True), {Part.BRANCHES: None}),
        (replace(WELL, spool_files=1, spool_since=AGO), {Part.SPOOL: AGO}),
        (replace(WELL, spool_files=9, spool_since=NOW - timedelta(seconds=9)), {}),
        (replace(WELL, spool_unreadable=1), {Part.SPOOL: None}),
        (replace(WELL, free_bytes=999_999_999), {Part.DISK: None}),
        (replace(WELL, takes_spool=False), {Part.DISK: None}),
        (replace(WELL, worker=None), {Part.WORKER: None}),
        (with_worker(at=AGO, teller_lag_s=900), {Part.WORKER: AGO}),
        (with_worker(teller_lag_s=300), {Part.TELLER: AGO}),
        (with_worker(migrations_behind=2), {Part.MIGRATIONS: None}),
        (with_worker(reconciled_age_s=7500), {Part.RECONCILIATION: NOW - timedelta(seconds=7500)}),
        (with_worker(reconciled_age_s=None), {Part.RECONCILIATION: None}),
        (with_worker(reconciled_age_s=None, reconciliation_runs=0), {}),
        (with_worker(**dict.fromkeys(NOT_SEEN)), {}),
    ],
)
def test_what_is_not_well_is_told_with_since_when_where_that_is_known(facts, told):
    assert degraded(facts, NOW) == told
    assert can_serve(facts)


def test_only_a_host_that_can_keep_no_event_is_taken_out():
    assert not can_serve(replace(WELL, database_away_since=AGO, takes_spool=False))


def test_each_part_has_its_words():
    assert set(PARTS) == set(Part)
