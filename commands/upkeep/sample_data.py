"""`flask sample-data`: a made-up history to look at before there are calls; and away with it."""

import getpass

import click

from commands import period
from commands.period import database_needed
from ivr.hotline import Hotline
from sample import history, removing
from sample.history import Asked, Kept
from simulator.audio import speech, to_mp3

MESSAGE_S = 12


@click.command()
@click.option(
    "--days", type=click.IntRange(1, 1100), default=90, show_default=True, help="Số ngày · days."
)
@click.option(
    "--calls-per-day",
    type=click.FloatRange(min=0, max=5000),
    default=60,
    show_default=True,
    help="Trung bình mỗi ngày · on average.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Cùng số, cùng dữ liệu · dice."
)
@click.option("--remove", is_flag=True, help="Xóa hết dữ liệu mẫu · take all of it away.")
@click.option("--force", is_flag=True, help="Kể cả khi đã có cuộc gọi thật · beside real calls.")
def sample_data(days: int, calls_per_day: float, seed: int, *, remove: bool, force: bool) -> None:
    """Dữ liệu mẫu để xem các trang · a made-up history, to look at the pages with.

    Mã cuộc gọi bắt đầu bằng SAMPLE, số người gọi bằng 050 505: không của ai cả. Call ids begin with
    SAMPLE, callers' numbers with 050 505, which nobody has.
    """
    hotline = period.hotline()
    with database_needed():
        if remove:
            _remove(hotline)
        else:
            _refuse(hotline, force=force)
            _make(hotline, Asked(hotline.clock(), days, calls_per_day, seed))


def _refuse(hotline: Hotline, *, force: bool) -> None:
    """Refuse where made-up calls would stand among real ones, or among older made-up ones."""
    with period.books() as session:
        own, real = removing.count(session)
    if own:
        raise click.ClickException(
            "Đã có dữ liệu mẫu; xóa bằng `flask sample-data --remove` trước"
            " · there is sample data already; remove it first"
        )
    if force:
        return
    if real:
        raise click.ClickException(
            f"Đã có {real} cuộc gọi thật; dữ liệu mẫu sẽ lẫn vào báo cáo. Vẫn làm: --force"
            f" · there are {real} real calls, whose reports it would be mixed into: --force does it"
        )
    if not hotline.settings.is_simulated:
        raise click.ClickException(
            "Tổng đài này dùng nhà mạng thật: lịch trực mẫu sẽ đổ chuông thật. Vẫn làm: --force"
            " · this hotline has a real carrier, and would ring by a sample roster: --force does it"
        )


def _make(hotline: Hotline, asked: Asked) -> None:
    audio = to_mp3(speech("sample", MESSAGE_S))
    kept = Kept(hotline.database, hotline.board.from_file, hotline.storage, audio)
    calls = history.make(kept, asked)
    with hotline.database.transaction() as session:
        removing.note(session, "made", now=asked.until, actor=getpass.getuser(), calls=calls)
    click.echo(
        f"✓ {calls} cuộc gọi mẫu trong {asked.days} ngày · sample calls of {asked.days} days"
    )
    click.echo("Xóa · to remove: flask --app app sample-data --remove")


def _remove(hotline: Hotline) -> None:
    calls = removing.remove(
        hotline.database, hotline.storage, now=hotline.clock(), actor=getpass.getuser()
    )
    click.echo(f"✓ Đã xóa {calls} cuộc gọi mẫu và mọi thứ đi kèm · sample calls removed")
