"""What doctor looks at in every instance: rows that point nowhere, tables outside of the second lock."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlalchemy import Table

from milepost.kernel.policies import policy_names
from milepost.kernel.schema import metadata
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading, Work


class Finding(NamedTuple):
    """One thing that is not as it should be; `mended` says that it was put right."""

    check: str
    place: str
    expected: str
    found: str
    mended: bool = False


Check = Callable[[Reading, Work | None], Iterable[Finding]]
"""Looks at the whole instance as the operator; where there is a work, it mends by that what it can."""


class _Dangling(NamedTuple):
    place: str
    target: str
    rows: int


class _Policy(NamedTuple):
    place: str
    policy: str


class _Table(NamedTuple):
    place: str
    enabled: bool
    forced: bool


_DANGLING = statement(
    "checks.dangling",
    _Dangling,
    sqlite="""SELECT "table", "parent", count(*) FROM pragma_foreign_key_check
    GROUP BY "table", "parent" ORDER BY 1, 2""",
    postgres="""SELECT conrelid::regclass::text, confrelid::regclass::text, 1 FROM pg_constraint
    WHERE contype = 'f' AND NOT convalidated AND connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    scope="operator",
)
_POLICIES = statement(
    "checks.policies",
    _Policy,
    sqlite="SELECT '', '' WHERE 1 = 0",
    postgres="SELECT tablename::text, policyname::text FROM pg_policies WHERE schemaname = 'public'",
    scope="operator",
)
_LOCKED = statement(
    "checks.locked",
    _Table,
    sqlite="SELECT '', 1, 1 WHERE 1 = 0",
    postgres="""SELECT relname::text, relrowsecurity, relforcerowsecurity FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'""",
    scope="operator",
)


def foreign_keys(reading: Reading, _mend: Work | None) -> Iterable[Finding]:
    """Rows that point at a row which is not there. Nothing is mended: a person must decide."""
    for found in reading.all(_DANGLING):
        yield Finding(
            "foreign keys", found.place, f"a row in {found.target}", f"{found.rows} rows that point nowhere"
        )


def isolation_policies(reading: Reading, _mend: Work | None) -> Iterable[Finding]:
    """Tables that are not behind the second lock as their kind and area ask. Empty on SQLite."""
    locked = {each.place: each for each in reading.all(_LOCKED)}
    if not locked:
        return
    policies: dict[str, set[str]] = {}
    for each in reading.all(_POLICIES):
        policies.setdefault(each.place, set()).add(each.policy)
    for table in metadata.sorted_tables:
        yield from _of_table(table, locked.get(table.name), policies.get(table.name, set()))


def _of_table(table: Table, locked: _Table | None, policies: set[str]) -> Iterable[Finding]:
    if locked is None:
        yield Finding("tables", table.name, "is there", "is missing")
        return
    if not (locked.enabled and locked.forced):
        yield Finding("isolation", table.name, "row-level security enabled and forced", "is open")
    expected = policy_names(table)
    if policies != expected:
        yield Finding(
            "isolation", table.name, ", ".join(sorted(expected)), ", ".join(sorted(policies)) or "no policy"
        )
