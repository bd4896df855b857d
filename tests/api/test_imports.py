"""`/imports`: a file by a form, in one's own record, while others go on."""

import json
from io import BytesIO
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from milepost.bootstrap import FORMATS
from milepost.entrypoints.api import upload
from milepost.exchange.errand import Errand
from milepost.exchange.importing import begin_import, carry_out
from milepost.exchange.schemas import NewImport
from milepost.kernel.work import App
from tests.api.conftest import Person, bearer
from tests.exchange.homes import node

NAMELESS = b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"
PLACE = "/api/v1/imports"
TREE = [node("A", "UltimateGoal", node("B", "LongTermGoal"))]


class Sender:
    """Somebody who sends files."""

    def __init__(self, client: TestClient, person: Person) -> None:
        self.client = client
        self.headers = bearer(person.token)

    def send(self, document: Any, key: str = "", **fields: str) -> Any:
        raw = document if isinstance(document, bytes) else json.dumps(document).encode()
        data = {"format": "fractal", **fields}
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(PLACE, data=data, files={"file": raw}, headers=headers)

    def ended(self, answer: Any) -> dict[str, Any]:
        """How the import ended that this answer began."""
        assert answer.status_code == 202, answer.text
        until = monotonic() + 30
        while monotonic() < until:
            found: dict[str, Any] = self.client.get(answer.headers["location"], headers=self.headers).json()
            assert set(found) == {"id", "status", "done", "total", "report"}
            if found["status"] != "running":
                return found
            assert found["report"] is None
            sleep(0.02)
        raise AssertionError("the import does not end")

    def goals(self) -> set[str]:
        found = self.client.get("/api/v1/goals", headers=self.headers).json()["items"]
        return {each["title"] for each in found}


@pytest.fixture
def sender(client: TestClient, alice: Person) -> Sender:
    return Sender(client, alice)


def test_a_file_comes_in_and_its_report_is_where_the_answer_says(sender: Sender) -> None:
    dry = sender.ended(sender.send(TREE, dry_run="true"))
    assert dry["report"]["created"] == {"goals": 2} and not dry["report"]["written"] and not sender.goals()
    found = sender.ended(sender.send(TREE))
    assert (found["status"], found["done"], found["total"]) == ("done", 2, 2)
    assert found["report"]["written"] and sender.goals() == {"A", "B"}


def test_a_file_refused_whole_is_no_failure_of_the_request(sender: Sender) -> None:
    found = sender.ended(sender.send(b'[{"name": "x"'))
    assert found["status"] == "refused"
    assert found["report"] == {
        "written": False,
        "error": {"detail": "The file ends before it is whole.", "line": 1, "column": 14},
    }


def test_the_same_key_and_file_is_one_import(sender: Sender) -> None:
    key = uuid4().hex
    first = sender.send(TREE, key)
    sender.ended(first)
    again = sender.send(TREE, key)
    assert (again.status_code, again.json()) == (202, first.json())
    assert sender.send([node("C")], key).json()["code"] == "request.key-reused"
    assert sender.goals() == {"A", "B"}


def test_entries_go_into_the_goal_that_is_named(sender: Sender) -> None:
    body = {"title": "Run", "goal_type": "continuous_counter", "unit": "km"}
    goal_id = sender.client.post("/api/v1/goals", json=body, headers=sender.headers).json()["id"]
    found = sender.ended(sender.send(b"2026-01-01,5\n", format="entries-csv", goal_id=goal_id))
    assert found["report"]["created"] == {"entries": 1}
    after = sender.client.get(f"/api/v1/goals/{goal_id}", headers=sender.headers).json()
    assert after["current_value"] == "5.00"
    unknown = sender.send(b"2026-01-01,5\n", format="entries-csv", goal_id=str(uuid4()))
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (404, "/goal_id")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"format": "csv"}, "/format"),
        ({"dry_run": "yes"}, "/dry_run"),
        ({"format": "entries-csv"}, "/goal_id"),
        ({"goal_id": "5"}, "/goal_id"),
        ({"goal_id": str(uuid4())}, "/goal_id"),
        ({"mood": "good"}, "/mood"),
        ({"format": "fractal\0"}, "/format"),
    ],
)
def test_a_wrong_field_is_pointed_at(sender: Sender, fields: dict[str, str], pointer: str) -> None:
    answer = sender.send(TREE, **fields)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not sender.goals()


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        ("application/json", b"{}", 415),
        ("text/plain", b"x", 415),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=b", b"nonsense", 400),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
            400,
        ),
        ("multipart/form-data; boundary=b", b"--b--\r\n", 422),
    ],
)
def test_what_is_no_form_with_a_file_is_refused(
    sender: Sender, kind: str, content: bytes, status: int
) -> None:
    answer = sender.client.post(PLACE, content=content, headers=sender.headers | {"Content-Type": kind})
    assert answer.status_code == status, answer.text


def test_two_files_or_a_field_for_a_file_are_refused(sender: Sender) -> None:
    twice = [("file", b"[]"), ("file", b"[]")]
    data = {"format": "fractal"}
    assert sender.client.post(PLACE, data=data, files=twice, headers=sender.headers).status_code == 400
    other = sender.client.post(PLACE, data=data, files={"other": b"[]"}, headers=sender.headers)
    assert [each["pointer"] for each in other.json()["errors"]] == ["/other", "/file"]


def test_a_file_beyond_the_limit_is_too_large(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "LIMIT", 1000)
    answer = sender.send(b"[" + b" " * 2000 + b"]")
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too-large")


def test_a_second_import_waits_its_turn(sender: Sender, app: App, alice: Person, charlie: Person) -> None:
    new = NewImport(format="fractal")
    import_id = app.write_now(alice.known, lambda work: begin_import(work, new))
    refused = sender.send(TREE)
    assert (refused.status_code, refused.json()["code"]) == (409, "imports.running")
    other = Sender(sender.client, charlie)
    other.ended(other.send(TREE))
    carry_out(Errand(app, alice.known, import_id, new, BytesIO(b"[]")), FORMATS)
    sender.ended(sender.send(TREE))


def test_who_may_only_read_imports_nothing_and_sees_how_it_went(sender: Sender, alice: Person) -> None:
    reading = bearer(alice.reader)
    assert sender.client.post(PLACE, files={"file": b"[]"}, headers=reading).status_code == 403
    answer = sender.send(TREE)
    sender.ended(answer)
    assert sender.client.get(answer.headers["location"], headers=reading).status_code == 200
    assert sender.client.get(f"{PLACE}/{uuid4()}", headers=reading).json()["code"] == "imports.not-found"
