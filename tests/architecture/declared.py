"""Every statement that the product declares, once every module of it is loaded."""

import ast
from collections.abc import Iterator
from pathlib import Path

import milepost
from milepost.entrypoints.api.codes import load_all
from milepost.kernel.statements import DECLARED, Change, Declaration, RowT, Statement, change, statement

SOURCE = Path(milepost.__file__).parent
DOOR = "milepost.kernel.statements"
DECLARING = ("statement", "change")
GENERATED = ("owned.", "counted.", "filled.", "carried.", "cleared.", "there.", "dangling.")
"""How the names begin of what is declared for each table of a person's record."""


def declarations() -> list[Declaration]:
    """What the product declares, by name; what tests declare is not among it.

    Raises:
        KeyError: if a module spells out a statement that is not declared once all modules are loaded.
    """
    load_all()
    spelt = {name for path in SOURCE.rglob("*.py") for name in spelt_names(path.read_text(encoding="utf-8"))}
    # What is read of each table of a person's record is declared for the table, once all are known.
    spelt |= {name for name in DECLARED if name.startswith(GENERATED)}
    return [DECLARED[name] for name in sorted(spelt)]


def spelt_names(source: str) -> Iterator[str]:
    """The names that a module's text gives to its statements."""
    for call in _calls(ast.parse(source), DECLARING):
        if call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def hidden(source: str) -> Iterator[str]:
    """The ways in which a module's text makes a statement that nobody could find by its name."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    if any(each.name == "statements" for node in imports for each in node.names):
        yield "the door is taken whole"
    names = [each for node in imports if node.module == DOOR for each in node.names]
    yield from (f"line {each.lineno}: {each.name} goes by another name" for each in names if each.asname)
    taken = {each.name for each in names}
    for call in _calls(tree, tuple(taken & {"Declaration", "Statement", "Change"})):
        yield f"line {call.lineno}: made past the declaring functions"
    declaring = tuple(taken & set(DECLARING))
    for call in _calls(tree, declaring):
        if not call.args or not isinstance(call.args[0], ast.Constant):
            yield f"line {call.lineno}: its name is not written out"
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for call in _calls(function, declaring):
                yield f"line {call.lineno}: declared only when a function runs"


def scratch_read(row: type[RowT], sql: str = "", **more: str) -> Statement[RowT]:
    """A read of a test's own, which is not kept among the declared."""
    made = statement("scratch", row, sql, **more)
    del DECLARED["scratch"]
    return made


def scratch_change(sql: str = "", **more: str) -> Change:
    """A write of a test's own, which is not kept among the declared."""
    made = change("scratch", sql, **more)
    del DECLARED["scratch"]
    return made


def _calls(tree: ast.AST, names: tuple[str, ...]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node
