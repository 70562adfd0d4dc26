"""Signing in: the password, then perhaps a code; every outcome counted, audited, and as slow.

The password is checked between two transactions, so nothing is locked meanwhile. The first counts
the try as failed; only the second takes that back.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from accounts import passwords, second_step, sessions, tries
from accounts.people import Person
from accounts.trail import ISSUER, NOBODY, SignIn, at_the_door
from accounts.tries import Door, Knock, Wait
from ivr.sealing.seal import Seal
from models.session import Database
from models.users import users
from models.users.users import UserRow

PLAIN = Seal(())


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session of somebody who is in."""

    token: str
    person: Person


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """The password was right, and the session waits for a code."""

    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Login and password, or the code, do not fit; which of them is not told."""


Outcome = SignedIn | CodeWanted | Refused | Wait


class Hasher(Protocol):
    """What knows passwords by their hashes: `accounts.passwords`, or a quick one in tests."""

    def fits(self, password: str, kept: str | None) -> bool:
        """Say whether a password is the one that was hashed."""

    def is_outdated(self, kept: str) -> bool:
        """Say whether it would be hashed otherwise today."""

    def hashed(self, password: str) -> str:
        """Return the hash to keep."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where people sign in: `secret` keys what is kept of failures, `address` is the client's.

    `seal` opens second steps, and seals those that are not.
    """

    database: Database
    secret: str
    address: str
    now: datetime
    hasher: Hasher = passwords
    seal: Seal = PLAIN

    def with_password(self, login: str, password: str) -> Outcome:
        """Return what comes of a login and a password. Raises passwords.TooBusy."""
        login = normal_login(login)
        with self.database.transaction() as session:
            user = users.by_login(session, login)
            kept = user.password_hash if user and user.deactivated_at is None else None
            knock = tries.knock(session, Door.of(self.secret, login, self.address), self.now)
        if isinstance(knock, Wait):
            return knock
        fits = self._fits(password, kept, knock)
        outdated = fits and kept is not None and self.hasher.is_outdated(kept)
        better = self.hasher.hashed(password) if outdated else None
        with self.database.transaction() as session:
            user = users.by_id(session, user.id) if user else None
            if not fits or user is None or not _is_still(user, kept):
                self._note_failure(session, user, login)
                return Refused()
            user.password_hash = better or user.password_hash
            return self._let_in(session, user, knock)

    def with_code(self, token: str, code: str) -> Outcome:
        """Return what comes of a code, for a session that waits for one."""
        with self.database.transaction() as session:
            waiting = sessions.find(session, token)
            if waiting is None or not waiting.awaits_code or waiting.ends_at <= self.now:
                return Refused()
            user = users.by_id(session, waiting.user_id)
            if user is None or user.deactivated_at is not None:
                return Refused()
            knock = tries.knock(session, Door.of(self.secret, user.login, self.address), self.now)
            if isinstance(knock, Wait):
                return knock
            if not second_step.take(user, code, self.now, self.seal):
                self._note(session, SignIn.WRONG_CODE, user.login)
                return Refused()
            sessions.end(session, token, self.now)
            tries.take_back(session, knock, forgive=True)
            return self._begin(session, user)

    def knock(self) -> Knock | Wait:
        """Count a try of somebody who has not said who they are, by their address."""
        with self.database.transaction() as session:
            return tries.knock(session, Door.nameless(self.secret, self.address), self.now)

    def uncount(self, knock: Knock) -> None:
        """Take a try back that came to nothing through no fault of theirs."""
        with self.database.transaction() as session:
            tries.take_back(session, knock, forgive=False)

    def refuse_issuer(self) -> None:
        """Audit that an issuer's word was not believed; whom it was about is not known then."""
        with self.database.transaction() as session:
            self._note(session, SignIn.ISSUER_REFUSED, NOBODY)

    def with_issuer(self, login: str, knock: Knock, *, skips_code: bool) -> Outcome:
        """Return what comes of a login that an issuer vouches for.

        `skips_code`: the issuer has asked for a second step itself.
        """
        login = normal_login(login)
        with self.database.transaction() as session:
            found = users.by_login(session, login)
            user = users.by_id(session, found.id) if found else None
            if user is None or user.deactivated_at is not None:
                self._note_failure(session, user, login)
                return Refused()
            return self._let_in(session, user, knock, skips_code=skips_code)

    def confirm(self, login: str, password: str) -> bool | Wait:
        """Say whether a signed-in user knows their password. Raises passwords.TooBusy.

        Somebody else at the same screen must not guess, so it is counted like a sign-in.
        """
        with self.database.transaction() as session:
            user = users.by_login(session, login)
            knock = tries.knock(session, Door.of(self.secret, login, self.address), self.now)
        if isinstance(knock, Wait):
            return knock
        fits = self._fits(password, user.password_hash if user else None, knock)
        with self.database.transaction() as session:
            if fits:
                tries.take_back(session, knock, forgive=True)
            else:
                self._note(session, SignIn.WRONG_PASSWORD, login)
        return fits

    def sign_out(self, token: str, login: str) -> None:
        """End a session."""
        with self.database.transaction() as session:
            sessions.end(session, token, self.now)
            self._note(session, SignIn.SIGNED_OUT, login)

    def _fits(self, password: str, kept: str | None, knock: Knock) -> bool:
        try:
            return self.hasher.fits(password, kept)
        except passwords.TooBusy:
            with self.database.transaction() as session:
                tries.take_back(session, knock, forgive=False)
            raise

    def _let_in(
        self, session: Session, user: UserRow, knock: Knock, *, skips_code: bool | None = None
    ) -> Outcome:
        """Let a user in, or ask for the code; `skips_code` None is who gave a password."""
        wants_code = user.totp_secret is not None and not skips_code
        tries.take_back(session, knock, forgive=not wants_code)
        if wants_code:
            return CodeWanted(sessions.begin(session, user, self.now, awaits_code=True))
        return self._begin(session, user, by="" if skips_code is None else ISSUER)

    def _begin(self, session: Session, user: UserRow, *, by: str = "") -> SignedIn:
        token = sessions.begin(session, user, self.now)
        self._note(session, SignIn.SIGNED_IN, user.login, by=by)
        return SignedIn(token, Person.of(user))

    def _note_failure(self, session: Session, user: UserRow | None, login: str) -> None:
        if user is None:
            self._note(session, SignIn.UNKNOWN, login)
        elif user.deactivated_at is not None:
            self._note(session, SignIn.DEACTIVATED, login)
        else:
            self._note(session, SignIn.WRONG_PASSWORD, login)

    def _note(self, session: Session, came: SignIn, login: str, *, by: str = "") -> None:
        facts = {"address": self.address} | ({"by": by} if by else {})
        at_the_door(session, came, login=login, now=self.now, **facts)


def normal_login(typed: str) -> str:
    """Return a login as it is kept, whatever the keyboard made of its first letter."""
    return typed.strip().lower()


def _is_still(user: UserRow, kept: str | None) -> bool:
    """Say whether the password that was checked is still the user's."""
    return user.deactivated_at is None and user.password_hash == kept
