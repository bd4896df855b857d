"""The first lock, read from the text of a statement: each table of a person's rows asks for the owner.

Every place where such a table stands, in a subquery, a CTE or a union too, must be narrowed there by
`alias.owner_column = :owner`, as one of the conditions that must all hold.
"""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp

from milepost.kernel.filling import Filling
from milepost.kernel.schema import metadata
from milepost.kernel.statements import Declaration, Statement

DIALECTS = ("sqlite", "postgres")
SCOPES = ("owner", "directory", "machinery", "operator")
# Not of the product, but asked for its version and for what the running role may do.
BOOKKEEPING = ("alembic_version", "sqlite_master", "pg_tables", "pg_roles")
# Functions that run a text as a statement, change who acts, or reach out of the database.
REACHING_OUT = (
    *("set_config", "load_extension", "readfile", "writefile", "dblink", "lo_", "pg_read"),
    *("query_to_xml", "table_to_xml", "schema_to_xml", "database_to_xml", "cursor_to_xml"),
)
Place = exp.Select | exp.Update | exp.Delete | exp.Insert
PLACES = (exp.Select, exp.Update, exp.Delete, exp.Insert)


def faults(declared: Declaration) -> Iterator[str]:
    """What is wrong with a declaration, in either of its texts."""
    if declared.scope not in SCOPES:
        yield f"{declared.scope} is no scope"
    trees = {dialect: _tree(getattr(declared, dialect), dialect) for dialect in DIALECTS}
    for dialect, tree in trees.items():
        yield from (f"{dialect}: {fault}" for fault in _of_shape(declared, tree))
        if declared.scope != "operator":
            yield from (f"{dialect}: {fault}" for fault in _of_borders(tree, declared.scope))
    if isinstance(declared, Filling):
        # One row at a time on one engine, all of them on the other.
        return
    asked = [{str(each.name) for each in tree.find_all(exp.Placeholder)} for tree in trees.values()]
    if asked[0] != asked[1]:
        yield f"only one text takes {', '.join(sorted(asked[0] ^ asked[1]))}"


def main_table(declared: Declaration) -> str:
    """The table that a statement writes, or else the first that it reads."""
    tree = _tree(declared.sqlite, "sqlite")
    target = tree.this if isinstance(tree, exp.Insert | exp.Update | exp.Delete) else tree
    tables = [target] if isinstance(target, exp.Table) else target.find_all(exp.Table)
    return next((table.name for table in tables), "")


def writes(declared: Declaration) -> bool:
    """Whether a statement writes, be it in a part of its text for one engine."""
    trees = (_tree(getattr(declared, dialect), dialect) for dialect in DIALECTS)
    return any(tree.find(exp.Insert, exp.Update, exp.Delete) for tree in trees)


def _tree(text: str, dialect: str) -> exp.Expr:
    (tree,) = sqlglot.parse(text, read=dialect)
    assert isinstance(tree, exp.Expr)
    return tree


def _of_shape(declared: Declaration, tree: exp.Expr) -> Iterator[str]:
    if not isinstance(tree, exp.Query | exp.Insert | exp.Update | exp.Delete):
        yield "is neither SELECT nor INSERT, UPDATE, DELETE"
        return
    widths = {len(each) for each in _outputs(tree)}
    if not isinstance(declared, Statement):
        if widths != {0}:
            yield "is a change but answers rows"
        return
    for each in _outputs(tree):
        if any(isinstance(column, exp.Star) or column.is_star for column in each):
            yield "does not name its columns"
    if widths != {len(declared.row._fields)}:
        yield f"answers {sorted(widths)} columns, {declared.row.__name__} has {len(declared.row._fields)}"


def _outputs(tree: exp.Expr) -> list[list[exp.Expr]]:
    """The columns that a statement answers, once for each branch of a union."""
    if isinstance(tree, exp.SetOperation):
        return [*_outputs(tree.left), *_outputs(tree.right)]
    if isinstance(tree, exp.Subquery):
        return _outputs(tree.this)
    if isinstance(tree, exp.Select):
        return [tree.expressions]
    returning = tree.args.get("returning")
    return [returning.expressions if returning else []]


def _of_borders(tree: exp.Expr, scope: str) -> Iterator[str]:
    yield from (f"calls {each}" for each in _functions(tree) if each.startswith(REACHING_OUT))
    for cte in tree.find_all(exp.CTE):
        if cte.alias in metadata.tables:
            yield f"a CTE is called like the table {cte.alias}"
    views = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and table.name not in views:
            yield from _of_table(table, scope)


def _functions(tree: exp.Expr) -> Iterator[str]:
    for function in tree.find_all(exp.Func):
        name = function.name if isinstance(function, exp.Anonymous) else function.sql_name()
        yield name.lower()


