"""A database's own word on its tables, in the same shape from both engines."""

import sqlite3
from collections import defaultdict
from typing import Any, NamedTuple

import psycopg


class ForeignKey(NamedTuple):
    """A foreign key, column by column."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]
    on_delete: str
    deferrable: bool


class Index(NamedTuple):
    """An index, the one of a key included; `whole` where it holds all rows."""

    name: str
    columns: tuple[str, ...]
    unique: bool
    whole: bool


class Found(NamedTuple):
    """A table as the database has it."""

    name: str
    columns: tuple[str, ...]
    primary_key: tuple[str, ...]
    foreign_keys: list[ForeignKey]
    indexes: list[Index]


class Options(NamedTuple):
    """What SQLite alone says of a table, and the text that made it."""

    text: str
    strict: bool
    without_rowid: bool


class Policy(NamedTuple):
    """A policy of row-level security, in PostgreSQL's own words."""

    name: str
    permissive: str
    roles: str
    command: str
    using: str | None
    check: str | None


class Locked(NamedTuple):
    """How a table is held by row-level security."""

    enabled: bool
    forced: bool
    policies: list[Policy]


_FOREIGN_KEYS = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, c.confdeltype::text, c.condeferrable,
    ARRAY(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute ON attrelid = c.conrelid AND attnum = k.number ORDER BY place),
    ARRAY(SELECT attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute ON attrelid = c.confrelid AND attnum = k.number ORDER BY place)
FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace ORDER BY c.conname
"""
_INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, i.indisunique, i.indpred IS NULL,
    i.indisprimary, ARRAY(SELECT pg_get_indexdef(i.indexrelid, place, true)
        FROM generate_series(1, i.indnkeyatts) AS place ORDER BY place)
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relnamespace = 'public'::regnamespace AND i.indisvalid ORDER BY 2
"""
_COLUMNS = """
SELECT c.relname::text, ARRAY(SELECT attname::text FROM pg_attribute
    WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum)
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""
_LOCKED = """
SELECT relname::text, relrowsecurity, relforcerowsecurity FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""
_POLICIES = """
SELECT tablename::text, policyname::text, permissive, array_to_string(roles, ','), cmd, qual, with_check
FROM pg_policies
WHERE schemaname = 'public' ORDER BY policyname
"""
_ON_DELETE = {"a": "NO ACTION", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT", "r": "RESTRICT"}


def of_sqlite(connection: sqlite3.Connection) -> dict[str, Found]:
    """The tables of a SQLite database."""
    texts = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: _sqlite_table(connection, name, text) for name, text in texts.fetchall()}


def of_postgres(connection: psycopg.Connection[Any]) -> dict[str, Found]:
    """The tables of a PostgreSQL database."""
    foreign_keys, indexes = defaultdict(list), defaultdict(list)
    primary_keys: dict[str, tuple[str, ...]] = {}
    for table, target, action, deferrable, columns, referred in connection.execute(_FOREIGN_KEYS).fetchall():
        key = ForeignKey(tuple(columns), target, tuple(referred), _ON_DELETE[action], deferrable)
        foreign_keys[table].append(key)
    for table, name, unique, whole, primary, columns in connection.execute(_INDEXES).fetchall():
        indexes[table].append(Index(name, tuple(columns), unique, whole))
        if primary:
            primary_keys[table] = tuple(columns)
    return {
        name: Found(name, tuple(columns), primary_keys.get(name, ()), foreign_keys[name], indexes[name])
        for name, columns in connection.execute(_COLUMNS).fetchall()
    }


def options(connection: sqlite3.Connection, name: str) -> Options:
    """What SQLite alone says of a table."""
    row = connection.execute(
        "SELECT sql, strict, wr FROM pragma_table_list AS t JOIN sqlite_master AS m ON m.name = t.name"
        " WHERE t.schema = 'main' AND m.type = 'table' AND m.name = ?",
        [name],
    ).fetchone()
    return Options(row[0], bool(row[1]), bool(row[2]))


def locks(connection: psycopg.Connection[Any]) -> dict[str, Locked]:
    """How each table of a PostgreSQL database is held by row-level security."""
    policies = defaultdict(list)
    for table, *policy in connection.execute(_POLICIES).fetchall():
        policies[table].append(Policy(*policy))
    found = connection.execute(_LOCKED).fetchall()
    return {name: Locked(enabled, forced, policies[name]) for name, enabled, forced in found}


def _sqlite_table(connection: sqlite3.Connection, name: str, text: str) -> Found:
    columns = connection.execute("SELECT name, pk FROM pragma_table_info(?)", [name]).fetchall()
    primary_key = sorted((place, column) for column, place in columns if place)
    return Found(
        name,
        tuple(column for column, _ in columns),
        tuple(column for _, column in primary_key),
        _sqlite_foreign_keys(connection, name, "DEFERRABLE" in text.upper()),
        _sqlite_indexes(connection, name),
    )


def _sqlite_foreign_keys(connection: sqlite3.Connection, table: str, deferrable: bool) -> list[ForeignKey]:
    rows = connection.execute(
        'SELECT id, "table", "from", "to", on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq',
        [table],
    ).fetchall()
    found = []
    for number in dict.fromkeys(row[0] for row in rows):
        parts = [row for row in rows if row[0] == number]
        columns, referred = tuple(row[2] for row in parts), tuple(row[3] for row in parts)
        found.append(ForeignKey(columns, parts[0][1], referred, parts[0][4], deferrable))
    return found


def _sqlite_indexes(connection: sqlite3.Connection, table: str) -> list[Index]:
    rows = connection.execute('SELECT name, "unique", partial FROM pragma_index_list(?)', [table]).fetchall()
    found = []
    for name, unique, partial in rows:
        columns = connection.execute(
            "SELECT name FROM pragma_index_info(?) ORDER BY seqno", [name]
        ).fetchall()
        found.append(Index(name, tuple(column for (column,) in columns), bool(unique), not partial))
    return found
