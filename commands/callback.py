"""`flask callback`: work off what missed callers are owed, and see what was done about it."""

from dataclasses import replace

import click
from sqlalchemy.orm import Session

from callbacks import claims, deeds
from callbacks.dialing import NotFree, OnThePhone
from callbacks.trail import Line, trail
from commands import period, told
from ivr import labels
from ivr.carrier import CarrierAway
from ivr.flow.board import Caller
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.keypad.turns import branches_of
from ivr.flow.numbers import grouped, masked
from ivr.flow.scene import Scene
from ivr.flow.switchboard import Officer
from ivr.flow.words import NOT_NEEDED, CallbackOutcome, CallbackState, Channel, Did
from ivr.hotline import Hotline
from ivr.spool import Spool
from jobs.schedule import Work
from models.callbacks import Callback, open_debt

ACTOR = "command line"
REASONS = click.Choice(sorted(word.value for word in NOT_NEEDED))
COLUMNS = {
    "at": "Lúc · at",
    "did": "Việc · done",
    "actor": "Ai · who",
    "channel": "Qua · by",
    "detail": "Chi tiết · details",
}


@click.group()
def callback() -> None:
    """Gọi lại người gọi nhỡ · call missed callers back."""


@callback.command("next")
@click.argument("officer")
def call_next(officer: str) -> None:
    """Gọi máy của cán bộ OFFICER (mã), nối với người dân cần gọi lại · ring an officer's phone."""
    running = period.hotline()
    running.board.refresh()
    post = running.board.board.roster.officers.get(officer)
    if post is None:
        raise click.ClickException(
            f"không có cán bộ {officer!r} trong lịch trực · no officer {officer!r} in the roster"
        )
    if not post.may_ring:
        raise click.ClickException(
            f"số của {officer} chưa xác minh, hoặc không đạt kiểm tra · the number is not verified,"
            f" or fails its checks: flask --app app linecheck verify {officer}"
        )
    debt = _ring(running, post.officer)
    if debt is None:
        click.echo("Không còn ai phải gọi lại lúc này · nobody is to be called back now")
        return
    click.echo(
        f"Đang gọi {post.officer.post.vi} ({grouped(post.officer.number)}) về việc {debt}"
        f" · ringing {post.officer.post.en} about callback {debt}"
    )
    click.echo(f"Diễn biến · what came of it: flask --app app callback show {debt}")


def _ring(running: Hotline, officer: Officer) -> int | None:
    """Ring an officer about what is next; return which debt, or None where there is nothing."""
    scene = Scene(running.board.board, Caller("", None), running.clock())
    branches = [b.id for b in branches_of(scene, running.board.board.roster, officer.id)]
    dialer = Work(running, Spool(running.settings.var_dir / "spool")).dialer
    tried: list[int] = []
    while True:
        with period.books() as session:
            owed = claims.next_owed(
                session, officer=officer.id, branches=branches, now=scene.now, skip=tried
            )
        if owed is None:
            return None
        try:
            with period.database_needed():
                made = dialer.call_back(officer, owed.id, now=scene.now, channel=Channel.COMMAND)
        except NotFree:
            tried.append(owed.id)
            continue
        except OnThePhone as error:
            raise click.ClickException(
                f"máy của {officer.id} đang trong một cuộc của tổng đài · the phone is on a call of"
                " the hotline"
            ) from error
        except CarrierAway as error:
            raise click.ClickException(
                f"nhà mạng không nhận cuộc gọi ({error}) · the carrier does not take the call"
            ) from error
        if made.call_sid is None:
            raise click.ClickException(
                f"số của cán bộ không gọi được · the officer's number cannot be called:"
                f" flask --app app linecheck run {officer.id}"
            )
        return owed.id


