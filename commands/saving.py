"""Files that commands write."""

from pathlib import Path

import click

A_FILE = click.Path(dir_okay=False, path_type=Path)


def save(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, and say so."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(content)
        new.chmod(0o644)  # for everybody: what is private is not written by this
        new.replace(file)
    except OSError as error:
        raise click.FileError(str(file), error.strerror or type(error).__name__) from error
    click.echo(f"✓ {file}")
