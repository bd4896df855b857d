"""The operator's commands: `migrate`, `doctor`, `openapi`, `backup`, `restore`, `copy`."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from milepost import bootstrap
from milepost.entrypoints.cli.terminal import Stop, opened, owner_settings, plain_errors
from milepost.kernel.checks import Finding
from milepost.kernel.work import Nobody, Reading, Work


def migrate(
    backed_up: Annotated[bool, typer.Option("--backed-up", help="PostgreSQL: a backup was made.")] = False,
) -> None:
    """Bring the database to this version, in one transaction."""
    with plain_errors():
        chosen = owner_settings()
        bootstrap.require_owner(chosen)
        moved = import_module("milepost.migrations.house").migrate(chosen, backed_up)
        if moved.before == moved.after:
            print(f"The database is in version {moved.after} already.")
        else:
            print(f"The database is now in version {moved.after}; {moved.rows} rows are there.")
        if moved.backup:
            print(f"The copy from before is {moved.backup}.")
        findings = _findings(False)
        for each in findings:
            sys.stderr.write(_sentence(each))
        if findings:
            raise typer.Exit(1)


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print findings as JSON.")] = False,
) -> None:
    """Rebuild every stored number and compare; look at foreign keys and isolation. Exit 1 on drift."""
    with plain_errors():
        owner_settings()
        findings = _findings(fix)
        if as_json:
            print(json.dumps({"findings": [each._asdict() for each in findings]}, indent=2))
        else:
            for each in findings:
                print(_sentence(each), end="")
            print("Nothing is wrong." if not findings else f"{len(findings)} found.")
        if any(not each.mended for each in findings):
            raise typer.Exit(1)


def openapi(
    as_types: Annotated[bool, typer.Option("--typescript", help="Print TypeScript types instead.")] = False,
) -> None:
    """Print the OpenAPI document, or TypeScript types that match it."""
    document = import_module("milepost.entrypoints.api.document").document()
    if as_types:
        print(import_module("milepost.entrypoints.api.typescript").typescript(document), end="")
        return
    print(json.dumps(document, indent=1, ensure_ascii=False))


def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write the whole instance into a file, while it may be running."""
    with plain_errors():
        chosen = owner_settings()
        bootstrap.require_current(chosen)
        try:
            rows = _moving().backup(chosen, file)
        except OSError as refused:
            raise Stop(f"{file}: {refused.strerror}.") from refused
        print(f"{rows} rows are in {file}.")


def restore(file: Annotated[Path, typer.Argument(help="A file that backup wrote.")]) -> None:
    """Bring an instance back from a backup, into an empty database."""
    with plain_errors():
        chosen = owner_settings()
        try:
            rows = _moving().restore(chosen, file)
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
        rows = _moving().copy(source, target)
        print(f"{rows} rows were carried over and compared.")


def _moving() -> Any:
    return import_module("milepost.migrations.moving")


def _findings(fix: bool) -> list[Finding]:
    """What every check finds: on one snapshot, and without a lock, unless it is to be mended."""

    def looked(reading: Reading) -> list[Finding]:
        mend = reading if isinstance(reading, Work) else None
        return [finding for check in bootstrap.CHECKS for finding in check(reading, mend)]

    def as_server(reading: Reading) -> list[Finding]:
        return [finding for check in bootstrap.SERVER_CHECKS for finding in check(reading, None)]

    with opened() as app:
        found = app.read_now(Nobody(), as_server)
    with opened(operator=True) as app:
        return found + (app.write_now(Nobody(), looked) if fix else app.read_now(Nobody(), looked))


def _sentence(each: Finding) -> str:
    mended = " Mended." if each.mended else ""
    return f"{each.check}: {each.place}: expected {each.expected}, found {each.found}.{mended}\n"
