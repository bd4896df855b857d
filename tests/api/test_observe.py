"""What is seen of requests: log lines, figures, ids, and the headers of every answer."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient
from structlog.typing import EventDict

from milepost import bootstrap
from milepost.entrypoints.api.app import api
from milepost.entrypoints.api.metrics import Metrics
from milepost.entrypoints.api.observe import Observed
from milepost.entrypoints.api.routers import ROUTERS
from milepost.kernel.settings import Settings
from milepost.kernel.work import App
from tests.api.conftest import Person
from tests.api.scratch import GOALS, PLACE, goal, path_of, scratch


def lines(logs: list[EventDict]) -> list[EventDict]:
    return [line for line in logs if line["event"] == "request"]


def test_one_line_tells_of_a_request_and_nothing_of_what_was_in_it(
    caller: TestClient, alice: Person, logs: list[EventDict]
) -> None:
    caller.post(f"{GOALS}?secret=hidden", json=goal("Hidden"), headers=alice.bearer)
    caller.get(path_of(uuid4()), headers=alice.bearer)
    first, second = lines(logs)
    ms, request_id = first.pop("ms"), first.pop("request_id")
    assert 0 < ms < 60_000
    assert len(request_id) == 16
    assert first == {
        "event": "request",
        "log_level": "info",
        "method": "POST",
        "route": GOALS,
        "status": 422,
    }
    assert (second["route"], second["status"]) == (f"{GOALS}/{{goal_id}}", 404)
    assert "idden" not in json.dumps([first, second])


def test_what_fits_no_route_is_counted_under_one_name(caller: TestClient, logs: list[EventDict]) -> None:
    for path in ("/api/v1/nothing", "/x", f"{GOALS}/a/b/c"):
        caller.get(path)
    assert {line["route"] for line in lines(logs)} == {"unmatched"}
    caller.put(GOALS)
    assert lines(logs)[-1] == {**lines(logs)[-1], "route": GOALS, "status": 405, "method": "PUT"}


def test_an_id_that_is_given_is_kept_and_one_is_made_otherwise(caller: TestClient) -> None:
    given = caller.get("/healthz", headers={"X-Request-ID": "from-the-proxy:1"})
    assert given.headers["x-request-id"] == "from-the-proxy:1"
    refused = ("", "a b", "x" * 129)
    made = {caller.get("/healthz", headers={"X-Request-ID": bad}).headers["x-request-id"] for bad in refused}
    assert len(made) == 3
    assert all(len(each) == 16 for each in made)


def test_a_fault_of_ours_can_be_found_in_the_log_by_the_id_of_the_answer(
    caller: TestClient, alice: Person, logs: list[EventDict]
) -> None:
    answer = caller.get(f"{PLACE}/broken", headers=alice.bearer)
    (broken,) = [line for line in logs if line["event"] == "broken"]
    assert broken["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("path", [GOALS, "/healthz", "/metrics", "/nothing", f"{PLACE}/broken"])
def test_every_answer_carries_the_headers_that_guard_a_browser(
    caller: TestClient, alice: Person, path: str
) -> None:
    headers = caller.get(path, headers=alice.bearer).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert len(headers.get_list("content-security-policy")) == 1


def test_figures_count_by_route_method_and_status(caller: TestClient, alice: Person) -> None:
    for _ in range(3):
        caller.get(path_of(uuid4()), headers=alice.bearer)
    caller.request("BREW", GOALS)
    answer = caller.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    figures = answer.text
    route = f'route="{GOALS}/{{goal_id}}"'
    assert f'milepost_requests_total{{method="GET",{route},status="404"}} 3.0' in figures
    assert f'milepost_request_seconds_count{{method="GET",{route}}} 3.0' in figures
    assert f'milepost_requests_total{{method="other",route="{GOALS}",status="405"}} 1.0' in figures
    assert "BREW" not in figures


def test_an_application_that_breaks_before_it_answers_is_told_as_a_problem(logs: list[EventDict]) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("inside")

    answer = TestClient(Observed(breaks, Metrics())).get("/")
    assert (answer.status_code, answer.json()["code"]) == (500, "request.failed")
    assert "inside" not in answer.text
    assert lines(logs)[0]["status"] == 500


def test_alive_and_ready_are_told(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_database_without_the_schema_is_not_ready_but_the_server_is_alive(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    product = bootstrap.app(settings)
    client = TestClient(api(product, settings, ROUTERS))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
    assert client.get("/healthz").status_code == 200
    product.database.close()
    assert client.get("/readyz").status_code == 503


def test_behind_a_trusted_proxy_the_address_is_the_clients_own(app: App, settings: Settings) -> None:
    def address(trusted: str, forwarded: str) -> str:
        served = api(app, settings.model_copy(update={"trusted_proxies": trusted}), [scratch(True)])
        client = TestClient(served, client=("10.0.0.7", 1234))
        answer = client.post(f"{PLACE}/guest", json={}, headers={"X-Forwarded-For": forwarded})
        found: str = answer.json()["address"]
        return found

    assert address("", "203.0.113.9") == "10.0.0.7"
    assert address("192.168.0.0/16", "203.0.113.9") == "10.0.0.7"
    assert address("10.0.0.0/8, 192.168.0.1", "198.51.100.1, 203.0.113.9, 192.168.0.1") == "203.0.113.9"
