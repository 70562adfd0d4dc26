"""The commands of `flask --app app …`: what an operator types, and a newcomer first.

Each is imported when it is typed: the web process, which has them all at hand, must not carry the
simulated carrier and the worker's libraries in its memory.
"""

from importlib import import_module
from typing import cast

import click
from flask.cli import AppGroup

NAMES = (
    "backup",
    "block",
    "call",
    "callback",
    "calls",
    "check",
    "duty",
    "fallback",
    "figures",
    "hold",
    "keys",
    "linecheck",
    "migrate",
    "missed",
    "person",
    "poster",
    "posting",
    "reconcile",
    "restore",
    "retention",
    "rollup",
    "sample-data",
    "user",
    "who",
    "worker",
)
# Of those that are not in this folder.
FOLDERS = {
    **dict.fromkeys(
        ("backup", "block", "fallback", "reconcile", "restore", "rollup", "sample-data"), "upkeep."
    ),
    **dict.fromkeys(("hold", "keys", "person", "retention"), "privacy."),
}


class Commands(AppGroup):
    """The group of all commands; a command's module and its name in it are the same word."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *NAMES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or None."""
        if cmd_name not in NAMES:
            return super().get_command(ctx, cmd_name)
        name = cmd_name.replace("-", "_")
        module = import_module(f"commands.{FOLDERS.get(cmd_name, '')}{name}")
        return cast(click.Command, getattr(module, name))
