"""Lists of goals, and which are in them, on both engines."""

import pytest

from milepost.goals.errors import NoSuchGoal
from milepost.goals.listing import Wanted, goals
from milepost.kernel.ids import new_id
from milepost.kernel.work import App
from tests.cast import Cast
from tests.goals.test_lifecycle import move
from tests.goals.test_logging import counter, goal


def titles(app: App, cast: Cast, wanted: Wanted) -> list[str]:
    found = app.read_now(cast.alice, lambda reading: goals(reading, 200, wanted=wanted))
    return [each.title for each in found]


def test_goals_are_found_by_status_type_and_level(app: App, cast: Cast) -> None:
    first, second = goal(app, cast.alice, title="First"), goal(app, cast.alice, title="Second")
    third = counter(app, cast.alice)
    move(app, cast.alice, second, "archive")
    everything = [first.title, second.title, third.title]
    assert titles(app, cast, Wanted()) == everything
    assert titles(app, cast, Wanted(statuses=("archived",))) == ["Second"]
    assert titles(app, cast, Wanted(statuses=("archived", "active"))) == everything
    assert titles(app, cast, Wanted(goal_types=("continuous_counter",))) == [third.title]
    assert titles(app, cast, Wanted(levels=("none",))) == everything
    assert titles(app, cast, Wanted(levels=("ultimate",))) == []
    assert titles(app, cast, Wanted(parents=(), roots=True)) == everything
    assert titles(app, cast, Wanted(parents=(first.id,))) == []


@pytest.mark.parametrize("whose", ["nobody", "charlie"])
def test_goals_under_one_that_is_not_there_are_not_found(app: App, cast: Cast, whose: str) -> None:
    own = goal(app, cast.alice)
    parent = goal(app, cast.charlie).id if whose == "charlie" else new_id()
    with pytest.raises(NoSuchGoal):
        titles(app, cast, Wanted(parents=(own.id, parent)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("run", ["Run 100 % of it"]),
        ("100 %", ["Run 100 % of it"]),
        ("%", ["Run 100 % of it"]),
        ("_", ["snake_case"]),
        ("SNAKE", ["snake_case"]),
        ("  of   IT ", ["Run 100 % of it"]),
        ("straße", ["Hauptstrasse"]),
        ("described", ["snake_case"]),
        ("nowhere", []),
        ("", ["Run 100 % of it", "snake_case", "Hauptstrasse"]),
    ],
)
def test_words_are_found_in_title_and_description_with_no_wildcards(
    app: App, cast: Cast, words: str, found: list[str]
) -> None:
    goal(app, cast.alice, title="Run 100 % of it")
    goal(app, cast.alice, title="snake_case", description="Well DESCRIBED")
    goal(app, cast.alice, title="Hauptstrasse")
    assert titles(app, cast, Wanted(words=words)) == found
