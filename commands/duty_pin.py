"""`flask duty pin`: give an officer the PIN that opens the keypad, or take it away."""

import click
from sqlalchemy.orm import Session

from commands import period
from commands.duty_files import ACTOR
from duty import pins
from duty.changes import Change
from models.duty.officers import OfficerRow, by_code


@click.command("pin")
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
    chosen = None if remove else _chosen(number, generate=generate)
    _change(officer, chosen, actor)
    if generate:
        click.echo(f"Mã PIN · PIN: {chosen}")
        click.echo("Chỉ hiện một lần này · shown only this once.")
    else:
        click.echo("Đã bỏ mã PIN · PIN removed" if remove else "Đã đặt mã PIN · PIN set")


def _chosen(number: str, *, generate: bool) -> str:
    if generate:
        return pins.random_pin(number)
    typed: str = click.prompt(
        "Mã PIN sáu chữ số · six digits",
        hide_input=True,
        confirmation_prompt="Nhập lại · once more",
    )
    return typed.strip()


def _change(code: str, chosen: str | None, actor: str) -> None:
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
