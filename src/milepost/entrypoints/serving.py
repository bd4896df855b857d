"""Where a server of this data folder answers: written down while it runs, for commands that ask it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2

from milepost import bootstrap
from milepost.kernel.settings import Settings

SECONDS = 2
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
"""Addresses by which a server listens everywhere, and where it is to be asked then."""


@contextmanager
def announced(settings: Settings) -> Iterator[None]:
    """Say where this process answers, for as long as it serves. On PostgreSQL commands need no server."""
    if bootstrap.sqlite_path(settings.database) is None or settings.port == 0:
        yield
        return
    place = _place(settings)
    host = ANYWHERE.get(settings.host, settings.host)
    place.write_text(f"{os.getpid()} http://{host}:{settings.port}\n")
    try:
        yield
    finally:
        place.unlink(missing_ok=True)


def address(settings: Settings) -> str | None:
    """Where a server of this data folder answers just now, None if none does."""
    with suppress(OSError, ValueError, httpx2.HTTPError, httpx2.InvalidURL):
        pid, base = _place(settings).read_text().split()
        os.kill(int(pid), 0)
        if httpx2.get(f"{base}/readyz", timeout=SECONDS).is_success:
            return base
    return None


def _place(settings: Settings) -> Path:
    return settings.data_dir / "serving"
