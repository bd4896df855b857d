"""Imports that go on beside a server's requests."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import structlog

from milepost.exchange.errand import Errand
from milepost.exchange.importing import Prepare, carry_out
from milepost.exchange.kept import KeptFiles
from milepost.kernel.work import Known

AT_ONCE = 2
"""How many imports one process carries out at a time; others wait for their turn."""

log = structlog.get_logger()


class Runner:
    """Carries out imports, each on a thread."""

    def __init__(self, formats: Mapping[str, Prepare]) -> None:
        self._formats = formats
        self._stopping = threading.Event()
        self.kept = KeptFiles()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="import")

    def take(self, errand: Errand) -> None:
        """Carry out an import that has begun, as soon as there is a thread for it.

        Its file is closed then, but for that of a dry run by a known person, which is kept for a while.
        """
        errand.is_over = self._stopping.is_set
        self._threads.submit(self._carry_out, errand)

    def stop(self) -> None:
        """Give up what is under way, so that nothing of it is written, and let nothing more begin."""
        self._stopping.set()
        self._threads.shutdown()
        self.kept.close()

    def _carry_out(self, errand: Errand) -> None:
        is_kept = self._keep(errand)
        try:
            outcome = carry_out(errand, self._formats)
            is_kept = is_kept and outcome.status == "done"
        except Exception as failure:  # noqa: BLE001 (told in the log and in the report; the thread goes on)
            log.error("import.failed", format=errand.format, reason=type(failure).__name__)
            is_kept = False
        finally:
            if not is_kept:
                self._let_go(errand)

    def _keep(self, errand: Errand) -> bool:
        """Keep the file of a dry run from its beginning, so that it is there once its report is."""
        if not errand.new.dry_run or not isinstance(errand.credential, Known):
            return False
        self.kept.keep(errand.credential.user_id, errand.import_id, errand.new, errand.file)
        return True

    def _let_go(self, errand: Errand) -> None:
        if isinstance(errand.credential, Known):
            self.kept.take(errand.credential.user_id, errand.import_id)
        errand.file.close()