@callback.command()
@click.argument("id", type=int)
@click.option("--full", is_flag=True, help="Hiện đủ số của người dân · the whole number.")
def show(*, id: int, full: bool) -> None:
    """Diễn biến của việc ID, từ lúc nhỡ đến nay · what happened to a callback, and who did what."""
    with period.books() as session:
        row = _row(session, id)
        lines = trail(session, row)
        session.expunge_all()
    switchboard = period.hotline().board.board.switchboard
    branch = switchboard.branch(row.branch)
    number = grouped(row.caller_number) if full else masked(row.caller_number)
    standing = labels.CALLBACKS[row.outcome or row.state]
    click.echo(
        f"Việc · callback {row.id}: {number}, nhánh · branch {row.branch}"
        f" ({branch.name.vi if branch else '?'})"
    )
    click.echo(f"Trạng thái · state: {standing.vi} · {standing.en}")
    click.echo(
        f"Nhỡ · missed: {row.misses}; hạn gọi lại · due: {period.local(row.due_at)};"
        f" đã gọi không gặp · tried in vain: {row.tries}"
    )
    if row.next_try_at:
        click.echo(f"Gọi tiếp từ · next try from: {period.local(row.next_try_at)}")
    if row.claimed_by and row.claimed_until and row.claimed_until > period.hotline().clock():
        click.echo(
            f"Đang nhận · claimed by: {row.claimed_by}, đến · until"
            f" {period.local(row.claimed_until)}"
        )
    click.echo()
    told.tell([_shown(line) for line in lines], COLUMNS, "table", names=tuple(COLUMNS))


def _shown(line: Line) -> dict[str, str | None]:
    return {
        "at": period.local(line.at),
        "did": f"{line.what.vi} · {line.what.en}",
        "actor": line.actor,
        "channel": f"{line.channel.vi} · {line.channel.en}",
        "detail": line.detail,
    }


@callback.command()
@click.argument("id", type=int)
@click.option("--reason", type=REASONS, required=True, help="Lý do · why.")
@click.option("--note", default="", help="Ghi chú · note.")
@click.option("--actor", default=ACTOR, show_default=True, help="Ai đóng · who closes it.")
def close(*, id: int, reason: str, note: str, actor: str) -> None:
    """Đóng việc ID vì không cần gọi lại · close a callback that nobody needs, with the reason."""
    deed = _deed(id, Did.CLOSED, actor, note)
    row = _do(replace(deed, outcome=CallbackOutcome(reason)))
    label = labels.CALLBACKS[row.outcome or row.state]
    click.echo(f"Việc · callback {id}: {label.vi} · {label.en}")


@callback.command()
@click.argument("id", type=int)
@click.argument("branch")
@click.option("--note", default="", help="Ghi chú · note.")
@click.option("--actor", default=ACTOR, show_default=True, help="Ai chuyển · who moves it.")
def move(*, id: int, branch: str, note: str, actor: str) -> None:
    """Chuyển việc ID sang nhánh BRANCH (mã hoặc phím) · let another branch call back."""
    to_branch = str(period.branch_id(branch))
    row = _do(replace(_deed(id, Did.MOVED, actor, note), to_branch=to_branch))
    with period.books() as session:
        found = open_debt(session, row.caller_number, to_branch)
    new = f"; việc mới · now callback {found.id}" if found else ""
    click.echo(f"Việc {id} đã chuyển sang · callback {id} was moved to {to_branch}{new}")


def _deed(id: int, did: Did, actor: str, note: str) -> Deed:
    now = period.hotline().clock()
    return Deed(
        key=f"command:{id}:{now.isoformat()}",
        debt=id,
        did=did,
        at=now,
        actor=actor.strip() or ACTOR,
        channel=Channel.COMMAND,
        note=note,
    )


def _do(deed: Deed) -> Callback:
    """Do something about an open debt; return its row as it then stands."""
    running = period.hotline()
    switchboard = running.board.board.switchboard
    with period.database_needed(), running.database.transaction() as session:
        row = _row(session, deed.debt)
        if row.state is not CallbackState.OPEN:
            raise click.ClickException(
                f"việc {row.id} đã xong · callback {row.id} is settled already"
            )
        if deed.to_branch == row.branch:
            raise click.ClickException(
                f"việc {row.id} đang ở nhánh này · callback {row.id} is that branch's already"
            )
        deeds.write(deeds.Books(session, switchboard, deed.at), deed)
        return row


def _row(session: Session, id: int) -> Callback:
    row = session.get(Callback, id)
    if row is None:
        raise click.ClickException(f"không có việc {id} · there is no callback {id}")
    return row
