"""What each role may do, and for which branches: one table, for pages, lists and exports alike.

A right counts for all branches, for the user's own, or not at all. Two things go beyond the role:
some rights are had only by those who are named for them, and some only with a stated reason.
Source: the rules on access in the hotline's domain (officer: own branch; administrator: no audio;
inspector: with a reason; reports about conduct: persons who are named).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.people import Person
from models.users.roles import UserRole


class Right(StrEnum):
    """Something that a page lets a user see or do."""

    OWN_ACCOUNT = "own_account"
    SEE_TODAY = "see_today"
    SEE_MISSED = "see_missed"
    SEE_CALLS = "see_calls"
    WORK_CALLBACKS = "work_callbacks"
    CLOSE_CALLBACKS = "close_callbacks"
    HEAR_MESSAGES = "hear_messages"
    SEE_NUMBERS = "see_numbers"
    EXPORT = "export"
    SEE_ROSTER = "see_roster"
    EDIT_ROSTER = "edit_roster"
    EDIT_WHOLE_ROSTER = "edit_whole_roster"
    SEE_CHECKS = "see_checks"
    RUN_CHECKS = "run_checks"
    SEE_REPORTS = "see_reports"
    SEE_CONDUCT = "see_conduct"
    SEE_POSTERS = "see_posters"
    EDIT_POSTERS = "edit_posters"
    SEE_CONFIGURATION = "see_configuration"
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"


class Scope(StrEnum):
    """For which branches a right counts."""

    ALL = "all"
    OWN = "own"
    NONE = "none"


ROLES = tuple(UserRole)
ALL, OWN, NO = Scope.ALL, Scope.OWN, Scope.NONE
_TABLE: Mapping[Right, tuple[Scope, ...]] = {
    # administrator, supervisor, branch head, officer, inspector
    Right.OWN_ACCOUNT: (ALL, ALL, ALL, ALL, ALL),
    Right.SEE_TODAY: (ALL, ALL, OWN, OWN, ALL),
    Right.SEE_MISSED: (ALL, ALL, OWN, OWN, ALL),
    Right.SEE_CALLS: (ALL, ALL, OWN, OWN, ALL),
    Right.WORK_CALLBACKS: (NO, ALL, OWN, OWN, NO),
    Right.CLOSE_CALLBACKS: (NO, ALL, OWN, NO, NO),
    Right.HEAR_MESSAGES: (NO, ALL, OWN, OWN, ALL),
    Right.SEE_NUMBERS: (NO, ALL, OWN, OWN, ALL),
    Right.EXPORT: (NO, ALL, OWN, NO, ALL),
    Right.SEE_ROSTER: (ALL, ALL, OWN, OWN, ALL),
    Right.EDIT_ROSTER: (ALL, ALL, OWN, NO, NO),
    Right.EDIT_WHOLE_ROSTER: (ALL, ALL, NO, NO, NO),
    Right.SEE_CHECKS: (ALL, ALL, OWN, OWN, ALL),
    Right.RUN_CHECKS: (ALL, ALL, OWN, NO, NO),
    Right.SEE_REPORTS: (ALL, ALL, OWN, NO, ALL),
    Right.SEE_CONDUCT: (NO, ALL, NO, NO, ALL),
    Right.SEE_POSTERS: (ALL, ALL, ALL, ALL, ALL),
    Right.EDIT_POSTERS: (ALL, ALL, NO, NO, NO),
    Right.SEE_CONFIGURATION: (ALL, ALL, NO, NO, NO),
    Right.MANAGE_USERS: (ALL, NO, NO, NO, NO),
    Right.SEE_AUDIT: (ALL, ALL, NO, NO, ALL),
}
# These are about no branch, so a role has them wholly or not at all.
OF_NO_BRANCH = frozenset(
    {
        Right.OWN_ACCOUNT,
        Right.EDIT_WHOLE_ROSTER,
        Right.SEE_POSTERS,
        Right.EDIT_POSTERS,
        Right.SEE_CONFIGURATION,
        Right.MANAGE_USERS,
        Right.SEE_AUDIT,
    }
)
BY_NAME = frozenset({Right.SEE_CONDUCT})
WITH_A_REASON = frozenset(
    {(UserRole.INSPECTOR, Right.HEAR_MESSAGES), (UserRole.INSPECTOR, Right.SEE_NUMBERS)}
)


@dataclass(frozen=True, slots=True)
class Reach:
    """The branches that a right counts for; None is all of them, also those to come."""

    branches: frozenset[str] | None

    def __bool__(self) -> bool:
        """Say whether it counts for any."""
        return self.branches is None or bool(self.branches)

    def covers(self, branch: str) -> bool:
        """Say whether it counts for this branch."""
        return self.branches is None or branch in self.branches

    def among(self, branches: Iterable[str]) -> tuple[str, ...]:
        """Return those of these branches that it counts for, in their order."""
        return tuple(branch for branch in branches if self.covers(branch))


EVERYWHERE, NOWHERE = Reach(None), Reach(frozenset())


def scope(role: UserRole, right: Right) -> Scope:
    """Return for which branches a role has a right."""
    return _TABLE[right][ROLES.index(role)]


def reach(person: Person, right: Right) -> Reach:
    """Return the branches that somebody has a right for."""
    if right in BY_NAME and not person.sees_conduct:
        return NOWHERE
    match scope(person.role, right):
        case Scope.ALL:
            return EVERYWHERE
        case Scope.OWN:
            return Reach(person.branches)
        case Scope.NONE:
            return NOWHERE


def needs_reason(person: Person, right: Right) -> bool:
    """Say whether a reason must be stated, and kept, each time the right is used."""
    return (person.role, right) in WITH_A_REASON
