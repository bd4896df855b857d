"""No secret that was ever told or given stands in the database, its files or the log, in any writing."""

import base64
import re
import sqlite3
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from milepost import bootstrap
from milepost.kernel.schema import metadata
from tests.instance import Instance, posted
from tests.postgres import Server

FIRST, SECOND, THIRD = (f"{word} horse battery {uuid4().hex}" for word in ("correct", "another", "third"))
EMAIL = f"{uuid4().hex[:12]}@example.com"


def cells(instance: Instance, request: pytest.FixtureRequest) -> Iterator[bytes]:
    """Every value of every table, as bytes; read as the superuser on PostgreSQL."""
    for table in metadata.tables:
        for row in rows(instance, table, request):
            for value in row:
                yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def rows(instance: Instance, table: str, request: pytest.FixtureRequest) -> list[tuple[object, ...]]:
    path = bootstrap.sqlite_path(instance.settings.database)
    if path is not None:
        with sqlite3.connect(path) as lite:
            return lite.execute(f'SELECT * FROM "{table}"').fetchall()
    server: Server = request.getfixturevalue("postgres")
    name = urlsplit(instance.settings.database).path.removeprefix("/")
    with psycopg.connect(server.url(name)) as connection:
        return connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))).fetchall()


def files(instance: Instance) -> Iterator[bytes]:
    """What stands in the folder: the log, and SQLite's files as they are."""
    for path in instance.folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def writings(secret: str) -> set[bytes]:
    """A secret as it is, in hex, in base64, and the random bytes that it was made from."""
    raw = secret.encode()
    found = {raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")}
    if re.fullmatch(r"mp[str]_.{43}", secret):
        bits = base64.urlsafe_b64decode(secret[4:] + "=")
        found |= {bits, bits.hex().encode(), base64.b64encode(bits).rstrip(b"="), secret[4:].encode()}
    return found


def link_printed(instance: Instance) -> str:
    """The secret in the link that the operator's command prints."""
    return instance.command("user", "reset", EMAIL).stdout.strip().partition("token=")[2]


def secrets_of_a_life(instance: Instance) -> list[str]:
    """Sign up, make a token, change the password, ask for a link, set a password by another."""
    with instance.client() as guest:
        session = posted(guest, "/auth/register", email=EMAIL, password=FIRST)["token"]
        with instance.client(session) as alice:
            token = posted(alice, "/me/tokens", name="phone")["token"]
            assert alice.post("/me/password", json={"current": FIRST, "new": SECOND}).status_code == 204
        guest.post("/auth/login", json={"email": EMAIL, "password": FIRST + "!"})
        guest.post("/auth/reset", json={"email": EMAIL})
        first, second = (link_printed(instance) for _ in range(2))
        set_anew = guest.post("/auth/reset", json={"token": second, "password": THIRD})
        assert set_anew.status_code == 200, set_anew.text
        newest = set_anew.json()["token"]
        waiting = link_printed(instance)
        terminal = instance.command("token", "add", EMAIL, "terminal").stdout.strip()
        guest.get("/goals", params={"token": newest}, headers={"Cookie": f"milepost_session={newest}"})
    with instance.client(newest) as alice:
        posted(alice, "/goals", title=EMAIL, goal_type="milestone")
    return [FIRST, SECOND, THIRD, FIRST + "!", session, token, first, second, newest, waiting, terminal]


def test_no_secret_stands_in_clear_anywhere(instance: Instance, request: pytest.FixtureRequest) -> None:
    known = secrets_of_a_life(instance)
    assert all(len(secret) > 40 for secret in known)
    kept = [*cells(instance, request), *files(instance)]
    assert sum(EMAIL.encode() in each for each in kept) >= 3, "looked in the right place"
    for number, secret in enumerate(known):
        for writing in writings(secret):
            assert not any(writing in each for each in kept), f"secret {number}: {writing!r}"
