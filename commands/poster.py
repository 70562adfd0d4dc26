"""`flask poster`: the poster with the hotline's number, to be printed and hung up."""

from pathlib import Path

import click

from commands import period
from commands.saving import A_FILE, save
from documents.poster.poster import Poster, poster_of
from documents.poster.render import Size, as_html, as_pdf
from ivr.flow.numbers import is_placeholder

SIZES = click.Choice([size.value for size in Size])


def live_poster() -> Poster:
    """Return the poster that the configuration in force makes."""
    running = period.hotline()
    return poster_of(running.board.board.switchboard, website=running.settings.website)


@click.command()
@click.option("--format", "form", type=click.Choice(["pdf", "html"]), default="pdf")
@click.option("--size", type=SIZES, default=Size.A4.value, show_default=True, help="PDF.")
@click.option("--output", type=A_FILE, required=True, help="Tệp cần ghi · the file to write.")
def poster(form: str, size: str, output: Path) -> None:
    """Tờ niêm yết số đường dây nóng, để in · the poster with the hotline's number, to be printed.

    Số bản in ở góc tờ: cấu hình đổi thì số bản đổi, xem `flask posting list --old`
    · its version is printed on it, and changes with the configuration.
    """
    running, made = period.hotline(), live_poster()
    at, zone = running.clock(), period.zone()
    if form == "html":
        save(output, as_html(made, at, zone).encode())
    else:
        save(output, as_pdf(made, Size(size), at, zone))
    click.echo(f"bản · version {made.version}")
    if is_placeholder(running.board.board.switchboard.hotline):
        click.echo(
            "! Số trên tờ này là SỐ MẪU, chưa gọi được · its number is a placeholder", err=True
        )
