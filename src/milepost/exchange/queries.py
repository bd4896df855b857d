"""Reads of imports."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from milepost.exchange.errors import NoSuchImport
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading

SILENCE = timedelta(minutes=2)
"""After so long without a sign an import is taken for dead."""


class Course(NamedTuple):
    """An import and how far it is; `report` is JSON, once it is over."""

    id: UUID
    format: str
    dry_run: bool
    status: str
    is_open: bool
    """Whether what is staged is, or may be, of this import."""
    done: int
    total: int
    report: str | None
    beat_at: datetime
    created_at: datetime


_RUNNING = statement(
    "imports.running",
    Course,
    "SELECT {columns} FROM imports WHERE user_id = :owner AND is_open",
)
_COURSE = statement(
    "imports.course", Course, "SELECT {columns} FROM imports WHERE user_id = :owner AND id = :import_id"
)


def running(reading: Reading) -> Course | None:
    """The import that has not closed, if there is one, be it alive or not."""
    return reading.first(_RUNNING)


def is_alive(reading: Reading, course: Course) -> bool:
    """Whether an import is still at work."""
    return course.is_open and reading.now - course.beat_at < SILENCE


def course(reading: Reading, import_id: UUID) -> Course:
    """An import.

    Raises:
        NoSuchImport: if it is not there.
    """
    found = reading.first(_COURSE, import_id=import_id)
    if found is None:
        raise NoSuchImport()
    return found
