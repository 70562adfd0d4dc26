"""What these commands ask for: a number, typed or read, that is never said back."""

import getpass

import click

from ivr.flow.numbers import e164, masked

NUMBER = click.argument("number", required=False)
HELP = "NUMBER: số điện thoại; bỏ trống thì được hỏi, không vào lịch sử lệnh."


def number(typed: str | None) -> str:
    """Return the number that is meant, in E.164; asked for, unseen, where none was typed.

    Whoever types it behind the command leaves it in the shell's history, so asking is better.
    """
    text = typed or click.prompt("Số điện thoại · telephone number", hide_input=True)
    found = e164(str(text).strip())
    if found is None:
        raise click.ClickException(
            "Đó không phải là số điện thoại gọi được · this is no number that can be called"
        )
    return found


def shown(number: str) -> str:
    """Return a number as these commands tell it."""
    return masked(number)


def actor() -> str:
    """Return who is at the command line."""
    return getpass.getuser()
