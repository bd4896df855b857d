"""However the tests end, no server of theirs stays and no files."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Cluster
from tests.postgres.cluster import ABANDONED_SECONDS, sweep

ROOT = Path(__file__).parents[2]
HOLDER = """
import json, time
from tests.postgres import Cluster
cluster = Cluster()
cluster.start()
print(json.dumps({"directory": str(cluster.directory), "pid": cluster.pid}), flush=True)
time.sleep(600)
"""


def holder() -> tuple[subprocess.Popen[str], Path, int]:
    command = [sys.executable, "-c", HOLDER]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    return process, Path(told["directory"]), told["pid"]


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return state(pid) != "Z"


def state(pid: int) -> str:
    """Where nobody collects orphans, as in bare containers, a dead process keeps its number and is a "Z"."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "unknown"


def inhabitants(directory: Path) -> list[Path]:
    """The processes that work in a directory, also in one that is gone; found on Linux alone."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.readlink(process / "cwd").startswith(str(directory)):
                found.append(process)
    return found


def guard_of(pid: int) -> int:
    """The guard is the parent of the server."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_leaving_a_cluster_stops_it_and_removes_its_files() -> None:
    with Cluster() as left:
        pid, directory = left.pid, left.directory
        assert is_running(pid)
    assert not is_running(pid)
    assert not directory.exists()


def test_killing_the_process_that_holds_a_cluster_leaves_no_server_and_no_files() -> None:
    process, directory, pid = holder()
    assert is_running(pid)
    assert len(inhabitants(directory)) > 1 or sys.platform != "linux"
    process.kill()
    process.communicate()
    assert eventually(lambda: not directory.exists())
    assert not is_running(pid)
    assert not inhabitants(directory)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_killing_the_guard_too_stops_the_server_and_the_next_start_removes_its_files() -> None:
    process, directory, pid = holder()
    os.kill(guard_of(pid), signal.SIGKILL)
    process.kill()
    process.communicate()
    assert eventually(lambda: not is_running(pid) and not inhabitants(directory))
    assert directory.is_dir()
    sweep(directory.parent)
    assert directory.is_dir(), "what was touched a moment ago may still be starting"
    long_ago = time.time() - ABANDONED_SECONDS - 1
    os.utime(directory, (long_ago, long_ago))
    sweep(directory.parent)
    assert not directory.exists()


def test_the_files_of_a_running_server_are_never_swept() -> None:
    long_ago = time.time() - ABANDONED_SECONDS - 1
    with Cluster() as cluster:
        os.utime(cluster.directory, (long_ago, long_ago))
        sweep(cluster.directory.parent)
        assert (cluster.data_directory / "PG_VERSION").exists()
        psycopg.connect(cluster.url()).close()
