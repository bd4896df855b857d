"""A running test server as its users see it: addresses, databases, roles."""

import hashlib
import json
import secrets
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psycopg
from psycopg import sql

from tests.postgres import guard

SUPERUSER = "postgres"
# Any number: it stands for "somebody is making the roles" among the test workers.
MAKING_ROLES = 7_241_551


class NotStarted(Exception):
    """The test server could not be started."""


class Roles(NamedTuple):
    """The names of the product's two roles."""

    owner: str = "milepost_owner"
    application: str = "milepost_app"


class Server:
    """A test server, as the process that started it and all those that were given its `handle` see it."""

    def __init__(self, directory: str, secret: str) -> None:
        self.directory = Path(directory)
        self._secret = secret
        self._answer: guard.Answer | None = None

    @property
    def handle(self) -> dict[str, str]:
        """Return plain values from which another process makes its own `Server(**handle)`."""
        return {"directory": str(self.directory), "secret": self._secret}

    @property
    def port(self) -> int:
        """Return the port on 127.0.0.1, waiting for the server's start if need be. Raises NotStarted."""
        return self.wait()["port"]

    @property
    def pid(self) -> int:
        """Return the process id of the server's first process."""
        return self.wait()["pid"]

    @property
    def data_directory(self) -> Path:
        """Return where the server keeps its data."""
        return self.directory / guard.DATA

    @property
    def socket_directory(self) -> Path:
        """Return the directory of its Unix socket, open to the server's account and to root."""
        return self.directory / guard.SOCKETS

    @property
    def log(self) -> Path:
        """Return the file of the server's messages."""
        return self.directory / guard.LOG

    def wait(self) -> guard.Answer:
        """Return where the server is, once it takes connections. Raises NotStarted."""
        deadline = time.monotonic() + 2 * guard.START_SECONDS
        file = self.directory / guard.ANSWER
        while self._answer is None:
            if file.exists():
                self._answer = json.loads(file.read_text())
            elif time.monotonic() > deadline or self._has_ended():
                raise NotStarted(f"No PostgreSQL came up in {self.directory}.")
            else:
                time.sleep(0.01)
        if "error" in self._answer:
            raise NotStarted(self._answer["error"])
        return self._answer

    def password(self, user: str) -> str:
        """Return the password of a role made here; it follows from the name, so every worker knows it."""
        return hashlib.blake2s(user.encode(), key=self._secret.encode(), digest_size=16).hexdigest()

    def url(self, database: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        """Return the address of a database for a role, the superuser where none is named."""
        word = quote(self.password(user) if password is None else password, safe="")
        return f"postgresql://{quote(user, safe='')}:{word}@127.0.0.1:{self.port}/{quote(database, safe='')}"

    def owner_url(self, database: str) -> str:
        """Return the address by which the product migrates the database."""
        return self.url(database, Roles().owner)

    def app_url(self, database: str) -> str:
        """Return the address by which the product serves from the database."""
        return self.url(database, Roles().application)

    def make_roles(self) -> Roles:
        """Make the product's two roles as an operator would; however many workers ask, they are made once.

        Both sign in, neither is a superuser or may pass over row-level security.
        """
        create = sql.SQL(
            "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}"
        )
        with psycopg.connect(self.url()) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [MAKING_ROLES])
            for role in Roles():
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(create.format(sql.Identifier(role), sql.Literal(self.password(role))))
        return Roles()

    def create_database(self, name: str, owner: str = SUPERUSER) -> str:
        """Make an empty database and return its name. Raises psycopg.errors.DuplicateDatabase."""
        create = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
        self._administer(create)
        return name

    def clone(self, template: str, name: str | None = None) -> str:
        """Make a copy of a database and return its name, a new one where none is given.

        The copy has the template's owner. What is in the database comes with its rights, but rights and
        settings of the database itself do not. Raises psycopg.errors.ObjectInUse while somebody is connected
        to the template, InvalidCatalogName if there is no such database.
        """
        name = name or f"{template[:50]}_{secrets.token_hex(6)}"
        owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            found = connection.execute(owner, [template]).fetchone()
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                *map(sql.Identifier, (name, template, found[0] if found else SUPERUSER))
            )
            connection.execute(copy)
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, ending every connection to it; one that is not there is no error."""
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)

    def _has_ended(self) -> bool:
        """Tell whether waiting is in vain; a process that did not start the server cannot know."""
        return False
