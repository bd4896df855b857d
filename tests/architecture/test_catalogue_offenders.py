"""The catalogue's laws would notice: a good table with one thing changed is found, on both engines."""

import sqlite3
from typing import Any

import psycopg
import pytest
from sqlalchemy import Column, MetaData, Table

from milepost.entrypoints.api.codes import load_all
from milepost.kernel.policies import isolation
from milepost.kernel.schema import Id, metadata
from tests.architecture.catalogue import locks, of_postgres, of_sqlite, options
from tests.architecture.table_law import Infos, faults, lock_faults, sqlite_faults

load_all()
OWNED = {"kind": "owned", "area": "record", "owner": "user_id"}
INFOS: Infos = {**{table.name: dict(table.info) for table in metadata.tables.values()}, "scratch": OWNED}
GOOD = """CREATE TABLE scratch (
    user_id BLOB NOT NULL, id BLOB NOT NULL, goal_id BLOB, author_id BLOB, word TEXT,
    CHECK (length(user_id) = 16), CHECK (length(id) = 16),
    CHECK (length(goal_id) = 16), CHECK (length(author_id) = 16),
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id) ON DELETE NO ACTION
) WITHOUT ROWID, STRICT;
CREATE UNIQUE INDEX uq_scratch ON scratch (user_id, word);
CREATE INDEX ix_scratch ON scratch (user_id, goal_id, word)"""
NO_INDEX = "has no index that begins with ('user_id', 'goal_id')"
OFFENDERS = {
    "a key without its owner": ("PRIMARY KEY (user_id, id)", "PRIMARY KEY (id)", "has the key ('id',)"),
    "a key in another order": ("KEY (user_id, id),", "KEY (id, user_id),", "has the key ('id', 'user_id')"),
    "an author with a foreign key": (
        "FOREIGN KEY (user_id) REF",
        "FOREIGN KEY (author_id) REF",
        "points at users by ('author_id',)",
    ),
    "a foreign key that does not begin with the owner": (
        "(user_id, goal_id) REFERENCES goals (user_id, id)",
        "(goal_id, user_id) REFERENCES goals (id, user_id)",
        "points at goals by ('goal_id', 'user_id')",
    ),
    "an owner that would be nulled": ("NO ACTION", "SET NULL", "does SET NULL where goals is deleted"),
    "a refusal at once": ("NO ACTION", "RESTRICT", "does RESTRICT where goals is deleted"),
    "a check put off": ("NO ACTION", "NO ACTION DEFERRABLE", "can put off its foreign key to goals"),
    "a foreign key without index": ("(user_id, goal_id, word)", "(goal_id, user_id)", NO_INDEX),
    "a foreign key with an index of some rows": (
        "(user_id, goal_id, word)",
        "(user_id, goal_id) WHERE word IS NULL",
        NO_INDEX,
    ),
    "a word unique among all people": (
        "(user_id, word)",
        "(word)",
        "is unique over the borders of owners in uq_scratch",
    ),
}
SQLITE_OFFENDERS = [
    (" WITHOUT ROWID, STRICT", " WITHOUT ROWID", "is not STRICT"),
    (" WITHOUT ROWID, STRICT", " STRICT", "has rowids"),
    ("CHECK (length(goal_id) = 16), ", "", "takes ids of any length in goal_id"),
]


class Bench:
    """A database to build the scratch table in, which is thrown away."""

    def __init__(self, connection: sqlite3.Connection | psycopg.Connection[Any]) -> None:
        self._connection = connection

    def faults(self, text: str) -> list[str]:
        """What the laws find in the scratch table made by this text."""
        if isinstance(self._connection, sqlite3.Connection):
            self._connection.executescript(text)
            return list(faults(of_sqlite(self._connection)["scratch"], INFOS))
        self._connection.execute(for_postgres(text).encode())
        return list(faults(of_postgres(self._connection)["scratch"], INFOS))


@pytest.fixture
def bench(engine: str, request: pytest.FixtureRequest) -> Bench:
    return Bench(request.getfixturevalue({"sqlite": "sqlite_schema"}.get(engine, "postgres_schema")))


