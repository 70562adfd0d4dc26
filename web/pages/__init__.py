"""The pages of the desk, one module each, in the order of the navigation.

A new page is a module here with a blueprint, whose views say `@needs(Right.…)`, a `PAGE`, its texts
in `web/texts/`, its templates in `web/templates/desk/`, and its `PAGE` in this list. Where one has
many views it is a folder, with the blueprint in `blueprint.py` and its `PAGE` in `page.py`.
"""

from web.pages import account, checks, today, users
from web.pages.audit import page as audit
from web.pages.calls import page as calls
from web.pages.configuration import page as configuration
from web.pages.missed import page as missed
from web.pages.officers import page as officers
from web.pages.posters import page as posters
from web.pages.reports import page as reports
from web.pages.roster import page as roster
from web.signing_in import PAGE as SIGNING_IN
from web.single_sign_on import PAGE as SINGLE_SIGN_ON

PAGES = (
    today.PAGE,
    missed.PAGE,
    calls.PAGE,
    roster.PAGE,
    officers.PAGE,
    checks.PAGE,
    reports.PAGE,
    posters.PAGE,
    configuration.PAGE,
    users.PAGE,
    audit.PAGE,
    account.PAGE,
    SIGNING_IN,
    SINGLE_SIGN_ON,
)
