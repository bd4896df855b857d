"""Lists of practice sessions, and which are in them, on both engines."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from milepost.goals.errors import NoSuchGoal
from milepost.kernel.ids import new_id
from milepost.kernel.work import App, Known
from milepost.practice import queries
from milepost.practice.queries import ANY, NEWEST, Wanted
from milepost.practice.rows import Session
from tests.cast import Cast
from tests.goals.planting import plant
from tests.practice.practising import at, change, delete, listed, named, practise

EARLY = datetime(2026, 12, 21, 12, tzinfo=UTC)


def a_page(app: App, who: Known, behind: Session | None = None, wanted: Wanted = ANY) -> list[Session]:
    """Two sessions behind one."""
    before = NEWEST if behind is None else (behind.created_at, behind.id)
    return app.read_now(who, lambda reading: queries.sessions(reading, 2, before, wanted))


def test_the_newest_comes_first_and_of_one_instant_the_larger_id(app: App, cast: Cast) -> None:
    goal = plant(app, cast.alice, "Play")
    for name, hours, number in (("A", 1, 2), ("B", 0, 1), ("C", 1, 3), ("D", 2, 0)):
        later = at(app, EARLY + timedelta(hours=hours))
        practise(later, cast.alice, goal.id, name=name, id=UUID(int=number))
    assert named(app, cast.alice) == ["D", "C", "A", "B"]
    first = a_page(app, cast.alice)
    second = a_page(app, cast.alice, first[-1])
    assert [each.row.name for each in (*first, *second)] == ["D", "C", "A", "B"]
    assert a_page(app, cast.alice, second[-1]) == []


def test_pages_stay_as_they_are_while_sessions_come_and_go(app: App, cast: Cast) -> None:
    goal = plant(app, cast.alice, "Play")
    made = [practise(app, cast.alice, goal.id, name=name) for name in "ABCDEF"]
    first = a_page(app, cast.alice)
    assert [each.row.name for each in first] == ["F", "E"]
    practise(app, cast.alice, goal.id, name="New")
    delete(app, cast.alice, made[4].id)
    delete(app, cast.alice, made[3].id)
    change(app, cast.alice, made[0].id, completed=True)
    second = a_page(app, cast.alice, first[-1])
    assert [each.row.name for each in second] == ["C", "B"]
    assert [each.row.name for each in a_page(app, cast.alice, second[-1])] == ["A"]


def test_sessions_are_found_by_goal_completion_and_the_shelf_together(app: App, cast: Cast) -> None:
    one, two, three = (plant(app, cast.alice, title).id for title in ("One", "Two", "Three"))
    practise(app, cast.alice, one, name="Open")
    practise(app, cast.alice, one, two, name="Both", completed=True)
    practise(app, cast.alice, two, name="Done", completed=True)
    for name, completed in (("Shelved", False), ("Shelved, done", True)):
        shelved = practise(app, cast.alice, one, name=name, completed=completed)
        change(app, cast.alice, shelved.id, goal_ids=[])
    practise(app, cast.charlie, plant(app, cast.charlie, "Foreign").id, name="Foreign")
    for wanted, found in (
        (Wanted(), ["Shelved, done", "Shelved", "Done", "Both", "Open"]),
        (Wanted(goal_ids=(one,)), ["Both", "Open"]),
        (Wanted(goal_ids=(one, two)), ["Done", "Both", "Open"]),
        (Wanted(goal_ids=(three,)), []),
        (Wanted(completed=True), ["Shelved, done", "Done", "Both"]),
        (Wanted(completed=False), ["Shelved", "Open"]),
        (Wanted(unlinked=True), ["Shelved, done", "Shelved"]),
        (Wanted(unlinked=False), ["Done", "Both", "Open"]),
        (Wanted(goal_ids=(one,), completed=True), ["Both"]),
        (Wanted(goal_ids=(one,), unlinked=True), []),
        (Wanted(completed=False, unlinked=True), ["Shelved"]),
    ):
        assert named(app, cast.alice, wanted) == found, wanted


@pytest.mark.parametrize("whose", ["nobody", "charlie"])
def test_sessions_of_a_goal_that_is_not_there_are_not_found(app: App, cast: Cast, whose: str) -> None:
    own, foreign = plant(app, cast.alice, "Own").id, plant(app, cast.charlie, "Foreign").id
    practise(app, cast.charlie, foreign)
    missing = foreign if whose == "charlie" else new_id()
    with pytest.raises(NoSuchGoal):
        listed(app, cast.alice, Wanted(goal_ids=(own, missing)))


def test_each_session_in_a_list_is_what_it_is_alone(app: App, cast: Cast) -> None:
    one, two = (plant(app, cast.alice, title).id for title in ("One", "Two"))
    made = [practise(app, cast.alice, two, one), practise(app, cast.alice, one, planned_minutes=5)]
    assert listed(app, cast.alice) == made[::-1]
    assert listed(app, cast.charlie) == []