def for_postgres(text: str) -> str:
    lines = [line for line in text.splitlines() if "CHECK" not in line]
    return "\n".join(lines).replace("BLOB", "UUID").replace(" WITHOUT ROWID, STRICT", "")


def test_a_good_table_has_no_fault(bench: Bench) -> None:
    assert bench.faults(GOOD) == []


@pytest.mark.parametrize(("good", "bad", "fault"), OFFENDERS.values(), ids=OFFENDERS)
def test_a_table_that_breaks_a_law_is_found(bench: Bench, good: str, bad: str, fault: str) -> None:
    assert GOOD.count(good) == 1
    assert any(each.startswith(fault) for each in bench.faults(GOOD.replace(good, bad)))


@pytest.mark.parametrize(
    ("info", "fault"),
    [
        ({**OWNED, "area": "everywhere"}, "lies in no known area: everywhere"),
        ({**OWNED, "area": None}, "lies in no known area: None"),
        ({**OWNED, "kind": "shared"}, "is of no known kind: shared"),
        ({**OWNED, "kind": "catalogue"}, "has the key ('user_id', 'id'), not id alone"),
    ],
)
def test_a_table_without_kind_or_area_is_found(
    sqlite_schema: sqlite3.Connection, info: dict[str, Any], fault: str
) -> None:
    sqlite_schema.executescript(GOOD)
    scratch = of_sqlite(sqlite_schema)["scratch"]
    assert list(faults(scratch, {**INFOS, "scratch": info})) == [fault]
    assert list(faults(scratch, {})) == ["is not among the tables of the product"]


@pytest.mark.parametrize(("good", "bad", "fault"), [("", "", ""), *SQLITE_OFFENDERS])
def test_a_loose_table_on_sqlite_is_found(
    sqlite_schema: sqlite3.Connection, good: str, bad: str, fault: str
) -> None:
    sqlite_schema.executescript(GOOD.replace(good, bad) if good else GOOD)
    found = list(sqlite_faults(of_sqlite(sqlite_schema)["scratch"], options(sqlite_schema, "scratch")))
    assert found == ([fault] if fault else [])


LOCK = isolation(Table("scratch", MetaData(), Column("user_id", Id), info=OWNED))
OTHER = "has a policy it should not have: PERMISSIVE "
LOCK_OFFENDERS = {
    "no lock": (LOCK, [], "is open"),
    "not enabled": (LOCK[0:1], [], "is open"),
    "not forced": (LOCK[1:2], [], "is open"),
    "no policy for a command": (LOCK[-1:], [], "lacks a policy: PERMISSIVE DELETE TO public"),
    "nothing for the operator": (LOCK[2:3], [], "lacks a policy: PERMISSIVE ALL TO milepost_owner"),
    "another area": (LOCK[3:4], [LOCK[3].replace("record", "self")], OTHER + "SELECT TO public"),
    "open to all": (
        [],
        ["CREATE POLICY open ON scratch FOR SELECT USING (true)"],
        OTHER + "SELECT TO public",
    ),
    "the operator's way for all": (
        LOCK[2:3],
        [LOCK[2].replace("TO CURRENT_USER ", "")],
        OTHER + "ALL TO public USING true",
    ),
    "shut to some": (
        [],
        ["CREATE POLICY shut ON scratch AS RESTRICTIVE FOR ALL USING (true)"],
        "has a policy it should not have: RESTRICTIVE ALL TO public",
    ),
}


@pytest.mark.parametrize(
    ("without", "instead", "fault"),
    [([], [], ""), *LOCK_OFFENDERS.values()],
    ids=["a good lock", *LOCK_OFFENDERS],
)
def test_a_table_that_is_not_behind_the_second_lock_is_found(
    postgres_schema: psycopg.Connection[Any], without: list[str], instead: list[str], fault: str
) -> None:
    for each in [for_postgres(GOOD), *(each for each in LOCK if each not in without), *instead]:
        postgres_schema.execute(each.encode())
    found = list(lock_faults(locks(postgres_schema)["scratch"], OWNED))
    assert any(each.startswith(fault) for each in found) if fault else found == []
