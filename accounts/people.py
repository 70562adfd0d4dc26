"""A user as pages know them: a value, without password and without secret."""

from dataclasses import dataclass

from models.users.roles import UserRole
from models.users.users import UserRow


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has signed in, or could; `branches` None is all."""

    id: int
    login: str
    post: str
    role: UserRole
    branches: frozenset[str] | None
    officer: str | None
    sees_conduct: bool
    has_second_step: bool
    must_change_password: bool

    @classmethod
    def of(cls, row: UserRow) -> "Person":
        """Return the value of a row."""
        return cls(
            id=row.id,
            login=row.login,
            post=row.post,
            role=row.role,
            branches=None if row.branches is None else frozenset(row.branches),
            officer=row.officer,
            sees_conduct=row.sees_conduct,
            has_second_step=row.totp_secret is not None,
            must_change_password=row.password_changed_at is None,
        )
