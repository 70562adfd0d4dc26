"""`flask who`: whom a call to a branch would ring, and why."""

import click

from commands import period
from duty import labels
from duty.labels import both, instead
from ivr.flow.board import Caller
from ivr.flow.duty.on_duty import OnDuty
from ivr.flow.hours import closed
from ivr.flow.hunting import Passed, explain
from ivr.flow.numbers import grouped
from ivr.flow.offer import desk_is_open
from ivr.flow.position import START
from ivr.flow.scene import Scene
from ivr.flow.switchboard import Branch
from ivr.flow.words import Stage

WHY = {why: both(said) for why, said in labels.WHY.items()}


@click.command()
@click.argument("branch")
@click.option("--at", help="Thời điểm · moment, local: 2026-11-23T14:30. Mặc định: bây giờ · now.")
def who(branch: str, at: str | None) -> None:
    """Cuộc gọi tới nhánh BRANCH (mã hoặc phím) sẽ đổ tới ai · whom would it ring, and why."""
    running = period.hotline()
    running.board.refresh()
    now = period.moment(at) if at else running.clock()
    scene = Scene(running.board.board, Caller("", None), now)
    found = scene.switchboard.branch(str(period.branch_id(branch)))
    if found:
        _tell(scene, found)


def _tell(scene: Scene, branch: Branch) -> None:
    click.echo(f"{branch.id}: {branch.name.vi} · {branch.lead.vi}, {period.local(scene.now)}")
    shut = closed(branch.hours, scene.switchboard.calendar, scene.now)
    if shut:
        holiday = f" ({shut.holiday.vi})" if shut.holiday else ""
        opens = period.local(shut.opens_at) or "?"
        click.echo(f"  ĐÓNG · CLOSED: {shut.reason}{holiday}; mở lại · opens {opens}")
        click.echo(
            "  Người gọi được mời để lại lời nhắn hoặc yêu cầu gọi lại"
            " · callers are offered a message or a callback"
        )
        if desk_is_open(scene):
            desk = scene.switchboard.desk.lead.vi
            click.echo(f"  Phím 0 gặp cán bộ trực ({desk}) · key 0 reaches the duty desk")
        return
    at = START.to(Stage.HUNT, branch=branch.id, desk=branch.id == scene.switchboard.desk.id)
    order = 0
    for passed in explain(scene, at, branch):
        order += passed.why is Passed.RINGS
        mark = f"{order}." if passed.why is Passed.RINGS else "–"
        officer = passed.officer
        why = WHY[passed.why] + _instead(scene, passed.on_duty)
        click.echo(f"  {mark:<3} {grouped(officer.number)}  {officer.post.vi}: {why}")
    if not order:
        click.echo(
            "  KHÔNG CÓ AI · NOBODY: người gọi được mời để lại lời nhắn · a message is taken"
        )
    else:
        click.echo(
            f"  {branch.ring_s} s mỗi số · each, {branch.rounds} vòng · round(s);"
            " rồi lời nhắn hoặc gọi lại · then a message or a callback"
        )


def _instead(scene: Scene, there: OnDuty | None) -> str:
    """Return instead of whom somebody is on duty, empty where it is their own turn."""
    if there is None or there.instead_of is None:
        return ""
    post = scene.board.roster.officers[there.instead_of].officer.post
    return f"; {instead(there.by, post)}"
