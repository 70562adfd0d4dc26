"""Coming in with the issuer's word: counted by address, matched to a user who is there already."""

import logging
from dataclasses import dataclass

from accounts.oidc.asking import Pending, Returned
from accounts.oidc.issuer import Issuer
from accounts.oidc.tokens import NotBelieved, Vouched
from accounts.oidc.transport import Away
from accounts.sign_in import Entrance, Outcome, Refused
from accounts.tries import Wait

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IssuersDoor:
    """The door for those whom the issuer vouches for; it leads them back to `redirect`."""

    entrance: Entrance
    issuer: Issuer
    redirect: str

    def enter(self, pending: Pending, returned: Returned) -> Outcome:
        """Return what comes of the issuer's answer. Raises Away, which counts as no try.

        Nobody's account is counted: what the issuer signs cannot be guessed, and who guesses at
        somebody's password must not keep them out here as well.
        """
        knock = self.entrance.knock()
        if isinstance(knock, Wait):
            return knock
        try:
            found = self._vouched(pending, returned)
        except NotBelieved as error:
            log.warning("issuer's word not believed", extra={"why": str(error)})
            self.entrance.refuse_issuer()
            return Refused()
        except Away:
            self.entrance.uncount(knock)
            raise
        return self.entrance.with_issuer(found.login, knock, skips_code=found.has_second_step)

    def _vouched(self, pending: Pending, returned: Returned) -> Vouched:
        now = self.entrance.now
        if not pending.fits(returned.state, now):
            raise NotBelieved("the answer is of another sign-in, or late")
        if returned.issuer not in ("", self.issuer.client.issuer):
            raise NotBelieved("the answer is of another issuer")
        if returned.error or not returned.code:
            raise NotBelieved("the issuer let nobody in")
        return self.issuer.vouches(returned.code, pending, redirect=self.redirect, now=now)
