"""An answer leaves after what it acknowledges is on the disk: the system calls of a real server say so."""

import re
import shutil
import subprocess
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.api.writers import wait_for, writing
from tests.conftest import fresh_settings
from tests.instance import Instance, counter

WRITERS = 32
ENTRIES = 600
GOALS = 4
CALLS = "fdatasync,fsync,read,recvfrom,recvmsg,write,writev,sendto,sendmsg"
STRACE = ("strace", "-ff", "--seccomp-bpf", "-ttt", "-T", "-y", "-s", "24", "-e", f"trace={CALLS}")
# Seconds since 1970, the call, its file, the first bytes of its text, what it returned, how long it took.
_LINE = re.compile(
    r'(?P<began>\d+\.\d+) (?P<call>\w+)\(\d+<(?P<file>[^>]*)>(?:[^"]*"(?P<text>[^"]*)")?.*'
    r" = (?P<result>-?\d+).* <(?P<took>\d+\.\d+)>"
)


class Call(NamedTuple):
    """One system call, in seconds."""

    began: float
    ended: float
    name: str
    file: str
    text: str


def system_calls(traces: list[Path]) -> Iterator[Call]:
    """Every call that did something, of all threads; a thread has a file of its own."""
    for trace in traces:
        for line in trace.read_text(errors="replace").splitlines():
            found = _LINE.match(line)
            if found and int(found["result"]) >= 0:
                began = float(found["began"])
                ended = began + float(found["took"])
                yield Call(began, ended, found["call"], found["file"], found["text"] or "")


def is_sync(call: Call) -> bool:
    """Whether the disk was told to keep SQLite's log."""
    return call.name in ("fdatasync", "fsync") and call.file.endswith("-wal")


class Synced(NamedTuple):
    """When the disk was told to keep what was written."""

    syncs: list[tuple[float, float]]

    def between(self, first: float, last: float) -> bool:
        """Whether one began at `first` or later and had ended at `last`."""
        at = bisect_left(self.syncs, (first, 0.0))
        return at < len(self.syncs) and self.syncs[at][1] <= last


def acknowledged(calls: list[Call]) -> Iterator[tuple[float, float]]:
    """For each entry that was answered with 201: when its request had been read, and when the answer left."""
    read: dict[str, float] = {}
    for call in sorted(calls):
        if call.text.startswith("POST /api/v1/goals/"):
            read[call.file] = call.ended
        elif call.text.startswith("HTTP/1.1 201") and call.file in read:
            yield read.pop(call.file), call.began


@pytest.fixture
def strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("NOT SHOWN that answers wait for the disk: strace is not installed")
    tried = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "true"], check=False, capture_output=True, text=True, timeout=20
    )
    if tried.returncode != 0:
        pytest.skip(f"NOT SHOWN that answers wait for the disk: {tried.stderr.strip()}")


def test_each_201_leaves_after_a_sync_that_began_after_its_request_and_many_share_one(
    strace: None, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    instance = Instance(fresh_settings("sqlite", request, tmp_path), tmp_path)
    traces = tmp_path / "traces"
    traces.mkdir()
    try:
        instance.start(*STRACE, "-o", str(traces / "thread"))
        with instance.sign_up() as caller:
            token = caller.headers["authorization"].removeprefix("Bearer ")
            goals = [counter(caller) for _ in range(GOALS)]
        with writing(instance, token, goals, WRITERS) as writers:
            wait_for(writers, ENTRIES)
    finally:
        instance.stop()
    written = sum(len(each.acknowledged) for each in writers)
    calls = list(system_calls(sorted(traces.iterdir())))
    syncs = Synced(sorted((each.began, each.ended) for each in calls if is_sync(each)))
    answers = list(acknowledged(calls))
    assert len(answers) == written, "every answer is seen"
    during = [each for each in syncs.syncs if answers[0][0] <= each[0] <= answers[-1][1]]
    print(f"{written} entries, {len(during)} syncs")
    assert [each for each in answers if not syncs.between(*each)] == []
    assert len(during) < written / 2
