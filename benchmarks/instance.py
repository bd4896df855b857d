"""A running product for a benchmark: its own data, its own port, people who have a goal and a token."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import httpx2

HOST = "127.0.0.1"
BODY = '{"value":"0.01"}'


class Person(NamedTuple):
    """Somebody who logs: their API token and their goal."""

    token: str
    goal_id: UUID

    def reads(self, path: str) -> str:
        """The request that reads what is at a path."""
        return f"GET /api/v1{path} HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {self.token}\r\n\r\n"

    def logs(self) -> str:
        """The request that logs one entry."""
        return (
            f"POST /api/v1/goals/{self.goal_id}/entries HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(BODY)}\r\n\r\n{BODY}"
        )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(command: list[str], port: int, env: dict[str, str], folder: Path) -> Iterator[int]:
    """Run a server until the block ends; the seconds until it first answered are printed by the caller."""
    log = (folder / "server.log").open("w")
    process = subprocess.Popen(command, cwd=folder, env=os.environ | env, stdout=log, stderr=log)
    try:
        _wait(port, process, folder)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def product(workers: int = 1) -> list[str]:
    """The command that serves the product."""
    return [str(Path(sys.executable).parent / "milepost"), "serve", "--workers", str(workers)]


def people(port: int, count: int) -> list[Person]:
    """Sign so many people up, each with a goal far off and a token."""
    with httpx2.Client(base_url=f"http://{HOST}:{port}/api/v1", timeout=30) as client:
        return [_person(client, number) for number in range(count)]


def grow(port: int, person: Person, goals: int) -> None:
    """Let somebody's goals become so many: targets with an entry, five under each, in four levels."""
    with httpx2.Client(base_url=f"http://{HOST}:{port}/api/v1", timeout=30) as client:
        client.headers["Authorization"] = f"Bearer {person.token}"
        ids: list[str] = []
        for number in range(goals - 1):
            above = {"parent_goal_id": ids[number // 5 - 1]} if number >= 5 else {}
            made = _posted(
                client,
                "/goals",
                title=f"Goal {number} on the way",
                description="What it is for, in a sentence or two of the usual length.",
                goal_type="target_based",
                unit="pages",
                target_value=str(100 + number),
                deadline="2999-12-31",
                **above,
            )
            _posted(client, f"/goals/{made['id']}/entries", value=str(1 + number % 90))
            ids.append(made["id"])


def _person(client: httpx2.Client, number: int) -> Person:
    made = _posted(client, "/auth/register", email=f"p{number}@example.com", password="correct horse battery")
    client.headers["Authorization"] = f"Bearer {made['token']}"
    goal = _posted(
        client,
        "/goals",
        title="Far",
        goal_type="target_based",
        unit="steps",
        target_value="99999999",
        deadline="2999-12-31",
    )
    token = _posted(client, "/me/tokens", name="bench")
    del client.headers["Authorization"]
    return Person(token["token"], UUID(goal["id"]))


def _posted(client: httpx2.Client, path: str, **body: str) -> dict[str, Any]:
    answer = client.post(path, json=body)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _wait(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError((folder / "server.log").read_text())
