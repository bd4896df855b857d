"""Imports that go on beside a server's requests."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import structlog

from milepost.exchange.errand import Errand
from milepost.exchange.importing import Prepare, carry_out

AT_ONCE = 2
"""How many imports one process carries out at a time; others wait for their turn."""

log = structlog.get_logger()


class Runner:
    """Carries out imports, each on a thread."""

    def __init__(self, formats: Mapping[str, Prepare]) -> None:
        self._formats = formats
        self._stopping = threading.Event()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="import")

    def take(self, errand: Errand) -> None:
        """Carry out an import that has begun, as soon as there is a thread for it, and close its file."""
        errand.is_over = self._stopping.is_set
        self._threads.submit(self._carry_out, errand)

    def stop(self) -> None:
        """Give up what is under way, so that nothing of it is written, and let nothing more begin."""
        self._stopping.set()
        self._threads.shutdown()

    def _carry_out(self, errand: Errand) -> None:
        try:
            with errand.file:
                carry_out(errand, self._formats)
        except Exception as failure:  # noqa: BLE001 (told in the log and in the report; the thread goes on)
            log.error("import.failed", format=errand.format, reason=type(failure).__name__)
