"""The product's source, read as it is written: what a module may take, call and be called."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

ROOT = Path(__file__).parents[2]
PRODUCT = "src/milepost/"
# Where connections live: the two engines, the one writer, and the migrations.
ENGINE_ROOM = tuple(
    PRODUCT + each for each in ("kernel/sqlite.py", "kernel/postgres.py", "kernel/writer.py", "migrations/")
)
KERNEL = PRODUCT + "kernel/"
WORK = PRODUCT + "kernel/work.py"
CLI = PRODUCT + "entrypoints/cli/"
BOOTSTRAP = PRODUCT + "bootstrap.py"
# A command of the terminal loads what it alone needs, so that the others start at once.
LATE = (BOOTSTRAP, CLI + "operations.py")
# Lists every failure that there is, so it loads every module of the product.
LOADS_ALL = PRODUCT + "entrypoints/api/codes.py"
DRIVERS = ("sqlite3", "psycopg", "psycopg_pool", "asyncpg", "aiosqlite", "alembic")
RUNNING = ("cursor", "execute", "executemany", "executescript", "exec_driver_sql")
TABLE_WORDS = ("text", "false", "true", "null")
BAD_NAMES = ("utils", "util", "helpers", "helper", "common", "misc")
BAD_BEGINNINGS = ("service", "manager")


def python_files(*folders: str) -> list[str]:
    """The Python files below these folders of the repository."""
    found = (path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(str(path) for path in found if "node_modules" not in path.parts)


@cache
def tree(path: str) -> ast.Module:
    """A file of the repository, parsed."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def ill_named(paths: list[str]) -> list[str]:
    """Files and folders that are named for no thing of the product."""
    bad = []
    for path in paths:
        stems = [part.removesuffix(".py") for part in Path(path).parts]
        if any(stem in BAD_NAMES or stem.startswith(BAD_BEGINNINGS) for stem in stems):
            bad.append(path)
    return bad


def door_faults(path: str, module: ast.Module) -> Iterator[str]:
    """What in a module goes past the one door to the data."""
    if path.startswith(ENGINE_ROOM):
        return
    for line, source, name in _imports(module):
        yield from (f"line {line}: {fault}" for fault in _of_import(path, source, name))
    # Whether the schema is current is asked before anybody acts.
    asking = [call.func for call in _calls(module) if [*map(ast.unparse, call.args)] == ["is_current"]]
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node not in asking:
            yield from (f"line {node.lineno}: {fault}" for fault in _of_attribute(path, node))
    for call in _calls(module):
        yield from (f"line {call.lineno}: {fault}" for fault in _of_call(path, call))


def late_imports(path: str, module: ast.Module) -> Iterator[str]:
    """What a module loads only when it runs."""
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and path not in LATE:
            for line, source, _name in _imports(function):
                yield f"line {line}: {source} is imported inside {function.name}"
    for call in _calls(module):
        if _called(call) in ("import_module", "__import__"):
            asked = call.args[0] if call.args else None
            known = isinstance(asked, ast.Constant) and str(asked.value).startswith("milepost.")
            if path != LOADS_ALL and not (path in LATE and known):
                yield f"line {call.lineno}: loads a module by its name"


def functions(module: ast.Module) -> Iterator[tuple[str, int]]:
    """The functions of a module, with how many lines they have."""
    for each in ast.walk(module):
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield each.name, (each.end_lineno or 0) - each.lineno + 1


def _imports(module: ast.AST) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name, "") for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, node.module or "", each.name) for each in node.names)


def _of_import(path: str, source: str, name: str) -> Iterator[str]:
    package = source.split(".", maxsplit=1)[0]
    if package in DRIVERS:
        yield f"takes {source}"
    if package == "sqlalchemy" and not _speaks_of_tables(path, source, name):
        yield f"takes {name or 'everything'} of {source}"
    if name == "Door" and not path.startswith(KERNEL):
        yield "takes a door"
    if (source, name) == ("milepost.bootstrap", "operator") and not path.startswith(CLI):
        yield "makes itself the operator"


def _speaks_of_tables(path: str, source: str, name: str) -> bool:
    """Whether a name of SQLAlchemy is a part of a table, taken by a module that has tables."""
    has_tables = path.startswith(KERNEL) or path.endswith("/models.py")
    if not (has_tables and name and (source == "sqlalchemy" or source.startswith("sqlalchemy.dialects."))):
        return False
    found = getattr(import_module(source), name, None)
    if isinstance(found, type):
        return issubclass(found, SchemaItem | TypeEngine | MetaData)
    return name in TABLE_WORDS


def _of_attribute(path: str, node: ast.Attribute) -> Iterator[str]:
    on = ast.unparse(node.value)
    if node.attr == "_door" and path != WORK:
        yield "takes a door"
    if on.endswith(".database") and node.attr in ("read", "write") and path != WORK:
        yield "opens the database past the app"
    if (on, node.attr) == ("bootstrap", "operator") and not path.startswith(CLI):
        yield "makes itself the operator"
    if isinstance(node.ctx, ast.Store) and node.attr in ("owner", "actor") and on != "self":
        yield from _unless_by_accounts(path)


def _of_call(path: str, node: ast.Call) -> Iterator[str]:
    name, by_attribute = _called(node), isinstance(node.func, ast.Attribute)
    if name in (RUNNING if by_attribute else ("eval", "exec")):
        yield f"calls {name}("
    if by_attribute and name in ("enter", "present"):
        yield from _unless_by_accounts(path)
    if name in ("Work", "Reading") and path != WORK:
        yield f"opens a {name} past the app"
    if name == "App" and path != BOOTSTRAP:
        yield "makes an app of its own"


def _unless_by_accounts(path: str) -> Iterator[str]:
    if path != WORK and not path.startswith(PRODUCT + "accounts/"):
        yield "says who acts"


def _calls(module: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module) if isinstance(node, ast.Call))


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""
