"""Bringing an instance to this version: from nothing, twice, and never by halves."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy.exc import DBAPIError

from milepost import bootstrap
from milepost.bootstrap import sqlite_path
from milepost.kernel.settings import Settings
from milepost.migrations import history, house
from milepost.migrations.version import VERSION, LaterVersion
from tests.migrations.portrait import schema


def by_hand(settings: Settings, *texts: str) -> list[tuple[object, ...]]:
    """Run statements as the database's owner, and give the rows of the last."""
    path = sqlite_path(settings.database)
    if path is None:
        with psycopg.connect(settings.owner_url) as connection:
            for text in texts:
                found = connection.execute(text.encode())
            return found.fetchall() if found.description else []
    settings.data_dir.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as opened, opened:
        return [opened.execute(text).fetchall() for text in texts][-1]


def test_an_empty_database_is_brought_to_this_version(empty: Settings, migrated: Settings) -> None:
    bootstrap.prepare(empty)
    assert schema(empty) == schema(migrated)
    bootstrap.require_current(empty)


def test_a_database_of_this_version_is_left_as_it_is(migrated: Settings) -> None:
    before = schema(migrated)
    for _ in range(2):
        assert house.migrate(migrated) == house.Moved(VERSION, VERSION, 0, None)
    assert schema(migrated) == before
    assert list(migrated.data_dir.glob("before-*")) == []


def test_a_database_that_is_not_there_yet_is_not_served(empty: Settings) -> None:
    with pytest.raises(bootstrap.NotMigrated, match="milepost migrate"):
        bootstrap.require_current(empty)


def test_a_database_of_a_later_version_is_refused_and_left_as_it_is(migrated: Settings) -> None:
    by_hand(migrated, "UPDATE alembic_version SET version_num = '9999'")
    before = schema(migrated)
    for refuse in (bootstrap.require_current, bootstrap.prepare, house.migrate):
        with pytest.raises(LaterVersion, match=r"later version of Milepost \(9999\)"):
            refuse(migrated)
    assert schema(migrated) == before
    assert by_hand(migrated, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_migration_that_meets_a_foreign_table_leaves_the_database_as_it_was(empty: Settings) -> None:
    by_hand(empty, "CREATE TABLE goals (word TEXT)", "INSERT INTO goals VALUES ('kept')")
    before = schema(empty)
    with pytest.raises(DBAPIError, match="already exists"):
        house.migrate(empty)
    assert schema(empty) == before
    assert by_hand(empty, "SELECT word FROM goals") == [("kept",)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
def test_a_migration_after_which_rows_point_nowhere_is_undone(empty: Settings) -> None:
    by_hand(
        empty,
        "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
        "CREATE TABLE parts (parent INTEGER REFERENCES parents (id))",
        "INSERT INTO parts VALUES (1)",
    )
    before = schema(empty)
    with pytest.raises(RuntimeError, match="rows point nowhere"):
        house.migrate(empty)
    assert schema(empty) == before


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True, scope="session")
def test_who_migrates_beside_another_waits_and_finds_it_done(empty: Settings) -> None:
    engine = history.engine(empty.owner_url)
    with ThreadPoolExecutor(1) as beside, engine.begin() as first:
        history.wait_for_others(first)
        history.upgrade(first)
        second = beside.submit(house.migrate, empty)
        with pytest.raises(TimeoutError):
            second.result(0.5)
    engine.dispose()
    assert second.result(30) == house.Moved(VERSION, VERSION, 0, None)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True, scope="session")
def test_the_running_role_is_let_into_our_tables_alone(empty: Settings) -> None:
    by_hand(empty, "CREATE TABLE theirs (word TEXT)")
    for _ in range(2):
        house.migrate(empty)
    with psycopg.connect(empty.database_url, autocommit=True) as running:
        assert running.execute("SELECT version_num FROM alembic_version").fetchone() == (VERSION,)
        assert running.execute("SELECT count(*) FROM goals").fetchone() == (0,)
        for refused in ("SELECT * FROM theirs", "DELETE FROM alembic_version", "TRUNCATE goals"):
            with pytest.raises(InsufficientPrivilege):
                running.execute(refused.encode())


@pytest.mark.parametrize("name", ["a b", "a%20b", "a?b=c", "a#b", "ü:@&+;"])
def test_the_file_that_is_migrated_is_the_one_that_is_served(name: str, tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path / name)
    bootstrap.prepare(chosen)
    bootstrap.require_current(chosen)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert {each.name for each in chosen.data_dir.glob("*.db")} == {"milepost.db"}
