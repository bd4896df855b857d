"""One door to the data: no module has a connection of its own, says who acts, or loads what nobody sees."""

import ast

import pytest

from tests.architecture.sources import PRODUCT, door_faults, late_imports, python_files, tree

SOURCES = python_files("src")
QUERIES = PRODUCT + "goals/queries.py"
MODELS = PRODUCT + "goals/models.py"
WEB = PRODUCT + "entrypoints/web/goals.py"
OFFENDERS = [
    (QUERIES, "import sqlite3", "takes sqlite3"),
    (QUERIES, "from psycopg_pool import ConnectionPool", "takes psycopg_pool"),
    (QUERIES, "def f():\n    import psycopg.rows", "takes psycopg.rows"),
    (QUERIES, "import sqlalchemy", "takes everything of sqlalchemy"),
    (QUERIES, "from sqlalchemy import Column", "takes Column of sqlalchemy"),
    (MODELS, "from sqlalchemy import create_engine", "takes create_engine of sqlalchemy"),
    (MODELS, "from sqlalchemy import select", "takes select of sqlalchemy"),
    (MODELS, "from sqlalchemy.orm import Session", "takes Session of sqlalchemy.orm"),
    (MODELS, "from sqlalchemy.engine import Connection", "takes Connection of sqlalchemy.engine"),
    (QUERIES, "from milepost.kernel.database import Door", "takes a door"),
    (QUERIES, "def f(reading): return reading._door.rows(X, {})", "takes a door"),
    (QUERIES, "def f(c): return c.cursor()", "calls cursor("),
    (QUERIES, "def f(c): return c.execute('SELECT 1')", "calls execute("),
    (QUERIES, "eval('1')", "calls eval("),
    (WEB, "def f(app): return app.database.write(g)", "opens the database past the app"),
    (WEB, "read = app.database.read", "opens the database past the app"),
    (WEB, "def f(door): return Work(door, now, True)", "opens a Work past the app"),
    (WEB, "app = App(database, identify)", "makes an app of its own"),
    (WEB, "def f(): return bootstrap.operator(settings())", "makes itself the operator"),
    (WEB, "from milepost.bootstrap import operator", "makes itself the operator"),
    (WEB, "def f(work): work.enter(alice)", "says who acts"),
    (WEB, "def f(work): work.owner = alice", "says who acts"),
    (WEB, "def f(work): work.present('email:a@b.c')", "says who acts"),
]
LATE_OFFENDERS = [
    (QUERIES, "def f():\n    from milepost.kernel import ids", "milepost.kernel is imported inside f"),
    (QUERIES, "X = import_module('milepost.kernel.sqlite')", "loads a module by its name"),
    (PRODUCT + "bootstrap.py", "X = import_module('psycopg')", "loads a module by its name"),
    (PRODUCT + "bootstrap.py", "X = import_module(name)", "loads a module by its name"),
]


@pytest.mark.parametrize("path", SOURCES)
def test_a_module_comes_to_the_data_by_the_door(path: str) -> None:
    assert [*door_faults(path, tree(path)), *late_imports(path, tree(path))] == []


@pytest.mark.parametrize(("path", "source", "fault"), OFFENDERS)
def test_a_module_that_goes_past_the_door_is_refused(path: str, source: str, fault: str) -> None:
    assert fault in "; ".join(door_faults(path, ast.parse(source)))


@pytest.mark.parametrize(("path", "source", "fault"), LATE_OFFENDERS)
def test_a_module_that_loads_late_is_refused(path: str, source: str, fault: str) -> None:
    assert fault in "; ".join(late_imports(path, ast.parse(source)))


def test_the_version_may_be_asked_for_past_the_app() -> None:
    assert list(door_faults(WEB, ast.parse("def f(app): return app.database.read(is_current)"))) == []


def test_a_table_may_be_spoken_of_where_tables_are() -> None:
    module = ast.parse("from sqlalchemy import Column, ForeignKeyConstraint, Index, Table, false, text")
    assert list(door_faults(MODELS, module)) == []
