"""`{each:NAME}`: a list of ids in a statement, through the door, on both engines."""

from contextlib import closing
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest

from milepost.bootstrap import sqlite_path
from milepost.kernel.ids import new_id
from milepost.kernel.settings import Settings
from milepost.kernel.sqlite import connected
from milepost.kernel.statements import Declaration, for_sqlite
from milepost.kernel.work import App, Known, Work
from tests.architecture.declared import scratch_change, scratch_read
from tests.cast import Cast

MANY = 2_000


class Found(NamedTuple):
    id: UUID


THESE = scratch_read(Found, "SELECT {columns} FROM goals WHERE user_id = :owner AND id IN {each:ids}")
BOTH = scratch_read(
    Found,
    """SELECT {columns} FROM goals WHERE user_id = :owner AND title = :title AND id IN {each:ids}
    AND id NOT IN {each:others} AND id IN {each:ids}""",
)
RENAME = scratch_change("UPDATE goals SET title = :title WHERE user_id = :owner AND id IN {each:ids}")
REMOVE = scratch_change("DELETE FROM goals WHERE user_id = :owner AND id IN {each:ids}")
MAKE = scratch_change(
    """INSERT INTO goals (user_id, id, title, title_key, goal_type, start_date, created_at, updated_at)
    VALUES (:owner, :id, 'Scratch', :key, 'milestone', :today, :now, :now)"""
)


def made(app: App, who: Known, count: int) -> list[UUID]:
    """The ids of so many new goals."""
    ids = [new_id() for _ in range(count)]

    def make(work: Work) -> None:
        for each in ids:
            work.run(MAKE, id=each, key=each.hex, today=work.today)

    app.write_now(who, make)
    return ids


def found(app: App, who: Known, *ids: UUID) -> list[UUID]:
    """Those of the ids that this person has a goal of, in order."""
    return sorted(row.id for row in app.read_now(who, lambda reading: reading.all(THESE, ids=list(ids))))


def test_no_ids_find_nothing(app: App, cast: Cast) -> None:
    made(app, cast.alice, 1)
    assert found(app, cast.alice) == []


def test_one_id_finds_its_row(app: App, cast: Cast) -> None:
    first, second = made(app, cast.alice, 2)
    assert found(app, cast.alice, first) == [first]
    assert found(app, cast.alice, uuid4()) == []
    assert found(app, cast.alice, second, second, uuid4()) == [second]


def test_an_id_of_zeros_or_of_words_is_an_id_like_any_other(app: App, cast: Cast) -> None:
    first, second = made(app, cast.alice, 2)
    odd = [UUID(int=0), UUID(int=2**128 - 1), UUID(bytes=b"'); DROP TABLE g")]
    assert found(app, cast.alice, *odd) == []
    assert found(app, cast.alice, first, *odd, second) == [first, second]


def test_many_ids_find_every_one_of_their_rows_and_no_other(app: App, cast: Cast) -> None:
    ids = made(app, cast.alice, MANY + 1)
    assert found(app, cast.alice, *reversed(ids[1:])) == ids[1:]
    strewn = [each for mine in ids[::40] for each in (uuid4(), mine, *(uuid4() for _ in range(38)))]
    assert len(strewn) > MANY
    assert found(app, cast.alice, *strewn) == ids[::40]


def test_ids_of_another_person_find_nothing(app: App, cast: Cast) -> None:
    hers, his = made(app, cast.alice, 2), made(app, cast.bob, 2)
    assert found(app, cast.alice, *his) == []
    assert found(app, cast.alice, his[0], hers[1], his[1]) == [hers[1]]
    assert found(app, cast.bob, *hers, *his) == his


def test_a_change_touches_these_ids_alone_and_no_row_of_another(app: App, cast: Cast) -> None:
    hers, his = made(app, cast.alice, 3), made(app, cast.bob, 1)

    def renamed(*ids: UUID) -> int:
        return app.write_now(cast.alice, lambda work: work.count(RENAME, title="Renamed", ids=list(ids)))

    assert (renamed(), renamed(*his), renamed(hers[0], *his, hers[2])) == (0, 0, 2)
    assert app.write_now(cast.alice, lambda work: work.count(REMOVE, ids=[*his, *hers[1:]])) == 2
    assert (found(app, cast.alice, *hers), found(app, cast.bob, *his)) == (hers[:1], his)


def test_two_lists_and_a_value_in_one_statement_keep_apart(app: App, cast: Cast) -> None:
    first, second, third = made(app, cast.alice, 3)

    def asked(ids: list[UUID], others: list[UUID], title: str = "Scratch") -> list[UUID]:
        given: dict[str, Any] = {"ids": ids, "others": others, "title": title}
        return sorted(row.id for row in app.read_now(cast.alice, lambda reading: reading.all(BOTH, **given)))

    assert asked([first, second], [second, third]) == [first]
    assert asked([first, second], []) == [first, second]
    assert asked([], [third]) == []
    assert asked([first], [], "Another") == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("count", [0, 1, MANY])
@pytest.mark.parametrize("declared", [THESE, RENAME, REMOVE], ids=["read", "update", "delete"])
def test_sqlite_finds_rows_by_their_key(settings: Settings, declared: Declaration, count: int) -> None:
    given = {"owner": uuid4(), "title": "Scratch", "ids": [uuid4() for _ in range(count)]}
    path = sqlite_path(settings.database)
    assert path is not None
    with closing(connected(path, read_only=True)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {declared.numbered}", for_sqlite(declared, given))
        steps = [row[-1] for row in plan.fetchall()]
    assert "SEARCH goals USING PRIMARY KEY (user_id=? AND id=?)" in steps
    assert [step for step in steps if step.startswith("SCAN goals")] == []
