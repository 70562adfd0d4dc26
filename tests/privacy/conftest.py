"""What deletes for a hotline in virtual time, and looks for what is left of a number."""

import logging
from functools import partial

import pytest
import sqlalchemy as sa

from callbacks import deeds
from ivr.flow.callbacks.deeds import Deed
from ivr.flow.retention import Kind
from ivr.flow.words import CallbackOutcome, Channel, Did
from models.callbacks import Callback
from privacy.deleting import deleter_of
from privacy.scrubbing import core
from tests.harness import CITIZEN

OTHER = "+84505000002"
TYPED = "+84505000003"
NOBODY = ",".join(["no-answer"] * 9)


def traces(hotline, number=CITIZEN):
    """Return where a number still stands: in tables, in files and their names, in the audio."""
    found = set()
    schema = sa.MetaData()
    schema.reflect(hotline.hotline.database.engine)
    with hotline.hotline.database.reading() as session:
        for table in schema.sorted_tables:
            for row in session.execute(sa.select(table)).mappings():
                if core(number) in repr(dict(row)):
                    found.add(table.name)
    for path in hotline.settings.var_dir.rglob("*"):
        inside = path.is_file() and core(number).encode() in path.read_bytes()
        if inside or core(number) in path.name:
            found.add(path.name)
    return found


def audio(hotline):
    """Return the files of messages that are kept."""
    return [path for path in hotline.settings.recordings_dir.rglob("*") if path.is_file()]


def let_call(hotline):
    """Let citizens call: missed and reached, with a message, with a number typed."""
    hotline.call("411", NOBODY)
    hotline.pass_time(minutes=5)
    hotline.call("4", "accept")
    hotline.pass_time(minutes=5)
    hotline.call("3", "accept", caller=OTHER)
    hotline.call(f"420{TYPED[3:]}#1", NOBODY, caller="+266696687")
    hotline.call("0505000004", "accept")
    hotline.work_off()
    close(hotline, TYPED, note="gọi qua số khác")


def close(hotline, number, note=""):
    """Close what a number is owed, as an officer does it."""
    running = hotline.hotline
    with running.database.transaction() as session:
        for row in session.scalars(sa.select(Callback).where(Callback.caller_number == number)):
            deed = Deed(
                key=f"test:{row.id}",
                debt=row.id,
                did=Did.CLOSED,
                at=hotline.now,
                actor="o1",
                channel=Channel.WEB,
                outcome=CallbackOutcome.OTHER_CHANNEL,
                note=note,
            )
            deeds.write(deeds.Books(session, running.board.board.switchboard, hotline.now), deed)


@pytest.fixture
def past(hotline):
    """Return a hotline that citizens have called."""
    let_call(hotline)
    return hotline


@pytest.fixture
def delete(hotline):
    """Return what deletes some kinds at the hotline's moment, all where none is named."""

    def run(*kinds):
        deleter = deleter_of(hotline.hotline, hotline.spool)
        return {kind: deleter.run(kind, now=hotline.now) for kind in kinds or Kind}

    return run


@pytest.fixture
def type_at():
    """Return a function that types a command at a hotline and returns what came of it."""
    level = logging.getLogger().level

    def typed(hotline, *words):
        with hotline.app.app_context():
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
