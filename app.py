"""Puts the switchboard together: settings, clock, database, board, carrier, pages, commands."""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import Flask

from commands import Commands
from ivr import logs
from ivr.board.keeper import BoardFiles, BoardKeeper
from ivr.branches import BadBranches, placeholders
from ivr.carrier import Carrier
from ivr.clock import FollowingClock
from ivr.flow.switchboard import Switchboard
from ivr.hotline import Hotline
from ivr.ledger import Ledger
from ivr.media import media
from ivr.object_store.bucket import ObjectStore
from ivr.sealing.storage import Sealed
from ivr.settings import BadSettings, Settings
from ivr.spool import Spool
from ivr.storage import Folder, Storage
from ivr.views import voice
from models.appending.appender import Appender, appender_for
from models.migrate import migrate as migrate_database
from models.session import Database
from monitoring.tally import Tally
from monitoring.views import monitoring
from monitoring.watch import Watch
from web.desk import Desk
from web.home import home
from web.rehearsal import rehearsal

if TYPE_CHECKING:
    import requests

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)

RETRY_S = 5.0
UNFIT = 3


def now() -> datetime:
    """Return the moment. This is the only place in the project that reads the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Doors:
    """The two ways to the database, and the clock by which a failed one is left alone.

    They are given by those who shut them, to see what becomes of the calls.
    """

    database: Callable[[str], Database] = Database
    appender: Callable[[str], Appender] = appender_for
    monotonic: Callable[[], float] = time.monotonic


DOORS = Doors()


def create_app(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    http: "Callable[[], requests.Session] | None" = None,
    doors: Doors = DOORS,
) -> Flask:
    """Return the application.

    Without `settings` they come from the environment, and a fault in them or in the branches file
    ends the process. Raises BadSettings or BadBranches, which name every fault, where it must not
    be served. A `clock` is given by those who move it themselves.
    """
    logs.set_up()
    os.umask(0o077)  # what we write holds numbers and voices: nobody else on the machine reads it
    if settings is None:
        hotline = hotline_or_exit(clock, http, doors)
    else:
        hotline = make_hotline(settings, clock, http, doors)
    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    app.extensions["hotline"] = hotline
    app.secret_key = hotline.settings.secret_key
    for blueprint in (voice.blueprint(), media, home, rehearsal, monitoring):
        app.register_blueprint(blueprint)
    app.extensions["create_app"] = create_app
    app.cli = Commands()
    wall = app.extensions["wall"] = clock or now
    app.extensions["watch"] = Watch(hotline, wall=wall)
    desk = Desk(hotline, app.wsgi_app, wall=wall)
    app.extensions["desk"] = desk
    app.wsgi_app = voice.in_front_of(hotline, desk)  # type: ignore[assignment,method-assign]
    if migrate_or_keep_trying(hotline.database):
        hotline.board.refresh()
    return app


def hotline_or_exit(
    clock: Clock | None, http: "Callable[[], requests.Session] | None", doors: Doors
) -> Hotline:
    """Return the switchboard that the environment describes, or end the process saying why not.

    For whoever typed a command or reads a server's log the faults are all that counts; the status
    is the one by which gunicorn knows that starting the worker again will not help.
    """
    try:
        return make_hotline(Settings.from_env(), clock, http, doors)
    except (BadSettings, BadBranches) as fault:
        sys.stderr.write(f"{fault}\n")
        raise SystemExit(UNFIT) from None


def make_hotline(
    settings: Settings,
    given_clock: Clock | None,
    http: "Callable[[], requests.Session] | None",
    doors: Doors = DOORS,
) -> Hotline:
    """Return one running switchboard; threads and connections begin with their first use."""
    logs.shape(as_json=settings.log_format == "json")
    clock = given_clock or clock_of(settings)
    database = doors.database(settings.database_url)
    board = BoardKeeper(
        BoardFiles(settings.branches_file, settings.prompts_dir, settings.var_dir / "board.json"),
        database=database,
        clock=clock,
        refuse=lambda menu: None if settings.is_simulated else placeholders_left(menu),
    )
    board.watches = given_clock is None
    if board.fault:
        raise BadSettings(board.fault)
    carrier = Carrier(
        api_url=settings.twilio_api_url,
        account_sid=settings.twilio_account_sid,
        token=settings.twilio_auth_token[0],
        http=http,
    )
    watches = given_clock is None
    tally = Tally(settings.var_dir / "metrics", tuple(voice.views), watches=watches)
    ledger = Ledger(
        doors.appender(settings.database_url),
        Spool(settings.var_dir / "spool", max_mb=settings.spool_max_mb),
        monotonic=doors.monotonic,
        meter=tally,
    )
    storage = Sealed(storage_of(settings), settings.audio_seal())
    return Hotline(settings, clock, database, board, ledger, carrier, storage, tally)


def storage_of(settings: Settings) -> Storage:
    """Return where messages are kept: a bucket where one is named, else a folder."""
    if settings.recordings_url:
        return ObjectStore.at(settings.recordings_url)
    return Folder(settings.recordings_dir)


def clock_of(settings: Settings) -> Clock:
    """Return the clock of this hotline: the simulated carrier's where there is one."""
    if not settings.is_simulated:
        return now
    return FollowingClock(settings.var_dir / "clock.json", now).now


def placeholders_left(switchboard: Switchboard) -> str | None:
    """Return why the real carrier must not be served: with a shipped number nobody is reached."""
    found = placeholders(switchboard)
    if not found:
        return None
    return (
        "Tệp nhánh còn số mẫu, không thể phục vụ nhà mạng thật"
        " · the branches file still has placeholder numbers:\n  " + "\n  ".join(found)
    )


def migrate_or_keep_trying(database: Database) -> bool:
    """Bring the database up to date, later where it is away: callers are served meanwhile.

    Return whether it is up to date now.
    """
    if database.is_sqlite and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        migrate_database(database)
    except sa.exc.OperationalError as error:
        log.error("database away at start", extra={"error": type(error.orig).__name__})
        threading.Thread(target=_keep_trying, args=[database], daemon=True).start()
        return False
    return True


def _keep_trying(database: Database) -> None:
    wait = threading.Event()
    while not wait.wait(RETRY_S):
        try:
            migrate_database(database)
        except sa.exc.OperationalError:
            continue
        log.info("database is back and up to date")
        return
