"""`milepost backup`, `restore` and `copy`: a whole instance in a file, back again, or elsewhere."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from milepost import bootstrap
from milepost.entrypoints.cli.terminal import Stop, owner_settings, plain_errors


def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write the whole instance into a file, while it may be running."""
    with plain_errors():
        chosen = owner_settings()
        bootstrap.require_current(chosen)
        try:
            rows = import_module("milepost.migrations.moving").backup(chosen, file)
        except OSError as refused:
            raise Stop(f"{file}: {refused.strerror}.") from refused
        print(f"{rows} rows are in {file}.")


def restore(file: Annotated[Path, typer.Argument(help="A file that backup wrote.")]) -> None:
    """Bring an instance back from a backup, into an empty database."""
    with plain_errors():
        chosen = owner_settings()
        try:
            rows = import_module("milepost.migrations.moving").restore(chosen, file)
        except OSError as refused:
            raise Stop(f"{file}: {refused.strerror}.") from refused
        print(f"{rows} rows are back.")


def copy(
    source: Annotated[str, typer.Option("--from", help="sqlite:///PATH, or postgresql://… of its owner.")],
    target: Annotated[str, typer.Option("--to", help="The same, of an empty database.")],
) -> None:
    """Carry a whole instance from one database into another, of either engine."""
    with plain_errors():
        for url in (source, target):
            if not url.startswith(("sqlite:///", "postgresql://")):
                raise Stop(
                    f"{url} is neither sqlite:///PATH nor postgresql://USER:PASSWORD@HOST/DATABASE.", 2
                )
        rows = import_module("milepost.migrations.moving").copy(source, target)
        print(f"{rows} rows were carried over and compared.")
