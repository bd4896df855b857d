"""Commands against an instance elsewhere, by `MILEPOST_URL` and `MILEPOST_TOKEN`."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import IO, Any, NamedTuple
from uuid import UUID

import httpx2

from milepost.entrypoints.cli.matching import Candidate, Logged, one_of
from milepost.entrypoints.cli.terminal import Stop

SECONDS = 30
TO_SEND = 600
"""Seconds for a large file."""
PAUSE = 0.25
OPEN = ("active", "paused")


def is_set() -> bool:
    """Whether commands go to an instance elsewhere."""
    return bool(os.environ.get("MILEPOST_URL"))


class Server(NamedTuple):
    """An instance that is asked, and the token to do so."""

    address: str
    token: str

    @contextmanager
    def client(self) -> Iterator[httpx2.Client]:
        """A client of its API.

        Raises:
            Stop: if it cannot be reached.
        """
        base = self.address.rstrip("/") + "/api/v1"
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            with httpx2.Client(base_url=base, headers=headers, timeout=SECONDS) as client:
                yield client
        except (httpx2.HTTPError, httpx2.InvalidURL) as failed:
            raise Stop(f"{base} does not answer: {failed}") from failed


def here() -> Server:
    """The instance elsewhere.

    Raises:
        Stop: if there is no token for it.
    """
    token = os.environ.get("MILEPOST_TOKEN")
    if not token:
        raise Stop("MILEPOST_TOKEN: needed with MILEPOST_URL, an API token of that instance.")
    return Server(os.environ["MILEPOST_URL"], token)


def log(goal: str, entry: dict[str, str]) -> Logged:
    """Log progress there.

    Raises:
        Stop: if that instance refuses, or cannot be reached.
    """
    with here().client() as client:
        goal_id = one_of(goal, _open_goals(client))
        after = _answer(client.post(f"/goals/{goal_id}/entries", json=entry))["goal"]
        return Logged(after, _answer(client.get(f"/goals/{goal_id}/progress"))["value"])


def bring(
    server: Server, fields: dict[str, str], file: IO[bytes], tell: Callable[[int, int], None]
) -> dict[str, Any]:
    """Import a file there, and wait for it; its report.

    Raises:
        Stop: if that instance refuses, or cannot be reached.
    """
    with server.client() as client:
        files = {"file": ("file", file, "application/octet-stream")}
        begun = _answer(client.post("/imports", data=fields, files=files, timeout=TO_SEND))
        while True:
            found = _answer(client.get(f"/imports/{begun['id']}"))
            tell(found["done"], found["total"])
            if found["status"] != "running":
                report: dict[str, Any] = found["report"]
                return report
            sleep(PAUSE)


def _open_goals(client: httpx2.Client) -> list[Candidate]:
    found: list[Candidate] = []
    cursor: str | None = None
    while True:
        page = _answer(client.get("/goals", params={"limit": 200} | ({"cursor": cursor} if cursor else {})))
        found += [
            Candidate(UUID(each["id"]), each["title"]) for each in page["items"] if each["status"] in OPEN
        ]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def _answer(response: httpx2.Response) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = response.json()
    except ValueError as other:
        raise Stop(f"{response.url} is no Milepost: it answers {response.status_code}.") from other
    if response.is_error:
        faults = [f"{each['pointer']} {each['detail']}" for each in answer.get("errors", ())]
        raise Stop("; ".join(faults) or answer.get("detail") or answer["title"])
    return answer
