"""Goals at their places and on the way to others, on both engines."""

from uuid import UUID

import pytest

from milepost.goals import actions, queries
from milepost.goals.errors import (
    Cycle,
    GoalArchived,
    LevelOrder,
    NoSuchGoal,
    NotASibling,
    TitleTaken,
    TooDeep,
)
from milepost.goals.listing import Wanted, goals
from milepost.goals.rows import GoalRow
from milepost.kernel.errors import Stale
from milepost.kernel.ids import new_id
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.goals.planting import chain, move, plant
from tests.goals.test_lifecycle import change
from tests.goals.test_lifecycle import move as lead


def children(app: App, who: Known, parent: UUID | None) -> list[str]:
    wanted = Wanted(parents=(parent,) if parent else (), roots=parent is None)
    return [each.title for each in app.read_now(who, lambda reading: goals(reading, 200, wanted=wanted))]


def now(app: App, who: Known, goal: GoalRow) -> GoalRow:
    return app.read_now(who, lambda reading: queries.goal(reading, goal.id))


def test_a_goal_moves_under_another_with_all_below_it_and_back(app: App, cast: Cast) -> None:
    top, branch = plant(app, cast.alice, "Top"), chain(app, cast.alice, 3)
    moved = move(app, cast.alice, branch[1].id, parent_goal_id=top.id)
    assert (moved.parent_goal_id, moved.version, moved.sort_order) == (top.id, 2, 0)
    assert now(app, cast.alice, branch[2]).parent_goal_id == branch[1].id
    back = move(app, cast.alice, branch[1].id, parent_goal_id=None)
    assert (back.parent_goal_id, back.version) == (None, 3)
    assert children(app, cast.alice, None) == ["Top", "Link 0", "Link 1"]


def test_a_goal_under_itself_is_refused_however_far_down(app: App, cast: Cast) -> None:
    links = chain(app, cast.alice, 4)
    for below in links:
        with pytest.raises(Cycle):
            move(app, cast.alice, links[0].id, parent_goal_id=below.id)
    assert now(app, cast.alice, links[0]) == links[0]


def test_a_tree_is_at_most_64_levels_deep(app: App, cast: Cast) -> None:
    links = chain(app, cast.alice, 64)
    with pytest.raises(TooDeep) as refused:
        plant(app, cast.alice, "One too many", parent_goal_id=links[-1].id)
    assert refused.value.detail == "the tree would be 65 levels deep; 64 is the most"
    two = [plant(app, cast.alice, "Two")]
    two.append(plant(app, cast.alice, "Two below", parent_goal_id=two[0].id))
    with pytest.raises(TooDeep):
        move(app, cast.alice, two[0].id, parent_goal_id=links[62].id)
    assert move(app, cast.alice, two[0].id, parent_goal_id=links[61].id).parent_goal_id == links[61].id


