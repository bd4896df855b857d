"""Practice sessions in the tree: under each of their goals, with what is under them, on both engines."""

import json
from functools import partial
from typing import Any

import pytest

from milepost.goals.errors import Cycle, LevelOrder, TooDeep
from milepost.goals.progress import progress, progress_view
from milepost.goals.rows import GoalRow
from milepost.kernel.work import App, Known
from milepost.overview import tree
from milepost.overview.errors import TreeTooLarge
from milepost.overview.metrics import metrics
from milepost.overview.tree import branch, immediate_goals
from milepost.practice.rows import session_view
from tests.cast import Cast
from tests.goals.planting import chain, move, plant
from tests.goals.test_lifecycle import change
from tests.goals.test_lifecycle import move as lead
from tests.overview.test_tree import whole
from tests.practice.practising import change as rearrange
from tests.practice.practising import now, practise


def told(app: App, who: Known, goal: GoalRow) -> Any:
    return progress_view(app.read_now(who, partial(progress, goal_id=goal.id)))


def test_a_session_stands_under_each_of_its_goals_with_the_same_id(app: App, cast: Cast) -> None:
    who = cast.alice
    react, design = (plant(app, who, title, level="short_term") for title in ("React", "Design"))
    session = practise(app, who, react.id, design.id, name="Evening")
    first = plant(app, who, "Login", level="immediate", practice_session_id=session.id)
    plant(app, who, "Form", level="micro", parent_goal_id=first.id)
    plant(app, who, "Review", practice_session_id=session.id)
    found = whole(app, who)
    assert [root["title"] for root in found["roots"]] == ["React", "Design"]
    (here,), (there,) = (root["practice_sessions"] for root in found["roots"])
    assert here == there
    assert {name: value for name, value in here.items() if name != "immediate_goals"} == session_view(
        now(app, who, session.id)
    )
    assert here["goal_ids"] == [str(react.id), str(design.id)]
    assert [goal["title"] for goal in here["immediate_goals"]] == ["Login", "Review"]
    assert [goal["title"] for goal in here["immediate_goals"][0]["children"]] == ["Form"]
    alone = json.loads(app.read_now(who, partial(immediate_goals, session_id=session.id)))
    assert alone == here["immediate_goals"]
    assert json.loads(app.read_now(who, partial(branch, goal_id=react.id))) == found["roots"][0]


def test_sessions_under_no_goal_lie_on_the_shelf_newest_first(app: App, cast: Cast) -> None:
    who = cast.alice
    goal = plant(app, who, "React")
    old, new = (practise(app, who, goal.id, name=name) for name in ("Old", "New"))
    plant(app, who, "Login", practice_session_id=old.id)
    assert whole(app, who)["unlinked_sessions"] == []
    for each in (old, new):
        rearrange(app, who, each.id, goal_ids=[])
    shelf = whole(app, who)["unlinked_sessions"]
    assert [each["name"] for each in shelf] == ["New", "Old"]
    assert [goal["title"] for goal in shelf[1]["immediate_goals"]] == ["Login"]


def test_a_session_counts_once_in_each_goal_and_what_is_under_it_does_not(app: App, cast: Cast) -> None:
    who = cast.alice
    goal = plant(app, who, "React", level="short_term")
    done = practise(app, who, goal.id, name="Done", completed=True)
    practise(app, who, goal.id, name="Open")
    lead(app, who, plant(app, who, "Login", practice_session_id=done.id), "complete")
    plant(app, who, "Half", parent_goal_id=goal.id, weight="2", manual_progress="50", level="nano")
    # (2 × 50 % + 1 × 0 % + 1 × 100 %) ÷ 4
    found = told(app, who, goal)
    assert (found["strategy"], found["value"]) == ("children", "50.00")
    assert (found["numerator"], found["denominator"], found["source_count"]) == ("2.00", "4.00", 3)
    assert [(each["kind"], each["title"], each["value"], each["weight"]) for each in found["sources"]] == [
        ("goal", "Half", "50.00", "2.00"),
        ("practice_session", "Open", "0.00", "1.00"),
        ("practice_session", "Done", "100.00", "1.00"),
    ]


