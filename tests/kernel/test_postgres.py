"""PostgreSQL's side of a work: broken connections, deadlocks, waits, and who acts."""

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from structlog.testing import capture_logs

from milepost import bootstrap
from milepost.goals import actions, queries
from milepost.goals.schemas import NewEntry
from milepost.kernel.database import Busy
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.conftest import fresh_settings
from tests.goals.test_logging import goal
from tests.postgres import Server


@pytest.fixture
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An instance of this test's own."""
    return fresh_settings("postgresql", request, tmp_path)


@pytest.fixture
def alone(own: Settings) -> Iterator[App]:
    opened = bootstrap.app(own)
    yield opened
    opened.database.close()


def end_connections(postgres: Server, settings: Settings) -> None:
    """End every connection of the product, as a restart of the server does."""
    name = settings.database.rsplit("/", 1)[1]
    with psycopg.connect(postgres.url(), autocommit=True) as admin:
        admin.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = %s AND usename = 'milepost_app'""",
            [name],
        )


def log(app: App, who: Known, goal_id: UUID) -> int:
    return app.write_now(
        who, lambda work: actions.log_progress(work, goal_id, NewEntry(value=1))
    ).goal.current_value


def test_connections_that_broke_are_replaced_and_nothing_is_logged_twice(
    alone: App, own: Settings, postgres: Server
) -> None:
    cast = Cast(alone)
    made = goal(alone, cast.alice)
    for expected in (1_00, 2_00, 3_00):
        end_connections(postgres, own)
        assert log(alone, cast.alice, made.id) == expected
        end_connections(postgres, own)
        assert alone.read_now(cast.alice, lambda r: queries.goal(r, made.id)).current_value == expected


def test_who_acts_does_not_stay_on_a_pooled_connection(alone: App) -> None:
    cast = Cast(alone)
    made = goal(alone, cast.alice)
    log(alone, cast.alice, made.id)
    # Every pooled connection has served Alice; a work that enters nobody sees nobody's rows.
    for _ in range(20):
        seen = alone.database.read(lambda door: door.rows(queries._OPEN, {"owner": cast.alice.user_id}))
        assert seen.result(10) == []


def test_a_row_that_is_held_for_too_long_is_told_as_busy(alone: App, own: Settings) -> None:
    cast = Cast(alone)
    made = goal(alone, cast.alice)
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with psycopg.connect(own.owner_url) as other:
            other.execute("SELECT 1 FROM goals WHERE id = %s FOR UPDATE", [made.id])
            held.set()
            free.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(10)
        with pytest.raises(Busy), capture_logs() as lines:
            alone.write_now(cast.alice, lambda work: _impatient(work, made.id))
        assert [(line["event"], line["reason"]) for line in lines] == [
            ("database.out_of_reach", "LockNotAvailable")
        ]
    finally:
        free.set()
        thread.join()
    assert log(alone, cast.alice, made.id) == 1_00


def _impatient(work: object, goal_id: UUID) -> object:
    connection = work._door._connection  # type: ignore[attr-defined]
    connection.execute("SET LOCAL lock_timeout = '50ms'")
    return actions.log_progress(work, goal_id, NewEntry(value=1))  # type: ignore[arg-type]
