"""Whom a call would ring at any moment, in which order, and why: asked without calling anybody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import StringField

from accounts.rights import Right
from duty.files import values
from duty.files.values import BadValue
from duty.labels import BY, INSTEAD, REASONS, ROLES, WHY
from ivr import labels
from ivr.flow.board import Board, Caller, on_the_board
from ivr.flow.duty.on_duty import absence_of
from ivr.flow.duty.roster import Roster
from ivr.flow.hours import closed
from ivr.flow.hunting import Candidate, Passed, explain
from ivr.flow.offer import desk_is_open
from ivr.flow.position import START
from ivr.flow.scene import Scene
from ivr.flow.switchboard import Branch
from ivr.flow.words import Stage, Text
from models.duty.reading import read_roster
from web.forms import DeskForm
from web.pages.roster.blueprint import roster, tabs
from web.pages.roster.books import branches_of, numbered
from web.pages.roster.fields import Chosen, offer
from web.pages.roster.making import on_a_day
from web.session import hotline, needs, reach_of
from web.showing import show
from web.texts.roster import WHAT_IF

LOOKS = timedelta(days=3660)


class WhatIfForm(DeskForm):
    """A moment, and a branch or all of them; part of the address, so that it can be passed on."""

    class Meta(DeskForm.Meta):
        """Nothing is changed by it."""

        csrf = False

    branch = Chosen(is_needed=False)
    on = StringField()
    at = StringField()


@dataclass(frozen=True, slots=True)
class Phone:
    """One line of a hunt: a post, and why it is rung or not."""

    post: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Foretold:
    """What becomes of a call to a branch. `shut` says why it is closed, None where it is open."""

    branch: Branch
    name: Text
    shut: Text | None
    opens: Text | None
    desk: Text | None
    rung: tuple[Phone, ...]
    passed: tuple[Phone, ...]


@roster.get("/what-if")
@needs(Right.SEE_ROSTER)
def what_if() -> ResponseReturnValue:
    """Say whom a call would ring."""
    running = hotline()
    own = branches_of(reach_of(Right.SEE_ROSTER), running.board.from_file)
    form = WhatIfForm(request.args)
    offer(form.branch, ((b.id, numbered(b)) for b in own), none=WHAT_IF["every"])
    with running.database.reading() as session:
        entered = read_roster(session)
    now = running.clock()
    at = _moment(form, now)
    scene = Scene(board_at(entered, is_now=at == now), Caller("", None), at)
    wanted = [b for b in own if form.branch.data in (None, "", b.id)]
    local = scene.switchboard.calendar.local(at)
    form.on.data = form.on.data or local.date().isoformat()
    form.at.data = form.at.data or f"{local:%H:%M}"
    return show(
        "roster/what_if.html",
        WHAT_IF,
        tabs=tabs(),
        form=form,
        at=on_a_day(local, f"{local:%d/%m/%Y %H:%M}"),
        is_now=at == now,
        is_past=at < now,
        found=[foretell(scene, branch) for branch in wanted],
    )


def _moment(form: DeskForm, now: datetime) -> datetime:
    """Return the moment that is asked for; now where none is. A fault is told at its field."""
    calendar = hotline().board.from_file.calendar
    local = calendar.local(now)
    day, clock = form.said("on"), form.said("at")
    if not (day or clock):
        return now
    try:
        on = values.day(day) if day else local.date()
    except BadValue as error:
        form.blame("on", error.reason)
        return now
    try:
        at = values.clock(clock) if clock else local.time().replace(second=0, microsecond=0)
    except BadValue as error:
        form.blame("at", error.reason)
        return now
    if abs(on - local.date()) > LOOKS:
        form.blame("on", values.A_DATE)
        return now
    return datetime.combine(on, at, calendar.zone).astimezone(UTC)


def board_at(entered: Roster, *, is_now: bool) -> Board:
    """Return the board as the roster has it; who is on a call counts only for this moment."""
    keeper = hotline().board
    live = keeper.board if is_now else replace(keeper.board, busy={})
    return on_the_board(live, keeper.from_file, entered)


def foretell(scene: Scene, branch: Branch) -> Foretold:
    """Return what becomes of a call to a branch."""
    calendar, desk = scene.switchboard.calendar, scene.switchboard.desk
    shut = closed(branch.hours, calendar, scene.now)
    at = START.to(Stage.HUNT, branch=branch.id, desk=branch.id == desk.id)
    candidates = () if shut else tuple(explain(scene, at, branch))
    opens = calendar.local(shut.opens_at) if shut and shut.opens_at else None
    return Foretold(
        branch=branch,
        name=numbered(branch),
        shut=labels.closed(shut) if shut else None,
        opens=on_a_day(opens, f"{opens:%d/%m/%Y %H:%M}") if opens else None,
        desk=desk.lead if shut and desk_is_open(scene) else None,
        rung=tuple(_phones(scene, branch, (c for c in candidates if c.why is Passed.RINGS))),
        passed=tuple(_phones(scene, branch, (c for c in candidates if c.why is not Passed.RINGS))),
    )


def _phones(scene: Scene, branch: Branch, candidates: Iterable[Candidate]) -> Iterator[Phone]:
    for each in candidates:
        said = [*_told(scene, branch, each)]
        vi, en = ", ".join(t.vi for t in said), ", ".join(t.en for t in said)
        yield Phone(each.officer.post, Text(vi, en))


def _told(scene: Scene, branch: Branch, candidate: Candidate) -> Iterator[Text]:
    """Yield what puts an officer on the list, or keeps them away."""
    there, known = candidate.on_duty, scene.board.roster
    if candidate.why is not Passed.RINGS:
        yield WHY[candidate.why]
    if candidate.why is Passed.ABSENT:
        absence = absence_of(known, candidate.officer.id, scene.now)
        if absence:
            yield REASONS[absence.reason]
    if there is None:
        return
    if there not in scene.turns(branch):
        yield WHAT_IF["of_desk"]
    yield ROLES[there.role] if there.role else BY[there.by]
    if there.instead_of:
        how, post = INSTEAD[there.by], known.officers[there.instead_of].officer.post
        yield Text(f"{how.vi} {post.vi}", f"{how.en} {post.en}")
