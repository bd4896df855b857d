"""What exports and imports look like: the forms that hand-made answers are held against."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from milepost.accounts.schemas import PreferencesView, UserView
from milepost.kernel.fields import View


class ImportBegun(View):
    """An import that has begun."""

    id: UUID
    status: Literal["running", "done", "refused"]


class Repaired(View):
    """Something that was put right."""

    path: str
    what: str
    was: Any
    now: Any


class Refused(View):
    """Something that was left out."""

    path: str
    why: str


class ImportReport(View):
    """What an import did, or, in a dry run, would do; numbers are by kind."""

    format: str
    dry_run: bool
    created: dict[str, int]
    merged: dict[str, int]
    unchanged: dict[str, int]
    deleted: dict[str, int]
    repaired: list[Repaired]
    refused: list[Refused]
    written: bool


class FileFault(View):
    """Why a file was refused whole, and where it breaks, from 1 and in code points."""

    detail: str
    line: int | None
    column: int | None


class FileRefused(View):
    """A file that was refused whole."""

    written: Literal[False]
    error: FileFault


class ImportView(ImportBegun):
    """An import: how many of its rows are staged, and its report once it is over."""

    done: int
    total: int
    report: ImportReport | FileRefused | None


class ExportView(View):
    """Everything that a person owns: tables by name, each row with every column."""

    format: Literal["milepost"]
    version: int
    exported_at: AwareDatetime
    profile: UserView
    preferences: PreferencesView
    tables: dict[str, list[dict[str, Any]]]
