"""Commands typed at a hotline in virtual time."""

import logging
from functools import partial

import pytest


@pytest.fixture
def type_at():
    """Return a function that types a command at a hotline and returns what came of it."""
    level = logging.getLogger().level

    def typed(hotline, *words):
        with hotline.app.app_context():  # which the `flask` command brings along
            result = hotline.app.test_cli_runner().invoke(args=[str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    yield typed
    logging.getLogger().setLevel(level)


@pytest.fixture
def type_in(hotline, type_at):
    """Return a function that types a command at the usual hotline."""
    return partial(type_at, hotline)
