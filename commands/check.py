"""`flask check`: is this hotline fit to serve?"""

import click
import sqlalchemy as sa

from commands.period import hotline
from ivr.board.keeper import BoardKeeper
from ivr.branches import placeholders, read_text, warnings
from ivr.carrier import CarrierAway, NotThere
from ivr.carrier_setup import SetupFault, permission_faults, setup_faults
from ivr.dialing_permissions import read_permissions
from ivr.flow.numbers import grouped
from ivr.flow.steps import Prompt
from ivr.flow.words import Language
from ivr.hotline import Hotline
from ivr.prompts import SUFFIXES
from jobs.fallback import is_current
from jobs.notices import bad_routes
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
    ok &= _tell_routes(running)
    ok &= _tell_database(running)
    ok &= _tell_carrier(running)
    _tell_second_number(running)
    _tell_fallback(running)
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


def _tell_routes(running: Hotline) -> bool:
    """Tell which addresses of notices are for nobody: by their place, as they hold secrets."""
    faults = bad_routes(running.settings.notices_to, running.board.board.switchboard)
    for fault in faults:
        click.echo(f"✗ NOTICES_TO, mục {fault.entry}: {fault.reason.vi}")
        click.echo(f"    entry {fault.entry}: {fault.reason.en}")
    return not faults


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
    faults = [*setup_faults(found, running.settings.public_url), *_permission_faults(running)]
    for fault in faults:
        mark = "✗" if fault.is_fatal else "!"
        click.echo(f"{mark} Nhà mạng, {fault.field}: {fault.reason.vi}")
        click.echo(f"    carrier, {fault.field}: {fault.reason.en}")
    if not faults:
        click.echo("✓ Nhà mạng gọi đúng địa chỉ · the carrier is set up to call us")
    return not any(fault.is_fatal for fault in faults)


def _tell_second_number(running: Hotline) -> None:
    """Tell whether the whole way in can be checked: it takes a second number to call from."""
    second = running.board.board.switchboard.second_number
    if not second:
        click.echo("! Chưa kiểm tra được toàn tuyến: thêm số thứ hai vào own_numbers, xem docs")
        click.echo("    the whole way in is not checked: add a second number under own_numbers")
        return
    try:
        running.carrier.number_settings(second)
    except NotThere:
        click.echo(f"! Số thứ hai {grouped(second)} không thuộc tài khoản: không gọi đi được")
        click.echo("    the account does not have the second number: it cannot call from it")
    except CarrierAway:
        return  # told already
    else:
        click.echo(f"✓ Kiểm tra toàn tuyến từ {grouped(second)} · the whole way in is checked")


def _tell_fallback(running: Hotline) -> None:
    """Tell whether the fallback document is there, and names who is on duty."""
    file = running.settings.fallback_file
    if file is None:
        click.echo("! Chưa có tài liệu dự phòng (FALLBACK_FILE), xem docs/operate.md, mục 5")
        click.echo("    no fallback document is kept: see docs/operate.md, section 5")
    elif is_current(running, file):
        click.echo(f"✓ Tài liệu dự phòng đúng với lịch trực · fallback document is current: {file}")
    else:
        click.echo(f"! Tài liệu dự phòng thiếu hoặc cũ · fallback document missing or old: {file}")
        click.echo("    `flask --app app fallback`, or a running worker, writes it")


def _permission_faults(running: Hotline) -> list[SetupFault]:
    """Return what is wrong with the countries that may be called, where the carrier tells them."""
    try:
        return [*permission_faults(read_permissions(running.carrier))]
    except NotThere:
        why = "nhà mạng không cho đọc · the carrier does not tell"
    except CarrierAway as error:
        why = str(error)
    click.echo(f"! Không đọc được quyền gọi các nước · dialing permissions cannot be read ({why})")
    return []
