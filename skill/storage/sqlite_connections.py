"""Connections to one SQLite file, for several threads at once."""

import logging
import math
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from skill.clock import Clock
from skill.errors import StoreError
from skill.storage.sqlite_file import (
    Layout,
    Opened,
    file_id,
    is_damage,
    open_or_set_aside,
    set_aside,
)

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class SqliteConnections:
    """Idle ones, one for each thread that was at work at once, the one used last first.

    They are opened at the first need, so that a store may be made before a fork, and closed by
    `close`, at the latest with this or the process. A file that is damaged or something else is set
    aside for a new one, as soon as that shows. `patience`: how many seconds to wait for a writer.
    """

    def __init__(self, path: Path, layout: Layout, patience: float, clock: Clock) -> None:
        self._path = path
        self._layout = layout
        self._patience = patience
        self._clock = clock
        self._idle: list[Opened] = []
        self.close = weakref.finalize(self, _close_all, self._idle)

    def do(self, work: Callable[[sqlite3.Connection], _T], within: float = math.inf) -> _T:
        """What the work gives, in a transaction if it begins one. Raises `StoreError`.

        `within`: how many seconds to wait for a writer, if less than the patience.
        """
        patience = min(self._patience, within)
        try:
            try:
                return self._once(work, patience)
            except sqlite3.DatabaseError as problem:
                if not is_damage(problem):
                    raise
                return self._once(work, patience)
        except (OSError, sqlite3.Error) as error:
            raise self.error(error) from error

    def error(self, problem: Exception) -> StoreError:
        return StoreError(f"{self._path}: {problem}: check that it can be written")

    def _once(self, work: Callable[[sqlite3.Connection], _T], patience: float) -> _T:
        opened = self._opened(patience)
        try:
            opened.rows.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
            with opened.rows:  # commits, or rolls back on an error
                done = work(opened.rows)
        except BaseException as problem:
            if isinstance(problem, sqlite3.DatabaseError) and is_damage(problem):
                _tell(set_aside(self._path, opened, problem, self._clock()))
            opened.rows.close()
            raise
        self._idle.append(opened)
        return done

    def _opened(self, patience: float) -> Opened:
        """An idle connection to the file that is there now, or a new one."""
        with suppress(IndexError):
            while opened := self._idle.pop():
                if opened.file_id == file_id(self._path):
                    return opened
                opened.rows.close()
        opened = open_or_set_aside(
            self._path, self._layout, patience, check_all=False, clock=self._clock
        )
        _tell(opened.notice)
        return opened


def _close_all(idle: list[Opened]) -> None:
    while idle:
        idle.pop().rows.close()


def _tell(notice: str | None) -> None:
    if notice:
        _log.warning("%s", notice)
