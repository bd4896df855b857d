"""What every table must be, by its kind: key, foreign keys and their indexes, uniqueness, isolation."""

from collections.abc import Iterator
from typing import Any

from milepost.kernel.schema import AREAS, KINDS
from tests.architecture.catalogue import ForeignKey, Found, Locked, Options, Policy

Infos = dict[str, dict[str, Any]]
"""What each table says of itself: kind, area, owner column."""
OPERATOR = "milepost_owner"


def faults(found: Found, infos: Infos) -> Iterator[str]:
    """What is wrong with a table, whatever the engine."""
    info = infos.get(found.name)
    if info is None:
        yield "is not among the tables of the product"
        return
    if info["kind"] not in KINDS:
        yield f"is of no known kind: {info['kind']}"
    if info["kind"] == "owned":
        yield from _of_owned(found, info, infos)
    if info["kind"] == "catalogue" and found.primary_key != ("id",):
        yield f"has the key {found.primary_key}, not id alone"
    for key in found.foreign_keys:
        yield from _of_foreign_key(key, found)


def _of_owned(found: Found, info: dict[str, Any], infos: Infos) -> Iterator[str]:
    owner = info["owner"]
    expected = ("id",) if owner == "id" else (owner, "id")
    if found.primary_key != expected:
        yield f"has the key {found.primary_key}, not {expected}"
    if info["area"] not in AREAS:
        yield f"lies in no known area: {info['area']}"
    for key in found.foreign_keys:
        if infos[key.table]["kind"] == "owned" and not _keeps_to_its_owner(key, owner, infos[key.table]):
            yield f"points at {key.table} by {key.columns}, not by its owner and id"
    for index in found.indexes:
        if index.unique and index.columns[0] != owner:
            yield f"is unique over the borders of owners in {index.name}"


def _keeps_to_its_owner(key: ForeignKey, owner: str, target: dict[str, Any]) -> bool:
    if target["owner"] == "id":
        return (key.columns, key.referred) == ((owner,), ("id",))
    return len(key.columns) == 2 and key.columns[0] == owner and key.referred == (target["owner"], "id")


def _of_foreign_key(key: ForeignKey, found: Found) -> Iterator[str]:
    if key.on_delete not in ("CASCADE", "NO ACTION"):
        yield f"does {key.on_delete} where {key.table} is deleted"
    if key.deferrable:
        yield f"can put off its foreign key to {key.table}"
    if not has_index(found, key.columns):
        yield f"has no index that begins with {key.columns}"


def has_index(found: Found, columns: tuple[str, ...]) -> bool:
    """Whether a table has an index over all rows that begins with these columns."""
    return any(each.whole and each.columns[: len(columns)] == columns for each in found.indexes)


def sqlite_faults(found: Found, options: Options) -> Iterator[str]:
    """What is wrong with a table on SQLite alone."""
    if not options.strict:
        yield "is not STRICT"
    if not options.without_rowid:
        yield "has rowids"
    for column in found.columns:
        is_id = column == "id" or column.endswith("_id")
        if is_id and f"CHECK (length({column}) = 16)" not in options.text:
            yield f"takes ids of any length in {column}"


def lock_faults(locked: Locked, info: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a table's second lock."""
    if not (locked.enabled and locked.forced):
        yield "is open: row-level security is not enabled and forced"
    expected, there = set(map(_told, _policies(info))), set(map(_told, locked.policies))
    yield from (f"has a policy it should not have: {each}" for each in sorted(there - expected))
    yield from (f"lacks a policy: {each}" for each in sorted(expected - there))
    if len(there) != len(locked.policies):
        yield "has the same policy twice"


def _told(policy: Policy) -> str:
    return f"{policy.permissive} {policy.command} TO {policy.roles} USING {policy.using} CHECK {policy.check}"


def _policies(info: dict[str, Any]) -> Iterator[Policy]:
    yield _policy("ALL", "true", "true", OPERATOR)
    if info["kind"] == "machinery":
        yield _policy("ALL", "true", "true")
    if info["kind"] == "directory":
        shown = "NULLIF(current_setting('milepost.presented'::text, true), ''::text)"
        yield _policy("SELECT", f"(key = {shown})", None)
    if info["kind"] in ("owned", "directory"):
        area = info["area"] or "self"
        read, write = (
            f"({info['owner']} = ANY (( SELECT {asked}('{area}'::text) AS {asked})::uuid[]))"
            for asked in ("readable_owners", "writable_owners")
        )
        yield _policy("SELECT", read, None)
        yield _policy("INSERT", None, write)
        yield _policy("UPDATE", write, write)
        yield _policy("DELETE", write, None)


def _policy(command: str, using: str | None, check: str | None, role: str = "public") -> Policy:
    return Policy("", "PERMISSIVE", role, command, using, check)
