"""`milepost export`: everything that a person owns, in their hands."""

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated

import typer

from milepost.entrypoints.cli.accounts import account
from milepost.entrypoints.cli.terminal import Stop, opened, plain_errors
from milepost.exchange.export import export_csv, export_json
from milepost.kernel.work import Known, Reading


class Format(StrEnum):
    """As one JSON document, or as a zip archive of CSV files."""

    json = "json"
    csv = "csv"


def export(
    user: Annotated[str, typer.Option("--user", help="Whose record, by e-mail address.")],
    form: Annotated[
        Format, typer.Option("--format", help="One document, or a table for each kind.")
    ] = Format.json,
    out: Annotated[
        Path | None, typer.Option("--out", help="A new file; standard output if left out.")
    ] = None,
) -> None:
    """Write out everything that a person owns."""
    with plain_errors(), opened() as app:
        owner = Known(account(app, user))
        try:
            with nullcontext(sys.stdout.buffer) if out is None else out.open("xb") as file:
                app.read_now(owner, lambda reading: _write(reading, form, file))
        except OSError as refused:
            raise Stop(f"{out}: {refused.strerror}.") from refused


def _write(reading: Reading, form: Format, file: IO[bytes]) -> None:
    if form is Format.csv:
        export_csv(reading, file)
        return
    for part in export_json(reading):
        file.write(part.encode())
    file.write(b"\n")
