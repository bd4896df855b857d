"""The history of the schema, as Alembic walks it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from milepost.kernel.schema import metadata
from milepost.migrations.version import LaterVersion

DRIVER = "postgresql+psycopg"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def head() -> str:
    """The version that this program needs."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise LookupError("there is no migration")
    return found


def engine(url: str) -> Engine:
    """An engine for migrations alone: foreign keys are off on SQLite, and checked at the end."""
    path = url.removeprefix("sqlite:///")
    # A path is taken as it stands, as the product takes it: SQLAlchemy would read %20 and ? out of it.
    named = URL.create("sqlite", database=path) if path != url else make_url(url).set(drivername=DRIVER)
    made = create_engine(named)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        event.listen(made, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return made


def wait_for_others(connection: Connection) -> None:
    """Let one migration after another at this database, until the commit; each sees what those before made.

    On SQLite the write lock, which is taken when the transaction begins, does that.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended('milepost.migrate', 0))")


def revision(connection: Connection) -> str | None:
    """The version of this database, None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def pending(connection: Connection) -> bool:
    """Whether this database is older than the program.

    Raises:
        LaterVersion: if it is newer.
    """
    found = revision(connection)
    known = {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise LaterVersion(
            f"This database was made by a later version of Milepost ({found}). Install that version."
        )
    return found != head()


def counts(connection: Connection) -> dict[str, int]:
    """The number of rows in each table that there is."""
    return {
        name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608
        for name in _ours(connection)
    }


def _ours(connection: Connection) -> list[str]:
    """The names of our tables that there are."""
    return sorted(set(connection.dialect.get_table_names(connection)) & set(metadata.tables))


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the database to a version inside the transaction that is open on this connection.

    Raises:
        RuntimeError: if a row points nowhere afterwards, on SQLite.
    """
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"after the migration rows point nowhere: {broken[:5]}")


def let_in(connection: Connection, role: str) -> None:
    """Give the application's role on PostgreSQL what it needs, and no more: our tables, nobody else's."""
    quoted = connection.dialect.identifier_preparer.quote(role)
    ours = ", ".join(f"public.{name}" for name in _ours(connection))
    for grant in (
        f"GRANT USAGE ON SCHEMA public TO {quoted}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {ours} TO {quoted}",
        f"GRANT SELECT ON public.alembic_version TO {quoted}",
    ):
        connection.exec_driver_sql(grant)
