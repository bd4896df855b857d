"""What practice sessions are to goals: progress, and a level that is kept, on both engines."""

from functools import partial

import pytest

from milepost.goals import queries as goals
from milepost.goals.errors import LevelOrder
from milepost.goals.ports import SessionLink
from milepost.goals.rules.rollup import Share
from milepost.kernel.work import App
from milepost.practice import queries
from milepost.practice.wiring import EDGES, LINKS
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_lifecycle import change as change_goal
from tests.goals.test_logging import explained
from tests.practice.practising import be_strict, change, delete, practise


def test_sessions_count_towards_each_of_their_goals_the_newest_first(app: App, cast: Cast) -> None:
    one, two, bare = (plant(app, cast.alice, title).id for title in ("One", "Two", "Bare"))
    done = practise(app, cast.alice, one, two, name="Done", completed=True)
    undone = practise(app, cast.alice, one, name="Open")
    practise(app, cast.charlie, plant(app, cast.charlie, "Foreign").id)
    full = Share("practice_session", done.id, "Done", 100, (1, 1))
    none = Share("practice_session", undone.id, "Open", 100, (0, 1))
    everything = {one: [none, full], two: [full]}
    assert app.read_now(cast.alice, lambda reading: queries.shares(reading, None)) == everything
    for asked in ([one, two, bare], [two], [bare]):
        found = app.read_now(cast.alice, partial(queries.shares, goal_ids=asked))
        assert found == {goal: shares for goal, shares in everything.items() if goal in asked}


def test_progress_is_rolled_up_from_child_goals_and_sessions(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    plant(app, cast.alice, "Child", parent_goal_id=top.id, weight="2", manual_progress="25")
    session = practise(app, cast.alice, top.id, name="Scales")
    # What is under a session does not count again.
    plant(app, cast.alice, "Immediate", practice_session_id=session.id, manual_progress="100")
    assert explained(app, cast.alice, top.id).measure.value == "16.67"
    change(app, cast.alice, session.id, completed=True)
    found = explained(app, cast.alice, top.id)
    assert (found.strategy, found.measure.value) == ("children", "50.00")
    told = [(each.kind, each.title, each.value, each.weight) for each in found.sources]
    assert told == [("goal", "Child", "25.00", "2.00"), ("practice_session", "Scales", "100.00", "1.00")]
    delete(app, cast.alice, session.id)
    assert explained(app, cast.alice, top.id).measure.value == "25.00"


def test_edges_and_links_are_those_of_the_owner(app: App, cast: Cast) -> None:
    one, two, bare = (plant(app, cast.alice, title).id for title in ("One", "Two", "Bare"))
    both, single = practise(app, cast.alice, one, two), practise(app, cast.alice, two)
    linked = [SessionLink(both.id, one), SessionLink(both.id, two), SessionLink(single.id, two)]
    above = app.read_now(cast.alice, lambda reading: EDGES.above(reading, [both.id, single.id]))
    below = app.read_now(cast.alice, lambda reading: EDGES.below(reading, [one, two, bare]))
    assert sorted(above) == sorted(below) == sorted(linked)
    for asked, count in (([one], 1), ([two], 2), ([one, two], 2), ([bare], 0), ([], 0)):
        assert app.read_now(cast.alice, partial(queries.linked_count, goal_ids=asked)) == count
    assert app.read_now(cast.charlie, lambda reading: EDGES.above(reading, [both.id])) == []
    assert app.read_now(cast.charlie, lambda reading: EDGES.below(reading, [one, two])) == []
    assert app.read_now(cast.charlie, lambda reading: LINKS.count(reading, [one, two])) == 0
    assert app.read_now(cast.alice, lambda reading: LINKS.count(reading, [one, two])) == 2


@pytest.mark.parametrize("level", ["ultimate", "mid_term", "immediate", "nano"])
def test_a_goal_with_sessions_keeps_a_level_that_may_have_some(app: App, cast: Cast, level: str) -> None:
    goal = plant(app, cast.alice, "Learn", level="short_term")
    session = practise(app, cast.alice, goal.id)
    goal = change_goal(app, cast.alice, change_goal(app, cast.alice, goal, level=None), level="short_term")
    with pytest.raises(LevelOrder, match=f"it stays short_term or without level; {level} is not"):
        change_goal(app, cast.alice, goal, level=level)
    assert app.read_now(cast.alice, lambda reading: goals.goal(reading, goal.id)) == goal
    delete(app, cast.alice, session.id)
    assert change_goal(app, cast.alice, goal, level=level).level == level


def test_under_the_strict_rule_a_goal_with_sessions_stays_short_term(app: App, cast: Cast) -> None:
    goal = plant(app, cast.alice, "Learn", level="short_term")
    session = practise(app, cast.alice, goal.id)
    be_strict(app, cast.alice)
    with pytest.raises(LevelOrder, match="it stays short_term; none is not"):
        change_goal(app, cast.alice, goal, level=None)
    change(app, cast.alice, session.id, goal_ids=[])
    assert change_goal(app, cast.alice, goal, level=None).level is None
