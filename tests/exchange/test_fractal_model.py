"""What a fractal file becomes is what a slow, separate walk finds, on files with every fault."""

from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from milepost.exchange import ids
from milepost.exchange.fractal.importer import FORMAT
from milepost.goals.rules.levels import LEVELS
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.exchange.fractal_files import big, grown
from tests.exchange.fractal_walk import Expected, walk
from tests.exchange.importing import bring, written


def key(name: str) -> str:
    return f"path:{name}" if name.startswith("/") else f"id:{name}"


def found(app: App, settings: Settings, who: Known, expected: Expected) -> Expected:
    """What is there, by the ids of the file."""
    names: dict[UUID, str] = {}
    for kind, given in (("goals", expected.goals), ("practice_sessions", expected.sessions)):
        digests = {ids.mapped(FORMAT, kind, key(name)): name for name in given}
        came = app.read_now(who, partial(ids.known, digests=list(digests)))
        names |= {row_id: digests[digest] for digest, row_id in came.items()}
    with rows(settings) as there:
        kept = there.everything_of(who.user_id)
    assert len(kept["goals"]) + len(kept["practice_sessions"]) == len(names)
    goals = {names[row["id"]]: row for row in kept["goals"]}
    sessions = {names[row["id"]]: row for row in kept["practice_sessions"]}
    for row in goals.values():
        assert (row["status"] == "completed") == (row["completion_source"] == "import")
    uppers = {name: row["parent_goal_id"] or row["practice_session_id"] for name, row in goals.items()}
    completed = {name for name, row in goals.items() if row["status"] == "completed"}
    links = kept["practice_session_goals"]
    return Expected(
        {name: None if row["level"] is None else LEVELS.index(row["level"]) for name, row in goals.items()},
        {(name, names[upper]) for name, upper in uppers.items() if upper is not None},
        set(sessions),
        {(names[each["practice_session_id"]], names[each["goal_id"]]) for each in links},
        completed | {name for name, row in sessions.items() if row["completed"]},
    )


def hold(app: App, settings: Settings, who: Known, folder: Path, seed: int) -> None:
    document = grown(seed, 100 + seed)
    path = written(folder, document)
    expected = walk(document)
    outcome = bring(app, who, "fractal", path)
    assert outcome.status == "done", (seed, outcome.report)
    assert found(app, settings, who, expected) == expected, seed
    again = bring(app, who, "fractal", path)
    assert again.report["created"] == {} and not again.report["written"], seed


@pytest.mark.parametrize("seed", range(6))
def test_a_file_with_every_fault_becomes_what_a_slow_walk_finds(
    app: App, settings: Settings, cast: Cast, tmp_path: Path, seed: int
) -> None:
    hold(app, settings, cast.alice, tmp_path, seed)


def test_a_large_file_without_a_fault_becomes_what_a_slow_walk_finds(
    app: App, settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    document = big(800)
    expected = walk(document)
    outcome = bring(app, cast.alice, "fractal", written(tmp_path, document))
    assert outcome.report["repaired"] == outcome.report["refused"] == []
    assert found(app, settings, cast.alice, expected) == expected
    assert len(expected.links) == 2 * len(expected.sessions)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(100, 400))
def test_many_files_with_every_fault(
    app: App, settings: Settings, cast: Cast, tmp_path: Path, seed: int
) -> None:
    hold(app, settings, cast.alice, tmp_path, seed)
