"""The one place where the parts meet."""

from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from milepost.accounts import models as accounts_tables
from milepost.accounts.queries import identify
from milepost.goals import checks as goals_checks
from milepost.goals import models as goals_tables
from milepost.kernel import checks as kernel_checks
from milepost.kernel import storage
from milepost.kernel.checks import Check
from milepost.kernel.database import Database
from milepost.kernel.settings import Settings
from milepost.kernel.sqlite import SqliteDatabase
from milepost.kernel.work import App

TABLES = (storage, accounts_tables, goals_tables)
"""Every wing that has tables; loading it makes them known to the kernel."""

CHECKS: tuple[Check, ...] = (
    kernel_checks.foreign_keys,
    kernel_checks.isolation_policies,
    goals_checks.values,
)
"""What doctor looks at."""


def sqlite_path(url: str) -> str | None:
    """The file of a SQLite URL, None for any other URL.

    >>> sqlite_path("sqlite:///data/milepost.db"), sqlite_path("sqlite:////srv/m.db")
    ('data/milepost.db', '/srv/m.db')
    """
    return url.removeprefix("sqlite:///") if urlsplit(url).scheme == "sqlite" else None


def database(url: str) -> Database:
    """Open the database at a URL. The engine that is not used is not loaded."""
    path = sqlite_path(url)
    if path is not None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return SqliteDatabase(path)
    opened: Database = import_module("milepost.kernel.postgres").PostgresDatabase(url)
    return opened


def app(settings: Settings) -> App:
    """The running product over the database of the settings."""
    return App(database(settings.database), identify)


def operator(settings: Settings) -> App:
    """The product for the operator's commands: over all owners, on PostgreSQL as the database's owner."""
    return App(database(settings.owner_url or settings.database), identify, operator=True)
