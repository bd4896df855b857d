"""The second lock alone: the running role, with any statement, sees and changes its actor's rows only."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Table

from milepost.entrypoints.api.codes import load_all
from milepost.kernel.ids import new_id
from milepost.kernel.schema import metadata
from tests.architecture.filled import fill
from tests.architecture.rooms import LOCKED, UNLOCKED, Room

load_all()
TABLES = [table for table in metadata.sorted_tables if table.info["owner"]]
NOBODY = (None, "")
on_postgresql = pytest.mark.parametrize("room", [LOCKED], indirect=True, scope="session")


class Guest(NamedTuple):
    """A connection of the running role past the first lock, and somebody besides Alice."""

    connection: psycopg.Connection[Any]
    charlie: UUID

    def acts_as(self, actor: UUID | str | None) -> None:
        if actor is not None:
            self.connection.execute("SELECT set_config('milepost.actor', %s, true)", [str(actor)])

    def owners(self, table: Table) -> set[UUID]:
        """Whose rows of a table are seen."""
        return {owner for (owner,) in self.connection.execute(_text("SELECT {owner} FROM {table}", table))}

    def touched(self, table: Table, text: str) -> set[UUID]:
        """Whose rows of a table a change touches that names none."""
        return {owner for (owner,) in self.connection.execute(_text(text + " RETURNING {owner}", table))}

    def lets_go_of(self, table: Table) -> None:
        """Un-assign what would keep rows of this table from going, as the action that deletes them does."""
        for other in metadata.sorted_tables:
            for key in other.foreign_key_constraints:
                if key.referred_table is table and key.ondelete is None:
                    column = sql.Identifier(key.column_keys[-1])
                    self.connection.execute(
                        sql.SQL("UPDATE {} SET {} = NULL").format(sql.Identifier(other.name), column)
                    )


def _text(text: str, table: Table) -> sql.Composed:
    return sql.SQL(text).format(owner=sql.Identifier(table.info["owner"]), table=sql.Identifier(table.name))


@pytest.fixture(scope="module")
def charlie(room: Room) -> UUID:
    """A stranger, who has something in every table too."""
    stranger = room.stranger()
    fill(room.app, room.settings, stranger)
    return stranger.user_id


@pytest.fixture
def guest(room: Room, charlie: UUID) -> Iterator[Guest]:
    with psycopg.connect(room.settings.database) as connection:
        yield Guest(connection, charlie)
        connection.rollback()


@on_postgresql
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_actor_sees_their_own_rows_alone(guest: Guest, table: Table) -> None:
    guest.acts_as(guest.charlie)
    assert guest.owners(table) == {guest.charlie}


@on_postgresql
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("nobody", NOBODY)
def test_nobody_sees_nothing_and_changes_nothing(guest: Guest, table: Table, nobody: str | None) -> None:
    guest.acts_as(nobody)
    assert guest.owners(table) == set()
    assert guest.touched(table, "UPDATE {table} SET {owner} = {owner}") == set()
    assert guest.touched(table, "DELETE FROM {table}") == set()


@on_postgresql
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_actor_changes_their_own_rows_alone(guest: Guest, table: Table) -> None:
    guest.acts_as(guest.charlie)
    assert guest.touched(table, "UPDATE {table} SET {owner} = {owner}") == {guest.charlie}
    guest.lets_go_of(table)
    assert guest.touched(table, "DELETE FROM {table}") == {guest.charlie}


@on_postgresql
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize("actor", ["charlie", *NOBODY])
def test_nobody_makes_a_row_of_another(guest: Guest, room: Room, table: Table, actor: str | None) -> None:
    guest.acts_as(guest.charlie if actor == "charlie" else actor)
    copied = {**room.hers[table.name][0], "id": new_id(), "key": "scratch"}
    columns = [column.name for column in table.columns]
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(sql.Placeholder() * len(columns)),
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        guest.connection.execute(insert, [copied[name] for name in columns])


@on_postgresql
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_an_actor_gives_no_row_to_another(guest: Guest, room: Room, table: Table) -> None:
    guest.acts_as(guest.charlie)
    given = _text("UPDATE {table} SET {owner} = %s", table)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        guest.connection.execute(given, [room.alice.user_id])


@on_postgresql
def test_a_presented_key_opens_its_one_row_of_the_directory(guest: Guest, room: Room) -> None:
    directory = metadata.tables["directory"]
    for row in room.hers["directory"]:
        guest.connection.execute("SELECT set_config('milepost.presented', %s, true)", [row["key"]])
        assert guest.connection.execute("SELECT key, user_id FROM directory").fetchall() == [
            (row["key"], row["user_id"])
        ]
        assert guest.touched(directory, "UPDATE {table} SET key = key") == set()
        assert guest.touched(directory, "DELETE FROM {table}") == set()
        assert all(not guest.owners(table) for table in TABLES if table is not directory)


@on_postgresql
@pytest.mark.parametrize("key", ["", "%", "email:", "email:nobody@example.com"])
def test_a_presented_key_that_is_none_opens_nothing(guest: Guest, key: str) -> None:
    guest.connection.execute("SELECT set_config('milepost.presented', %s, true)", [key])
    assert guest.owners(metadata.tables["directory"]) == set()


@on_postgresql
def test_an_actor_ends_with_the_transaction(guest: Guest) -> None:
    guest.acts_as(guest.charlie)
    guest.connection.commit()
    assert all(not guest.owners(table) for table in TABLES)


@pytest.mark.parametrize("room", [UNLOCKED], indirect=True, scope="session")
def test_without_the_second_lock_the_same_connection_sees_everything(guest: Guest, room: Room) -> None:
    """So that the tests of the first lock alone are what they say, and those of the second can fail."""
    assert all(guest.owners(table) >= {guest.charlie, room.alice.user_id} for table in TABLES)
