"""Tables and what they promise: column types for both engines, kinds of table, areas of isolation.

Every table is one of five kinds, and says so:
*owned* rows belong to a person and have the key (user_id, id); *catalogue* rows belong to nobody;
*machinery* says who, what kind and when, without content; *directory* leads from a presented key to
its owner; *published* holds what its owner has made public.
"""

from typing import Any

from sqlalchemy import (
    BLOB,
    DATE,
    INTEGER,
    TEXT,
    TIMESTAMP,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Uuid,
)
from sqlalchemy.dialects.postgresql import UUID as POSTGRES_UUID

AREAS = ("self", "record", "coaching", "notes", "space", "run")
KINDS = ("owned", "catalogue", "machinery", "directory", "published")

ENGINE_CHECKS = ("size", "flag", "day")
"""How the names of those checks end that SQLite needs beside a column's type."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = Uuid().with_variant(BLOB(), "sqlite").with_variant(POSTGRES_UUID(), "postgresql")
Instant = TIMESTAMP(timezone=True).with_variant(INTEGER(), "sqlite")
"""A moment: microseconds since 1970 in UTC on SQLite."""
Day = DATE().with_variant(TEXT(), "sqlite")
Whole = BigInteger().with_variant(INTEGER(), "sqlite")
Hundredths = BigInteger().with_variant(INTEGER(), "sqlite")
"""An amount, a weight or a percentage, shown with two places."""
Flag = Boolean(create_constraint=False).with_variant(INTEGER(), "sqlite")
Text = TEXT()
Key = TEXT().with_variant(TEXT(collation="C"), "postgresql")
"""Text that is ordered or compared as a key: by code point on both engines."""
Bytes = LargeBinary().with_variant(BLOB(), "sqlite")


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """A column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def at_most(column: str, length: int, least: int = 0) -> CheckConstraint:
    """A text column has between `least` and `length` code points."""
    return CheckConstraint(f"length({column}) BETWEEN {least} AND {length}", name=f"{column}_length")


def _engine_checks(columns: tuple[Any, ...]) -> list[CheckConstraint]:
    """What SQLite's loose types leave open: the size of ids, the two values of a flag, real dates."""
    checks = []
    for column in columns:
        if not isinstance(column, Column):
            continue
        if column.type is Id:
            check = CheckConstraint(f"length({column.name}) = 16", name=f"{column.name}_size")
        elif column.type is Flag:
            check = CheckConstraint(f"{column.name} IN (0, 1)", name=f"{column.name}_flag")
        elif column.type is Day:
            check = CheckConstraint(f"{column.name} IS date({column.name})", name=f"{column.name}_day")
        else:
            continue
        check.ddl_if(dialect="sqlite")
        checks.append(check)
    return checks


def table(name: str, *parts: Any, kind: str, area: str | None = None, owner: str | None = None) -> Table:
    """Declare a table of a kind; an owned one also says its area and its owner column."""
    return Table(
        name,
        metadata,
        *parts,
        *_engine_checks(parts),
        info={"kind": kind, "area": area, "owner": owner},
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def owned(name: str, *parts: Any, area: str, called: str | None = None) -> Table:
    """Declare a table of rows that belong to a person: key (user_id, id), gone when the person goes.

    `called` is the word for its rows where a deletion is told beforehand; without one they are parts of
    something else, and not told of.
    """
    made = table(
        name,
        Column("user_id", Id, nullable=False),
        Column("id", Id, nullable=False),
        PrimaryKeyConstraint("user_id", "id"),
        ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        *parts,
        kind="owned",
        area=area,
        owner="user_id",
    )
    made.info["called"] = called
    return made
