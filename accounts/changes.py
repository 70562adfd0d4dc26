"""Changes to users: each checked, audited, and with the sessions ended that it makes stale.

A change belongs into one transaction. Passwords are hashed before it begins, since that takes a
moment; the audit knows that a password or a second step was changed, and never what it is.
"""

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts import tries
from accounts.sign_in import normal_login
from ivr.flow.words import Text
from models.audit import AuditRow
from models.session import lock_name
from models.users import sessions, users
from models.users.roles import UserRole
from models.users.users import UserRow

LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")
LONGEST_POST = 120
BAD_LOGIN = Text(
    "Tên đăng nhập gồm 3–40 chữ thường không dấu, chữ số, dấu chấm, gạch nối.",
    "A login has 3–40 small letters, digits, dots or hyphens.",
)
TAKEN = Text(
    "Tên đăng nhập này đã có; tên cũ không bao giờ được dùng lại.",
    "This login exists; an old one is never used again.",
)
BAD_POST = Text(
    f"Chức danh cần 1–{LONGEST_POST} ký tự.", f"A post needs 1–{LONGEST_POST} characters."
)
BAD_BRANCH = Text("Không có nhánh này: {}", "There is no such branch: {}")
NO_BRANCH = Text(
    "Vai trò này cần ít nhất một nhánh.", "This role needs one branch or more to see anything."
)
BAD_OFFICER = Text("Không có cán bộ trực mã này.", "There is no duty officer with this code.")
OFFICER_TAKEN = Text(
    "Cán bộ trực này đã là một người dùng khác.", "This duty officer is another user already."
)
LAST_ADMINISTRATOR = Text(
    "Đây là quản trị viên cuối cùng; hãy tạo thêm một người trước.",
    "This is the last administrator; create another one first.",
)
NOT_ONESELF = Text(
    "Không thể tự ngừng hoặc tự đổi vai trò của mình.",
    "Nobody deactivates themselves or changes their own role.",
)
OWN_BRANCHES_ONLY = (UserRole.BRANCH_HEAD, UserRole.OFFICER)


