"""The worker: every job in its turn, whatever one of them throws, until it is told to stop."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app import now
from jobs import schedule
from jobs.schedule import Work

WITHIN_S = 20


class Watched(Work):
    """Work whose jobs only note that they were fired, and do what a test says."""

    fired: dict[str, int]
    actions: dict[str, Callable[[], object]]
    changed: threading.Condition

    def watch(self, **actions):
        """Return how often each job was fired, and set what it does."""
        object.__setattr__(self, "fired", dict.fromkeys(JOBS, 0))
        object.__setattr__(self, "actions", actions)
        object.__setattr__(self, "changed", threading.Condition())
        return self

    def _fire(self, job):
        with self.changed:
            self.fired[job] += 1
            self.changed.notify_all()
        self.actions.get(job, lambda: None)()
        return 0

    def wait_for(self, condition):
        with self.changed:
            assert self.changed.wait_for(lambda: condition(self.fired), WITHIN_S)

    def tell(self):
        return self._fire("tell")

    def replay(self):
        return self._fire("replay")

    def fetch(self):
        return self._fire("fetch")

    def clean_up(self):
        return self._fire("clean_up")

    def watch_spool(self):
        return self._fire("watch_spool")

    def keep_fallback(self):
        return self._fire("keep_fallback")

    def sweep(self):
        return self._fire("sweep")

    def notify(self):
        return self._fire("notify")

    def raise_gaps(self):
        return self._fire("raise_gaps")

    def observe(self):
        return self._fire("observe")

    def hold_back(self):
        return self._fire("hold_back")

    def tell_day(self):
        return self._fire("tell_day")

    def escalate(self):
        return self._fire("escalate")

    def ask_results(self):
        return self._fire("ask_results")

    def check_lines(self):
        return self._fire("check_lines")

    def check_carrier(self):
        return self._fire("check_carrier")

    def reconcile(self):
        return self._fire("reconcile")

    def catch_up(self):
        return self._fire("catch_up")

    def delete_old(self):
        return self._fire("delete_old")


JOBS = (
    *("tell", "replay", "fetch", "clean_up", "sweep", "notify"),
    *("keep_fallback", "watch_spool"),
    *("raise_gaps", "tell_day", "escalate", "ask_results", "check_lines", "check_carrier"),
    *("catch_up", "reconcile", "delete_old", "hold_back", "observe"),
)


@pytest.fixture
def work(hotline):
    """Return work on the hotline's virtual clock: the scheduler goes by the wall's."""
    return Watched(hotline.hotline, hotline.spool)


@pytest.fixture
def start():
    """Return what starts a worker; it is stopped at the end, should a test not have done so."""
    stop = threading.Event()
    threads = []

    def start(work):
        thread = threading.Thread(target=schedule.run, args=[work, stop])
        threads.append(thread)
        thread.start()
        return stop, thread

    yield start
    stop.set()
    for thread in threads:
        thread.join(WITHIN_S)


def test_every_job_is_fired_at_once(work, start):
    work.watch()

    start(work)

    work.wait_for(lambda fired: all(fired.values()))


@pytest.mark.parametrize("days", [-4000, 0, 4000])
def test_jobs_are_fired_by_the_walls_clock_whatever_the_hotlines_shows(hotline, start, days):
    clock = replace(hotline.hotline, clock=lambda: now() + timedelta(days=days))
    work = Watched(clock, hotline.spool)
    work.watch()

    start(work)

    work.wait_for(lambda fired: all(fired.values()) and fired["tell"] >= 2)
    assert max(fired for job, fired in work.fired.items() if job != "tell") <= 2


def test_addresses_of_notices_that_are_for_nobody_are_cried_out_at_the_start(
    hotline, work, start, caplog
):
    entries = ("mailto://ours", "boss=mailto://secret@x", "head/no-such=mailto://secret@x")
    hotline.settings.__dict__["notices_to"] = entries
    work.watch()

    start(work)
    work.wait_for(lambda fired: all(fired.values()))

    told = [r for r in caplog.records if r.message.startswith("an entry of NOTICES_TO")]
    assert [record.entry for record in told] == [2, 3]
    assert "secret" not in str([vars(record) for record in told])


def test_a_job_that_fails_is_fired_again_and_stops_no_other(work, start, caplog):
    def fails():
        raise RuntimeError("a fault in one job")

    work.watch(tell=fails)

    start(work)

    work.wait_for(lambda fired: fired["tell"] >= 3 and fired["replay"] >= 2)
    failures = {r.job for r in caplog.records if r.getMessage() == "job failed"}
    assert failures == {"tell"}


def test_a_job_that_takes_long_holds_up_no_other_and_is_not_fired_twice_at_once(work, start):
    go_on, both = threading.Event(), []

    def takes_long():
        both.append(1)
        go_on.wait(WITHIN_S)

    work.watch(tell=takes_long)  # it is due four times before the other one is due again

    start(work)

    work.wait_for(lambda fired: fired["replay"] >= 2 and fired["tell"])
    assert len(both) == 1
    go_on.set()


def test_a_worker_that_is_told_to_stop_waits_for_the_job_that_runs(work, start):
    running, go_on, done = threading.Event(), threading.Event(), []

    def takes_long():
        running.set()
        go_on.wait(WITHIN_S)
        done.append(1)

    work.watch(fetch=takes_long)
    stop, thread = start(work)
    assert running.wait(WITHIN_S)

    stop.set()
    thread.join(0.2)
    assert thread.is_alive()
    go_on.set()
    thread.join(WITHIN_S)

    assert done == [1]
    assert not thread.is_alive()


def test_a_worker_that_has_stopped_leaves_no_thread_behind(work, start):
    before = set(threading.enumerate())
    work.watch()
    stop, thread = start(work)
    work.wait_for(lambda fired: all(fired.values()))

    stop.set()
    thread.join(WITHIN_S)

    left = {t.name for t in set(threading.enumerate()) - before}
    assert left <= {"board"}


def test_all_work_of_a_whole_evening_is_done_by_firing_each_job(hotline):
    call = hotline.call(keys="4,1", officers="no-answer,no-answer,no-answer,no-answer")

    assert hotline.work.replay() == 0
    assert hotline.work.tell() == len(hotline.events(call))
    hotline.pass_time(minutes=1)
    assert hotline.work.fetch() == 1
    assert hotline.work.clean_up() == 0
    assert hotline.work.sweep() == 0
    assert hotline.work.tell() == 0
