"""`flask call`: a whole call through the simulated carrier, told line by line."""

from typing import Any

import click
from flask import current_app

from commands import calls as calls_command
from commands import period, told
from commands.rehearsal import Rehearsal, RunningCarrier, Told
from ivr.flow.numbers import e164
from ivr.hotline import Hotline
from models.calls import find
from simulator.callers import CallerScript
from simulator.phones import Behaviour, parse_behaviour

WHO = {"caller": "người gọi", "officer": "cán bộ", "carrier": "nhà mạng", "hotline": "tổng đài"}


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
    default=8.0,
    show_default=True,
    help="Nói lời nhắn bao nhiêu giây · seconds of message.",
)
@click.option(
    "--hang-up",
    "hang_up_s",
    type=float,
    help="Gác máy sau bao nhiêu giây · hang up after so many seconds.",
)
@click.option("--at", help="Giả sử bây giờ là · pretend it is: 2026-11-23T09:00 (virtual time).")
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
    script, officers = _script(options), _officers(options["officers"])
    caller = e164(options["caller"]) or options["caller"]
    tell = _Teller(verbose=options["verbose"])
    at = period.moment(options["at"]) if options["at"] else running.clock()
    if not options["real"]:
        sid = Rehearsal(create_app, running, at, tell).call(caller, script, officers)
    else:
        carrier = RunningCarrier(running.settings.twilio_api_url, tell)
        sid = carrier.call(caller, options, [p.strip() for p in options["officers"].split(",")])
    _tell_verdict(running, sid)


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
        at = line.at.astimezone(period.zone()).strftime("%H:%M:%S")
        click.echo(f"{at}  {WHO.get(line.who, line.who):<10} {line.text}")


def _tell_verdict(running: Hotline, sid: str) -> None:
    with running.database.reading() as session:
        call = find(session, sid)
        row = calls_command.row(call) if call else None
    if row is None:
        click.echo("\n→ sổ chưa ghi, worker có chạy không? · not told yet: is the worker running?")
        return
    due = told.local_iso(row["due_at"], period.zone()) if row["due_at"] else None
    click.echo(
        f"\n→ {row['verdict']}"
        + (f" ({row['cause']})" if row["cause"] else "")
        + f", nhánh · branch {row['branch'] or '–'}, chờ · wait {row['wait_s']} s,"
        f" nói · talk {row['talk_s']} s, lời nhắn · message {row['message_s']} s"
    )
    if due:
        click.echo(f"  phải gọi lại trước · to be called back by {due}")
    for message in row["messages"]:
        click.echo(f"  lời nhắn · message: recordings/{message['path']} ({message['state']})")
