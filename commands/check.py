"""`flask check`: is this hotline fit to serve?"""

import click
import sqlalchemy as sa

from commands.period import hotline
from ivr.board import BoardKeeper
from ivr.branches import placeholders, read_text, warnings
from ivr.carrier import CarrierAway, NotThere
from ivr.carrier_setup import setup_faults
from ivr.flow.numbers import grouped
from ivr.flow.steps import Prompt
from ivr.flow.words import Language
from ivr.hotline import Hotline
from ivr.prompts import SUFFIXES
from models.migrate import head, revision


@click.command()
def check() -> None:
    """Kiểm tra cấu hình · check settings, branches file, prompts and database.

    A bad branches file or a missing setting has stopped the start already, every fault by line.
    """
    running = hotline()
    _tell_branches(running.board)
    ok = _tell_placeholders(running)
    _tell_prompts(running)
    ok &= _tell_database(running)
    ok &= _tell_carrier(running)
    if not ok:
        raise SystemExit(1)
    click.echo("✓ Sẵn sàng phục vụ · ready to serve")


def _tell_branches(board: BoardKeeper) -> None:
    switchboard = board.board.switchboard
    branches = [*switchboard.branches(), switchboard.desk]
    officers = sum(len(branch.officers) for branch in branches)
    menu = len(branches) - 1
    click.echo(f"✓ {menu} nhánh và bàn trực · branches and the duty desk, {officers} số · numbers")
    for branch in branches:
        click.echo(f"    {branch.key}  {branch.id:<20} {branch.lead.vi} ({len(branch.officers)})")
    running = hotline()
    source, today = running.settings.branches_file, running.clock().date()
    for warning in warnings(read_text(source), source=str(source), today=today):
        click.echo(f"! {source.name}:{warning}")


def _tell_placeholders(running: Hotline) -> bool:
    found = placeholders(running.board.board.switchboard)
    if not found:
        click.echo("✓ Không còn số mẫu · no placeholder numbers")
        return True
    if running.settings.is_simulated:
        click.echo(f"! Còn {len(found)} số mẫu, chỉ chạy được với nhà mạng mô phỏng")
        click.echo(f"  {len(found)} placeholder numbers: fit for the simulated carrier only")
        return True
    for place in found:
        click.echo(f"✗ Số mẫu · placeholder number: {place}")
    return False


def _tell_prompts(running: Hotline) -> None:
    recorded = running.board.prompts.recorded
    click.echo(f"✓ {len(recorded)} câu thu âm · recorded prompts, {len(Prompt)} câu · prompts")
    for language in Language:
        for path in sorted((running.settings.prompts_dir / language).glob("*")):
            if (language, path.stem) not in recorded and not path.name.startswith("."):
                known = ", ".join(SUFFIXES)
                click.echo(f"! {path}: không ứng với câu nào · names no prompt (or not {known})")


def _tell_database(running: Hotline) -> bool:
    try:
        at = revision(running.database)
    except sa.exc.OperationalError as error:
        click.echo(f"✗ Không tới được cơ sở dữ liệu · database away: {error.orig}")
        return False
    click.echo(f"✓ Cơ sở dữ liệu · database at revision {at} (newest: {head()})")
    return at == head()


def _tell_carrier(running: Hotline) -> bool:
    """Tell whether the carrier calls us; one that cannot be asked is told, and no fault of ours."""
    number = running.board.board.switchboard.hotline
    try:
        found = running.carrier.number_settings(number)
    except NotThere:
        click.echo(f"✗ Nhà mạng: tài khoản không có số {grouped(number)} · no such number there")
        return False
    except CarrierAway as error:
        click.echo(f"! Không hỏi được nhà mạng · the carrier cannot be asked ({error})")
        return True
    faults = [*setup_faults(found, running.settings.public_url)]
    for fault in faults:
        mark = "✗" if fault.is_fatal else "!"
        click.echo(f"{mark} Nhà mạng, {fault.field}: {fault.reason.vi}")
        click.echo(f"    carrier, {fault.field}: {fault.reason.en}")
    if not faults:
        click.echo("✓ Nhà mạng gọi đúng địa chỉ · the carrier is set up to call us")
    return not any(fault.is_fatal for fault in faults)
