"""A database of the first version, full, moves to this one with nothing lost, on both engines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect

from milepost import bootstrap
from milepost.bootstrap import sqlite_path
from milepost.goals import queries
from milepost.kernel.checks import Finding
from milepost.kernel.settings import Settings
from milepost.kernel.statements import micros
from milepost.kernel.work import Known, Nobody, Reading
from milepost.migrations import history, house
from milepost.migrations.version import VERSION
from tests.architecture.past_the_door import Row, rows
from tests.migrations.conftest import empty_settings
from tests.migrations.portrait import BOOKKEEPING, schema

FIRST = "0001"
TEXTS = Path(__file__).with_name("first_version.sql")
ANN, BOB = UUID("11111111-1111-7111-8111-111111111111"), UUID("22222222-2222-7222-8222-222222222222")
TOP = UUID("01900000-0000-7000-8000-0000000000a9")
_ID = re.compile(r"'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'")
_BYTES = re.compile(r"'\\x([0-9a-f]*)'")
_INSTANT = re.compile(r"'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00)'")

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")


@dataclass
class Old:
    """What a database of the first version had in it, and what moving it said."""

    settings: Settings
    columns: dict[str, list[str]]
    rows: dict[str, list[Row]]
    schema: list[str]
    moved: house.Moved


def texts(engine: str) -> Iterator[str]:
    """The statements that fill the first version, as this engine takes them."""
    whole = "".join(line for line in TEXTS.read_text(encoding="utf-8").splitlines(True) if line[:2] != "--")
    if engine == "sqlite":
        whole = _ID.sub(lambda found: f"X'{UUID(found[1]).hex}'", whole)
        whole = _BYTES.sub(r"X'\1'", whole)
        whole = _INSTANT.sub(lambda found: str(micros(datetime.fromisoformat(found[1]))), whole)
    yield from (each.strip() for each in whole.split(";\n"))


def kept(settings: Settings, columns: dict[str, list[str]]) -> dict[str, list[Row]]:
    """The values of these columns in every row, table by table, in one order."""
    with rows(settings) as there:
        return {
            table: sorted(there.all(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
            for table, names in columns.items()
        }


@pytest.fixture(scope="module")
def old(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Old:
    """The first version, filled, and moved to this one; it stays as it is then."""
    settings = empty_settings(engine, request, tmp_path_factory.mktemp("first"))
    settings.data_dir.mkdir(exist_ok=True)
    opened = history.engine(settings.owner_url or settings.database)
    with opened.begin() as connection:
        history.upgrade(connection, FIRST)
        for each in texts(engine):
            connection.exec_driver_sql(each)
    seen = inspect(opened)
    tables = sorted({*seen.get_table_names()} - {BOOKKEEPING})
    columns = {table: [column["name"] for column in seen.get_columns(table)] for table in tables}
    opened.dispose()
    before, schema_before = kept(settings, columns), schema(settings)
    return Old(settings, columns, before, schema_before, house.migrate(settings, backed_up=True))


def test_the_first_version_is_filled_down_to_every_column(old: Old) -> None:
    empty = {
        f"{table}.{name}"
        for table, names in old.columns.items()
        for place, name in enumerate(names)
        if all(row[place] is None for row in old.rows[table])
    }
    assert empty == set()
    assert len(old.columns) == 13
    assert {len(found) > 1 for found in old.rows.values()} == {True}


def test_every_row_and_every_value_is_kept(old: Old) -> None:
    found = kept(old.settings, old.columns)
    total = sum(map(len, old.rows.values()))
    assert old.moved[:3] == (FIRST, VERSION, total)
    assert {table: len(there) for table, there in found.items()} == {
        table: len(there) for table, there in old.rows.items()
    }
    assert found == old.rows


def test_what_the_first_version_did_not_know_is_empty(old: Old) -> None:
    with rows(old.settings) as there:
        found = there.all("SELECT DISTINCT practice_session_id, category_id FROM goals")
    assert found == [(None, None)]


def test_the_database_is_then_as_a_new_one(old: Old, migrated: Settings) -> None:
    assert schema(old.settings) == schema(migrated) != old.schema
    bootstrap.require_current(old.settings)


def test_nothing_points_nowhere_and_every_number_is_true(old: Old) -> None:
    def looked(reading: Reading) -> list[Finding]:
        return [each for check in bootstrap.CHECKS for each in check(reading, None)]

    operator = bootstrap.operator(old.settings)
    assert operator.read_now(Nobody(), looked) == []
    operator.database.close()
    if sqlite_path(old.settings.database):
        with rows(old.settings) as there:
            assert there.all("PRAGMA foreign_key_check") == []


def test_the_product_shows_each_their_own(old: Old) -> None:
    app = bootstrap.app(old.settings)
    titles = {who: app.read_now(Known(who), lambda reading: queries.goal(reading, TOP)) for who in (ANN, BOB)}
    assert {who: (goal.title, goal.current_value) for who, goal in titles.items()} == {
        ANN: ("Save for the Move", 800_00),
        BOB: ("Save for the move", 0),
    }
    app.database.close()


def test_a_goal_still_takes_what_is_its_own_along(old: Old) -> None:
    tables = ("goals", "goal_status_intervals", "progress_entries")
    with rows(old.settings) as there, there.undone():
        assert there.change("DELETE FROM goals WHERE user_id = :ann AND id = :top", ann=ANN, top=TOP) == 1
        counted = [
            [number for (number,) in there.all(f"SELECT count(*) FROM {table} GROUP BY user_id ORDER BY 1")]
            for table in tables
        ]
        assert counted == [[1, 2], [1, 2], [1]]
        assert there.all("SELECT title FROM goals WHERE user_id = :ann", ann=ANN) == [("Read",)]


@pytest.mark.parametrize("column", ["parent_goal_id", "practice_session_id", "category_id"])
def test_a_goal_still_points_to_what_is_there_alone(old: Old, column: str) -> None:
    text = f"UPDATE goals SET {column} = :ann WHERE user_id = :ann AND id = :top"
    with rows(old.settings) as there, there.undone(), pytest.raises(there.broken, match=r"(?i)foreign key"):
        there.change(text, ann=ANN, top=TOP)


@on_sqlite
def test_the_copy_beside_it_is_the_first_version_with_its_rows(old: Old) -> None:
    backup = old.moved.backup
    assert backup is not None
    assert backup.parent == old.settings.data_dir
    copy = Settings(data_dir=backup.parent, database_url=f"sqlite:///{backup}")
    assert (kept(copy, old.columns), schema(copy)) == (old.rows, old.schema)
    with pytest.raises(bootstrap.NotMigrated):
        bootstrap.require_current(copy)
