"""Imports as entrances show them."""

import msgspec

from milepost.exchange.importing import STOPPED
from milepost.exchange.queries import Course, is_alive
from milepost.kernel.work import Reading


def import_view(reading: Reading, course: Course) -> dict[str, object]:
    """An import as every entrance shows it: one that tidies up still runs, one that fell silent is over."""
    report = None if course.report is None else msgspec.json.decode(course.report)
    status = course.status
    if is_alive(reading, course):
        status, report = "running", None
    elif report is None:
        status, report = STOPPED.status, STOPPED.report
    return {
        "id": str(course.id),
        "status": status,
        "done": course.done,
        "total": course.total,
        "report": report,
    }
