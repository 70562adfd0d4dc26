"""`flask duty`: who is on duty and when nobody is; files of the roster; officers' PINs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import click
from sqlalchemy.orm import Session

from commands import duty_files, period, told
from commands.duty_files import ACTOR
from commands.who import WHY
from duty import pins
from duty.changes import Change, every_branch, span
from duty.history import officer_at
from duty.labels import BY, REASONS, ROLES, both, instead, when
from ivr import labels
from ivr.flow.duty.gaps import Gap, cover, who_could_fill
from ivr.flow.duty.on_duty import OnDuty, absence_of, turns
from ivr.flow.duty.roster import Roster
from ivr.flow.hours import HORIZON_D, Calendar, closed
from ivr.flow.hunting import Passed
from ivr.flow.numbers import grouped
from ivr.flow.switchboard import Branch, Officer
from models.duty.officers import OfficerRow, by_code
from models.duty.reading import read_roster

MOST_NAMED = 3
COLUMNS = {
    "shown_branch": "Nhánh · branch",
    "shown": "Khoảng trống · gap",
    "minutes": "Phút · minutes",
    "posts": "Có thể trực · could fill",
}
NAMES = ("branch", "begin_at", "end_at", "minutes", "could_fill")


@click.group()
def duty() -> None:
    """Lịch trực · the duty roster: who is on it, its gaps, its files, PINs."""


for _command in (
    duty_files.import_file,
    duty_files.export_file,
    duty_files.template_file,
    duty_files.sheet_file,
):
    duty.add_command(_command)


@duty.command()
@click.argument("branch")
@click.option("--at", help="Thời điểm, cả đã qua · moment, past ones too: 2026-11-23T14:30.")
def who(branch: str, at: str | None) -> None:
    """Ai trực nhánh BRANCH (mã hoặc phím), vì sao · who is on duty for it, and why.

    A past moment is told as the roster was known then.
    """
    running = period.hotline()
    switchboard = running.board.board.switchboard
    moment = period.moment(at) if at else running.clock()
    found = switchboard.branch(str(period.branch_id(branch)))
    with period.books() as session:
        roster = read_roster(session)
        calendar = roster.over(switchboard.calendar)
        if found:
            click.echo(f"{found.id}: {found.name.vi} · {found.lead.vi}, {period.local(moment)}")
            if shut := closed(found.hours, calendar, moment):
                why = labels.closed(shut)
                click.echo(f"  ĐÓNG · CLOSED: {why.vi} · {why.en}")
            for line in _Duty(session, roster, calendar, moment).lines(found):
                click.echo(f"  {line}")


class _Duty:
    """One moment of the roster, told."""

    def __init__(self, session: Session, roster: Roster, calendar: Calendar, at: datetime) -> None:
        self.session, self.roster, self.calendar, self.at = session, roster, calendar, at

    def lines(self, branch: Branch) -> Iterator[str]:
        """Yield a line for each who is on duty, in order, or should be."""
        order = 0
        for turn in turns(self.roster, branch, self.calendar, self.at):
            order += isinstance(turn, OnDuty)
            if isinstance(turn, OnDuty):
                yield f"{order}. {self.named(turn.officer)}: {self.why(turn)}"
            else:
                yield f"–  {self.named(turn.officer)}: {self.away(turn.officer.id)}"
        if not order:
            yield "KHÔNG CÓ AI TRỰC · NOBODY IS ON DUTY"

    def named(self, officer: Officer) -> str:
        """Return number, post and person as they were known at the moment."""
        known = officer_at(self.session, officer.id, self.at)
        if known is None:
            return f"{grouped(officer.number)}  {officer.post.vi}"
        person = f" ({known.person})" if known.person else ""
        return f"{grouped(known.number)}  {known.post.vi}{person}"

    def why(self, there: OnDuty) -> str:
        """Return as what somebody is on duty, and by what."""
        said = [both(ROLES[there.role])] if there.role else []
        if there.instead_of is None:
            said.append(both(BY[there.by]))
        else:
            post = self.roster.officers[there.instead_of].officer.post
            said.append(instead(there.by, post))
        if there.instead_of and absence_of(self.roster, there.instead_of, self.at):
            said.append(self.away(there.instead_of))
        if not there.may_ring:
            said.append(WHY[Passed.UNFIT])
        return "; ".join(said)

    def away(self, code: str) -> str:
        """Return why somebody is away, and for how long."""
        absence = absence_of(self.roster, code, self.at)
        if absence is None:
            return WHY[Passed.ABSENT]
        until = when(self.calendar, absence.since, absence.until)
        return f"vắng: {both(REASONS[absence.reason])}, {until}"


@duty.command()
@click.option(
    "--days",
    type=click.IntRange(1, HORIZON_D),
    default=14,
    show_default=True,
    help="Trong bao nhiêu ngày tới · days ahead.",
)
@click.option("--branch", help="Mã nhánh hoặc phím · branch id or key.")
@click.option("--format", "form", type=told.FORMATS, default="table", show_default=True)
def gaps(days: int, branch: str | None, form: str) -> None:
    """Giờ làm việc chưa có ai trực · hours without anybody; exit status 1 where there are any."""
    running = period.hotline()
    switchboard, now = running.board.board.switchboard, running.clock()
    only = period.branch_id(branch)
    with period.books() as session:
        roster = read_roster(session, since=now)
    calendar = roster.over(switchboard.calendar)
    rows = [
        _row(roster, each, calendar, gap)
        for each in every_branch(switchboard)
        if only in (None, each.id)
        for gap in cover(roster, each, calendar, now, now + timedelta(days=days)).gaps
    ]
    if rows or form != "table":
        told.tell(rows, COLUMNS, form, names=NAMES)
    else:
        click.echo(f"Không có khoảng trống trong {days} ngày tới · no gap in the next {days} days")
    if rows:
        raise SystemExit(1)


def _row(roster: Roster, branch: Branch, calendar: Calendar, gap: Gap) -> dict[str, Any]:
    codes = who_could_fill(roster, branch, calendar, gap)
    posts = [roster.officers[code].officer.post.vi for code in codes[:MOST_NAMED]]
    key = f"{branch.key} " if branch.key else ""
    return {
        "branch": branch.id,
        "begin_at": calendar.local(gap.begin).isoformat(),
        "end_at": calendar.local(gap.end).isoformat(),
        "minutes": gap.length // timedelta(minutes=1),
        "could_fill": list(codes),
        "shown_branch": f"{key}{branch.name.vi}",
        "shown": span(calendar, gap),
        "posts": ", ".join(posts) or "chưa có ai · nobody yet",
    }


@duty.command()
@click.argument("officer")
@click.option("--generate", is_flag=True, help="Tạo mã ngẫu nhiên, hiện một lần · a random one.")
@click.option("--remove", is_flag=True, help="Bỏ mã · take it away.")
@click.option("--actor", default=ACTOR, show_default=True, help="Ai đặt · who sets it.")
def pin(*, officer: str, generate: bool, remove: bool, actor: str) -> None:
    """Đặt mã PIN cho cán bộ OFFICER (mã cán bộ) · set an officer's PIN; it unlocks it, too."""
    if generate and remove:
        raise click.UsageError("--generate hoặc --remove · one of the two")
    with period.books() as session:
        number = _officer(session, officer).number
    chosen = None if remove else _chosen_pin(number, generate=generate)
    _change_pin(officer, chosen, actor)
    if generate:
        click.echo(f"Mã PIN · PIN: {chosen}")
        click.echo("Chỉ hiện một lần này · shown only this once.")
    else:
        click.echo("Đã bỏ mã PIN · PIN removed" if remove else "Đã đặt mã PIN · PIN set")


def _chosen_pin(number: str, *, generate: bool) -> str:
    if generate:
        return pins.random_pin(number)
    typed: str = click.prompt(
        "Mã PIN sáu chữ số · six digits",
        hide_input=True,
        confirmation_prompt="Nhập lại · once more",
    )
    return typed.strip()


def _change_pin(code: str, chosen: str | None, actor: str) -> None:
    running = period.hotline()
    with period.database_needed(), running.database.transaction() as session:
        switchboard = running.board.from_file
        change = Change(session, switchboard, running.clock(), actor.strip() or ACTOR)
        row = _officer(session, code)
        try:
            if chosen is None:
                pins.remove_pin(change, row)
            else:
                pins.set_pin(change, row, chosen, secret=running.settings.secret_key)
        except pins.BadPin as error:
            raise click.ClickException(f"{error.reason.vi} · {error.reason.en}") from None


def _officer(session: Session, code: str) -> OfficerRow:
    row = by_code(session, code)
    if row is None:
        raise click.ClickException(
            f"không có cán bộ {code!r} trong lịch trực · no officer {code!r} in the roster"
        )
    return row
