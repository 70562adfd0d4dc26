"""The ways to the database, so that they can be shut, and a process can die on either side of them.

`kill -9` is an exception that no part of the application may catch: whatever it had in its hands is
gone, and what it had committed stays.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import Doors
from models.appending.appender import Appender, NotAppended, appender_for
from models.appending.statement import Row
from models.session import Database


class Killed(BaseException):
    """The process is dead. It is no Exception: nobody is to survive it."""


@dataclass
class Weather:
    """What the database is like now.

    `is_away`: it refuses everybody. `is_mute`: it takes an event, and the word of it is lost.
    """

    is_away: bool = False
    is_mute: bool = False


@dataclass
class Fate:
    """When a process dies: after so many more steps to or from the database; None for not yet."""

    steps: int | None = None

    def step(self) -> None:
        """Take one step; raises Killed where it is the last."""
        if self.steps is None:
            return
        self.steps -= 1
        if self.steps <= 0:
            self.steps = None
            raise Killed


class UnsteadyDatabase(Database):
    """A database that is away at times, on either side of whose transactions a process may die."""

    def __init__(self, url: str, weather: Weather, fate: Fate) -> None:
        super().__init__(url)
        self._weather, self._fate = weather, fate
        self._is_dead = False
        sa.event.listen(self.engine, "begin", self._begin, insert=True)
        sa.event.listen(self.engine, "do_connect", self._connect)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session; the process may die before it, in it, and after its commit."""
        self._fate.step()
        with super().transaction() as session:
            yield session
            session.flush()
            self._fate.step()
        self._fate.step()

    def close(self) -> None:
        """Close every connection, for good: a thread that still tries opens none."""
        self._is_dead = True
        super().close()

    def _connect(self, *_: Any) -> None:
        if self._is_dead:
            raise _away("this process is dead")

    def _begin(self, _connection: sa.Connection) -> None:
        if self._weather.is_away:
            raise _away("the database is away")


def _away(why: str) -> sa.exc.OperationalError:
    return sa.exc.OperationalError("BEGIN", None, sqlite3.OperationalError(why))


@dataclass
class UnsteadyAppender:
    """An appender that fails as the weather is, and on either side of which a process may die."""

    real: Appender
    weather: Weather
    fate: Fate

    def append(self, row: Row) -> None:
        """Append one event, or raise NotAppended."""
        self.fate.step()
        if self.weather.is_away:
            raise NotAppended("the database is away")
        self.real.append(row)
        self.fate.step()
        if self.weather.is_mute:
            raise NotAppended("no word came back")

    def close(self) -> None:
        """Let go of the database."""
        self.real.close()


def doors(weather: Weather, fate: Fate, clock: Callable[[], datetime]) -> Doors:
    """Return the doors of one process."""

    def database(url: str) -> Database:
        return UnsteadyDatabase(url, weather, fate)

    def appender(url: str) -> Any:
        return UnsteadyAppender(appender_for(url), weather, fate)

    return Doors(database, appender, monotonic=lambda: clock().timestamp())
