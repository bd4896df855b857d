"""A client that costs little: keep-alive connections that send prepared requests and count answers.

Runs as a process of its own: `python -m benchmarks.load` reads a plan as JSON from stdin and prints
a result as JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from functools import partial
from typing import NamedTuple, cast

import uvloop


class Plan(NamedTuple):
    """What to send: one request for each client, again and again for so many seconds."""

    host: str
    port: int
    requests: list[str]
    seconds: float
    status: int


class Result(NamedTuple):
    """Answers with the expected status a second, others, and the wait for an answer in milliseconds."""

    rate: float
    wrong: int
    p50: float
    p99: float


class _Client(asyncio.Protocol):
    def __init__(self, plan: Plan, request: str, until: float) -> None:
        self.request = request.encode()
        self.good = f"HTTP/1.1 {plan.status} ".encode()
        self.until = until
        self.waits: list[float] = []
        self.wrong = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._parts: list[bytes] = []
        self._missing = 0
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transport is one by its methods alone.
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self._parts.append(data)
        self._missing -= len(data)
        if self._missing > 0:
            return
        answer = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        head, found, body = answer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            self._parts = [answer]
            self._missing = _length(head) - len(body) if found else 0
            return
        now = time.perf_counter()
        if answer.startswith(self.good):
            self.waits.append(now - self._sent)
        else:
            self.wrong += 1
        self._parts, self._missing = [], 0
        if now < self.until:
            self._send()
        else:
            self._transport.close()
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))


def _same(client: _Client) -> _Client:
    return client


def _length(head: bytes) -> int:
    at = head.lower().index(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0])


async def _run(plan: Plan) -> Result:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    clients = [_Client(plan, request, began + plan.seconds) for request in plan.requests]
    for client in clients:
        await loop.create_connection(partial(_same, client), plan.host, plan.port)
    await asyncio.gather(*(client.done for client in clients))
    took = time.perf_counter() - began
    waits = sorted(wait for client in clients for wait in client.waits)
    return Result(
        rate=len(waits) / took,
        wrong=sum(client.wrong for client in clients),
        p50=waits[len(waits) // 2] * 1000,
        p99=waits[len(waits) * 99 // 100] * 1000,
    )


def loaded(plan: Plan) -> Result:
    """Carry out a plan in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(plan._asdict()),
        capture_output=True,
        text=True,
        check=True,
        timeout=plan.seconds + 30,
    )
    return Result(**json.loads(done.stdout))


if __name__ == "__main__":
    uvloop.install()
    print(json.dumps(asyncio.run(_run(Plan(**json.load(sys.stdin))))._asdict()))
