"""The second lock: row-level security on PostgreSQL, one policy for each table and command.

A policy asks a function which owners the actor may read or write in an area, once per statement.
Later wings widen the functions, never the policies. Without an actor the functions answer nobody,
so there are no rows.
"""

from sqlalchemy import Table

FUNCTIONS = tuple(
    f"""CREATE FUNCTION {name}(area text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT ARRAY[nullif(current_setting('milepost.actor', true), '')::uuid]
$$"""
    for name in ("readable_owners", "writable_owners")
)

_COMMANDS = {
    "SELECT": "USING ({read})",
    "INSERT": "WITH CHECK ({write})",
    "UPDATE": "USING ({write}) WITH CHECK ({write})",
    "DELETE": "USING ({write})",
}


def isolation(table: Table) -> list[str]:
    """The statements that put a table behind the second lock, for the role that owns it to run."""
    name = table.name
    return [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY {name}_operator ON {name} FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true)",
        *_policies(table),
    ]


def policy_names(table: Table) -> set[str]:
    """The names of the policies that a table of its kind has."""
    made = (each.split() for each in isolation(table) if each.startswith("CREATE POLICY"))
    return {words[2] for words in made}


def _policies(table: Table) -> list[str]:
    name, kind = table.name, table.info["kind"]
    if kind == "machinery":
        return [f"CREATE POLICY {name}_machinery ON {name} FOR ALL USING (true) WITH CHECK (true)"]
    if kind == "directory":
        presented = "key = nullif(current_setting('milepost.presented', true), '')"
        return [
            f"CREATE POLICY {name}_presented ON {name} FOR SELECT USING ({presented})",
            *_owner_policies(name, table.info["owner"], "self"),
        ]
    if kind == "owned":
        return _owner_policies(name, table.info["owner"], table.info["area"])
    raise ValueError(f"{name}: a {kind} table has no policies yet")


def _owner_policies(name: str, owner: str, area: str) -> list[str]:
    read = f"{owner} = ANY ((SELECT readable_owners('{area}'))::uuid[])"
    write = f"{owner} = ANY ((SELECT writable_owners('{area}'))::uuid[])"
    return [
        f"CREATE POLICY {name}_{command.lower()} ON {name} FOR {command} "
        + condition.format(read=read, write=write)
        for command, condition in _COMMANDS.items()
    ]
