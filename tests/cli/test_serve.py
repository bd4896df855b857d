"""`milepost serve`: what it refuses, what it makes ready, what it tells of each request."""

import json
import re
import socket
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from milepost.kernel.settings import Settings
from tests.cli.conftest import Terminal
from tests.conftest import fresh_settings
from tests.instance import HOST, Instance, counter, posted
from tests.postgres import Roles, Server


@pytest.fixture
def idle(request: pytest.FixtureRequest, tmp_path: Path) -> Instance:
    """An instance on SQLite that is not served."""
    return Instance(fresh_settings("sqlite", request, tmp_path), tmp_path)


def test_more_than_one_process_on_sqlite_is_refused(idle: Instance) -> None:
    ended = idle.command("serve", "--workers", "2")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "milepost: SQLite has one writer, so it is served by one process; --workers needs PostgreSQL.\n"
    )


def test_a_wrong_setting_stops_the_start(idle: Instance) -> None:
    ended = idle.command("serve", env={"PORT": "abc"})
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "milepost: PORT: allowed: a whole number from 0 to 65535.\n"


@pytest.mark.parametrize(("host", "why"), [(HOST, "in use"), ("nowhere.invalid", "not known")])
def test_where_one_cannot_listen_is_told_in_a_sentence(idle: Instance, host: str, why: str) -> None:
    with socket.create_server((HOST, 0)) as taken:
        ended = idle.command("serve", "--host", host, "--port", str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert re.fullmatch(rf"milepost: HOST, PORT: cannot listen on {host}:\d+: .*{why}.*\n", ended.stderr)


def test_a_new_sqlite_instance_is_made_where_it_is_served(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path / "deep" / "data", register_limit="off")
    with Instance(chosen, tmp_path) as served:
        with served.sign_up() as caller:
            goal_id = counter(caller)
            assert posted(caller, f"/goals/{goal_id}/entries")["goal"]["current_value"] == "1.00"
        served.stop()
        served.start()
        assert (tmp_path / "deep" / "data" / "milepost.db").exists()
        assert served.command("doctor").stdout == "Nothing is wrong.\n"
    assert served.log.read_text().count("Milepost on http://127.0.0.1:") == 2


def test_an_empty_postgresql_is_made_ready_only_by_its_owner(
    postgres: Server, tmp_path: Path, worker_id: str
) -> None:
    name = postgres.create_database(f"served_empty_{worker_id}", owner=Roles().owner)
    app_url, owner_url = postgres.app_url(name), postgres.owner_url(name)
    alone = Settings(data_dir=tmp_path, database_url=app_url)
    assert Terminal(alone, tmp_path)("serve", "--port", "0").sentence.endswith("Run: milepost migrate")
    both = Settings(data_dir=tmp_path, database_url=app_url, owner_url=owner_url, register_limit="off")
    with Instance(both, tmp_path, workers=2) as served, served.sign_up() as caller:
        counter(caller)


def lines_of(instance: Instance, request_id: str) -> list[dict[str, Any]]:
    """The lines about a request; they are written when its answer has left."""
    until = time.monotonic() + 10
    while f'"{request_id}"' not in instance.log.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    lines = instance.log.read_text().splitlines()
    return [json.loads(line) for line in lines if f'"{request_id}"' in line]


def test_each_request_leaves_one_line_with_its_id(instance: Instance) -> None:
    with instance.sign_up() as caller:
        answer = caller.get("/goals", params={"q": "hidden"})
        given = caller.get("/goals/x", headers={"X-Request-ID": "from-the-proxy"})
    for each, status, route in (
        (answer, 200, "/api/v1/goals"),
        (given, 422, "/api/v1/goals/{goal_id}"),
    ):
        (line,) = lines_of(instance, each.headers["x-request-id"])
        assert (line["event"], line["method"], line["route"], line["status"]) == (
            "request",
            "GET",
            route,
            status,
        )
        assert line["ms"] > 0
    assert given.headers["x-request-id"] == "from-the-proxy"
    assert "hidden" not in instance.log.read_text()


def test_the_log_is_one_line_of_address_and_then_json(instance: Instance) -> None:
    with socket.create_connection((HOST, instance.port), timeout=10) as wire:
        wire.sendall(b"nonsense\r\n\r\n")
        wire.recv(100)
    assert "Invalid HTTP request received." in instance.log.read_text()
    first, *rest = instance.log.read_text().splitlines()
    assert first == f"Milepost on {instance.url}"
    assert rest and all(json.loads(line)["event"] for line in rest)


def test_it_says_whether_it_is_alive_and_ready_and_what_it_counted(instance: Instance) -> None:
    answers = {path: httpx2.get(f"{instance.url}/{path}") for path in ("healthz", "readyz", "metrics")}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert answers["healthz"].json() == {"status": "alive"}
    assert answers["readyz"].json() == {"status": "ready"}
    assert "milepost_requests_total" in answers["metrics"].text
