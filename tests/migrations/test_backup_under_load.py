"""A backup taken while many write: it comes back whole, and holds all that was answered before it began."""

from collections import Counter
from pathlib import Path

import pytest

from milepost.kernel.settings import Settings
from tests.api.writers import wait_for, writing
from tests.architecture.past_the_door import rows
from tests.conftest import fresh_settings
from tests.instance import Instance, counter


def test_it_restores_and_holds_what_was_answered_before(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    chosen: Settings = fresh_settings(engine, request, tmp_path)
    file = tmp_path / "backup.db"
    with Instance(chosen, tmp_path, workers=1 if engine == "sqlite" else 2) as instance:
        with instance.sign_up() as caller:
            token = caller.headers["authorization"].removeprefix("Bearer ")
            goals = [counter(caller) for _ in range(4)]
        with writing(instance, token, goals, 16) as writers:
            wait_for(writers, 200)
            before = {entry for each in writers for entry in list(each.acknowledged)}
            taken = instance.command("backup", str(file))
            assert taken.returncode == 0, taken.stderr
            wait_for(writers, len(before) + 50)
        assert not any(each.refused for each in writers)
        sent = {entry for each in writers for entry in each.acknowledged}
    elsewhere = Settings(data_dir=tmp_path / "elsewhere")
    restored = Instance(elsewhere, tmp_path)
    restored.env |= {"MILEPOST_DATABASE_URL": "", "MILEPOST_OWNER_URL": ""}
    back = restored.command("restore", str(file))
    assert back.returncode == 0, back.stderr
    assert taken.stdout.split()[0] == back.stdout.split()[0]
    checked = restored.command("doctor")
    assert (checked.returncode, checked.stdout) == (0, "Nothing is wrong.\n"), checked.stderr
    with rows(elsewhere) as there:
        kept = there.all("SELECT hex(id), hex(goal_id) FROM progress_entries")
        stored = there.all("SELECT hex(id), current_value FROM goals")
    ids = {each.lower() for each, _ in kept}
    assert {each.replace("-", "") for each in before} <= ids
    assert len(ids) <= len(sent) + 16
    # Each entry is of a hundredth.
    assert {goal: value for goal, value in stored if value} == Counter(goal for _, goal in kept)
