"""Opening SQLite: many at once, and what a reader may not."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from milepost.kernel.sqlite import SqliteDatabase, connected
from milepost.migrations.version import is_current


def test_many_open_a_fresh_file_at_the_same_moment(sqlite_template: Path, tmp_path: Path) -> None:
    def opened(path: Path) -> bool:
        database = SqliteDatabase(str(path))
        try:
            return database.read(is_current).result(10) and database.write(is_current).result(10)
        finally:
            database.close()

    for attempt in range(10):
        path = tmp_path / f"{attempt}.db"
        shutil.copy(sqlite_template, path)
        with ThreadPoolExecutor(6) as pool:
            assert list(pool.map(opened, [path] * 6)) == [True] * 6


def test_the_writer_waits_for_the_disk_and_a_reader_cannot_write(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "milepost.db"
    shutil.copy(sqlite_template, path)
    SqliteDatabase(str(path)).close()
    with closing(connected(str(path))) as writer:
        assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert writer.execute("PRAGMA synchronous").fetchone() == (2,)
        assert writer.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with (
        closing(connected(str(path), read_only=True)) as reader,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        reader.execute("DELETE FROM goals")
