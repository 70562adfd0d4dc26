"""A keeper of the board with a file, a folder of prompts and a clock of its own."""

import shutil
from pathlib import Path

import pytest

from ivr.board.keeper import BoardFiles, BoardKeeper
from models.session import Database
from tests.harness import ROOT
from tests.models.rows import minutes


class Clock:
    """Time that passes when a test says so."""

    def __init__(self):
        self.now = minutes(0)

    def __call__(self):
        return self.now


@pytest.fixture
def board_clock():
    return Clock()


@pytest.fixture
def branches_file(tmp_path):
    return Path(shutil.copy(ROOT / "branches.yaml", tmp_path / "branches.yaml"))


@pytest.fixture
def prompts_dir(tmp_path):
    folder = tmp_path / "prompts"
    folder.mkdir()
    return folder


@pytest.fixture
def make_keeper(branches_file, prompts_dir, board_clock, tmp_path):
    def make(database):
        return BoardKeeper(
            BoardFiles(branches_file, prompts_dir, tmp_path / "var" / "board.json"),
            database=database,
            clock=board_clock,
        )

    return make


@pytest.fixture
def keeper(make_keeper, database):
    return make_keeper(database)


@pytest.fixture
def away(make_keeper):
    """Return a keeper whose database cannot be reached."""
    return make_keeper(Database("sqlite:////nowhere/at/all.db"))
