"""The version of the schema that this program needs, and that a database has, without loading the history."""

from typing import NamedTuple

from milepost.kernel.database import Door
from milepost.kernel.statements import Number, statement

VERSION = "0004"


class NotMoved(Exception):
    """The database stays in the version that it has; the sentence says why."""


class LaterVersion(NotMoved):
    """The database was made by a later version of Milepost."""


class _Version(NamedTuple):
    version: str


_KNOWS_VERSION = statement(
    "migrations.knows_version",
    Number,
    sqlite="SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
    postgres="SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'alembic_version'",
    scope="machinery",
)
_VERSION = statement(
    "migrations.version", _Version, "SELECT version_num FROM alembic_version", scope="machinery"
)


def version_of(door: Door) -> str | None:
    """The version of the database behind this door, None when it has none yet."""
    (known,) = door.rows(_KNOWS_VERSION, {})
    rows = door.rows(_VERSION, {}) if known.number else []
    return rows[0].version if rows else None


def is_current(door: Door) -> bool:
    """Whether the database is in the version that this program needs."""
    return version_of(door) == VERSION