class BadUser(Exception):
    """A change to a user that cannot be made; `field` names what is wrong, `why` says it."""

    def __init__(self, field: str, why: Text) -> None:
        """Keep both."""
        super().__init__(why.en)
        self.field, self.why = field, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an administrator says of a user.

    `branches` None is all of them, and so it is for a role that is not bound to its own.
    """

    post: str
    role: UserRole
    branches: tuple[str, ...] | None = None
    officer: str | None = None
    sees_conduct: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """The branches and duty officers that a user may be given."""

    branches: Collection[str]
    officers: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Changes to users by one actor at one moment; `secret` keys what is kept of failures."""

    session: Session
    now: datetime
    actor: str
    secret: str
    known: Known = field(default_factory=lambda: Known((), ()))

    def create(
        self, login: str, profile: Profile, *, password_hash: str, is_own: bool = False
    ) -> UserRow:
        """Create a user; raises BadUser. A password is their own, or to be changed at once."""
        self.check_new(login, profile)
        login = normal_login(login)
        user = UserRow(login=login, password_hash=password_hash, created_at=self.now)
        user.password_changed_at = self.now if is_own else None
        _apply(user, profile)
        self.session.add(user)
        self.session.flush()
        self._note(user, None, facts(user))
        return user

    def check_new(self, login: str, profile: Profile) -> None:
        """Raise BadUser where there can be no such user."""
        login = normal_login(login)
        if not LOGIN.fullmatch(login):
            raise BadUser("login", BAD_LOGIN)
        lock_name(self.session, "users")
        if users.by_login(self.session, login):
            raise BadUser("login", TAKEN)
        self._check(profile, but=None)

    def update(self, user: UserRow, profile: Profile) -> None:
        """Change what is said of a user; raises BadUser. What they may do changes at once."""
        before = facts(user)
        lock_name(self.session, "users")
        if profile.role is not user.role:
            self._refuse_oneself(user, "role")
            self._keep_an_administrator(user, "role")
        self._check(profile, but=user.id)
        _apply(user, profile)
        if facts(user) != before:
            self._note(user, before, facts(user))

    def deactivate(self, user: UserRow) -> None:
        """Let a user sign in no more, and end their sessions; raises BadUser."""
        lock_name(self.session, "users")
        self._refuse_oneself(user, "login")
        self._keep_an_administrator(user, "login")
        self._set(user, deactivated_at=self.now)
        sessions.end_all(self.session, user.id, self.now)

    def reactivate(self, user: UserRow) -> None:
        """Let a user sign in again; raises BadUser where another took their duty officer."""
        lock_name(self.session, "users")
        if user.officer and users.is_officer(self.session, user.officer, but=user.id):
            raise BadUser("officer", OFFICER_TAKEN)
        self._set(user, deactivated_at=None)

    def set_password(
        self, user: UserRow, password_hash: str, *, is_own: bool, keep_session: int | None = None
    ) -> None:
        """Give a user another password, end their sessions, and forget their failures."""
        self._set(
            user,
            password_hash=password_hash,
            password_changed_at=self.now if is_own else None,
        )
        sessions.end_all(self.session, user.id, self.now, but=keep_session)
        tries.clear(self.session, self.secret, user.login, self.now)

    def set_second_step(
        self, user: UserRow, secret: str | None, *, step: int | None, keep_session: int | None
    ) -> None:
        """Let a user sign in with a code from now on, or without; other sessions are ended."""
        self._set(user, totp_secret=secret, totp_last_step=step)
        sessions.end_all(self.session, user.id, self.now, but=keep_session)

    def _set(self, user: UserRow, **values: Any) -> None:
        """Change columns, and audit that they were: for a secret no more than that."""
        before = facts(user)
        for name, value in values.items():
            setattr(user, name, value)
        after = facts(user)
        if "password_hash" in values:
            before, after = {**before, "password": "old"}, {**after, "password": "new"}
        if before != after:
            self._note(user, before, after)

    def _check(self, profile: Profile, *, but: int | None) -> None:
        if not 1 <= len(profile.post.strip()) <= LONGEST_POST:
            raise BadUser("post", BAD_POST)
        if strangers := sorted(set(profile.branches or ()) - set(self.known.branches)):
            names = ", ".join(strangers)
            raise BadUser(
                "branches", Text(BAD_BRANCH.vi.format(names), BAD_BRANCH.en.format(names))
            )
        if profile.role in OWN_BRANCHES_ONLY and profile.branches == ():
            raise BadUser("branches", NO_BRANCH)
        if profile.officer:
            self._check_officer(profile.officer, but=but)

    def _check_officer(self, code: str, *, but: int | None) -> None:
        if code not in self.known.officers:
            raise BadUser("officer", BAD_OFFICER)
        if users.is_officer(self.session, code, but=but):
            raise BadUser("officer", OFFICER_TAKEN)

    def _refuse_oneself(self, user: UserRow, field: str) -> None:
        if user.login == self.actor:
            raise BadUser(field, NOT_ONESELF)

    def _keep_an_administrator(self, user: UserRow, field: str) -> None:
        if [each.id for each in users.active_administrators(self.session)] == [user.id]:
            raise BadUser(field, LAST_ADMINISTRATOR)

    def _note(
        self, user: UserRow, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        self.session.flush()
        self.session.add(
            AuditRow(
                at=self.now,
                actor=self.actor,
                subject=user.__tablename__,
                key=user.login,
                before=before,
                after=after,
            )
        )


def facts(user: UserRow) -> dict[str, Any]:
    """Return a user as JSON, for the audit; of the secrets only whether there is one."""
    return {
        "post": user.post,
        "role": user.role.value,
        "branches": user.branches,
        "officer": user.officer,
        "sees_conduct": user.sees_conduct,
        "has_second_step": user.totp_secret is not None,
        "must_change_password": user.password_changed_at is None,
        "is_active": user.deactivated_at is None,
    }


def _apply(user: UserRow, profile: Profile) -> None:
    values = asdict(profile)
    branches = profile.branches if profile.role in OWN_BRANCHES_ONLY else None
    values["branches"] = None if branches is None else sorted(branches)
    values["post"] = profile.post.strip()
    for name, value in values.items():
        setattr(user, name, value)