def test_totals_count_a_session_once_and_leave_out_what_is_archived(app: App, cast: Cast) -> None:
    who = cast.alice
    top = plant(app, who, "Top", level="mid_term")
    goals = [plant(app, who, title, parent_goal_id=top.id, level="short_term") for title in ("One", "Two")]
    session = practise(app, who, *(each.id for each in goals), completed=True)
    lead(app, who, plant(app, who, "Login", practice_session_id=session.id), "complete")
    lead(app, who, plant(app, who, "Away", practice_session_id=session.id), "archive")
    plant(app, who, "Elsewhere")
    # Top, One, Two, Login and the session; Login and the session are done.
    assert app.read_now(who, partial(metrics, goal_id=top.id)) == (5, 2, "40.00", 1)
    assert app.read_now(who, partial(metrics, goal_id=goals[0].id)) == (3, 2, "66.67", 1)
    lead(app, who, lead(app, who, plant(app, who, "Alone"), "complete"), "archive")
    alone = lead(app, who, plant(app, who, "Gone"), "archive")
    assert app.read_now(who, partial(metrics, goal_id=alone.id)) == (0, 0, None, 0)


def test_ways_over_sessions_are_ways_too(app: App, cast: Cast) -> None:
    who = cast.alice
    top, other = plant(app, who, "Top"), plant(app, who, "Other")
    session = practise(app, who, top.id)
    below = plant(app, who, "Below", practice_session_id=session.id)
    with pytest.raises(Cycle):
        move(app, who, top.id, parent_goal_id=below.id)
    with pytest.raises(Cycle):
        move(app, who, top.id, practice_session_id=session.id)
    with pytest.raises(Cycle):
        rearrange(app, who, session.id, goal_ids=[str(other.id), str(below.id)])
    assert now(app, who, session.id).goal_ids == [top.id]
    assert move(app, who, other.id, practice_session_id=session.id).practice_session_id == session.id


def test_the_longest_way_through_sessions_is_at_most_64_deep(app: App, cast: Cast) -> None:
    who = cast.alice
    short, long = plant(app, who, "Short"), chain(app, who, 62)
    session = practise(app, who, short.id)
    below = chain(app, who, 1, practice_session_id=session.id)[0]
    # 62 goals, the session, the goal below: 64.
    assert rearrange(app, who, session.id, goal_ids=[str(short.id), str(long[-1].id)]).row.version == 2
    with pytest.raises(TooDeep, match="65 levels deep"):
        plant(app, who, "One too many", parent_goal_id=below.id)


def test_levels_are_held_over_sessions(app: App, cast: Cast) -> None:
    who = cast.alice
    bare, micro = plant(app, who, "Bare"), plant(app, who, "Micro", level="micro")
    session = practise(app, who, bare.id)
    with pytest.raises(
        LevelOrder, match="“Low” is short_term; it must be below short_term, as which a practice"
    ):
        plant(app, who, "Low", level="short_term", practice_session_id=session.id)
    low = plant(app, who, "Low", level="immediate", practice_session_id=session.id)
    with pytest.raises(LevelOrder, match="“Low” is immediate; it must be below micro"):
        move(app, who, bare.id, parent_goal_id=micro.id)
    with pytest.raises(LevelOrder, match="has practice sessions"):
        change(app, who, bare, level="mid_term")
    assert change(app, who, bare, level="short_term").level == "short_term"
    assert change(app, who, low, level="nano").level == "nano"


def test_a_tree_that_would_be_far_larger_than_what_is_in_it_is_refused(
    app: App, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = cast.alice
    goals = [plant(app, who, title).id for title in ("One", "Two")]
    for number in range(3):
        session = practise(app, who, *goals)
        goals = [plant(app, who, f"{title} {number}", practice_session_id=session.id).id for title in "AB"]
    # 2 goals, each with a session with 2 goals, and so on: 2 + 2 + 4 + 4 + 8 + 8 + 16.
    monkeypatch.setattr(tree, "MOST", 44)
    assert len(whole(app, who)["roots"]) == 2
    monkeypatch.setattr(tree, "MOST", 43)
    with pytest.raises(TreeTooLarge):
        app.read_now(who, tree.tree)
