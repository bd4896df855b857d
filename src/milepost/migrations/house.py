"""Bringing a whole instance to this version: a backup first, one transaction, counts after."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection

from milepost.kernel.settings import Settings
from milepost.migrations import history
from milepost.migrations.version import NotMoved


class Moved(NamedTuple):
    """What a migration did: from and to which version, with how many rows, and where the copy is."""

    before: str | None
    after: str
    rows: int
    backup: Path | None


class NotBackedUp(NotMoved):
    """PostgreSQL is backed up by its operator, who must say that it was done."""


class RowsLost(NotMoved):
    """A table has fewer rows after the migration than before; nothing was changed."""


def is_empty(settings: Settings) -> bool:
    """Whether the database of the settings has no table of ours, as its owner sees it."""
    engine = history.engine(settings.owner_url or settings.database)
    try:
        with engine.connect() as connection:
            return history.revision(connection) is None and not history.counts(connection)
    finally:
        engine.dispose()


def migrate(settings: Settings, backed_up: bool = False) -> Moved:
    """Bring the database of the settings to this version, in one transaction.

    SQLite is copied beside itself first. On PostgreSQL the owner's role migrates, and the role of the
    server is given what it needs.

    Raises:
        LaterVersion: if the database was made by a later version.
        NotBackedUp: on PostgreSQL, if there is data and nobody said that it is backed up.
        RowsLost: if rows were lost; the database is as it was.
    """
    engine = history.engine(settings.owner_url or settings.database)
    try:
        with engine.begin() as connection:
            history.wait_for_others(connection)
            return _migrated(connection, settings, backed_up)
    finally:
        engine.dispose()


def _migrated(connection: Connection, settings: Settings, backed_up: bool) -> Moved:
    before, before_counts = history.revision(connection), history.counts(connection)
    if not history.pending(connection):
        _let_in(connection, settings)
        return Moved(before, history.head(), sum(before_counts.values()), None)
    backup = None if before is None else _place_of_copy(connection, before, backed_up)
    try:
        if backup is not None:
            _copy(connection, backup)
        history.upgrade(connection)
        after_counts = history.counts(connection)
        lost = [name for name, rows in before_counts.items() if after_counts.get(name, rows) < rows]
        if lost:
            raise RowsLost(f"rows were lost in {', '.join(lost)}; the database is as it was")
        _let_in(connection, settings)
    except BaseException:
        # The database stays what it was, so a copy of it is of no use: one for each try would fill the disk.
        if backup is not None:
            backup.unlink(missing_ok=True)
        raise
    return Moved(before, history.head(), sum(after_counts.values()), backup)


def _place_of_copy(connection: Connection, before: str, backed_up: bool) -> Path | None:
    if connection.dialect.name != "sqlite":
        if not backed_up:
            raise NotBackedUp("Back the database up first, then say so with --backed-up.")
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    beside = Path(str(connection.engine.url.database))
    return beside.with_name(f"before-migration-{before}-{stamp}.db")


def _copy(connection: Connection, target: Path) -> None:
    # A second connection, which only reads: the first holds the write lock, so the copy is what was before.
    with closing(sqlite3.connect(str(connection.engine.url.database))) as reader:
        reader.execute("VACUUM INTO ?", [str(target)])


def _let_in(connection: Connection, settings: Settings) -> None:
    role = unquote(urlsplit(settings.database).username or "")
    if connection.dialect.name == "postgresql" and role and settings.owner_url:
        history.let_in(connection, role)
