"""What doctor says of rows that point nowhere, and of a second lock that somebody has opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from milepost import bootstrap
from milepost.entrypoints.api.codes import load_all
from milepost.kernel import checks
from milepost.kernel.checks import Check, Finding
from milepost.kernel.ids import new_id
from milepost.kernel.postgres import PostgresDoor
from milepost.kernel.settings import Settings
from milepost.kernel.work import Nobody, Reading, utc_now
from tests.conftest import fresh_settings
from tests.instance import Instance
from tests.kernel.opened_locks import OPENED
from tests.postgres import Roles, Server

load_all()


@pytest.fixture(scope="module")
def alone(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an instance of these tests' own; they undo what they do to it."""
    return fresh_settings(engine, request, tmp_path_factory.mktemp("checked"))


on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True, scope="session")
on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")


@contextmanager
def undone(url: str) -> Iterator[psycopg.Connection]:
    """A connection on which nothing lasts."""
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


def found(connection: psycopg.Connection, check: Check, operator: bool = True) -> list[Finding]:
    """What a check finds in the transaction that is open."""
    with connection.pipeline() as pipeline:
        return list(check(Reading(PostgresDoor(connection, pipeline), utc_now(), operator), None))


def test_nothing_is_wrong_with_a_new_instance(alone: Settings) -> None:
    def looked(reading: Reading) -> list[Finding]:
        return [each for check in bootstrap.CHECKS for each in check(reading, None)]

    def as_server(reading: Reading) -> list[Finding]:
        return [each for check in bootstrap.SERVER_CHECKS for each in check(reading, None)]

    with (
        closing((operator := bootstrap.operator(alone)).database),
        closing((app := bootstrap.app(alone)).database),
    ):
        assert operator.read_now(Nobody(), looked) == []
        assert app.read_now(Nobody(), as_server) == []


@on_postgresql
@pytest.mark.parametrize(("text", "place", "told"), OPENED.values(), ids=OPENED)
def test_a_second_lock_that_was_opened_is_found_by_name(
    alone: Settings, text: str, place: str, told: str
) -> None:
    with undone(alone.owner_url) as connection:
        assert found(connection, checks.isolation) == []
        connection.execute(text.encode())
        there = [each for each in found(connection, checks.isolation) if each.place == place]
    assert [told in each.found for each in there] == [True]
    assert not any(each.mended for each in there)


@on_postgresql
def test_what_is_expected_is_told_beside_what_is_found(alone: Settings) -> None:
    with undone(alone.owner_url) as connection:
        connection.execute("ALTER POLICY goals_select ON goals USING (true)")
        (opened,) = found(connection, checks.isolation)
    condition = "user_id = ANY ((SELECT readable_owners('record'))::uuid[])"
    assert opened == Finding(
        "isolation",
        "policy goals_select of goals",
        f"SELECT to public using {condition}",
        "SELECT to public using true",
    )


@on_postgresql
@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("CREATE ROLE scratch", []),
        ("CREATE ROLE scratch SUPERUSER", ["is a superuser, owns "]),
        ("CREATE ROLE scratch BYPASSRLS", ["passes over policies"]),
        (f"CREATE ROLE scratch IN ROLE {Roles().owner}", ["owns "]),
        ("CREATE ROLE scratch; ALTER TABLE goals OWNER TO scratch", ["owns 1 tables"]),
    ],
)
def test_a_server_whose_role_could_pass_over_the_lock_is_found(
    alone: Settings, postgres: Server, made: str, told: list[str]
) -> None:
    with undone(postgres.url(urlsplit(alone.owner_url).path.removeprefix("/"))) as connection:
        connection.execute(made.encode())
        connection.execute("SET LOCAL ROLE scratch")
        there = found(connection, checks.server_role, operator=False)
    assert [(each.place, each.found.startswith(begun)) for each, begun in zip(there, told, strict=True)] == [
        ("role scratch", True) for _ in told
    ]


@on_postgresql
def test_doctor_looks_at_the_lock_and_at_who_the_server_is(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings = fresh_settings(engine, request, tmp_path)
    with psycopg.connect(settings.owner_url) as connection:
        connection.execute("ALTER POLICY goals_select ON goals USING (true)")
    instance = Instance(settings.model_copy(update={"database_url": settings.owner_url}), tmp_path)
    checked = instance.command("doctor")
    assert checked.returncode == 1, checked.stderr
    lines = checked.stdout.splitlines()
    assert lines[0].startswith(f"isolation: role {Roles().owner}: expected a role without rights of its own")
    assert lines[1].startswith(
        "isolation: policy goals_select of goals: expected SELECT to public using user_id"
    )
    assert lines[2:] == ["2 found."]


@on_sqlite
def test_a_row_that_points_nowhere_is_found(alone: Settings) -> None:
    path = bootstrap.sqlite_path(alone.database)
    assert path is not None
    owner = new_id().bytes
    session = (owner, new_id().bytes, b"hash")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO sessions (user_id, id, hash, device, created_at) VALUES (?, ?, ?, '', 0)", session
        )
    try:
        with closing((operator := bootstrap.operator(alone)).database):
            there = operator.read_now(Nobody(), lambda reading: [*checks.foreign_keys(reading, None)])
    finally:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DELETE FROM sessions WHERE user_id = ?", [owner])
    assert there == [
        Finding("foreign keys", "sessions", "a row in users for each row", "1 that point nowhere")
    ]


@on_postgresql
def test_a_foreign_key_that_was_never_checked_is_found(alone: Settings) -> None:
    with undone(alone.owner_url) as connection:
        connection.execute("ALTER TABLE sessions DROP CONSTRAINT fk_sessions_user_id")
        connection.execute(
            """ALTER TABLE sessions ADD CONSTRAINT fk_sessions_user_id
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID"""
        )
        (there,) = found(connection, checks.foreign_keys)
    assert there[1:4] == (
        "sessions",
        "a row in users for each row",
        "fk_sessions_user_id, which was never checked",
    )
