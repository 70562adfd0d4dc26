"""`flask person`: what is kept of one number, given to its owner, or erased at their wish."""

from pathlib import Path

import click

from callbacks.deeds import Books
from commands import period
from commands.privacy import asked
from commands.saving import A_FILE
from duty.labels import both
from ivr.spool import Spool
from jobs.schedule import Work
from models.audit import AuditRow
from privacy import audio
from privacy.archive import archive
from privacy.deleting import spared
from privacy.erasing import Erased, NotErased, Wish, erase
from privacy.gathering import gather
from privacy.pseudonyms import Keyed
from privacy.scrubbing import core


@click.group()
def person() -> None:
    """Quyền của một người về dữ liệu · one person's rights: to see it, to have it erased."""


@person.command()
@asked.NUMBER
@click.option("--to", "file", type=A_FILE, required=True, help="Tệp .zip · the archive.")
def export(*, number: str | None, file: Path) -> None:
    """Mọi thứ đang giữ về NUMBER, thành tệp zip · all that is kept of a number, with the audio."""
    wanted, work = asked.number(number), _up_to_date()
    running = work.hotline
    now = running.clock()
    with period.books() as session:
        found = gather(session, wanted)
    try:
        content = archive(found, running.storage, at=now, zone=period.zone())
    except OSError as error:
        raise click.ClickException(
            f"không đọc được tiếng nói đã lưu · stored audio cannot be read: {error}"
        ) from None
    with period.database_needed(), running.database.transaction() as session:
        key = Keyed(running.settings.secret_key, ())(wanted)
        after = {"calls": len(found.calls), "callbacks": len(found.callbacks)}
        session.add(
            AuditRow(
                at=now,
                actor=asked.actor(),
                subject="person_exported",
                key=key,
                before=None,
                after=after,
            )
        )
    _save(file, content)
    click.echo(
        f"✓ {file}: {len(found.calls)} cuộc gọi · calls, {len(found.callbacks)} việc gọi lại"
        f" · callbacks, {len(found.audio)} tệp tiếng · audio files"
    )


@person.command("erase")
@asked.NUMBER
@click.option("--reason", required=True, help="Lý do, vào nhật ký · why, for the audit.")
@click.option(
    "--close-open", is_flag=True, help="Đóng cả việc đang chờ gọi lại · close what is owed."
)
@click.option("--yes", is_flag=True, help="Không hỏi lại · do not ask again.")
def erase_number(*, number: str | None, reason: str, close_open: bool, yes: bool) -> None:
    """Xóa mọi thứ về NUMBER, chỉ còn số đếm · erase all that is kept of a number but the counts."""
    wanted, work = asked.number(number), _up_to_date()
    running = work.hotline
    if wanted in spared(running):
        raise click.ClickException(
            "Đây là số của tổng đài hoặc của cán bộ trực"
            " · this is a number of the hotline or of a post"
        )
    if not yes:
        click.confirm(f"Xóa hẳn mọi thứ về {asked.shown(wanted)}? · erase it for good?", abort=True)
    now = running.clock()
    switchboard = running.board.board.switchboard
    with period.database_needed(), running.database.transaction() as session:
        try:
            done = erase(
                Books(session, switchboard, now),
                wanted,
                Wish(asked.actor(), reason.strip(), close_open),
            )
        except NotErased as error:
            raise click.ClickException(both(error.why)) from None
    files = work.spool.forget_unreadable(now, holding=core(wanted))
    left = audio.Remover(running.database, running.storage, running.carrier)
    left.run(now=now)
    _tell(done, files)


def _tell(done: Erased, files: int) -> None:
    if done == Erased() and not files:
        click.echo("Không còn gì về số này · nothing is kept of this number")
        return
    click.echo(
        f"✓ Đã xóa · erased: {done.calls} cuộc gọi · calls, {done.messages} lời nhắn · messages,"
        f" {done.callbacks} việc gọi lại · callbacks, {done.events} sự kiện khác · other events,"
        f" {done.others} chỗ khác · other places, {files} tệp · files"
    )
    click.echo(
        "Số đếm trong báo cáo không đổi; nhà mạng có nhật ký riêng, bản sao lưu cũng vậy"
        " · counts in reports stay; the carrier has its own log, and backups are not touched"
    )


def _up_to_date() -> Work:
    """Return the worker's jobs, once all that waits on disk or untold is in the books."""
    running = period.hotline()
    work = Work(running, Spool(running.settings.var_dir / "spool"))
    with period.database_needed():
        work.replay()
        work.tell()
    return work


def _save(file: Path, content: bytes) -> None:
    """Write the archive for its owner's eyes only: whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.touch(mode=0o600)
        new.write_bytes(content)
        new.replace(file)
    except OSError as error:
        raise click.FileError(str(file), error.strerror or type(error).__name__) from error
