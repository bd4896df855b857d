"""What goes with a practice session, and what goes from one, on both engines."""

from functools import partial
from uuid import UUID, uuid4

import pytest

from milepost.goals import queries as goals
from milepost.goals.actions import delete_goal
from milepost.goals.errors import NoSuchGoal
from milepost.goals.rows import GoalRow
from milepost.kernel.repeats import IdGone
from milepost.kernel.work import App, Known
from milepost.practice import queries
from milepost.practice.errors import NoSuchPracticeSession
from milepost.practice.queries import Taken, Wanted
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_logging import log
from tests.practice.practising import delete, listed, named, now, practise

COUNTER = {"goal_type": "continuous_counter", "unit": "bars"}


def told(app: App, who: Known, session_id: UUID) -> Taken:
    return app.read_now(who, lambda reading: queries.deletion(reading, session_id))


def is_there(app: App, who: Known, goal: GoalRow) -> bool:
    try:
        return app.read_now(who, partial(goals.goal, goal_id=goal.id)) is not None
    except NoSuchGoal:
        return False


def test_a_session_takes_the_goals_under_it_and_nothing_else(app: App, cast: Cast) -> None:
    parents = [plant(app, cast.alice, f"Parent {number}") for number in range(2)]
    sibling = plant(app, cast.alice, "Sibling", parent_goal_id=parents[0].id)
    made = practise(app, cast.alice, parents[0].id, parents[1].id, name="Gone")
    other = practise(app, cast.alice, parents[0].id, name="Other")
    immediate = plant(app, cast.alice, "Immediate", practice_session_id=made.id, level="immediate", **COUNTER)
    micro = plant(app, cast.alice, "Micro", parent_goal_id=immediate.id, level="micro", **COUNTER)
    second = plant(app, cast.alice, "Second", practice_session_id=made.id)
    spared = plant(app, cast.alice, "Spared", practice_session_id=other.id, **COUNTER)
    for goal in (immediate, micro, micro, spared):
        log(app, cast.alice, goal.id)
    assert told(app, cast.alice, made.id) == Taken(3, 3, {"goals": 2, "practice_sessions": 0})
    delete(app, cast.alice, made.id)
    assert listed(app, cast.alice) == [other]
    with pytest.raises(NoSuchPracticeSession):
        now(app, cast.alice, made.id)
    assert [is_there(app, cast.alice, goal) for goal in (immediate, micro, second)] == [False] * 3
    assert [is_there(app, cast.alice, goal) for goal in (*parents, sibling, spared)] == [True] * 4
    assert app.read_now(cast.alice, lambda reading: len(goals.steps(reading, spared.id))) == 1


def test_a_session_of_a_goal_that_goes_stays_with_what_is_under_it(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    outer = practise(app, cast.alice, top.id, name="Outer")
    below = plant(app, cast.alice, "Below", practice_session_id=outer.id)
    inner = practise(app, cast.alice, below.id, name="Inner")
    both = practise(app, cast.alice, below.id, top.id, name="Both")
    deepest = plant(app, cast.alice, "Deepest", practice_session_id=inner.id)
    assert told(app, cast.alice, outer.id) == Taken(1, 0, {"goals": 1, "practice_sessions": 2})
    delete(app, cast.alice, outer.id)
    assert [list(each.goal_ids) for each in listed(app, cast.alice)] == [[top.id], []]
    assert list(now(app, cast.alice, both.id).goal_ids) == [top.id]
    assert named(app, cast.alice, Wanted(unlinked=True)) == ["Inner"]
    assert is_there(app, cast.alice, deepest)


def test_a_goal_takes_only_its_links_and_leaves_the_sessions_on_the_shelf(app: App, cast: Cast) -> None:
    top, kept = plant(app, cast.alice, "Top"), plant(app, cast.alice, "Kept")
    child = plant(app, cast.alice, "Child", parent_goal_id=top.id)
    shared = practise(app, cast.alice, child.id, kept.id, name="Shared")
    alone = practise(app, cast.alice, top.id, child.id, name="Alone")
    immediate = plant(app, cast.alice, "Immediate", practice_session_id=alone.id)
    taken = app.read_now(cast.alice, partial(goals.deletion, goal_id=top.id))
    assert (taken.goals, taken.unlinked) == (2, {"practice_sessions": 2})
    app.write_now(cast.alice, partial(delete_goal, goal_id=top.id))
    assert list(now(app, cast.alice, shared.id).goal_ids) == [kept.id]
    assert now(app, cast.alice, alone.id).row == alone.row
    assert named(app, cast.alice, Wanted(unlinked=True)) == ["Alone"]
    assert is_there(app, cast.alice, immediate)


def test_ids_that_clients_made_stay_gone_with_the_session(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top", **COUNTER)
    made = practise(app, cast.alice, top.id)
    immediate = plant(app, cast.alice, "Immediate", practice_session_id=made.id, **COUNTER)
    below = plant(app, cast.alice, "Below", parent_goal_id=immediate.id, **COUNTER)
    given = [uuid4(), uuid4()]
    for goal, entry_id in zip((immediate, below), given, strict=True):
        log(app, cast.alice, goal.id, id=entry_id)
    delete(app, cast.alice, made.id)
    for entry_id in given:
        with pytest.raises(IdGone):
            log(app, cast.alice, top.id, id=entry_id)


def test_a_look_at_what_would_go_changes_nothing(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    made = practise(app, cast.alice, top.id)
    immediate = plant(app, cast.alice, "Immediate", practice_session_id=made.id)
    assert told(app, cast.alice, made.id) == told(app, cast.alice, made.id)
    assert listed(app, cast.alice) == [made]
    assert is_there(app, cast.alice, immediate)
    for missing in (made.id, uuid4()):
        with pytest.raises(NoSuchPracticeSession):
            told(app, cast.charlie, missing)
