"""What a user of the pages is; what each may do stands in `accounts/rights.py`."""

from enum import StrEnum


class UserRole(StrEnum):
    """A user's role. Those of a duty officer on a shift are others: `ivr.flow.words.Role`."""

    ADMINISTRATOR = "administrator"
    SUPERVISOR = "supervisor"
    BRANCH_HEAD = "branch_head"
    OFFICER = "officer"
    INSPECTOR = "inspector"
