"""Goals of a person who wants each level exactly under the one before, on both engines."""

import pytest

from milepost.accounts.actions import change_profile
from milepost.accounts.schemas import ProfileChange
from milepost.goals.errors import LevelOrder
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.goals.planting import move, plant
from tests.goals.test_lifecycle import change


@pytest.fixture
def alice(app: App, cast: Cast) -> Known:
    app.write_now(cast.alice, lambda work: change_profile(work, ProfileChange(strict_levels=True)))
    return cast.alice


@pytest.mark.parametrize("level", ["ultimate", "long_term", "mid_term", "short_term", None])
def test_roots_are_ultimate_to_short_term_or_without_level(app: App, alice: Known, level: str | None) -> None:
    assert plant(app, alice, "Root", level=level).level == level


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("immediate", "an immediate goal stands under a practice session of short_term goals, not as a root"),
        ("micro", "a micro goal stands under an immediate goal, not as a root"),
        ("nano", "a nano goal stands under a micro goal, not as a root"),
    ],
)
def test_deeper_levels_are_no_roots(app: App, alice: Known, level: str, told: str) -> None:
    with pytest.raises(LevelOrder) as refused:
        plant(app, alice, "Root", level=level)
    assert refused.value.detail == f"“Root”: {told}."


def test_each_level_stands_exactly_under_the_one_before(app: App, alice: Known) -> None:
    top = plant(app, alice, "Top", level="ultimate")
    below = plant(app, alice, "Below", level="long_term", parent_goal_id=top.id)
    with pytest.raises(
        LevelOrder, match="a short_term goal stands under a mid_term goal, not under a long_term"
    ):
        plant(app, alice, "Skipping", level="short_term", parent_goal_id=below.id)
    with pytest.raises(LevelOrder, match="immediate goal stands under a practice session"):
        plant(app, alice, "Without practice", level="immediate", parent_goal_id=below.id)
    bare = plant(app, alice, "Bare", parent_goal_id=below.id)
    with pytest.raises(LevelOrder, match="not under a goal without level"):
        plant(app, alice, "Under none", level="mid_term", parent_goal_id=bare.id)
    middle = plant(app, alice, "Middle", level="mid_term")
    with pytest.raises(LevelOrder, match="“Other” is mid_term; it must be below mid_term"):
        move(app, alice, plant(app, alice, "Other", level="mid_term").id, parent_goal_id=middle.id)
    assert move(app, alice, middle.id, parent_goal_id=below.id).parent_goal_id == below.id


def test_another_level_is_held_against_those_right_below_too(app: App, alice: Known) -> None:
    top = plant(app, alice, "Top", level="ultimate")
    plant(app, alice, "Below", level="long_term", parent_goal_id=top.id)
    with pytest.raises(LevelOrder, match="“Below”: a long_term goal stands under an ultimate goal"):
        change(app, alice, top, level=None)
    assert change(app, alice, plant(app, alice, "Alone", level="mid_term"), level="short_term").version == 2


def test_what_was_there_before_stays_and_others_are_free(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top", level="ultimate")
    old = plant(app, cast.alice, "Old", level="nano", parent_goal_id=top.id)
    app.write_now(cast.alice, lambda work: change_profile(work, ProfileChange(strict_levels=True)))
    assert change(app, cast.alice, old, title="Still here").level == "nano"
    with pytest.raises(LevelOrder):
        move(app, cast.alice, old.id, parent_goal_id=None)
    assert plant(app, cast.charlie, "Free", level="nano").level == "nano"
