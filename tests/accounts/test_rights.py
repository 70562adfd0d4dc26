"""The table of rights, row by row: a change of it is a change of this list too."""

import pytest

from accounts.labels import RIGHTS, ROLES, SCOPES
from accounts.people import Person
from accounts.rights import NOWHERE, Reach, Right, Scope, needs_reason, reach, scope
from models.users.roles import UserRole

A, S, H, O, I = UserRole  # noqa: E741 - a table is read by its columns
OWN_BRANCH, OTHER = "thu-tuc-hanh-chinh", "tai-chinh"
TABLE = """
right               administrator supervisor branch_head officer inspector
own_account         all           all        all         all     all
see_today           all           all        own         own     all
see_missed          all           all        own         own     all
see_calls           all           all        own         own     all
work_callbacks      none          all        own         own     none
close_callbacks     none          all        own         none    none
hear_messages       none          all        own         own     all
see_numbers         none          all        own         own     all
export              none          all        own         none    all
see_roster          all           all        own         own     all
edit_roster         all           all        own         none    none
edit_whole_roster   all           all        none        none    none
see_checks          all           all        own         own     all
run_checks          all           all        own         none    none
see_reports         all           all        own         none    all
see_conduct         none          all        none        none    all
see_posters         all           all        all         all     all
edit_posters        all           all        none        none    none
see_configuration   all           all        none        none    none
manage_users        all           none       none        none    none
see_audit           all           all        none        none    all
"""


def a_person(role, *, branches=frozenset({OWN_BRANCH}), sees_conduct=False):
    return Person(
        id=1,
        login="ai.do",
        post="Chức danh",
        role=role,
        branches=branches,
        officer=None,
        sees_conduct=sees_conduct,
        has_second_step=False,
        must_change_password=False,
    )


def test_the_table_is_this_one():
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]

    assert head == ["right", *(role.value for role in UserRole)]
    assert [row[0] for row in rows] == [right.value for right in Right]
    found = {row[0]: row[1:] for row in rows}
    assert found == {right.value: [scope(role, right) for role in UserRole] for right in Right}


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", UserRole)
def test_a_right_reaches_as_far_as_its_scope(role, right):
    person = a_person(role, sees_conduct=True)

    reached = reach(person, right)

    expected = {
        Scope.ALL: (True, True),
        Scope.OWN: (True, False),
        Scope.NONE: (False, False),
    }[scope(role, right)]
    assert (reached.covers(OWN_BRANCH), reached.covers(OTHER)) == expected
    assert bool(reached) == expected[0]


def test_all_branches_as_ones_own_are_also_those_to_come():
    assert reach(a_person(H, branches=None), Right.SEE_MISSED).covers("nhanh-moi")


def test_who_has_no_branch_of_their_own_reaches_nothing():
    assert reach(a_person(O, branches=frozenset()), Right.SEE_MISSED) == NOWHERE
    assert not NOWHERE


@pytest.mark.parametrize("role", UserRole)
def test_reports_about_conduct_are_for_those_who_are_named(role):
    assert not reach(a_person(role), Right.SEE_CONDUCT)


def test_only_an_inspector_states_a_reason_and_only_for_what_is_a_callers():
    asked = {
        (role, right) for role in UserRole for right in Right if needs_reason(a_person(role), right)
    }

    assert asked == {(I, Right.HEAR_MESSAGES), (I, Right.SEE_NUMBERS)}


def test_those_of_the_branches_are_told_in_their_order():
    assert Reach(frozenset({"b", "a"})).among(["c", "b", "a"]) == ("b", "a")
    assert Reach(None).among(["c", "b"]) == ("c", "b")


def test_every_role_right_and_scope_has_its_name():
    assert set(ROLES) == set(UserRole)
    assert set(RIGHTS) == set(Right)
    assert set(SCOPES) == set(Scope)
