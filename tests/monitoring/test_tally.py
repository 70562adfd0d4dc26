"""Webhooks are counted by route, outcome and time, and told as Prometheus reads it."""

from bisect import bisect_left
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.watched.meter import Kept, Outcome
from monitoring import names
from monitoring.exposition import Histogram, Sample, text_of
from monitoring.tally import BOUNDS, STEPS, Tally

ROUTES = ("/voice", "/voice/key")
WEBHOOKS = st.tuples(
    st.sampled_from(ROUTES),
    st.sampled_from(Outcome),
    st.sampled_from(("", *STEPS)),
    st.floats(0, 20) | st.sampled_from(BOUNDS),
)


@settings(max_examples=25)
@given(asked=st.lists(WEBHOOKS, max_size=30), kept=st.lists(st.sampled_from(Kept), max_size=9))
def test_every_webhook_and_every_event_is_counted_once_where_it_belongs(
    tmp_path_factory, asked, kept
):
    tally = Tally(tmp_path_factory.mktemp("metrics"), ROUTES, watches=False)
    for webhook in asked:
        tally.webhook(*webhook)
    for where in kept:
        tally.kept(where)

    found = list(tally.samples())

    for sample in (s for s in found if isinstance(s, Histogram)):
        mine = [took for route, outcome, _, took in asked if (route, outcome) == sample.labels]
        assert list(sample.counts) == [
            sum(bisect_left(BOUNDS, took) == n for took in mine) for n in range(len(BOUNDS) + 1)
        ]
        assert abs(sample.sum - sum(mine)) < 1e-6
    told = {s.labels: s for s in found if isinstance(s, Histogram)}
    assert {(route, outcome) for route, outcome, _, _ in asked} <= told.keys()
    values = {(s.metric, *s.labels): s.value for s in found if isinstance(s, Sample)}
    outcomes = Counter(outcome for _, outcome, _, _ in asked)
    assert {o: values[names.FAULTS, o] for o in Outcome if o is not Outcome.ANSWERED} == {
        o: outcomes[o] for o in Outcome if o is not Outcome.ANSWERED
    }
    steps = Counter(step for _, _, step, _ in asked)
    assert all(values[names.DECISIONS, step] == steps[step] for step in STEPS)
    assert all(values[names.EVENTS, where] == kept.count(where) for where in Kept)


def test_the_text_is_as_prometheus_wants_it():
    metric = names.WEBHOOK_SECONDS
    histogram = Histogram(metric, ("/voice", "answered"), (0.005, 1), (2, 1, 1), 3.25)
    odd = Sample(names.JOB_AGE, 1.5, ('a "b\\\n',))

    assert text_of([odd, histogram, odd]).splitlines() == [
        "# HELP hotline_webhook_seconds Time in which webhooks were answered.",
        "# TYPE hotline_webhook_seconds histogram",
        'hotline_webhook_seconds_bucket{route="/voice",outcome="answered",le="0.005"} 2',
        'hotline_webhook_seconds_bucket{route="/voice",outcome="answered",le="1"} 3',
        'hotline_webhook_seconds_bucket{route="/voice",outcome="answered",le="+Inf"} 4',
        'hotline_webhook_seconds_sum{route="/voice",outcome="answered"} 3.25',
        'hotline_webhook_seconds_count{route="/voice",outcome="answered"} 4',
        "# HELP hotline_job_success_age_seconds Time since a job last ended well.",
        "# TYPE hotline_job_success_age_seconds gauge",
        'hotline_job_success_age_seconds{job="a \\"b\\\\\\n"} 1.5',
    ]
