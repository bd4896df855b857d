"""`DELETE /me`: who knows the password, and comes in person, closes their account."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.api.conftest import bearer
from tests.api.scratch import problem
from tests.cast import PASSWORD
from tests.instance import Instance, counter, posted


@pytest.fixture
def alice(instance: Instance) -> Iterator[httpx2.Client]:
    with instance.sign_up() as caller:
        yield caller


def closed(caller: httpx2.Client, password: str, **more: Any) -> httpx2.Response:
    return caller.request("DELETE", "/me", json={"password": password}, **more)


def test_an_account_is_closed_with_all_that_was_told_of(alice: httpx2.Client) -> None:
    goal_id = counter(alice)
    posted(alice, f"/goals/{goal_id}/entries")
    token = posted(alice, "/me/tokens", name="phone")["token"]
    told = alice.get("/me/deletion")
    assert told.json() == {
        "deletes": {"goals": 1, "entries": 1, "sessions": 1, "tokens": 1},
        "unlinks": {},
    }
    address = alice.get("/me").json()["email"]
    problem(closed(alice, "not the password"), 403, "accounts.wrong-password")
    problem(closed(alice, PASSWORD, headers=bearer(token)), 403, "auth.session-needed")
    assert alice.get("/me").status_code == 200
    assert closed(alice, PASSWORD).status_code == 204
    problem(alice.get("/me"), 401, "auth.signed-out")
    problem(alice.get("/me", headers=bearer(token)), 401, "auth.signed-out")
    login = {"email": address, "password": PASSWORD}
    problem(alice.post("/auth/login", json=login), 401, "auth.wrong-credentials")


def test_an_export_holds_what_was_made(alice: httpx2.Client) -> None:
    goal_id = counter(alice)
    found = alice.get("/me/export").json()
    assert [each["id"] for each in found["tables"]["goals"]] == [goal_id]
    assert found["profile"] == alice.get("/me").json()
