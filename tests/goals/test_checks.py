"""What doctor says about the stored values of goals, at rest and while people log."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import text

from milepost import bootstrap
from milepost.goals.actions import create_goal, log_progress
from milepost.goals.checks.values import values
from milepost.goals.queries import goal as goal_now
from milepost.goals.schemas import NewEntry, NewGoal
from milepost.kernel.checks import Finding
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known, Nobody, Reading, Work
from milepost.migrations import history
from tests.cast import Cast

LOOKS = 15
LOGGERS = 4
GOALS = 12


@pytest.fixture
def operator(settings: Settings) -> Iterator[App]:
    opened = bootstrap.operator(settings)
    yield opened
    opened.database.close()


def looked(operator: App, fix: bool) -> list[Finding]:
    def look(reading: Reading) -> list[Finding]:
        return list(values(reading, reading if isinstance(reading, Work) else None))

    return operator.write_now(Nobody(), look) if fix else operator.read_now(Nobody(), look)


def counters(app: App, owner: Known, count: int) -> list[UUID]:
    def made(work: Work) -> list[UUID]:
        new = (
            NewGoal(title=f"Pages {n}", goal_type="continuous_counter", unit="pages") for n in range(count)
        )
        return [create_goal(work, each).id for each in new]

    return app.write_now(owner, made)


def log(app: App, owner: Known, goal_id: UUID) -> int:
    """The goal's value after one more."""
    return app.write_now(owner, lambda work: log_progress(work, goal_id, NewEntry()).goal.current_value)


@contextmanager
def logging(app: App, owner: Known, goals: list[UUID]) -> Iterator[None]:
    stopping = threading.Event()

    def go_on(first: int) -> None:
        place = first
        while not stopping.is_set():
            log(app, owner, goals[place % len(goals)])
            place += 1

    with ThreadPoolExecutor(LOGGERS) as threads:
        logged = [threads.submit(go_on, first) for first in range(LOGGERS)]
        try:
            yield
        finally:
            stopping.set()
        for each in logged:
            each.result()


def spoil(settings: Settings, goal_id: UUID, assignment: str) -> None:
    """Change a stored value past the product, as a broken disk or a hand at the database would."""
    engine = history.engine(settings.owner_url or settings.database)
    with engine.begin() as connection:
        by_id = goal_id.bytes if connection.dialect.name == "sqlite" else goal_id
        connection.execute(text(f"UPDATE goals SET {assignment} WHERE id = :id"), {"id": by_id})
    engine.dispose()


@pytest.mark.parametrize(
    "assignment", ["current_value = 700", "last_seq = 0", "newest_entry_date = NULL", "start_value = 100"]
)
def test_a_stored_value_that_its_entries_do_not_make_is_found_and_mended(
    app: App, operator: App, settings: Settings, cast: Cast, assignment: str
) -> None:
    (goal_id,) = counters(app, cast.alice, 1)
    for _ in range(3):
        log(app, cast.alice, goal_id)
    spoil(settings, goal_id, assignment)

    assert [each.place for each in looked(operator, fix=False)] == [f"goals {goal_id}"]
    assert [each.mended for each in looked(operator, fix=True)] == [True]
    assert looked(operator, fix=False) == []

    mended = app.read_now(cast.alice, lambda reading: goal_now(reading, goal_id))
    assert mended.current_value == mended.start_value + 300
    assert (mended.last_seq, mended.newest_entry_date is None) == (3, False)
    assert log(app, cast.alice, goal_id) == mended.current_value + 100


def test_entries_beyond_the_limit_are_found_and_left_as_they_are(
    app: App, operator: App, settings: Settings, cast: Cast
) -> None:
    (goal_id,) = counters(app, cast.alice, 1)
    log(app, cast.alice, goal_id)
    spoil(settings, goal_id, "start_value = 9999999999")
    try:
        assert [(each.place, each.mended) for each in looked(operator, fix=True)] == [
            (f"goals {goal_id}", False)
        ]
    finally:
        spoil(settings, goal_id, "start_value = 0")


@pytest.mark.parametrize("fix", [False, True])
def test_numbers_on_their_way_are_no_drift_and_are_not_mended(
    app: App, operator: App, cast: Cast, fix: bool
) -> None:
    goals = counters(app, cast.alice, GOALS)
    with logging(app, cast.alice, goals):
        found = [finding for _ in range(LOOKS) for finding in looked(operator, fix)]
    assert found == []
    assert looked(operator, fix=False) == []
