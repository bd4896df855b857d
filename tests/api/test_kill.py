"""What was acknowledged before the server or its database was killed under load is there, and there once."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import psycopg
import pytest

from milepost.kernel.settings import Settings
from tests.api.writers import Ledger, wait_for, writing
from tests.conftest import fresh_settings
from tests.instance import PATIENCE, Instance, counter
from tests.postgres import Cluster, Roles, Server

WRITERS = 32
GOALS = 4
Ending = Callable[[Instance], None]


def survived(instance: Instance, end: Ending, rounds: int) -> None:
    """End the server under load as told, so many times, and look each time what is there."""
    with instance:
        with instance.sign_up() as caller:
            token = caller.headers["authorization"].removeprefix("Bearer ")
            goals = [counter(caller) for _ in range(GOALS)]
        ledger = Ledger(goals)
        for _ in range(rounds):
            with writing(instance, token, goals, WRITERS) as writers:
                wait_for(writers, random.randrange(100, 500))
                end(instance)
            ledger.take_in(writers)
            with instance.client(token) as caller:
                ledger.hold(caller)
                written = ledger.settle(caller)
                ledger.hold(caller)
            checked = instance.command("doctor")
            assert (checked.returncode, checked.stdout) == (0, "Nothing is wrong.\n"), checked.stderr
            print(f"{ledger.count} acknowledged; of those never answered {written} were written")


def killed_and_started_again(instance: Instance) -> None:
    instance.kill()
    instance.start()


def stopped_and_started_again(instance: Instance) -> None:
    instance.stop()
    instance.start()


@pytest.fixture
def own(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Instance:
    chosen: Settings = fresh_settings(engine, request, tmp_path)
    return Instance(chosen, tmp_path, workers=1 if engine == "sqlite" else 2)


def test_a_server_killed_under_load_has_kept_what_it_acknowledged(own: Instance) -> None:
    survived(own, killed_and_started_again, rounds=1)


def test_a_server_stopped_under_load_has_kept_what_it_acknowledged(own: Instance) -> None:
    survived(own, stopped_and_started_again, rounds=1)


@pytest.mark.prove
def test_a_server_killed_three_times_under_load_has_kept_what_it_acknowledged(own: Instance) -> None:
    survived(own, killed_and_started_again, rounds=3)


def a_session_of_the_server_killed(server: Server) -> Ending:
    """Kill one session of PostgreSQL: it then ends all others, and recovers from its log as after a crash."""

    def end(instance: Instance) -> None:
        database = urlsplit(instance.settings.database).path.removeprefix("/")
        with psycopg.connect(server.url()) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s ORDER BY state_change DESC LIMIT 1",
                [database],
            ).fetchone()
        assert found is not None
        os.kill(found[0], signal.SIGKILL)
        wait_until_ready(instance)

    return end


def wait_until_ready(instance: Instance) -> None:
    until = time.monotonic() + PATIENCE
    time.sleep(0.5)
    while httpx2.get(f"{instance.url}/readyz").status_code != 200:
        assert time.monotonic() < until, "not ready again"
        time.sleep(0.05)


@pytest.mark.prove
def test_what_was_acknowledged_outlives_a_crash_of_postgresql_and_the_server_goes_on(tmp_path: Path) -> None:
    with Cluster(durable=True) as server:
        server.make_roles()
        name = server.create_database("crashing", owner=Roles().owner)
        chosen = Settings(
            data_dir=tmp_path,
            database_url=server.app_url(name),
            owner_url=server.owner_url(name),
            register_limit="off",
        )
        survived(Instance(chosen, tmp_path, workers=2), a_session_of_the_server_killed(server), rounds=3)
