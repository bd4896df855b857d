"""The second lock: row-level security on PostgreSQL, one policy for each table and command.

A policy asks a function which owners the actor may read or write in an area, once per statement.
Later wings widen the functions, never the policies. Without an actor the functions answer nobody,
so there are no rows.
"""

from typing import NamedTuple

from sqlalchemy import Table

_ACTOR = "SELECT ARRAY[nullif(current_setting('milepost.actor', true), '')::uuid]"
BODIES = {"readable_owners": _ACTOR, "writable_owners": _ACTOR}
"""What the functions answer, by their names."""
FUNCTIONS = tuple(
    f"CREATE FUNCTION {name}(area text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$\n{body}\n$$"
    for name, body in BODIES.items()
)


class Policy(NamedTuple):
    """A policy for one command, or ALL: for everybody, or for the role alone that owns the tables."""

    name: str
    command: str
    using: str | None = None
    check: str | None = None
    for_owner: bool = False

    def sql(self, table: str) -> str:
        """The statement that makes it, for the role that owns the table to run."""
        parts = [f"CREATE POLICY {self.name} ON {table} FOR {self.command}"]
        if self.for_owner:
            parts.append("TO CURRENT_USER")
        if self.using is not None:
            parts.append(f"USING ({self.using})")
        if self.check is not None:
            parts.append(f"WITH CHECK ({self.check})")
        return " ".join(parts)


def isolation(table: Table) -> list[str]:
    """The statements that put a table behind the second lock, for the role that owns it to run."""
    return [
        f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY",
        *(policy.sql(table.name) for policy in policies(table)),
    ]


def policies(table: Table) -> list[Policy]:
    """The policies that a table of its kind has, the operator's own first."""
    name, kind = table.name, table.info["kind"]
    operators = Policy(f"{name}_operator", "ALL", "true", "true", for_owner=True)
    if kind == "machinery":
        return [operators, Policy(f"{name}_machinery", "ALL", "true", "true")]
    if kind == "directory":
        presented = "key = nullif(current_setting('milepost.presented', true), '')"
        opened = Policy(f"{name}_presented", "SELECT", presented)
        return [operators, opened, *_of_owner(name, table.info["owner"], "self")]
    if kind == "owned":
        return [operators, *_of_owner(name, table.info["owner"], table.info["area"])]
    raise ValueError(f"{name}: a {kind} table has no policies yet")


def _of_owner(name: str, owner: str, area: str) -> list[Policy]:
    read = f"{owner} = ANY ((SELECT readable_owners('{area}'))::uuid[])"
    write = f"{owner} = ANY ((SELECT writable_owners('{area}'))::uuid[])"
    return [
        Policy(f"{name}_select", "SELECT", read),
        Policy(f"{name}_insert", "INSERT", None, write),
        Policy(f"{name}_update", "UPDATE", write, write),
        Policy(f"{name}_delete", "DELETE", write),
    ]
