"""`flask keys`: the keys that seal messages and second steps at rest."""

from typing import cast

import click

from commands import period
from ivr.sealing.seal import new_key
from ivr.sealing.storage import Sealed
from privacy import rotating
from privacy.rotating import Rotated


@click.group()
def keys() -> None:
    """Khóa niêm phong lời nhắn và bước đăng nhập thứ hai · keys that seal data at rest."""


@keys.command()
def new() -> None:
    """In một khóa mới, đặt đầu SEALING_KEYS · print a new key, to stand first in SEALING_KEYS."""
    click.echo(new_key())


@keys.command()
def rotate() -> None:
    """Niêm phong lại tất cả bằng khóa đầu tiên · seal all anew with the first key; can be repeated.

    Khóa cũ chỉ được bỏ khi lệnh này báo xong. An old key may be taken out of SEALING_KEYS only once
    this says that nothing is left.
    """
    running = period.hotline()
    if not running.settings.sealing_keys:
        raise click.ClickException(
            "SEALING_KEYS chưa có khóa nào; tạo bằng `flask --app app keys new`"
            " · no key is set in SEALING_KEYS; make one with `flask --app app keys new`"
        )
    with period.database_needed():
        audio = rotating.messages(running.database, cast(Sealed, running.storage))
        steps = rotating.second_steps(running.database, running.settings.secrets_seal())
    _tell("lời nhắn · messages", audio)
    _tell("bước thứ hai · second steps", steps)
    if audio.failed or steps.failed:
        raise SystemExit(1)


def _tell(what: str, done: Rotated) -> None:
    mark = "✗" if done.failed else "✓"
    click.echo(
        f"{mark} {what}: {done.renewed} niêm phong lại · sealed anew, {done.unchanged} đã đúng khóa"
        f" · were already, {done.failed} không được · failed"
    )
