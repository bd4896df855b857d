"""Imports while others write: rows a second, how long others wait, how much memory it takes."""

import json
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import httpx2

from benchmarks.instance import HOST, Person
from tests.exchange.fractal_files import big

ROWS = 100_000
MEBIBYTE = 1024 * 1024


class Server(NamedTuple):
    """Where it listens, and its process."""

    port: int
    pid: int


class Brought(NamedTuple):
    """How one import went: the waits are those of another who logs meanwhile; memory in MiB."""

    name: str
    rows: int
    seconds: float
    waits: list[float]
    memory: float
    file: float

    def __str__(self) -> str:
        """A line of the table."""
        return (
            f"import {self.name}: {self.rows:,} rows in {self.seconds:.1f} s,"
            f" {self.rows / self.seconds:,.0f}/s;"
            f" another's {len(self.waits)} entries meanwhile: p50 {1000 * median(self.waits):.1f} ms,"
            f" longest {1000 * max(self.waits):,.0f} ms; memory +{self.memory:.0f} MiB"
            f" for a file of {self.file:.1f} MiB"
        )


def brought(server: Server, who: Person, other: Person) -> list[Brought]:
    """Bring a spreadsheet and a tree in, each of 100,000 rows, while somebody else logs without pause."""
    first = date(2000, 1, 1)
    sheet = "date,value,note\n" + "".join(
        f"{first + timedelta(row // 20)},{row % 50 + 1},a note\n" for row in range(ROWS)
    )
    of_goal = {"format": "entries-csv", "goal_id": str(who.goal_id)}
    tree = json.dumps(big(ROWS)).encode()
    return [
        _one(server, (who, other), of_goal, sheet.encode()),
        _one(server, (who, other), {"format": "fractal"}, tree),
    ]


def _one(server: Server, people: tuple[Person, Person], fields: dict[str, str], raw: bytes) -> Brought:
    port, pid = server
    waits: list[float] = []
    over = threading.Event()
    other = threading.Thread(target=_logs, args=(port, people[1], waits, over))
    before = _memory(pid, "VmRSS")
    _forget_peak(pid)
    with _client(port, people[0]) as client:
        other.start()
        began = time.perf_counter()
        begun = client.post("/imports", data=fields, files={"file": raw})
        begun.raise_for_status()
        found: dict[str, Any] = {"status": "running"}
        while found["status"] == "running":
            time.sleep(0.05)
            found = client.get(f"/imports/{begun.json()['id']}").json()
        seconds = time.perf_counter() - began
        over.set()
        other.join()
    if found["status"] != "done" or not found["report"]["written"]:
        raise RuntimeError(f"the import of {fields['format']} wrote nothing")
    memory = _memory(pid, "VmHWM") - before
    return Brought(fields["format"], found["done"], seconds, waits, memory, len(raw) / MEBIBYTE)


def _logs(port: int, person: Person, waits: list[float], over: threading.Event) -> None:
    with _client(port, person) as client:
        while not over.is_set():
            began = time.perf_counter()
            client.post(f"/goals/{person.goal_id}/entries", json={"value": "0.01"}).raise_for_status()
            waits.append(time.perf_counter() - began)


def _client(port: int, person: Person) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {person.token}"}
    return httpx2.Client(base_url=f"http://{HOST}:{port}/api/v1", headers=headers, timeout=120)


def _memory(pid: int, name: str) -> float:
    """What a process has, or had at most, with all that it started, in MiB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(name))
    return own + sum(_memory(int(child), name) for child in children)


def _forget_peak(pid: int) -> None:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        _forget_peak(int(child))
    Path(f"/proc/{pid}/clear_refs").write_text("5")
