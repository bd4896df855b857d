"""Many who log without pause, each over a connection of their own, and remember what was acknowledged."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from uuid import uuid4

import httpx2

from tests.instance import HOST, Instance, everything

PATIENCE = 30.0


class Writer(Thread):
    """Logs entries under ids of its own until it is told to stop or the server goes away."""

    def __init__(self, port: int, token: str, goal_id: str, stopping: Event) -> None:
        super().__init__(daemon=True)
        self.goal_id = goal_id
        self.acknowledged: list[str] = []
        self.unsure: list[str] = []
        """Sent, and never answered, or answered that the database was away."""
        self.refused: list[str] = []
        self._connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._stopping = stopping

    def run(self) -> None:
        """Log."""
        try:
            while not self._stopping.is_set():
                self._log(str(uuid4()))
        finally:
            self._connection.close()

    def _log(self, entry_id: str) -> None:
        body = json.dumps({"id": entry_id, "value": "0.01"})
        try:
            self._connection.request("POST", f"/api/v1/goals/{self.goal_id}/entries", body, self._headers)
            answer = self._connection.getresponse()
            told = answer.read()
        except (HTTPException, OSError):
            self.unsure.append(entry_id)
            self._stopping.set()
            return
        if answer.status == 201:
            self.acknowledged.append(entry_id)
        elif answer.status == 503:
            self.unsure.append(entry_id)
        else:
            self.refused.append(told.decode())


@contextmanager
def writing(instance: Instance, token: str, goals: list[str], count: int) -> Iterator[list[Writer]]:
    """So many writers on these goals, until the block ends."""
    stopping = Event()
    writers = [Writer(instance.port, token, goals[place % len(goals)], stopping) for place in range(count)]
    for each in writers:
        each.start()
    try:
        yield writers
    finally:
        stopping.set()
        for each in writers:
            each.join(PATIENCE)


def wait_for(writers: list[Writer], count: int) -> None:
    """Wait until so many entries are acknowledged in all."""
    until = time.monotonic() + PATIENCE
    while sum(len(each.acknowledged) for each in writers) < count:
        refused = [each.refused for each in writers if each.refused]
        assert any(each.is_alive() for each in writers), refused or "the server went away"
        assert time.monotonic() < until, "too slow"
        time.sleep(0.005)


class Ledger:
    """What was acknowledged on each goal, over all that happened to the server."""

    def __init__(self, goals: list[str]) -> None:
        self.acknowledged: dict[str, list[str]] = {goal_id: [] for goal_id in goals}
        self.unsure: dict[str, list[str]] = {goal_id: [] for goal_id in goals}

    @property
    def count(self) -> int:
        """How many are acknowledged."""
        return sum(map(len, self.acknowledged.values()))

    def take_in(self, writers: list[Writer]) -> None:
        """Note what these writers know, once they have ended."""
        for each in writers:
            assert not each.is_alive()
            assert not each.refused, each.refused
            self.acknowledged[each.goal_id] += each.acknowledged
            self.unsure[each.goal_id] += each.unsure

    def settle(self, caller: httpx2.Client) -> int:
        """Send again what was never answered, as a client does; say how many of these had been written."""
        written = 0
        for goal_id, entries in self.unsure.items():
            for entry_id in entries:
                answer = caller.post(f"/goals/{goal_id}/entries", json={"id": entry_id, "value": "0.01"})
                assert answer.status_code in (200, 201), answer.text
                written += answer.status_code == 200
            self.acknowledged[goal_id] += entries
            entries.clear()
        return written

    def hold(self, caller: httpx2.Client) -> None:
        """Every acknowledged entry is there once; what else is there was sent; the goal counts them all."""
        for goal_id, acknowledged in self.acknowledged.items():
            listed = everything(caller, f"/goals/{goal_id}/entries")
            found = Counter(each["id"] for each in listed)
            assert max(found.values(), default=1) == 1, "written twice"
            assert set(acknowledged) <= found.keys(), "lost"
            assert found.keys() <= {*acknowledged, *self.unsure[goal_id]}, "never sent"
            assert sorted(each["seq"] for each in listed) == list(range(1, len(listed) + 1))
            goal = caller.get(f"/goals/{goal_id}").json()
            assert goal["current_value"] == f"{len(listed) / 100:.2f}"
