"""Moments and hours to the whole minute, for models that go through time minute by minute."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st

from ivr.flow.hours import Hours
from tests.flow.test_hours_properties import FEBRUARY, HOURS

MINUTE = timedelta(minutes=1)
MINUTES = st.integers(0, 80 * 24 * 60).map(lambda m: FEBRUARY + m * MINUTE)


def _to_the_minute(hours: Hours) -> Hours:
    opens_at = hours.opens_at
    return replace(hours, opens_at=opens_at and opens_at.replace(second=0))


WHOLE_HOURS = HOURS.map(_to_the_minute)
OPENED_HOURS = HOURS.map(lambda hours: replace(hours, opens_at=None))
# To shrink what a slow model finds takes minutes, and tells little more.
slowly = settings(
    max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