def test_siblings_keep_their_order_and_a_goal_comes_before_one_or_last(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    a, b, c = (plant(app, cast.alice, each, parent_goal_id=top.id) for each in "ABC")
    assert [each.sort_order for each in (a, b, c)] == [0, 1, 2]
    move(app, cast.alice, c.id, parent_goal_id=top.id, before=b.id)
    assert children(app, cast.alice, top.id) == ["A", "C", "B"]
    move(app, cast.alice, b.id, parent_goal_id=top.id, before=a.id)
    assert children(app, cast.alice, top.id) == ["B", "A", "C"]
    moved = move(app, cast.alice, a.id, parent_goal_id=top.id)
    assert children(app, cast.alice, top.id) == ["B", "C", "A"]
    # Only the goal that was moved has another version, though its siblings were numbered anew.
    assert [now(app, cast.alice, each).version for each in (b, c)] == [2, 2]
    assert moved.version == 2


def test_the_one_to_stand_before_must_be_at_that_place(app: App, cast: Cast) -> None:
    top, other = plant(app, cast.alice, "Top"), plant(app, cast.alice, "Other")
    child = plant(app, cast.alice, "Child", parent_goal_id=top.id)
    foreign = plant(app, cast.charlie, "Foreign")
    with pytest.raises(NotASibling):
        move(app, cast.alice, other.id, parent_goal_id=None, before=child.id)
    with pytest.raises(NotASibling):
        move(app, cast.alice, other.id, parent_goal_id=None, before=other.id)
    for missing in (foreign.id, new_id()):
        with pytest.raises(NoSuchGoal) as refused:
            move(app, cast.alice, other.id, parent_goal_id=None, before=missing)
        assert [each.pointer for each in refused.value.errors] == ["/before"]


@pytest.mark.parametrize("whose", ["nobody", "charlie"])
def test_what_is_not_there_carries_nothing(app: App, cast: Cast, whose: str) -> None:
    own = plant(app, cast.alice, "Own")
    missing = plant(app, cast.charlie, "Foreign").id if whose == "charlie" else new_id()
    with pytest.raises(NoSuchGoal) as refused:
        move(app, cast.alice, own.id, parent_goal_id=missing)
    assert [each.pointer for each in refused.value.errors] == ["/parent_goal_id"]
    with pytest.raises(NoSuchGoal) as refused:
        plant(app, cast.alice, "New", parent_goal_id=missing)
    assert [each.pointer for each in refused.value.errors] == ["/parent_goal_id"]


def test_an_archived_goal_stays_and_a_stale_move_is_refused(app: App, cast: Cast) -> None:
    top, own = plant(app, cast.alice, "Top"), plant(app, cast.alice, "Own")
    with pytest.raises(Stale):
        move(app, cast.alice, own.id, expected=7, parent_goal_id=top.id)
    lead(app, cast.alice, own, "archive")
    with pytest.raises(GoalArchived):
        move(app, cast.alice, own.id, parent_goal_id=top.id)


def test_titles_are_unique_among_open_roots_alone(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Same")
    child = plant(app, cast.alice, "SAME", parent_goal_id=top.id)
    with pytest.raises(TitleTaken):
        move(app, cast.alice, child.id, parent_goal_id=None)
    assert now(app, cast.alice, child).parent_goal_id == top.id
    lead(app, cast.alice, top, "archive")
    assert move(app, cast.alice, child.id, parent_goal_id=None).parent_goal_id is None
    with pytest.raises(TitleTaken):
        lead(app, cast.alice, top, "reopen")


@pytest.mark.parametrize(
    ("above", "level", "fits"),
    [
        ("ultimate", "long_term", True),
        ("ultimate", "nano", True),
        ("short_term", "short_term", False),
        ("micro", "immediate", False),
        ("nano", None, True),
        (None, "ultimate", True),
    ],
)
def test_a_goal_is_strictly_deeper_than_its_nearest_levelled_ancestor(
    app: App, cast: Cast, above: str | None, level: str | None, fits: bool
) -> None:
    top = plant(app, cast.alice, "Top", level=above)
    between = plant(app, cast.alice, "Between", parent_goal_id=top.id)
    if fits:
        assert plant(app, cast.alice, "Low", level=level, parent_goal_id=between.id).level == level
        return
    with pytest.raises(LevelOrder) as refused:
        plant(app, cast.alice, "Low", level=level, parent_goal_id=between.id)
    told = f"“Low” is {level}; it must be below {above}, the level of “Top” above it."
    assert refused.value.detail == told


def test_a_move_that_puts_something_below_on_a_wrong_level_names_it(app: App, cast: Cast) -> None:
    middle = plant(app, cast.alice, "Middle", level="mid_term")
    bare = plant(app, cast.alice, "Bare")
    plant(app, cast.alice, "Deep", level="immediate", parent_goal_id=bare.id)
    plant(app, cast.alice, "Offender", level="long_term", parent_goal_id=bare.id)
    with pytest.raises(LevelOrder, match="“Offender” is long_term; it must be below mid_term"):
        move(app, cast.alice, bare.id, parent_goal_id=middle.id)


def test_another_level_is_held_against_what_is_above_and_below(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top", level="long_term")
    child = plant(app, cast.alice, "Child", level="short_term", parent_goal_id=top.id)
    with pytest.raises(LevelOrder, match="“Child” is short_term"):
        change(app, cast.alice, top, level="short_term")
    with pytest.raises(LevelOrder, match="“Child” is ultimate"):
        change(app, cast.alice, child, level="ultimate")
    assert change(app, cast.alice, top, level="mid_term").level == "mid_term"
    assert change(app, cast.alice, top, level=None).level is None
    assert change(app, cast.alice, child, level="ultimate").level == "ultimate"


def test_level_and_place_of_a_deleted_parent_go_with_it(app: App, cast: Cast) -> None:
    links = chain(app, cast.alice, 3)
    app.write_now(cast.alice, lambda work: actions.delete_goal(work, links[1].id))
    with pytest.raises(NoSuchGoal):
        now(app, cast.alice, links[2])
    assert now(app, cast.alice, links[0]).title == "Link 0"
