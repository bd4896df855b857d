"""A server process of the product for tests: started, killed, and started again on the same data."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx2

from milepost.kernel.settings import Settings, variable
from tests.cast import PASSWORD
from tests.postgres.guard import free_port

HOST = "127.0.0.1"
PROGRAM = str(Path(sys.executable).parent / "milepost")
START_SECONDS = 60.0
PATIENCE = 60.0
GIVEN = ("data_dir", "database_url", "owner_url", "register_limit", "sign_in_limit", "registration")


class NotServed(Exception):
    """The server did not come up."""


class Instance:
    """The data of one instance, the commands over them, and a server process while it runs."""

    def __init__(self, settings: Settings, folder: Path, workers: int = 1) -> None:
        self.settings = settings
        self.folder = folder
        self.workers = workers
        self.env = {variable(name): str(getattr(settings, name)) for name in GIVEN}
        self.log = folder / "server.log"
        self.port = 0
        self.started_in = 0.0
        """Seconds from the start of the process to its first answer."""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def engine(self) -> str:
        """The name of the database's engine."""
        return "sqlite" if self.settings.database.startswith("sqlite") else "postgresql"

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of the server."""
        assert self._process is not None
        return self._process.pid

    def start(self, *before: str, port: int = 0) -> None:
        """Serve, and wait for the first answer; `before` is a program that runs the server.

        It listens where nobody does, or at this port, where a browser waits for it.
        """
        self.port = port or free_port()
        command = [*before, PROGRAM, "serve", "--port", str(self.port), "--workers", str(self.workers)]
        began = time.perf_counter()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=os.environ | self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait(began)

    def _wait(self, began: float) -> None:
        assert self._process is not None
        while time.perf_counter() < began + START_SECONDS and self._process.poll() is None:
            try:
                httpx2.get(f"{self.url}/healthz", timeout=5)
            except httpx2.TransportError:
                time.sleep(0.01)
            else:
                self.started_in = time.perf_counter() - began
                return
        self.kill()
        raise NotServed(self.log.read_text())

    def kill(self) -> None:
        """End the server and all its processes with SIGKILL: nothing is finished, nothing is written."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end, as an operator does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise

    def command(
        self, *arguments: str, stdin: str = "", env: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the product over this instance's data."""
        return subprocess.run(
            [PROGRAM, *arguments],
            cwd=self.folder,
            env=os.environ | self.env | (env or {}),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def client(self, token: str | None = None) -> httpx2.Client:
        """Somebody who calls the API over the network, by a token or signed out."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return httpx2.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=PATIENCE)

    def sign_up(self, timezone: str = "UTC") -> httpx2.Client:
        """A new person, signed in."""
        email = f"{uuid4().hex[:12]}@example.com"
        with self.client() as guest:
            made = guest.post(
                "/auth/register", json={"email": email, "password": PASSWORD, "timezone": timezone}
            )
        assert made.status_code == 201, made.text
        return self.client(made.json()["token"])


def posted(caller: httpx2.Client, path: str, **body: Any) -> Any:
    """What a POST made."""
    answer = caller.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def counter(caller: httpx2.Client, title: str | None = None) -> str:
    """The id of a new counter, under a title of its own where none is given."""
    named = title or uuid4().hex
    made: str = posted(caller, "/goals", title=named, goal_type="continuous_counter", unit="pages")["id"]
    return made


def everything(caller: httpx2.Client, path: str, limit: int = 200) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        answer = caller.get(path, params={"limit": limit} | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return found
