"""Imports as entrances show them."""

from typing import Any, NamedTuple

import msgspec

from milepost.exchange.importing import STOPPED
from milepost.exchange.queries import Course, is_alive
from milepost.kernel.work import Reading


class State(NamedTuple):
    """How an import stands, as it is shown; the report is there once it is over."""

    status: str
    report: dict[str, Any] | None


def state(reading: Reading, course: Course) -> State:
    """How an import stands: one that tidies up still runs, one that fell silent is over."""
    if is_alive(reading, course):
        return State("running", None)
    if course.report is None:
        return State(STOPPED.status, STOPPED.report)
    return State(course.status, msgspec.json.decode(course.report))


def import_view(reading: Reading, course: Course) -> dict[str, object]:
    """An import as every entrance shows it."""
    status, report = state(reading, course)
    return {
        "id": str(course.id),
        "status": status,
        "done": course.done,
        "total": course.total,
        "report": report,
    }
