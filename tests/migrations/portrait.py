"""All that a database says of its schema, as lines of text that can be compared."""

import re
import sqlite3
from contextlib import closing

import psycopg

from milepost.bootstrap import sqlite_path
from milepost.kernel.settings import Settings

# Kept by Alembic, which makes it in every database that was migrated.
BOOKKEEPING = "alembic_version"
_POSTGRES = (
    """SELECT 'column', c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid), collname
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation ON pg_collation.oid = a.attcollation
    WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped""",
    """SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT 'policy', tablename, policyname, permissive, roles, cmd, qual, with_check FROM pg_policies
    WHERE schemaname = 'public'""",
    """SELECT 'table', relname, relkind, relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i'""",
    """SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace""",
    """SELECT 'trigger', tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger
    WHERE NOT tgisinternal""",
)


def schema(settings: Settings, *more: str) -> list[str]:
    """The schema of an instance, line by line, as it would be after `more`; without Alembic's own table."""
    path = sqlite_path(settings.database)
    lines = _of_file(path, more) if path else _of_server(settings.owner_url, more)
    return sorted(line for line in lines if BOOKKEEPING not in line)


def _of_file(path: str, more: tuple[str, ...]) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        for each in ("BEGIN", *more):
            connection.execute(each)
        found = connection.execute("SELECT type, tbl_name, name, sql FROM sqlite_master").fetchall()
        connection.rollback()
    return [f"{kind} {table} {name} {_spaced(text)}" for kind, table, name, text in found]


def _of_server(url: str, more: tuple[str, ...]) -> list[str]:
    with psycopg.connect(url) as connection:
        for each in more:
            connection.execute(each.encode())
        found = [row for text in _POSTGRES for row in connection.execute(text.encode()).fetchall()]
        connection.rollback()
    return [" ".join(map(str, row)) for row in found]


def _spaced(text: str | None) -> str:
    """A statement without what says nothing: line ends, and spaces beside brackets and commas."""
    return re.sub(r" ?([(),]) ?", r"\1", " ".join((text or "").split()))
