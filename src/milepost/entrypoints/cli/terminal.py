"""What every command shares: settings, an opened product, and errors as one plain sentence."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError

from milepost import bootstrap
from milepost.kernel.database import Unreachable
from milepost.kernel.errors import Failure
from milepost.kernel.faults import sentence
from milepost.kernel.settings import Settings, WrongSetting, settings
from milepost.kernel.work import App
from milepost.migrations.version import NotMoved


class Stop(Exception):
    """Ends a command with a sentence on stderr and an exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


TOLD = (Stop, Failure, WrongSetting, NotMoved, bootstrap.NotMigrated, Unreachable)
"""What a person can be told in the words that it brings along."""
debugging = False
"""Whether errors show their traceback; set by `--debug`."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the person can be told into one sentence on stderr and exit code 1."""
    try:
        yield
    except TOLD as told:
        if debugging:
            raise
        sys.stderr.write(f"milepost: {_told(told)}\n")
        raise typer.Exit(getattr(told, "code", 1) if isinstance(told, Stop) else 1) from told


def _told(told: Exception) -> str:
    """The sentence of a failure, after the name of what was typed if that is at fault."""
    if not isinstance(told, Failure):
        return str(told)
    field = told.errors[0].pointer.strip("/") if told.errors else ""
    return f"{field}: {told.errors[0].detail}." if field else told.detail


def first_fault(wrong: ValidationError) -> Stop:
    """A usage error that names the first thing that is wrong with what was typed."""
    first = wrong.errors()[0]
    named = "/".join(map(str, first["loc"])) or first.get("ctx", {}).get("field", "")
    return Stop(f"{named}: {sentence(first)}." if named else f"{sentence(first)}.", 2)


@contextmanager
def opened(operator: bool = False) -> Iterator[App]:
    """The product of the settings, for the time of a command.

    Raises:
        NotMigrated: if the database is not there in this version yet.
        Unreachable: if it cannot be opened.
    """
    chosen = settings()
    bootstrap.require_current(chosen)
    app = (bootstrap.operator if operator else bootstrap.app)(chosen)
    try:
        yield app
    finally:
        app.database.close()


def owner_settings() -> Settings:
    """The settings, for a command that works on PostgreSQL as the owner of the database.

    Raises:
        Stop: if there is no owner's address on PostgreSQL.
    """
    chosen = settings()
    if bootstrap.sqlite_path(chosen.database) is None and not chosen.owner_url:
        raise Stop(
            "MILEPOST_OWNER_URL: needed for this command on PostgreSQL, the address of the owner's role."
        )
    return chosen
