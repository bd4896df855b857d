"""One linear history, whose end is the schema that the tables declare, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from milepost.entrypoints.api.codes import load_all
from milepost.kernel.policies import FUNCTIONS, isolation
from milepost.kernel.schema import metadata
from milepost.kernel.settings import Settings
from milepost.migrations import history
from milepost.migrations.version import VERSION
from tests.migrations.conftest import empty_settings
from tests.migrations.portrait import schema

load_all()
HISTORY = Path(history.__file__).parent


def history_faults(folder: Path) -> Iterator[str]:
    """Where a history is not one line from one beginning to one end."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    script = ScriptDirectory.from_config(config)
    if len(script.get_heads()) != 1:
        yield f"has the ends {sorted(script.get_heads())}"
    if len(script.get_bases()) != 1:
        yield f"has the beginnings {sorted(script.get_bases())}"
    for each in script.walk_revisions():
        if isinstance(each.down_revision, tuple):
            yield f"{each.revision} joins {sorted(each.down_revision)}"
        if each.branch_labels or each.dependencies:
            yield f"{each.revision} has labels or dependencies"
        if not Path(each.path).name.startswith(f"{each.revision}_"):
            yield f"{each.revision} is in {Path(each.path).name}"


def from_scratch(connection: Connection) -> None:
    """Make the schema as the tables declare it, without the history."""
    metadata.create_all(connection)
    if connection.dialect.name == "postgresql":
        for each in [*FUNCTIONS, *(each for table in metadata.sorted_tables for each in isolation(table))]:
            connection.exec_driver_sql(each)


@pytest.fixture(scope="module")
def made(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An instance made from scratch; it stays as it is."""
    folder = tmp_path_factory.mktemp("scratch")
    settings = empty_settings(engine, request, folder)
    settings.data_dir.mkdir(exist_ok=True)
    opened = history.engine(settings.owner_url or settings.database)
    with opened.begin() as connection:
        from_scratch(connection)
    opened.dispose()
    return settings


def test_the_history_is_one_line_to_the_version_of_the_program() -> None:
    assert list(history_faults(HISTORY)) == []
    assert history.head() == VERSION


def test_a_history_that_parts_and_joins_is_found(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    downs = {"0001": None, "0002": "0001", "0003": "0001", "0004": ("0002", "0003"), "0005": None}
    for revision, down in downs.items():
        text = f"revision = {revision!r}\ndown_revision = {down!r}\nbranch_labels = depends_on = None\n"
        (tmp_path / "versions" / f"x{revision}_scratch.py").write_text(text)
    assert set(history_faults(tmp_path)) == {
        "has the ends ['0004', '0005']",
        "has the beginnings ['0001', '0005']",
        "0004 joins ['0002', '0003']",
        *(f"{revision} is in x{revision}_scratch.py" for revision in downs),
    }


def test_the_history_ends_in_what_the_tables_declare(made: Settings, settings: Settings) -> None:
    assert schema(settings) == schema(made)


@pytest.mark.parametrize(
    "more",
    [
        "DROP INDEX ix_goals_user_id_status",
        "CREATE INDEX ix_scratch ON goals (user_id, weight)",
        "ALTER TABLE goals ADD COLUMN scratch TEXT",
    ],
)
def test_a_schema_that_the_history_does_not_make_is_found(
    made: Settings, settings: Settings, more: str
) -> None:
    assert schema(settings) != schema(made, more)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True, scope="session")
@pytest.mark.parametrize(
    "more",
    [
        "ALTER TABLE goals NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY goals_delete ON goals",
        "ALTER POLICY goals_select ON goals USING (true)",
        "ALTER TABLE goals ALTER COLUMN description DROP NOT NULL",
        "ALTER TABLE goals DROP CONSTRAINT ck_goals_weight_range",
        "ALTER FUNCTION readable_owners VOLATILE",
    ],
)
def test_a_lock_that_the_history_does_not_make_is_found(
    made: Settings, settings: Settings, more: str
) -> None:
    assert schema(settings) != schema(made, more)
