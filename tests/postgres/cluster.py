"""Starting and stopping a test server."""

import fcntl
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.postgres import guard
from tests.postgres.installation import program
from tests.postgres.places import LONGEST_DIRECTORY, NoPlace, is_fit, is_ours, places, server_account
from tests.postgres.server import SUPERUSER, Server

PREFIX = "milepost-pg-"
# A directory younger than this may belong to a guard that has yet to take its lock.
ABANDONED_SECONDS = 60.0


class Cluster(Server):
    """A fresh PostgreSQL on a free port, gone with its files when it is left or its holder dies.

    `durable` syncs every commit to disk; without it commits are fast and do not outlive the machine.
    `under` is the directory to make its own in, `settings` are further settings of the server.
    Raises NoPlace, and on entering NotStarted.
    """

    def __init__(
        self, *, durable: bool = False, under: Path | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.durable = durable
        self._settings = dict(settings or {})
        self._guard: subprocess.Popen[str] | None = None
        directory = _room(durable, under) / f"{PREFIX}{secrets.token_hex(4)}"
        super().__init__(str(directory), secret=secrets.token_hex(16))

    def __enter__(self) -> Self:
        try:
            self.start()
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to start the server and return at once; whoever needs its port waits for it."""
        sweep(self.directory.parent)
        account = server_account()
        plan: guard.Plan = {
            "directory": str(self.directory),
            "programs": str(program("postgres").parent),
            "uid": account.uid,
            "gid": account.gid,
            "password": self.password(SUPERUSER),
            "durable": self.durable,
            "settings": self._settings,
        }
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self._guard.stdin is not None
        self._guard.stdin.write(json.dumps(plan) + "\n")
        self._guard.stdin.flush()

    def stop(self) -> None:
        """Stop the server and remove its files; done twice it does nothing more."""
        if self._guard is not None:
            self._guard.communicate()
            self._guard = None
            guard.remove(self.directory)

    def _has_ended(self) -> bool:
        return self._guard is None or self._guard.poll() is not None


def _room(durable: bool, under: Path | None) -> Path:
    """Return the directory in which to make the server's own."""
    length = len(f"/{PREFIX}12345678")
    for place in places(durable) if under is None else [under.resolve()]:
        if is_fit(place, server_account()) and len(os.fsencode(place)) + length <= LONGEST_DIRECTORY:
            return place
    raise NoPlace(
        f"{under or 'No temporary directory'} cannot hold a server: its path may have"
        f" {LONGEST_DIRECTORY - length} bytes, nobody else may replace what is in it,"
        " and where root starts the server the account nobody must be able to pass through it."
    )


def sweep(place: Path) -> None:
    """Remove what servers of ours left in `place` whose guard was killed too, or whose machine stopped.

    A server that still runs there notices within a minute that its files are gone, and ends.
    """
    for directory in place.glob(f"{PREFIX}*"):
        if is_ours(directory) and is_abandoned(directory):
            guard.remove(directory)


def is_abandoned(directory: Path) -> bool:
    """Tell whether no guard holds the lock in the directory of a server."""
    if time.time() - directory.stat().st_mtime < ABANDONED_SECONDS:
        return False
    try:
        with (directory / guard.LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True
