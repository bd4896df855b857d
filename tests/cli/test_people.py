"""`milepost user` and `milepost token`: accounts from the operator's terminal."""

import re

import pytest
from starlette.testclient import TestClient

from milepost import bootstrap
from milepost.entrypoints.api.app import api
from milepost.entrypoints.api.routers import ROUTERS
from tests.cast import PASSWORD
from tests.cli.conftest import Terminal


class Api:
    """The API over the same data."""

    def __init__(self, terminal: Terminal) -> None:
        self._app = bootstrap.app(terminal.settings)
        self.client = TestClient(api(self._app, terminal.settings, ROUTERS))

    def __enter__(self) -> TestClient:
        return self.client

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self._app.database.close()


def test_an_account_is_made_and_its_owner_can_sign_in(terminal: Terminal) -> None:
    made = terminal(
        "user",
        "add",
        "Ann@Example.com",
        "--timezone",
        "Asia/Tokyo",
        "--password-stdin",
        stdin=f"{PASSWORD}\n",
    )
    assert (made.code, made.out, made.err) == (0, "Ann@Example.com has an account.\n", "")
    with Api(terminal) as client:
        answer = client.post("/api/v1/auth/login", json={"email": "ann@example.com", "password": PASSWORD})
    assert answer.status_code == 200
    assert (answer.json()["user"]["timezone"], answer.json()["user"]["is_admin"]) == ("Asia/Tokyo", False)


def test_a_password_is_asked_for_twice_and_not_shown(terminal: Terminal) -> None:
    made = terminal("user", "add", "ann@example.com", "--admin", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.code == 0 and PASSWORD not in made.out + made.err
    assert "admin" in terminal("user", "list").out


@pytest.mark.parametrize(
    ("arguments", "password", "code", "told"),
    [
        (["nonsense"], PASSWORD, 2, "email: "),
        (["ann@example.com"], "short", 2, "password: must have at least 8 characters."),
        (["ann@example.com"], "x" * 129, 2, "password: must have at most 128 characters."),
        (["ann@example.com", "--timezone", "Mars/Base"], PASSWORD, 2, "timezone: "),
        (["bob@example.com"], PASSWORD, 1, "An account with this e-mail address is there already"),
        (["BOB@example.com"], PASSWORD, 1, "An account with this e-mail address is there already"),
    ],
)
def test_an_account_that_cannot_be_made_is_refused_in_a_sentence(
    terminal: Terminal, arguments: list[str], password: str, code: int, told: str
) -> None:
    terminal.adds("bob@example.com")
    said = terminal("user", "add", *arguments, "--password-stdin", stdin=f"{password}\n")
    assert said.code == code and said.sentence.startswith(told)
    assert password not in said.err


def test_accounts_are_listed_with_zone_and_days(terminal: Terminal) -> None:
    for email in ("bob@example.com", "ann@example.com"):
        terminal.adds(email)
    listed = terminal("user", "list")
    lines = listed.out.splitlines()
    assert listed.code == 0 and len(lines) == 2
    for line in lines:
        assert re.fullmatch(r"(ann|bob)@example\.com  UTC  since \d{4}-\d\d-\d\d  seen never", line)


def test_a_link_sets_a_new_password_once(terminal: Terminal) -> None:
    terminal.adds("ann@example.com")
    printed = terminal(
        "user", "reset", "ann@example.com", env={"MILEPOST_PUBLIC_URL": "https://goals.example"}
    )
    place, _, secret = printed.out.strip().partition("?token=")
    assert (printed.code, place) == (0, "https://goals.example/new-password")
    with Api(terminal) as client:
        body = {"token": secret, "password": "quite another one"}
        assert [client.post("/api/v1/auth/reset", json=body).status_code for _ in range(2)] == [200, 422]
        signed_in = {"email": "ann@example.com", "password": "quite another one"}
        assert client.post("/api/v1/auth/login", json=signed_in).status_code == 200


@pytest.mark.parametrize(
    "command", [["user", "reset", "x@example.com"], ["token", "add", "x@example.com", "t"]]
)
def test_nobody_by_that_address_is_said_so(terminal: Terminal, command: list[str]) -> None:
    assert terminal(*command).sentence == "There is no account for x@example.com."


def test_a_token_is_printed_once_and_opens_what_its_scopes_say(terminal: Terminal) -> None:
    terminal.adds("ann@example.com")
    both, reader = (
        terminal("token", "add", "ann@example.com", name, *more)
        for name, more in (("phone", []), ("watch", ["--scope", "read", "--expires", "2999-01-31"]))
    )
    assert re.fullmatch(r"mpt_[A-Za-z0-9_-]{43}\n", both.out) and both.code == 0
    goal = {"title": "Read", "goal_type": "milestone"}
    with Api(terminal) as client:
        for said, status in ((both, 201), (reader, 403)):
            headers = {"Authorization": f"Bearer {said.out.strip()}"}
            assert client.get("/api/v1/goals", headers=headers).status_code == 200
            assert client.post("/api/v1/goals", json=goal, headers=headers).status_code == status


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--expires", "2020-01-01"], 1, "expires_at: must be in the future."),
        (["--scope", "admin"], 2, "scopes/0: must be read or write."),
    ],
)
def test_a_token_that_cannot_be_made_is_refused_in_a_sentence(
    terminal: Terminal, arguments: list[str], code: int, told: str
) -> None:
    terminal.adds("ann@example.com")
    said = terminal("token", "add", "ann@example.com", "phone", *arguments)
    assert (said.code, said.sentence.rstrip(".")) == (code, told.rstrip("."))


def test_all_accounts_are_for_the_owner_of_the_database_alone(terminal: Terminal) -> None:
    said = terminal("user", "list", env={"MILEPOST_OWNER_URL": None})
    if terminal.settings.database.startswith("sqlite"):
        assert said.code == 0
    else:
        assert said.sentence.startswith("MILEPOST_OWNER_URL: needed for this command on PostgreSQL")
