"""Every kind of row can be deleted while everything that can point at it does."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from milepost.entrypoints.api.codes import load_all
from milepost.kernel.ids import new_id
from milepost.kernel.schema import metadata
from tests.architecture.past_the_door import Rows, rows
from tests.architecture.rooms import LOCKED, Room

load_all()
OWNED = [table.name for table in metadata.sorted_tables if table.info["kind"] == "owned"]
on_both_engines = pytest.mark.parametrize("room", ["sqlite", LOCKED], indirect=True, scope="session")


class Link(NamedTuple):
    """A foreign key, as rows follow it."""

    child: str
    columns: tuple[str, ...]
    parent: str
    referred: tuple[str, ...]
    cascades: bool
    optional: bool

    def matching(self) -> str:
        """The condition under which a row of the child points at the parent's row `:…`."""
        pairs = zip(self.columns, self.referred, strict=True)
        return " AND ".join(f"{column} = :{key}" for column, key in pairs)

    def points_at(self, there: Rows, row: dict[str, Any]) -> bool:
        return bool(there.all(f"SELECT 1 FROM {self.child} WHERE {self.matching()}", **self.key_of(row)))

    def key_of(self, row: dict[str, Any]) -> dict[str, Any]:
        return {key: row[key] for key in self.referred}

    def let_go(self, there: Rows, owner: Any) -> None:
        """Un-assign all rows of an owner, as the action that deletes the parent does for those it takes."""
        emptied = ", ".join(f"{column} = NULL" for column in self.columns[1:])
        there.change(f"UPDATE {self.child} SET {emptied} WHERE {self.columns[0]} = :owner", owner=owner)


LINKS = [
    Link(
        table.name,
        tuple(key.column_keys),
        key.referred_table.name,
        tuple(element.column.name for element in key.elements),
        key.ondelete == "CASCADE",
        all(table.columns[name].nullable for name in key.column_keys[1:]),
    )
    for table in metadata.sorted_tables
    for key in table.foreign_key_constraints
]


@pytest.fixture
def there(room: Room) -> Iterator[Rows]:
    with rows(room.settings) as opened, opened.undone():
        yield opened


def faults_of_delete(
    there: Rows, table: str, candidates: list[dict[str, Any]], links: list[Link]
) -> list[str]:
    """What goes wrong when the row of a table is deleted that everything points at."""
    for row in candidates:
        if all(link.points_at(there, row) for link in links if link.parent == table):
            return [*_refused_at_first(there, row, table, links), *_deleted(there, row, table, links)]
    return [f"no row of {table} has everything pointing at it: look at tests/architecture/filled.py"]


def _refused_at_first(there: Rows, row: dict[str, Any], table: str, links: list[Link]) -> Iterator[str]:
    for link in links:
        if link.parent == table and not link.cascades and link.child not in taken_with(table, links):
            with there.undone():
                try:
                    _delete(there, table, row)
                except there.broken:
                    continue
            yield f"{table} goes away under {link.child}"


def _deleted(there: Rows, row: dict[str, Any], table: str, links: list[Link]) -> Iterator[str]:
    taken = taken_with(table, links)
    owner = row[metadata.tables[table].info["owner"]]
    with there.undone():
        try:
            for link in links:
                if link.parent in taken and link.optional and not link.cascades:
                    link.let_go(there, owner)
            if _delete(there, table, row) != 1:
                yield f"{table} keeps its row"
        except there.broken as refused:
            yield f"{table} cannot be deleted: {refused}"
            return
        for link in links:
            if link.parent == table and link.points_at(there, row):
                yield f"{link.child} points at a row of {table} that is gone"


def taken_with(table: str, links: list[Link]) -> set[str]:
    """The tables of which rows go when a row of this one goes."""
    taken, more = {table}, True
    while more:
        further = {link.child for link in links if link.cascades and link.parent in taken}
        more = not further <= taken
        taken |= further
    return taken


def _delete(there: Rows, table: str, row: dict[str, Any]) -> int:
    keys = [column.name for column in metadata.tables[table].primary_key.columns]
    condition = " AND ".join(f"{key} = :{key}" for key in keys)
    return there.change(f"DELETE FROM {table} WHERE {condition}", **{key: row[key] for key in keys})


@on_both_engines
@pytest.mark.parametrize("table", OWNED)
def test_a_row_can_be_deleted_while_everything_points_at_it(there: Rows, room: Room, table: str) -> None:
    assert faults_of_delete(there, table, room.hers[table], LINKS) == []


SCRATCH = """CREATE TABLE scratch (user_id {id} NOT NULL, id {id} NOT NULL, goal_id {id} {null},
PRIMARY KEY (user_id, id), FOREIGN KEY (user_id, goal_id) REFERENCES goals (user_id, id))"""
SCRATCH_LINK = Link(
    "scratch", ("user_id", "goal_id"), "goals", ("user_id", "id"), cascades=False, optional=True
)


@on_both_engines
@pytest.mark.parametrize(("null", "fault"), [("", ""), ("NOT NULL", "goals cannot be deleted")])
def test_a_row_that_nobody_could_delete_is_found(there: Rows, room: Room, null: str, fault: str) -> None:
    kind = "BLOB" if room.kind == "sqlite" else "UUID"
    there.change(SCRATCH.format(id=kind, null=null))
    for goal in room.hers["goals"]:
        there.change(
            "INSERT INTO scratch (user_id, id, goal_id) VALUES (:owner, :id, :goal)",
            owner=room.alice.user_id,
            id=new_id(),
            goal=goal["id"],
        )
    found = faults_of_delete(
        there, "goals", room.hers["goals"], [*LINKS, SCRATCH_LINK._replace(optional=not null)]
    )
    assert [each.startswith(fault) for each in found] == ([True] if fault else [])


@on_both_engines
def test_a_foreign_key_that_nothing_uses_is_found(there: Rows, room: Room) -> None:
    unused = SCRATCH_LINK._replace(
        child="goals", columns=("user_id", "started_at"), referred=("user_id", "archived_at")
    )
    found = faults_of_delete(there, "goals", room.hers["goals"], [*LINKS, unused])
    assert found == ["no row of goals has everything pointing at it: look at tests/architecture/filled.py"]
