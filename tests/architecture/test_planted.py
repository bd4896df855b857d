"""What must not come into the product, planted in a copy of it, is refused by its name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PARTS = ("src", "tests", "docs", "benchmarks", "frontend")
FILES = ("pyproject.toml",)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules")
PATIENCE = 240
ROUTE = '''

@router.get("/{goal_id}/peek", fails=(NoSuchGoal,))
async def peek(call: CallDep, goal_id: RowId) -> Response:
    """Show a title to whoever asks."""

    def found(reading: Reading) -> Reply:
        row = reading.first(PEEK, goal_id=goal_id)
        if row is None:
            raise NoSuchGoal()
        return ok({"title": row.title})

    return await call.read(found)


class Peeked(NamedTuple):
    """A row of one title."""

    title: str


PEEK = statement("goals.peek", Peeked, "SELECT title FROM goals WHERE id = :goal_id")
'''
IMPORTS = """
from typing import NamedTuple
from milepost.kernel.statements import statement
"""
TABLE = """
CREATE TABLE diaries (user_id UUID NOT NULL, id UUID NOT NULL, PRIMARY KEY (user_id, id),
CONSTRAINT fk_diaries_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
"""
ERROR = '''

class NobodyWroteItDown(Conflict):
    """Nobody wrote this down."""

    code = "goals.nobody-wrote-it-down"
'''


class Copy:
    """A copy of the repository, to plant something in and run its own checks over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in PARTS:
            shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
        for file in FILES:
            shutil.copy(ROOT / file, folder / file)

    def plant(self, path: str, text: str) -> None:
        """Add this to the end of a file, which need not be there."""
        file = self.folder / path
        file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + text, encoding="utf-8")

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run a program of the environment over the copy."""
        return subprocess.run(
            [str(Path(sys.executable).parent / command[0]), *command[1:]],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder / "src"), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def tests(self, *chosen: str) -> "subprocess.CompletedProcess[str]":
        """Run some of its tests."""
        return self.run("pytest", "-q", "--tb=short", *chosen)


@pytest.fixture
def copied(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_what_is_not_planted_is_not_refused(copied: Copy) -> None:
    assert copied.run("lint-imports").returncode == 0


@pytest.mark.parametrize(
    ("path", "imported", "named"),
    [
        ("misc.py", "", "milepost.misc"),
        ("diaries/__init__.py", "", "milepost.diaries"),
        ("kernel/ids.py", "goals.errors", "milepost.kernel.ids -> milepost.goals.errors"),
        ("accounts/rules.py", "goals.schemas", "milepost.accounts.rules -> milepost.goals.schemas"),
        ("goals/rules/shape.py", "kernel.work", "milepost.goals.rules.shape -> milepost.kernel.work"),
        (
            "entrypoints/web/app.py",
            "entrypoints.cli.app",
            "entrypoints.web.app -> milepost.entrypoints.cli.app",
        ),
    ],
)
def test_a_module_without_its_floor_is_refused_by_its_name(
    copied: Copy, path: str, imported: str, named: str
) -> None:
    (copied.folder / "src/milepost" / path).parent.mkdir(exist_ok=True)
    copied.plant(f"src/milepost/{path}", f"import milepost.{imported}\n" if imported else '"""Whatever."""\n')
    refused = copied.run("lint-imports")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert named in refused.stdout


@pytest.mark.prove
def test_a_file_named_for_nothing_is_refused_by_its_name(copied: Copy) -> None:
    copied.plant("src/milepost/goals/utils.py", '"""Whatever."""\n')
    refused = copied.tests("tests/architecture/test_sizes_and_names.py")
    assert refused.returncode == 1
    assert "src/milepost/goals/utils.py" in refused.stdout


@pytest.mark.prove
def test_an_error_that_is_not_documented_is_refused_by_its_name(copied: Copy) -> None:
    copied.plant("src/milepost/goals/errors.py", ERROR)
    refused = copied.tests("tests/architecture/test_errors_documented.py")
    assert refused.returncode == 1
    assert "milepost.goals.errors.NobodyWroteItDown (goals.nobody-wrote-it-down)" in refused.stdout


@pytest.mark.prove
def test_a_table_without_a_policy_is_refused_by_its_name(copied: Copy) -> None:
    folder = copied.folder / "src/milepost/migrations/versions"
    (first,) = (each.relative_to(copied.folder) for each in folder.glob("0001_*.postgresql.sql"))
    copied.plant(str(first), TABLE)
    copied.plant("src/milepost/goals/models.py", '\ndiaries = owned("diaries", area="record")\n')
    refused = copied.tests("tests/architecture/test_catalogue.py", "-k", "second_lock")
    assert refused.returncode == 1
    assert "test_a_table_on_postgresql_is_behind_the_second_lock[diaries]" in refused.stdout
    assert "is open: row-level security is not enabled and forced" in refused.stdout


@pytest.mark.prove
def test_a_route_past_the_owner_is_refused_by_its_name(copied: Copy) -> None:
    copied.plant("src/milepost/entrypoints/api/goals.py", IMPORTS + ROUTE)
    refused = copied.tests("tests/architecture/test_strangers_at_routes.py", "-k", "peek and sqlite")
    assert refused.returncode == 1
    assert "GET /api/v1/goals/{goal_id}/peek by cookie, in path: tells goals.title" in refused.stdout
    statements = copied.tests("tests/architecture/test_statements.py")
    assert statements.returncode == 1 and "goals.peek" in statements.stdout
