"""Databases to look at past the door, as nobody but a test may."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.architecture.neighbours import House
from tests.architecture.rooms import KINDS, Room
from tests.conftest import fresh_settings
from tests.postgres import Server


@pytest.fixture(scope="session")
def schema_url(postgres: Server, postgres_template: str) -> str:
    """The owner's address of a migrated PostgreSQL database whose schema is looked at and stays."""
    return postgres.owner_url(postgres.clone(postgres_template))


@pytest.fixture
def postgres_schema(schema_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to that database; whatever is done there is undone."""
    with psycopg.connect(schema_url) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def sqlite_schema(sqlite_template: Path) -> Iterator[sqlite3.Connection]:
    """A copy of a migrated SQLite database, in memory."""
    with closing(sqlite3.connect(":memory:")) as memory:
        with closing(sqlite3.connect(sqlite_template)) as template:
            template.backup(memory)
        yield memory


@pytest.fixture(scope="session", params=KINDS)
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """An instance with Alice's record in it: on each engine, and on PostgreSQL with the first lock alone."""
    kind: str = request.param
    engine = "sqlite" if kind == "sqlite" else "postgresql"
    settings = fresh_settings(engine, request, tmp_path_factory.mktemp("room"))
    made = Room(settings, kind)
    yield made
    made.close()


@pytest.fixture(scope="session")
def house(room: Room) -> House:
    """The room as the network sees it."""
    return House(room)
