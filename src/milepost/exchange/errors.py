"""Failures of coming and going, with their stable codes."""

from milepost.kernel.errors import Conflict, NotFound


class NoSuchImport(NotFound):
    """No such import."""

    code = "imports.not-found"


class ImportRunning(Conflict):
    """Another import is running."""

    code = "imports.running"
