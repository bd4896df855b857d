"""A whole instance in a file and back again, and from each engine to each."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table

from milepost import bootstrap
from milepost.kernel.ids import new_id
from milepost.kernel.schema import metadata
from milepost.kernel.settings import Settings
from milepost.migrations import copying, moving
from milepost.migrations.version import NotMoved
from tests.architecture.filled import fill
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.conftest import ENGINES, fresh_settings
from tests.goals.planting import move, plant
from tests.migrations.conftest import empty_settings
from tests.migrations.portrait import schema

Everything = dict[str, list[tuple[object, ...]]]


def owner_url(settings: Settings) -> str:
    return settings.owner_url or settings.database


def everything(settings: Settings) -> Everything:
    """Every row of every table, as the engine has it."""
    with rows(settings) as there:
        return {
            name: sorted(there.all(f"SELECT * FROM {name}"), key=repr) for name in sorted(metadata.tables)
        }


def in_plain_words(settings: Settings) -> dict[str, list[str]]:
    """The same in words that do not depend on the engine: what people have, and how much machinery."""
    with rows(settings) as there:
        people = [row[0] for row in there.all("SELECT id FROM users")]
        found = {}
        for person in people:
            owner = new_id().__class__(bytes=bytes(person)) if isinstance(person, bytes) else person
            for name, all_rows in there.everything_of(owner).items():
                found[f"{owner} {name}"] = [repr(sorted(row.items())) for row in all_rows]
        return found


@pytest.fixture
def lived_in(migrated: Settings) -> Settings:
    """An instance with two people who have something in every table, and a child made before its parent."""
    app = bootstrap.app(migrated)
    cast = Cast(app)
    for person in (cast.alice, cast.bob):
        fill(app, migrated, person)
    child = plant(app, cast.alice, "Child, \x7f Ünï")
    parent = plant(app, cast.alice, "Parent, made later")
    move(app, cast.alice, child.id, parent_goal_id=parent.id)
    app.database.close()
    return migrated


def test_a_backup_is_the_whole_instance_and_comes_back_as_it_was(
    lived_in: Settings, empty: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    before, count = everything(lived_in), sum(len(found) for found in everything(lived_in).values())
    assert moving.backup(lived_in, file) == count
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert moving.restore(empty, file) == count
    assert everything(empty) == before == everything(lived_in)
    assert schema(empty) == schema(lived_in)
    bootstrap.require_current(empty)
    with pytest.raises(moving.NotEmpty, match="must be empty"):
        moving.restore(empty, file)
    assert everything(empty) == before


@pytest.mark.parametrize("other", ENGINES)
def test_an_instance_moves_from_each_engine_to_each_and_back(
    lived_in: Settings, other: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    there, again = tmp_path / "there", tmp_path / "again"
    for folder in (there, again):
        (folder / "empty").mkdir(parents=True)
    beyond = empty_settings(other, request, there)
    back = empty_settings("sqlite" if lived_in.owner_url == "" else "postgresql", request, again)
    count = moving.copy(owner_url(lived_in), owner_url(beyond))
    assert count == sum(len(found) for found in everything(lived_in).values())
    assert in_plain_words(beyond) == in_plain_words(lived_in)
    assert moving.copy(owner_url(beyond), owner_url(back)) == count
    assert everything(back) == everything(lived_in)


def test_what_arrives_otherwise_than_it_was_sent_is_refused(
    lived_in: Settings, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty.data_dir).mkdir(exist_ok=True)
    true = copying._for

    def otherwise(target: Connection, table: Table, row: copying.Row) -> copying.Row:
        return true(target, table, row | ({"full_name": "Another"} if table.name == "users" else {}))

    monkeypatch.setattr(copying, "_for", otherwise)
    with pytest.raises(copying.Differs, match="rows of users did not arrive"):
        moving.copy(owner_url(lived_in), owner_url(empty))
    with pytest.raises(bootstrap.NotMigrated):
        bootstrap.require_current(empty)


def test_a_backup_is_written_once_and_only_into_what_is_not_there(lived_in: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("something else")
    with pytest.raises(moving.NotEmpty):
        moving.backup(lived_in, file)
    assert file.read_text() == "something else"
    with pytest.raises(moving.NoBackup):
        moving.restore(lived_in, file)
    with pytest.raises(moving.NoBackup):
        moving.restore(lived_in, tmp_path / "nothing.db")
    assert not (tmp_path / "nothing.db").exists()


def test_a_source_of_another_version_stays_where_it_is(empty: Settings, migrated: Settings) -> None:
    empty.data_dir.mkdir(exist_ok=True)
    with pytest.raises(NotMoved, match="not in this version"):
        moving.copy(owner_url(empty), owner_url(migrated))


def test_a_backup_of_a_fresh_instance_has_no_rows(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    assert moving.backup(fresh_settings(engine, request, tmp_path), tmp_path / "fresh.db") == 0