def _of_table(table: exp.Table, scope: str) -> Iterator[str]:
    known = metadata.tables.get(table.name)
    if known is None:
        if scope != "machinery" or table.name not in BOOKKEEPING:
            yield f"{table.name} is no table of the product"
        return
    kind, owner = known.info["kind"], known.info["owner"]
    if scope not in ("owner", kind):
        yield f"{table.name} is {kind} and not {scope}"
    if owner is not None:
        # Who shows a key may learn whose it is.
        shown = [column.name for column in known.primary_key.columns] if kind == "directory" else []
        yield from _of_owners_table(table, owner, shown if scope == kind else [])


def _of_owners_table(table: exp.Table, owner: str, shown: list[str]) -> Iterator[str]:
    place = table.find_ancestor(*PLACES)
    if isinstance(place, exp.Insert):
        yield from _of_insert(place, table.name, owner)
        return
    if isinstance(place, exp.Update):
        yield from _of_assignments(place.expressions, table.name, owner)
    keys = dict.fromkeys(shown, "") if isinstance(place, exp.Select) else {}
    if not _is_narrowed(table, place, keys | {owner: "owner"}):
        yield f"{table.alias_or_name} is not narrowed by {owner} = :owner where it stands"


def _is_narrowed(table: exp.Table, place: exp.Expr | None, keys: dict[str, str]) -> bool:
    if place is None or any(isinstance(each.this, exp.Table) for each in place.find_all(exp.Subquery)):
        return False
    sources = [each for each in place.walk() if _is_source(each) and each.find_ancestor(*PLACES) is place]
    joins = [each.parent for each in sources if isinstance(each.parent, exp.Join)]
    if table not in sources or any(join.side in ("RIGHT", "FULL") for join in joins):
        return False
    if isinstance(table.parent, exp.Join) and table.parent.side:
        conditions = [table.parent.args.get("on")]
    else:
        conditions = [join.args.get("on") for join in joins if not join.side]
        conditions += [where.this for where in [place.args.get("where")] if where]
    names = {table.alias_or_name, ""} if len(sources) == 1 else {table.alias_or_name}
    return any(_asks(each, names, keys) for condition in conditions for each in _conjuncts(condition))


def _is_source(node: exp.Expr) -> bool:
    parent = node.parent
    if isinstance(parent, exp.Update | exp.Delete):
        return isinstance(node, exp.Table)
    return isinstance(parent, exp.From | exp.Join) and node.arg_key == "this"


def _conjuncts(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    if isinstance(condition, exp.Paren):
        yield from _conjuncts(condition.this)
    elif isinstance(condition, exp.And):
        yield from _conjuncts(condition.left)
        yield from _conjuncts(condition.right)
    elif condition is not None:
        yield condition


def _asks(condition: exp.Expr, names: set[str], keys: dict[str, str]) -> bool:
    """Whether a condition is `name.column = :parameter` for one of the keys; any parameter where it is ""."""
    if not isinstance(condition, exp.EQ):
        return False
    column, value = condition.left, condition.right
    if isinstance(column, exp.Placeholder):
        column, value = value, column
    if not isinstance(column, exp.Column) or not isinstance(value, exp.Placeholder):
        return False
    return column.table in names and keys.get(column.name) in ("", value.name)


def _of_insert(insert: exp.Insert, table: str, owner: str) -> Iterator[str]:
    columns = [each.name for each in insert.this.expressions] if isinstance(insert.this, exp.Schema) else []
    if insert.args.get("alternative"):
        yield f"may replace another person's row of {table}"
    if owner not in columns:
        yield f"{table} is filled without {owner}"
        return
    rows = _rows(insert.expression)
    if not rows or not all(_is_owner(row[columns.index(owner)]) for row in rows):
        yield f"{table} is filled with another {owner} than :owner"
    conflict = insert.args.get("conflict")
    if conflict is not None and conflict.expressions:
        yield from _of_assignments(conflict.expressions, table, owner)
        hit = {column.name for key in conflict.args["conflict_keys"] for column in key.find_all(exp.Column)}
        where = conflict.args.get("where")
        narrowed = where and any(_asks(each, {table}, {owner: "owner"}) for each in _conjuncts(where.this))
        if owner not in hit and not narrowed:
            yield f"a conflict may change another person's row of {table}"


def _rows(source: exp.Expr | None) -> list[list[exp.Expr]]:
    if isinstance(source, exp.Values):
        return [each.expressions for each in source.expressions]
    return _outputs(source) if isinstance(source, exp.Query) else []


def _is_owner(value: exp.Expr) -> bool:
    value = value.unalias()
    return isinstance(value, exp.Placeholder) and value.name == "owner"


def _of_assignments(assignments: list[exp.Expr], table: str, owner: str) -> Iterator[str]:
    for each in assignments:
        if owner in {column.name for column in each.this.find_all(exp.Column)}:
            yield f"{table} would change hands"
