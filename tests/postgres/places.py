"""Who runs the test server, and in which directories it may live."""

import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Linux gives a socket's path 107 bytes, macOS 103; the server adds "/socket/.s.PGSQL.65535" to its directory.
LONGEST_DIRECTORY = 103 - len("/socket/.s.PGSQL.65535")
OVERFLOW_UID = 65534


class NoPlace(Exception):
    """No directory is fit for the test server."""


class Account(NamedTuple):
    """The system account that runs the server."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether it is somebody else than the person running the tests."""
        return self.uid != os.getuid()


def server_account() -> Account:
    """Return oneself or, for root, whom PostgreSQL refuses, the account `nobody`."""
    if os.getuid() != 0:
        return Account(os.getuid(), os.getgid())
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return Account(OVERFLOW_UID, OVERFLOW_UID)
    return Account(nobody.pw_uid, nobody.pw_gid)


def places(durable: bool = False) -> Iterator[Path]:
    """Yield the directories fit to hold the server's own, best first.

    A durable server prefers `/var/tmp`: `/tmp` is often memory, where syncing costs and proves nothing.
    """
    usual = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    if durable:
        usual.insert(0, Path("/var/tmp"))
    for place in dict.fromkeys(path.resolve() for path in usual):
        if is_fit(place, server_account()):
            yield place


def is_fit(place: Path, account: Account) -> bool:
    """Tell whether `account` can work below `place` and nobody else can replace what stands there."""
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return False
    mode = place.stat().st_mode
    if mode & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
        return False
    return not account.is_other or all(step.stat().st_mode & stat.S_IXOTH for step in (place, *place.parents))


def runs_programs(place: Path) -> bool:
    """Tell whether programs may be run from `place`: hardened machines mount `/tmp` with noexec."""
    return not os.statvfs(place).f_flag & getattr(os, "ST_NOEXEC", 0)


def is_ours(directory: Path) -> bool:
    """Tell whether `directory` is a real directory that we made and that only we can change."""
    try:
        found = directory.lstat()
    except FileNotFoundError:
        return False
    writable_by_others = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not writable_by_others
