"""Who is asking: the session behind the cookie, and the guard in front of every page.

A view says which right it needs by `@needs`, or that it is for everybody by `@for_everybody`. The
guard runs before each request and refuses a view that says neither, so no page can forget it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn, TypeVar, cast

from flask import Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden, NotFound

from accounts import sessions
from accounts.people import Person
from accounts.rights import Reach, Right, reach
from accounts.sign_in import Entrance
from accounts.trail import Look, looked
from ivr.hotline import Hotline
from models.users.sessions import SessionRow
from web import kept
from web.addresses import client_address, path_of

View = TypeVar("View", bound=Callable[..., Any])
OWN_FILES = frozenset({"static", "bootstrap.static"})
MUST_CHANGE = "account.password"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request's session: `person` is None where nobody is signed in.

    `was` is the id of the user whose session this was, where it is over.
    """

    person: Person | None = None
    session_id: int | None = None
    token: str = ""
    awaits_code: bool = False
    was: int | None = None


class NotThere(NotFound):
    """There is no such thing, or it is somebody else's; `what` names it for the audit."""

    def __init__(self, what: str) -> None:
        """Keep what was asked for."""
        super().__init__()
        self.what = what


class NotAllowed(Forbidden):
    """The role does not have the right; `what` names it for the audit."""

    def __init__(self, what: str) -> None:
        """Keep what was asked for."""
        super().__init__()
        self.what = what


def needs(right: Right) -> Callable[[View], View]:
    """Let a view be asked for only by those who have a right, for one branch or more."""

    def tag(view: View) -> View:
        view.needs = right  # type: ignore[attr-defined]
        return view

    return tag


def for_everybody(view: View) -> View:
    """Let a view be asked for by whoever comes."""
    view.needs = None  # type: ignore[attr-defined]
    return view


def quiet(view: View) -> View:
    """Let a view be asked for by a page itself: that somebody left it open is no sign of them."""
    view.is_quiet = True  # type: ignore[attr-defined]
    return view


def guard() -> Response | None:
    """Refuse whoever may not see what is asked for; signing in comes first, then the password."""
    if request.endpoint is None or request.endpoint in OWN_FILES:
        return None
    right = cast(Right | None, _view().needs)
    if right is None:
        return None
    visitor = visit()
    if visitor.person is None:
        return sign_in_first(visitor)
    if visitor.person.must_change_password and request.endpoint != MUST_CHANGE:
        return cast(Response, redirect(url_for(MUST_CHANGE)))
    if not reach(visitor.person, right):
        raise NotAllowed(f"{right.value} {request.endpoint}")
    return None


def sign_in_first(visitor: Visit) -> Response:
    """Lead to the sign-in page and back; what was typed is kept for whose session is over."""
    page: str | None = root_path()
    if request.method == "POST":
        page = path_of(request.referrer, request.script_root)
        kept.keep(visitor.was, page)
    over = 1 if visitor.was else None
    return cast(Response, redirect(url_for("signing_in.show_form", next=page, over=over)))


def root_path() -> str:
    """Return this request's path and query as the browser has them."""
    return request.script_root + request.full_path.rstrip("?")


def visit() -> Visit:
    """Return the session of this request, read once."""
    if "visit" not in g:
        g.visit = _find(request.cookies.get(cookie_name(), ""))
    return cast(Visit, g.visit)


def forget_visit() -> None:
    """Go on as if nobody was signed in."""
    g.visit = Visit()


def person() -> Person:
    """Return who is signed in; only in views that need a right."""
    found = visit().person
    assert found is not None, "a view that needs a person must say which right it needs"
    return found


def reach_of(right: Right) -> Reach:
    """Return the branches for which whoever is signed in has a right."""
    return reach(person(), right)


def not_there(what: str, key: object) -> NoReturn:
    """Answer that there is no such thing; it is audited that it was asked for.

    The same is said where the thing is somebody else's: nobody is told which of the two it is.
    Raised, so that whatever transaction it is found out in is over before the audit is written.
    """
    raise NotThere(f"{what} {key}")


def check_branch(right: Right, branch: str, *, what: str, key: object) -> None:
    """Let only things of a branch be asked for that the right counts for."""
    if not reach_of(right).covers(branch):
        not_there(what, key)


def set_cookie(response: Response, token: str) -> Response:
    """Give the browser its session; with an empty token, take it away."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=None if token else 0,
        path="/",
        secure=is_https(),
        httponly=True,
        samesite="Lax",
    )
    return response


def entrance() -> Entrance:
    """Return the door at which this request's client stands."""
    settings = hotline().settings
    return Entrance(
        hotline().database, settings.secret_key, address(), wall(), seal=settings.secrets_seal()
    )


def address() -> str:
    """Return the client's address."""
    forwarded = request.headers.getlist("X-Forwarded-For")
    return client_address(
        request.remote_addr or "", forwarded, hotline().settings.forwarded_allow_ips
    )


def cookie_name() -> str:
    """Return the cookie's name; the prefix makes browsers refuse one set by anybody else."""
    return "__Host-desk" if is_https() else "desk"


def is_https() -> bool:
    """Say whether people reach the desk by https; told by settings, never by a request."""
    return hotline().settings.public_url.startswith("https://")


def hotline() -> Hotline:
    """Return the switchboard whose desk this is."""
    return cast(Hotline, current_app.extensions["hotline"])


def wall() -> datetime:
    """Return the real moment; `hotline().clock()` may pretend another."""
    return cast(Callable[[], datetime], current_app.extensions["wall"])()


def _view() -> Any:
    view = current_app.view_functions[str(request.endpoint)]
    if not hasattr(view, "needs"):
        raise RuntimeError("a view of the desk says neither which right it needs nor that none")
    return view


def _is_quiet() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_quiet", False)


def _find(token: str) -> Visit:
    if not token:
        return Visit()
    now, idle = wall(), timedelta(hours=hotline().settings.session_hours)
    with hotline().database.reading() as session:
        row = sessions.find(session, token)
        if row is None:
            return Visit()
        found, is_news = _visit_of(row, token, now, idle), sessions.is_news(row, now)
    if found.session_id and is_news and not _is_quiet():
        with hotline().database.transaction() as session:
            sessions.seen(session, found.session_id, now)
    return found


def _visit_of(row: SessionRow, token: str, now: datetime, idle: timedelta) -> Visit:
    if not sessions.is_alive(row, now, idle=idle):
        return Visit(was=None if row.awaits_code else row.user_id)
    if row.awaits_code:
        return Visit(token=token, awaits_code=True)
    return Visit(person=Person.of(row.user), session_id=row.id, token=token)


def note_denied(error: NotThere | NotAllowed) -> None:
    """Write down that whoever is signed in was refused something."""
    with hotline().database.transaction() as session:
        looked(session, Look.DENIED, login=person().login, key=error.what, now=wall())
