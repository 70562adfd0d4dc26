"""A small drill: a bad day on each engine, after which the books say what the carrier saw."""

import pytest

from drill.day import Day, Plan


@pytest.fixture(params=[("sqlite", 70, 4), ("postgres", 40, 9)], ids=["sqlite", "postgres"])
def outcome(request, tmp_path):
    engine, calls, seed = request.param
    day = Day(
        Plan(seed, calls, blow_every_s=20.0), tmp_path, request.getfixturevalue(f"{engine}_url")
    )
    yield day.run()
    day.close()


def test_after_a_bad_day_the_books_say_what_the_carrier_saw(outcome):
    told = [(v, *outcome.tale(v.sid)) for v in outcome.violations]

    assert told == [], f"seed {outcome.plan.seed}: python -m drill"
    assert sum(outcome.verdicts.values()) == outcome.plan.calls
    assert len(outcome.verdicts) >= 3
    assert {blow.split()[0] for blow in outcome.blows} >= {"database", "web", "worker"}
