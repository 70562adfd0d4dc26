"""`flask call`: a whole call through the simulated carrier, told line by line."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask import current_app

from commands import calls as calls_command
from commands import period, told
from commands.rehearsal import POLL_S, Rehearsal, RunningCarrier, wait
from commands.tale import Told
from ivr.flow.hours import next_opening
from ivr.flow.numbers import e164
from ivr.hotline import Hotline
from models.calls import find, last_ended_at
from simulator.callers import CallerScript
from simulator.phones import Behaviour, parse_behaviour

TOLD_WITHIN_TRIES = 20


@click.command()
@click.option(
    "--from",
    "caller",
    default="0505000001",
    show_default=True,
    help="Số người gọi, hoặc anonymous · the caller's number, or anonymous.",
)
@click.option(
    "--keys",
    default="",
    help="Phím bấm, lần lượt: 0-9 * #; dấu phẩy là im lặng, ~ là"
    " gác máy · keys in turn; a comma is silence, ~ hangs up.",
)
@click.option(
    "--officers",
    default="",
    help="Máy của từng cán bộ được đổ chuông, lần lượt · how"
    " each phone that is rung behaves: accept, no-answer, decline, busy, mailbox, …",
)
@click.option(
    "--message",
    "message_s",
    type=click.FloatRange(min=0),
    default=8.0,
    show_default=True,
    help="Nói lời nhắn bao nhiêu giây · seconds of message.",
)
@click.option(
    "--hang-up",
    "hang_up_s",
    type=click.FloatRange(min=0),
    help="Gác máy sau bao nhiêu giây · hang up after so many seconds.",
)
@click.option(
    "--at",
    default="open",
    show_default=True,
    help="Giả sử bây giờ là · pretend it is: 2026-11-23T09:00, now, hoặc open: bây giờ, hay lúc mở"
    " cửa gần nhất nếu đang ngoài giờ · open: now, or the next opening out of hours.",
)
@click.option(
    "--real",
    is_flag=True,
    help="Theo thời gian thật, qua nhà mạng mô phỏng đang chạy"
    " · in real time, through the simulated carrier that `make run` runs.",
)
@click.option("--verbose", is_flag=True, help="Cả các yêu cầu web · the web requests too.")
def call(**options: Any) -> None:
    """Gọi thử một cuộc · place one simulated call and tell it."""
    running = period.hotline()
    if not running.settings.is_simulated:
        raise click.ClickException(
            "TWILIO_API_URL là nhà mạng thật: gọi bằng điện thoại"
            " · the carrier is a real one: call it with a telephone"
        )
    _place(running, options)


def _place(running: Hotline, options: dict[str, Any]) -> None:
    create_app = current_app.extensions["create_app"]
    logging.getLogger().setLevel(logging.WARNING)  # the tale tells what happens
    script, officers = _script(options), _officers(options["officers"])
    caller = e164(options["caller"]) or options["caller"]
    tell = _Teller(verbose=options["verbose"])
    if options["real"] and options["at"] != "open":
        raise click.BadParameter(
            "--real gọi vào lúc này · with --real it is now", param_hint="--at"
        )
    if not options["real"]:
        at = _moment(running, options["at"])
        sid = Rehearsal(create_app, running, at, tell).call(caller, script, officers)
    else:
        carrier = RunningCarrier(running.settings.twilio_api_url, tell)
        sid = carrier.call(caller, options, [p.strip() for p in options["officers"].split(",")])
    _tell_verdict(running, sid)


def _moment(running: Hotline, text: str) -> datetime:
    """Return the virtual moment of a call, and say so where it is not this one."""
    now = running.clock()
    if text == "now":
        return now
    if text != "open":
        return period.moment(text)
    switchboard = running.board.board.switchboard
    openings = (next_opening(b.hours, switchboard.calendar, now) for b in switchboard.branches())
    at = min((opening for opening in openings if opening), default=now)
    if at > now:
        at += timedelta(hours=1)
    at = _after_others(running, at)
    if at > now + timedelta(hours=1):
        click.echo(
            f"Đang ngoài giờ: giả sử là {period.local(at)} (--at now để gọi đúng lúc này)"
            " · out of hours: pretending it is then"
        )
    return at


def _after_others(running: Hotline, at: datetime) -> datetime:
    """Return `at`, or a minute after the last call of that virtual day: calls follow each other."""
    with period.books() as session:
        last = last_ended_at(session, since=at, until=at + timedelta(hours=2))
    return at if last is None else max(at, last + timedelta(minutes=1))


def _script(options: dict[str, Any]) -> CallerScript:
    try:
        return CallerScript(options["keys"], options["message_s"], options["hang_up_s"])
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--keys") from error


def _officers(text: str) -> tuple[Behaviour, ...]:
    try:
        return tuple(parse_behaviour(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--officers") from error


class _Teller:
    """Prints the lines of a call as they come."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose

    def __call__(self, line: Told) -> None:
        if line.is_request and not self._verbose:
            return
        clock = line.at.astimezone(period.zone()).strftime("%H:%M:%S")
        click.echo(line.line(clock))


def _tell_verdict(running: Hotline, sid: str) -> None:
    row = _row(running, sid)
    if row is None:
        click.echo("\n→ sổ chưa ghi, worker có chạy không? · not told yet: is the worker running?")
        return
    because = f" ({told.cause(row['cause'])})" if row["cause"] else ""
    click.echo(f"\n→ {told.verdict(row['verdict'])}{because}")
    click.echo(
        f"  nhánh · branch {row['branch'] or '–'}; chờ · wait {row['wait_s']} s;"
        f" nói · talk {row['talk_s']} s; lời nhắn · message {row['message_s']} s"
    )
    if row["due_at"]:
        due = told.local_iso(row["due_at"], period.zone())
        click.echo(f"  phải gọi lại trước · to be called back by {due}")
    for message in row["messages"]:
        folder = running.settings.recordings_dir
        where = shown(folder / message["path"]) if message["path"] else message["state"]
        click.echo(f"  lời nhắn · message: {where}")


def _row(running: Hotline, sid: str) -> dict[str, Any] | None:
    """Return a call's row once it has a verdict; a running worker tells it within a second."""
    for _ in range(TOLD_WITHIN_TRIES):
        with running.database.reading() as session:
            found = find(session, sid)
            if found and found.verdict:
                return calls_command.row(found)
        wait(POLL_S)
    return None


def shown(path: Path) -> str:
    """Return a path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
