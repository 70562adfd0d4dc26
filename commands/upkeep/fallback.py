"""`flask fallback`: the document that serves callers elsewhere while the hotline is down."""

from pathlib import Path

import click

from commands.period import hotline
from commands.saving import A_FILE
from ivr.flow.duty.standing import standing_numbers
from ivr.flow.numbers import grouped, is_placeholder
from jobs.fallback import keep, wanted


@click.command()
@click.option("--to", "file", type=A_FILE, help="Tệp cần ghi · the file; FALLBACK_FILE if not set.")
def fallback(file: Path | None) -> None:
    """Tài liệu TwiML dự phòng, đặt ở máy chủ khác · the fallback document, to be hosted elsewhere.

    Without a file it is printed. See docs/operate.md, section 5.
    """
    running = hotline()
    running.board.refresh()
    document = wanted(running)
    target = file or running.settings.fallback_file
    if target is None:
        click.echo(document.decode(), nl=False)
    else:
        _save(target, document)
    numbers = standing_numbers(running.board.board, running.clock())
    for place, number in enumerate(numbers, 1):
        click.echo(f"  {place}. {grouped(number)}", err=True)
    if not numbers:
        click.echo("! Không có số nào để gọi · no number to ring: it only apologises", err=True)
    if any(map(is_placeholder, numbers)):
        click.echo("! Còn số mẫu · there are placeholder numbers in it", err=True)


def _save(target: Path, document: bytes) -> None:
    try:
        keep(target, document)
    except OSError as error:
        raise click.FileError(str(target), error.strerror or type(error).__name__) from error
    click.echo(f"✓ {target}")
