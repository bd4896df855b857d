"""A release after this one, made here with one migration more, moves an instance full of data."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import milepost
from milepost import bootstrap
from milepost.kernel.schema import metadata
from milepost.kernel.settings import Settings
from milepost.kernel.work import Known
from milepost.migrations.version import VERSION, LaterVersion
from tests.architecture.filled import fill
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.migrations.portrait import schema

NEXT = f"{int(VERSION) + 1:04}"
MIGRATION = f'''"""What the next release might do."""

from os import environ

from alembic import op

revision = "{NEXT}"
down_revision = "{VERSION}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make a table; then lose a row, or fail."""
    op.get_bind().exec_driver_sql("CREATE TABLE scratch (word TEXT)")
    if environ["SCRATCH"] == "loses":
        op.get_bind().exec_driver_sql("DELETE FROM progress_entries WHERE seq = 1")
    if environ["SCRATCH"] == "fails":
        op.get_bind().exec_driver_sql("UPDATE goals SET title = 'Halfway'")
        raise RuntimeError("halfway")
'''
PROGRAM = """
import json, os, sys
from milepost import bootstrap
from milepost.kernel.schema import metadata
from milepost.kernel.settings import Settings
from milepost.migrations import house

settings = Settings(**json.loads(sys.argv[1]))
for way, backed_up in json.loads(sys.argv[2]):
    os.environ["SCRATCH"] = way
    try:
        print(json.dumps(house.migrate(settings, backed_up), default=str))
    except Exception as failure:
        print(json.dumps(f"{type(failure).__name__}: {failure}"))
"""


class Release:
    """The product with one migration more, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        product = folder / "milepost"
        unneeded = shutil.ignore_patterns("__pycache__", "static", "templates")
        shutil.copytree(Path(milepost.__file__).parent, product, ignore=unneeded)
        (product / "migrations" / "versions" / f"{NEXT}_scratch.py").write_text(MIGRATION)
        version = product / "migrations" / "version.py"
        version.write_text(version.read_text().replace(f'"{VERSION}"', f'"{NEXT}"'))

    def migrates(self, settings: Settings, *ways: tuple[str, bool]) -> list[object]:
        """What each attempt to migrate answers or raises; `(way, whether it is said to be backed up)`."""
        given = {"data_dir": str(settings.data_dir), "database_url": settings.database}
        told = json.dumps({**given, "owner_url": settings.owner_url})
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, told, json.dumps(ways)],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(self._folder)},
        )
        return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(tmp_path_factory.mktemp("release"))


@pytest.fixture
def alice(migrated: Settings) -> Iterator[Known]:
    """Somebody with a row in every table of the instance."""
    app = bootstrap.app(migrated)
    person = Cast(app).alice
    fill(app, migrated, person)
    app.database.close()
    yield person


def kept(settings: Settings, person: Known) -> dict[str, list[dict[str, object]]]:
    with rows(settings) as there:
        return there.everything_of(person.user_id)


def row_count(settings: Settings) -> int:
    with rows(settings) as there:
        return sum(there.all(f"SELECT count(*) FROM {name}")[0][0] for name in metadata.tables)


def test_a_migration_that_fails_or_loses_rows_leaves_everything_as_it_was(
    migrated: Settings, alice: Known, release: Release
) -> None:
    before, schema_before = kept(migrated, alice), schema(migrated)
    failed, lost = release.migrates(migrated, ("fails", True), ("loses", True))
    assert failed == "RuntimeError: halfway"
    assert lost == "RowsLost: rows were lost in progress_entries; the database is as it was"
    assert (kept(migrated, alice), schema(migrated)) == (before, schema_before)
    assert list(migrated.data_dir.glob("before-*")) == []
    bootstrap.require_current(migrated)


def test_a_migration_keeps_every_row(migrated: Settings, alice: Known, release: Release, engine: str) -> None:
    before, total, schema_before = kept(migrated, alice), row_count(migrated), schema(migrated)
    ways = [("moves", False)] if engine == "sqlite" else [("moves", False), ("moves", True)]
    *unbacked, moved = release.migrates(migrated, *ways)
    assert [str(each).split(":")[0] for each in unbacked] == ["NotBackedUp"] * (len(ways) - 1)
    assert isinstance(moved, list)
    assert moved[:3] == [VERSION, NEXT, total]
    assert kept(migrated, alice) == before
    if engine == "sqlite":
        copy = Settings(data_dir=migrated.data_dir, database_url=f"sqlite:///{moved[3]}")
        assert (kept(copy, alice), schema(copy)) == (before, schema_before)
    with pytest.raises(LaterVersion):
        bootstrap.require_current(migrated)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
def test_a_file_outside_of_the_data_folder_is_copied_beside_itself(
    migrated: Settings, release: Release, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(migrated.data_dir / "milepost.db", elsewhere / "own.db")
    chosen = Settings(data_dir=tmp_path / "missing", database_url=f"sqlite:///{elsewhere}/own.db")
    (moved,) = release.migrates(chosen, ("moves", False))
    assert isinstance(moved, list), moved
    assert Path(moved[3]).parent == elsewhere
