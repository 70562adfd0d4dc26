"""The form in which an administrator says what a user is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField

from accounts.changes import LONGEST_POST, Known, Profile
from accounts.labels import ROLES
from accounts.rights import ROLES as ROLE_ORDER
from duty.changes import every_branch
from ivr.flow.switchboard import Branch, Switchboard
from ivr.flow.words import Text
from models.duty.officers import all_officers
from models.users.roles import UserRole
from models.users.users import UserRow
from web.forms import DeskForm, at_most, required, stripped
from web.showing import language
from web.texts.users import USERS

EVERY, THESE = "every", "these"


@dataclass(frozen=True, slots=True)
class Offered:
    """The branches and duty officers that there are, by id and code."""

    branches: Mapping[str, Text]
    officers: Mapping[str, Text]

    @classmethod
    def of(cls, session: Session, switchboard: Switchboard) -> "Offered":
        """Return them: officers of the roster, and those who stand in the branches file only."""
        branches = every_branch(switchboard)
        officers = {each.id: each.post for branch in branches for each in branch.officers}
        officers |= {row.code: Text(row.post_vi, row.post_en) for row in all_officers(session)}
        return cls({branch.id: numbered(branch) for branch in branches}, officers)

    @property
    def known(self) -> Known:
        """The same, as a change is held against it."""
        return Known(self.branches.keys(), self.officers.keys())


def numbered(branch: Branch) -> Text:
    """Return a branch's name behind the key that leads to it, by which people know it."""
    return Text(f"{branch.key} {branch.name.vi}", f"{branch.key} {branch.name.en}")


def with_code(code: str, post: Text) -> Text:
    """Return a duty officer's post before the code, since posts may have the same name."""
    return Text(f"{post.vi} – {code}", f"{post.en} – {code}")


def spoken_by(choices: Mapping[str, Text]) -> dict[str, Any]:
    """Return what may be chosen, in the reader's language."""
    return {value: label.in_(language()) for value, label in choices.items()}


class ProfileForm(DeskForm):
    """What is said of a user."""

    post = StringField(filters=[stripped], validators=[required, at_most(LONGEST_POST)])
    role = SelectField(default=UserRole.OFFICER.value)
    reach = RadioField(choices={EVERY: "", THESE: ""}, default=THESE)
    branches = SelectMultipleField()
    officer = SelectField()
    sees_conduct = BooleanField()

    def offer(self, offered: Offered) -> "ProfileForm":
        """Let there be chosen what there is."""
        self.role.choices = spoken_by({role.value: ROLES[role] for role in ROLE_ORDER})
        self.branches.choices = spoken_by(offered.branches)
        nobody = {"": USERS["no_officer"]}
        named = {code: with_code(code, post) for code, post in offered.officers.items()}
        self.officer.choices = spoken_by(nobody | named)
        return self

    def show(self, user: UserRow) -> None:
        """Fill in what is said of a user now."""
        self.post.data, self.role.data = user.post, user.role.value
        self.reach.data = EVERY if user.branches is None else THESE
        self.branches.data = user.branches or []
        self.officer.data, self.sees_conduct.data = user.officer or "", user.sees_conduct

    def profile(self) -> Profile:
        """Return what was said."""
        every = self.reach.data == EVERY
        return Profile(
            post=self.said("post"),
            role=UserRole(self.role.data),
            branches=None if every else tuple(self.branches.data or ()),
            officer=self.officer.data or None,
            sees_conduct=self.sees_conduct.data,
        )


class NewForm(ProfileForm):
    """A new user; the login first."""

    login = StringField(filters=[stripped], validators=[required, at_most(40)])
