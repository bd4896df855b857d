"""Moving house: an instance copied into a file, back from one, and from one database into another."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from milepost.kernel.database import Unreachable
from milepost.kernel.settings import Settings
from milepost.migrations import history, house
from milepost.migrations.copying import carry
from milepost.migrations.version import NotMoved

URL = "sqlite:///"


class NotEmpty(NotMoved):
    """There is something already where the instance was to go."""


class NoBackup(NotMoved):
    """The file is no backup of an instance."""


def backup(settings: Settings, file: Path) -> int:
    """Write the whole instance into a new file, while it may be running; how many rows there are.

    The file is a SQLite database, whatever the engine.

    Raises:
        NotEmpty: if there is such a file already.
        NotMoved: if there is no folder for it.
    """
    if file.exists():
        raise NotEmpty(f"{file} is there already.")
    if not file.parent.is_dir():
        raise NotMoved(f"There is no folder {file.parent}.")
    source = settings.owner_url or settings.database
    if not source.startswith(URL):
        return copy(source, f"{URL}{file}")
    with closing(sqlite3.connect(source.removeprefix(URL))) as reader:
        reader.execute("VACUUM INTO ?", [str(file)])
    with _reading(f"{URL}{file}") as connection:
        return sum(history.counts(connection).values())


def restore(settings: Settings, file: Path) -> int:
    """Bring an instance back from a backup into an empty database; how many rows there are.

    A backup of an older version is brought to this one on the way; the file stays as it is.

    Raises:
        NoBackup: if the file is none.
        LaterVersion: if it was made by a later version.
        NotEmpty: if there is an account in the database already.
    """
    _require_backup(file)
    with TemporaryDirectory(prefix="milepost-") as folder:
        taken = Path(folder) / "backup.db"
        shutil.copyfile(file, taken)
        # Said in full: the environment may hold an owner's address, which belongs to the target.
        house.migrate(Settings(data_dir=Path(folder), database_url=f"{URL}{taken}", owner_url=""))
        target = settings.owner_url or settings.database
        if target.startswith(URL):
            Path(target.removeprefix(URL)).parent.mkdir(parents=True, exist_ok=True)
        rows = copy(f"{URL}{taken}", target)
    house.migrate(settings, backed_up=True)
    return rows


def copy(source: str, target: str) -> int:
    """Carry a whole instance from one database into an empty one of either engine; how many rows there are.

    On PostgreSQL both addresses are those of the databases' owners.

    Raises:
        NotMoved: if the source is not in this version.
        NotEmpty: if there is an account in the target already.
        Differs: if what arrived is not what was sent; the target is as it was.
        Unreachable: if one of them cannot be opened.
    """
    engine = history.engine(target)
    try:
        with _reading(source) as taken, engine.begin() as given:
            if history.pending(taken):
                raise NotMoved("The source is not in this version. Run: milepost migrate")
            history.wait_for_others(given)
            if any(history.counts(given).values()):
                raise NotEmpty("The target has rows already; it must be empty.")
            history.upgrade(given)
            rows = carry(taken, given)
            _require_whole(given)
            return rows
    except OperationalError as refused:
        raise Unreachable(f"A database cannot be opened: {refused.orig}") from refused
    finally:
        engine.dispose()


def _require_backup(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as refused:
        raise NoBackup(f"{file} is no backup of an instance: {refused}.") from refused


def _require_whole(connection: Connection) -> None:
    """On SQLite the copy was made without a look at foreign keys."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise NotMoved(f"{len(broken)} rows of the source point nowhere. Run: milepost doctor")


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """One snapshot of a database that may be running."""
    engine = history.engine(url)
    options = {} if url.startswith(URL) else {"isolation_level": "REPEATABLE READ"}
    try:
        with engine.connect().execution_options(**options) as connection:
            yield connection
    finally:
        engine.dispose()
