"""Each notice goes to whom it is for, and to no address that is for somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.routing import Route, addressed, read_routes, unknown_branches
from ivr.flow.words import Level

ALL = (
    "mailto://everybody?to=a@example.vn",
    "supervisor=tgram://secret/supervisor",
    "head=mailto://heads",
    "head/noi-vu=mailto://head-noi-vu",
    "officer=mailto://officers",
    "officer/noi-vu=mailto://officers-noi-vu",
    "officer/noi-vu=sms://officers-noi-vu",
)


def reached(entries, level, branch="noi-vu"):
    routes, bad = read_routes(entries)
    assert not bad
    return addressed(routes, level=level, branch=branch)


def test_a_bare_address_is_the_supervisors():
    (route,), _ = read_routes(["mailto://everybody?to=a@example.vn"])

    assert (route.level, route.branch) == (Level.SUPERVISOR, "")
    assert route.address == "mailto://everybody?to=a@example.vn"


@pytest.mark.parametrize(
    ("entry", "level", "branch", "address"),
    [
        ("supervisor=json://x/?a=b", Level.SUPERVISOR, "", "json://x/?a=b"),
        ("head/noi-vu=mailto://u:p@h?to=x", Level.HEAD, "noi-vu", "mailto://u:p@h?to=x"),
        ("officer/noi-vu=mailto://x", Level.OFFICER, "noi-vu", "mailto://x"),
        ("head=mailto://x", Level.HEAD, "", "mailto://x"),
    ],
)
def test_an_address_may_stand_behind_whom_it_is_for(entry, level, branch, address):
    (route,), bad = read_routes([entry])

    assert (route.level, route.branch, route.address, bad) == (level, branch, address, ())


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("boss=mailto://secret", "before the ="),
        ("=mailto://secret", "before the ="),
        ("secret=x", "before the ="),
        ("Head=mailto://secret", "before the ="),
        ("head/=mailto://secret", "a branch's id"),
        ("head/Nội Vụ=mailto://secret", "a branch's id"),
        ("supervisor/noi-vu=mailto://secret", "all branches"),
    ],
)
def test_an_entry_that_is_not_understood_is_named_by_its_place_and_not_shown(entry, why):
    routes, (fault,) = read_routes(["mailto://ours", entry])

    assert len(routes) == 1
    assert fault.entry == 2
    assert why in fault.reason.en
    assert "secret" not in repr(fault)


def test_a_branch_that_there_is_not_is_a_fault_of_its_route():
    routes, _ = read_routes(["head/noi-vu=a://b", "head/no-such=a://secret", "head=a://b"])

    (fault,) = unknown_branches(routes, {"noi-vu"})

    assert (fault.entry, "no-such" in fault.reason.vi) == (2, True)
    assert "secret" not in repr(fault)


def test_no_representation_shows_an_address():
    routes, _ = read_routes(ALL)

    assert "secret" not in repr(routes)


@pytest.mark.parametrize(
    ("level", "branch", "entries"),
    [
        (Level.OFFICER, "noi-vu", (5, 6)),
        (Level.OFFICER, "y-te", (4,)),
        (Level.HEAD, "noi-vu", (3,)),
        (Level.HEAD, "y-te", (2,)),
        (Level.SUPERVISOR, "noi-vu", (0, 1)),
    ],
)
def test_a_notice_goes_to_the_best_match(level, branch, entries):
    wanted = tuple(ALL[n].split("=", 1)[-1] if n else ALL[0] for n in entries)

    assert reached(ALL, level, branch) == wanted


@pytest.mark.parametrize(
    ("entries", "level", "wanted"),
    [
        (("mailto://s", "head/y-te=mailto://h"), Level.OFFICER, ("mailto://s",)),
        (("mailto://s", "head/noi-vu=mailto://h"), Level.OFFICER, ("mailto://h",)),
        (("mailto://s", "head=mailto://h"), Level.OFFICER, ("mailto://h",)),
        (("mailto://s", "officer=mailto://o"), Level.HEAD, ("mailto://s",)),
        (("mailto://s", "mailto://t", "mailto://s"), Level.HEAD, ("mailto://s", "mailto://t")),
        (("officer=mailto://o", "head=mailto://h"), Level.SUPERVISOR, ()),
        ((), Level.OFFICER, ()),
    ],
)
def test_where_a_level_has_nobody_the_next_higher_is_told_and_none_below(entries, level, wanted):
    assert reached(entries, level) == wanted


LADDER = [Level.OFFICER, Level.HEAD, Level.SUPERVISOR]
ROUTES = st.builds(
    Route,
    entry=st.integers(1, 9),
    level=st.sampled_from(Level),
    branch=st.sampled_from(["", "noi-vu", "y-te"]),
    address=st.uuids().map(str),
)


@given(st.lists(ROUTES), st.sampled_from(Level), st.sampled_from(["noi-vu", "y-te"]))
def test_no_notice_goes_down_or_to_another_branch(routes, level, branch):
    found = addressed(routes, level=level, branch=branch)

    told = [route for route in routes if route.address in found]
    assert all(LADDER.index(route.level) >= LADDER.index(level) for route in told)
    assert all(route.branch in ("", branch) for route in told)
    assert len({(route.level, route.branch) for route in told}) <= 1


@given(st.lists(ROUTES), st.sampled_from(Level), st.sampled_from(["noi-vu", "y-te"]))
def test_a_notice_reaches_somebody_wherever_there_is_a_supervisor(routes, level, branch):
    everybody = [*routes, Route(10, Level.SUPERVISOR, "", "mailto://s")]

    assert addressed(everybody, level=level, branch=branch)
