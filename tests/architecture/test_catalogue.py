"""The tables of a migrated database are what the laws of the data ask, on both engines."""

import sqlite3
from typing import Any

import psycopg
import pytest

from milepost.entrypoints.api.codes import load_all
from milepost.kernel.schema import metadata
from tests.architecture.catalogue import Found, locks, of_postgres, of_sqlite, options
from tests.architecture.table_law import Infos, faults, has_index, lock_faults, sqlite_faults

load_all()
TABLES = sorted(metadata.tables)
INFOS: Infos = {table.name: dict(table.info) for table in metadata.tables.values()}
# Kept by Alembic, not by us: the version of the schema.
NOT_OURS = {"alembic_version"}
# Each index that a source of the product names, as the index that serves its purpose here.
NAMED_INDEXES = {
    "the address by which a person signs in": ("directory", ("key",)),
    "goals by status": ("goals", ("user_id", "status")),
    "goals by type": ("goals", ("user_id", "goal_type")),
    "goals by level": ("goals", ("user_id", "level")),
    "goals by parent": ("goals", ("user_id", "parent_goal_id")),
    "goals by creation": ("goals", ("user_id", "created_at")),
    "entries by goal and date": ("progress_entries", ("user_id", "goal_id", "entry_date")),
    "practice sessions by creation": ("practice_sessions", ("user_id", "created_at")),
    "practice sessions by completion": ("practice_sessions", ("user_id", "completed")),
    "goals of a practice session": ("practice_session_goals", ("user_id", "practice_session_id")),
    "practice sessions of a goal": ("practice_session_goals", ("user_id", "goal_id")),
}


@pytest.fixture
def found(engine: str, request: pytest.FixtureRequest) -> dict[str, Found]:
    """The tables of a migrated database."""
    if engine == "sqlite":
        return of_sqlite(request.getfixturevalue("sqlite_schema"))
    return of_postgres(request.getfixturevalue("postgres_schema"))


def test_every_table_is_known_and_every_known_table_is_there(found: dict[str, Found]) -> None:
    assert sorted(found.keys() - NOT_OURS) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_its_key_foreign_keys_and_indexes(found: dict[str, Found], name: str) -> None:
    assert list(faults(found[name], INFOS)) == []


@pytest.mark.parametrize("purpose", NAMED_INDEXES)
def test_an_index_that_a_source_names_is_there(found: dict[str, Found], purpose: str) -> None:
    table, columns = NAMED_INDEXES[purpose]
    assert has_index(found[table], columns)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_on_sqlite_is_strict_and_takes_whole_ids_alone(
    sqlite_schema: sqlite3.Connection, name: str
) -> None:
    assert list(sqlite_faults(of_sqlite(sqlite_schema)[name], options(sqlite_schema, name))) == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_on_postgresql_is_behind_the_second_lock(
    postgres_schema: psycopg.Connection[Any], name: str
) -> None:
    assert list(lock_faults(locks(postgres_schema)[name], INFOS[name])) == []


def test_nothing_else_on_postgresql_holds_rows_or_acts_as_its_owner(
    postgres_schema: psycopg.Connection[Any],
) -> None:
    views = """SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i')"""
    assert postgres_schema.execute(views).fetchall() == []
    definers = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    assert postgres_schema.execute(definers).fetchall() == []
