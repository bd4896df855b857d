"""What doctor looks at in every instance: rows that point nowhere, and whether the second lock holds."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from sqlalchemy import Table

from milepost.kernel.policies import BODIES, Policy, policies
from milepost.kernel.schema import metadata
from milepost.kernel.statements import Number, Statement, dangling_of, statement
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


class _Unchecked(NamedTuple):
    place: str
    target: str
    name: str


class _Key(NamedTuple):
    place: str
    target: str
    dangling: Statement[Number]


class _Policy(NamedTuple):
    place: str
    name: str
    permissive: bool
    roles: str
    command: str
    using: str | None
    check: str | None


class _Table(NamedTuple):
    place: str
    owner: str
    enabled: bool
    forced: bool


class _Function(NamedTuple):
    name: str
    body: str
    as_owner: bool


class _Role(NamedTuple):
    name: str
    superuser: bool
    passes_policies: bool
    tables: int


_UNCHECKED = statement(
    "checks.unchecked",
    _Unchecked,
    sqlite="SELECT '', '', '' WHERE 1 = 0",
    postgres="""SELECT conrelid::regclass::text, confrelid::regclass::text, conname::text FROM pg_constraint
    WHERE contype = 'f' AND NOT convalidated AND connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    scope="operator",
)
_POLICIES = statement(
    "checks.policies",
    _Policy,
    sqlite="SELECT '', '', 1, '', '', NULL, NULL WHERE 1 = 0",
    postgres="""SELECT tablename::text, policyname::text, permissive = 'PERMISSIVE',
    array_to_string(roles, ', '), cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2""",
    scope="operator",
)
_TABLES = statement(
    "checks.tables",
    _Table,
    sqlite="SELECT '', '', 1, 1 WHERE 1 = 0",
    postgres="""SELECT relname::text, pg_get_userbyid(relowner)::text, relrowsecurity, relforcerowsecurity
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'""",
    scope="operator",
)
_FUNCTIONS = statement(
    "checks.functions",
    _Function,
    sqlite="SELECT '', '', 0 WHERE 1 = 0",
    postgres="""SELECT proname::text, prosrc, prosecdef FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace ORDER BY 1""",
    scope="operator",
)
_ROLE = statement(
    "checks.role",
    _Role,
    sqlite="SELECT '', 0, 0, 0 WHERE 1 = 0",
    postgres="""SELECT rolname::text, rolsuper, rolbypassrls, (SELECT count(*) FROM pg_tables
      WHERE schemaname = 'public' AND pg_has_role(tableowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user""",
    scope="machinery",
)

# What PostgreSQL adds when it prints an expression: casts, names of columns, the schema, brackets.
_ADDED = re.compile(r"::[a-z_]+(\[\])?|\bas \w+|\bpublic\.|[\s()]+")


@cache
def keys() -> tuple[_Key, ...]:
    """Every foreign key, and how the rows are counted that point nowhere by it. All wings must be loaded."""
    return tuple(
        _Key(str(table.name), str(key.referred_table.name), dangling_of(key))
        for table in metadata.sorted_tables
        for key in sorted(table.foreign_key_constraints, key=lambda each: str(each.name))
    )


def foreign_keys(reading: Reading, _mend: Work | None) -> Iterable[Finding]:
    """Rows that point at a row which is not there. Nothing is mended: a person must decide.

    A database lets none come about, but where it was told not to look.
    """
    for key in keys():
        count = reading.all(key.dangling)[0].number
        if count:
            found = f"{count} that point nowhere"
            yield Finding("foreign keys", key.place, f"a row in {key.target} for each row", found)
    for each in reading.all(_UNCHECKED):
        found = f"{each.name}, which was never checked"
        yield Finding("foreign keys", each.place, f"a row in {each.target} for each row", found)


def isolation(reading: Reading, _mend: Work | None) -> Iterable[Finding]:
    """Where tables, policies and the functions that these ask are not as the second lock needs them.

    Nothing is mended: how it came to be is for a person to find out. Empty on SQLite.
    """
    tables = {each.place: each for each in reading.all(_TABLES)}
    if not tables:
        return
    found: dict[str, list[_Policy]] = {}
    for each in reading.all(_POLICIES):
        found.setdefault(each.place, []).append(each)
    for table in metadata.sorted_tables:
        there = tables.get(table.name)
        if there is None:
            yield Finding("tables", table.name, "is there", "is missing")
            continue
        if not (there.enabled and there.forced):
            yield Finding("isolation", table.name, "row-level security enabled and forced", "is open")
        yield from _of_policies(table, there.owner, found.get(table.name, []))
    yield from _of_functions(reading.all(_FUNCTIONS))


def server_role(reading: Reading, _mend: Work | None) -> Iterable[Finding]:
    """Where the role of the reading, which must be the server's, could pass over the second lock."""
    for role in reading.all(_ROLE):
        wrong = [
            sentence
            for sentence, is_so in (
                ("is a superuser", role.superuser),
                ("passes over policies", role.passes_policies),
                (f"owns {role.tables} tables, or may become who does", role.tables > 0),
            )
            if is_so
        ]
        if wrong:
            yield Finding(
                "isolation", f"role {role.name}", "a role without rights of its own", ", ".join(wrong)
            )


def _of_policies(table: Table, owner: str, there: list[_Policy]) -> Iterator[Finding]:
    expected = {each.name: _as_printed(table.name, owner, each) for each in policies(table)}
    found = {each.name: each for each in there}
    for name in sorted(expected.keys() | found.keys()):
        wanted, is_so = expected.get(name), found.get(name)
        if wanted is None or is_so is None or _plain(wanted) != _plain(is_so):
            yield Finding("isolation", f"policy {name} of {table.name}", _told(wanted), _told(is_so))


def _as_printed(table: str, owner: str, policy: Policy) -> _Policy:
    role = owner if policy.for_owner else "public"
    return _Policy(table, policy.name, True, role, policy.command, policy.using, policy.check)


def _plain(policy: _Policy) -> _Policy:
    """A policy whose conditions can be compared, whether PostgreSQL printed them or we wrote them."""
    using, check = (
        None if each is None else _ADDED.sub("", each.lower()) for each in (policy.using, policy.check)
    )
    return policy._replace(using=using, check=check)


def _told(policy: _Policy | None) -> str:
    if policy is None:
        return "no such policy"
    told = f"{policy.command} to {policy.roles}" + ("" if policy.permissive else ", restrictive")
    if policy.using is not None:
        told += f" using {policy.using}"
    return told if policy.check is None else f"{told} with check {policy.check}"


def _of_functions(there: list[_Function]) -> Iterator[Finding]:
    known = {each.name: each for each in there}
    for name, body in BODIES.items():
        found = " ".join(known[name].body.split()) if name in known else "no such function"
        if found != body:
            yield Finding("isolation", f"function {name}", body, found)
    for each in there:
        if each.as_owner:
            yield Finding("isolation", f"function {each.name}", "acts as who calls it", "acts as its owner")
