"""The commands of `flask --app app …`: what an operator types, and a newcomer first.

Each is imported when it is typed: the web process, which has them all at hand, must not carry the
simulated carrier and the worker's libraries in its memory.
"""

from importlib import import_module
from typing import cast

import click
from flask.cli import AppGroup

NAMES = (
    "call",
    "callback",
    "calls",
    "check",
    "duty",
    "figures",
    "linecheck",
    "migrate",
    "missed",
    "poster",
    "posting",
    "rollup",
    "sample-data",
    "user",
    "who",
    "worker",
)
FOLDERS = {"rollup": "upkeep.", "sample-data": "upkeep."}  # of those that are not in this one


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
