"""An instance and its operator at a terminal."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import psycopg
import pytest
from typer.testing import CliRunner

from milepost import bootstrap
from milepost.accounts.queries import by_email
from milepost.entrypoints.cli.app import main
from milepost.goals.actions import create_goal
from milepost.goals.schemas import NewGoal
from milepost.kernel.settings import Settings
from milepost.kernel.work import Known, Nobody, Work
from tests.cast import PASSWORD
from tests.conftest import fresh_settings
from tests.instance import Instance
from tests.postgres import Server

T = TypeVar("T")
Env = dict[str, str | None]
Change = Callable[[str], None]
"""Carries out SQL past the product."""


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence by which it was refused."""
        assert self.code in (1, 2) and self.out == "", self
        assert self.err.startswith("milepost: ") and self.err.count("\n") == 1, self
        return self.err.removeprefix("milepost: ").rstrip("\n")


class Terminal:
    """Where commands are typed; each runs over the data of one instance."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        # `serve` hands address and port on to its processes; here they are taken back afterwards.
        self.env: Env = {"HOST": None, "PORT": None, **Instance(settings, folder).env}

    def __call__(self, *arguments: str, stdin: str = "", env: Env | None = None) -> Said:
        """Type a command. What it does not catch is raised."""
        ended = CliRunner().invoke(main, arguments, input=stdin, env={**self.env, **(env or {})})
        if ended.exception is not None and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return Said(ended.exit_code, ended.stdout, ended.stderr)

    def adds(self, email: str) -> str:
        """A new account's address."""
        assert self("user", "add", email, "--password-stdin", stdin=f"{PASSWORD}\n").code == 0
        return email

    def works(self, email: str, action: Callable[[Work], T]) -> T:
        """Do something as a person, past the terminal."""
        app = bootstrap.app(self.settings)
        try:
            owner = app.read_now(Nobody(), lambda reading: by_email(reading, email))
            assert owner is not None
            return app.write_now(Known(owner), action)
        finally:
            app.database.close()

    def goal(self, email: str, title: str, **more: Any) -> str:
        """The id of a new goal of a person, a counter unless more is said."""
        words = {"goal_type": "continuous_counter", "unit": "pages", "title": title, **more}
        return str(self.works(email, lambda work: create_goal(work, NewGoal(**words))).id)


@pytest.fixture
def terminal(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Terminal:
    """A terminal by an empty, migrated instance of its own."""
    return Terminal(fresh_settings(engine, request, tmp_path), tmp_path)


@pytest.fixture
def past_the_product(terminal: Terminal, request: pytest.FixtureRequest) -> Iterator[Change]:
    """Changes data as no command would: as whoever holds the file, or as PostgreSQL's superuser."""
    path = bootstrap.sqlite_path(terminal.settings.database)
    if path is not None:
        with closing(sqlite3.connect(path)) as lite:

            def changed(text: str) -> None:
                lite.executescript(text)

            yield changed
        return
    server: Server = request.getfixturevalue("postgres")
    name = urlsplit(terminal.settings.database).path.removeprefix("/")
    with psycopg.connect(server.url(name), autocommit=True) as connection:

        def changed_there(text: str) -> None:
            connection.execute(text.encode())

        yield changed_there


def as_json(said: Said) -> Any:
    """What a command printed as JSON."""
    return json.loads(said.out)
