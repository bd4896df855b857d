"""The one place where the parts meet."""

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from milepost.accounts import checks as accounts_checks
from milepost.accounts import models as accounts_tables
from milepost.accounts.actions.passwords import RESET_MAIL
from milepost.accounts.identity import identify
from milepost.accounts.mail import ResetMail
from milepost.exchange import models as exchange_tables
from milepost.exchange.entries_csv import importer as entries_csv
from milepost.exchange.fractal import importer as fractal
from milepost.exchange.own_export import importer as own_export
from milepost.exchange.owned import owned, told
from milepost.exchange.runner import Runner
from milepost.exchange.staging import staging
from milepost.goals import models as goals_tables
from milepost.goals.checks import CHECKS as GOALS_CHECKS
from milepost.goals.events import LevelChanged
from milepost.kernel import checks as kernel_checks
from milepost.kernel import storage
from milepost.kernel.checks import Check, Finding
from milepost.kernel.database import Database, Unreachable
from milepost.kernel.outbox import Outbox
from milepost.kernel.seen import Seen
from milepost.kernel.settings import Settings, variable
from milepost.kernel.sqlite import SqliteDatabase
from milepost.kernel.wiring import Wiring
from milepost.kernel.work import App, Nobody
from milepost.migrations.version import is_current
from milepost.practice import checks as practice_checks
from milepost.practice import models as practice_tables
from milepost.practice import wiring as practice

TABLES = (storage, accounts_tables, goals_tables, practice_tables, exchange_tables)
"""Every wing that has tables; loading it makes them known to the kernel."""

OWNED = (owned(), told())
"""What a person owns, learnt from these tables."""
FORMATS = {
    "entries-csv": entries_csv.prepare,
    "fractal": fractal.prepare,
    "milepost": own_export.prepare,
}
"""What can be imported, by the format's name."""
KEYS = kernel_checks.keys()
"""Every foreign key of them."""
STAGED = staging()
"""How rows of each of them are brought in."""

CHECKS: tuple[Check, ...] = (
    kernel_checks.foreign_keys,
    kernel_checks.isolation,
    accounts_checks.ways,
    *GOALS_CHECKS,
    practice_checks.places,
)
"""What doctor looks at."""
SERVER_CHECKS: tuple[Check, ...] = (kernel_checks.server_role,)
"""What doctor looks at as the server's own role."""


def sqlite_path(url: str) -> str | None:
    """The file of a SQLite URL, None for any other URL.

    >>> sqlite_path("sqlite:///data/milepost.db"), sqlite_path("sqlite:////srv/m.db")
    ('data/milepost.db', '/srv/m.db')
    """
    return url.removeprefix("sqlite:///") if urlsplit(url).scheme == "sqlite" else None


def database(settings: Settings, as_owner: bool = False) -> Database:
    """Open the database of the settings. The engine that is not used is not loaded.

    Raises:
        Unreachable: if it cannot be opened; the sentence names the setting.
    """
    named, url = "database_url" if settings.database_url else "data_dir", settings.database
    if as_owner and settings.owner_url:
        named, url = "owner_url", settings.owner_url
    path = sqlite_path(url)
    try:
        if path is not None:
            return SqliteDatabase(path)
        opened: Database = import_module("milepost.kernel.postgres").PostgresDatabase(url)
    except Unreachable as refused:
        raise Unreachable(f"{variable(named)}: the database cannot be opened: {refused}") from refused
    return opened


class NotMigrated(Exception):
    """The database is not there in the version that this program needs."""


def require_current(settings: Settings) -> None:
    """See that the database is in the version that this program needs.

    Raises:
        NotMigrated: if it is empty or older.
        LaterVersion: if it is newer.
        Unreachable: if it cannot be opened.
    """
    path = sqlite_path(settings.database)
    if path is not None and not Path(path).exists():
        raise NotMigrated("There is no database yet. Run: milepost migrate")
    if _is_current(settings):
        return
    history = import_module("milepost.migrations.history")
    engine = history.engine(settings.database)
    try:
        with engine.connect() as connection:
            if history.pending(connection):
                raise NotMigrated("The database is older than this version. Run: milepost migrate")
    finally:
        engine.dispose()


def prepare(settings: Settings) -> None:
    """Make the database ready to be served: SQLite is migrated, and PostgreSQL where it is empty.

    Raises:
        NotMigrated: on PostgreSQL, if it is older, or empty and no owner's address is set.
        LaterVersion: if the database was made by a later version.
        Unreachable: if the database cannot be opened.
    """
    if _is_current(settings):
        return
    house = import_module("milepost.migrations.house")
    if sqlite_path(settings.database) is not None:
        house.migrate(settings)
        return
    require_owner(settings)
    if settings.owner_url and house.is_empty(settings):
        house.migrate(settings)
    else:
        require_current(settings)


def require_owner(settings: Settings) -> None:
    """See that the database can be opened as its owner, where there is one apart.

    Raises:
        Unreachable: if it cannot.
    """
    database(settings, as_owner=True).close()


def opened_locks(settings: Settings) -> list[Finding]:
    """Where the server's own role on PostgreSQL could pass over the second lock."""
    looking = app(settings)
    try:
        return looking.read_now(
            Nobody(), lambda reading: [each for check in SERVER_CHECKS for each in check(reading, None)]
        )
    finally:
        looking.database.close()


def _is_current(settings: Settings) -> bool:
    """Ask through the product's own door, without loading the history of migrations."""
    opened = database(settings)
    try:
        return opened.read(is_current).result()
    finally:
        opened.close()


@dataclass
class Product:
    """The running product: the app, and what goes on beside its requests."""

    app: App
    seen: Seen
    outbox: Outbox
    imports: Runner

    def start(self) -> None:
        """Begin to write down last-seen marks and to carry out what the outbox holds."""
        self.seen.start(self.app)
        self.outbox.start()

    def stop(self) -> None:
        """Finish what is in hand, and let go of the database."""
        self.imports.stop()
        self.outbox.stop()
        self.seen.stop()
        self.app.database.close()


def product(settings: Settings) -> Product:
    """The product over the database of the settings."""
    seen = Seen()
    made = App(database(settings), partial(identify, note=seen.note), _wiring())
    outbox = Outbox(made, {RESET_MAIL: ResetMail(settings)})
    return Product(made, seen, outbox, Runner(FORMATS))


def app(settings: Settings) -> App:
    """The product without anything beside it, for a command."""
    return App(database(settings), identify, _wiring())


def operator(settings: Settings) -> App:
    """The product for the operator's commands: over all owners, on PostgreSQL as the database's owner."""
    return App(database(settings, as_owner=True), identify, _wiring(), operator=True)


def _wiring() -> Wiring:
    """Who listens to which fact, and what each wing provides for the ports of those below it."""
    wiring = Wiring()
    for provider in (practice.EDGES, practice.CHILDREN, practice.LINKS):
        wiring.provide(provider)
    wiring.on(LevelChanged, practice.keep_level)
    return wiring
