"""Progress that is rolled up: expected numbers by hand, and what is told of them, on both engines."""

from functools import partial
from typing import Any

import pytest

from milepost.goals.progress import progress, progress_view
from milepost.goals.views import CounterProgressView, ProgressView
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_lifecycle import change
from tests.goals.test_lifecycle import move as lead
from tests.goals.test_logging import goal, log


def told(app: App, who: Known, goal_id: Any) -> Any:
    view = progress_view(app.read_now(who, partial(progress, goal_id=goal_id)))
    (CounterProgressView if "best_run" in view else ProgressView).model_validate(view)
    return view


# Weights and percentages by hand of the children, and what they come to: value, numerator, denominator.
TABLE: list[tuple[list[tuple[str, str | None]], tuple[str | None, str | None, str | None]]] = [
    ([("1", "100"), ("1", None), ("1", None)], ("33.33", "1.00", "3.00")),
    ([("1", "100"), ("1", "100"), ("1", None)], ("66.67", "2.00", "3.00")),
    # A tie is rounded up, once: half of 0.01 is 0.005.
    ([("1", "0.01"), ("1", None)], ("0.01", "0.00", "2.00")),
    ([("1", "0.03"), ("3", None)], ("0.01", "0.00", "4.00")),
    ([("0.01", "100"), ("999.99", None)], ("0.00", "0.01", "1000.00")),
    ([("1000", "99.99"), ("0.01", None)], ("99.99", "999.90", "1000.01")),
    ([("2.5", "40"), ("0.5", "10"), ("0", "100")], ("35.00", "1.05", "3.00")),
    ([("0", "100"), ("0", "50")], (None, None, None)),
    ([("1", "100")], ("100.00", "1.00", "1.00")),
]


@pytest.mark.parametrize(("children", "expected"), TABLE)
def test_children_come_to_their_weighted_mean(
    app: App,
    cast: Cast,
    children: list[tuple[str, str | None]],
    expected: tuple[str | None, str | None, str | None],
) -> None:
    top = plant(app, cast.alice, "Top")
    for number, (weight, percent) in enumerate(children):
        plant(
            app,
            cast.alice,
            f"Child {number}",
            parent_goal_id=top.id,
            weight=weight,
            manual_progress=percent,
        )
    found = told(app, cast.alice, top.id)
    assert (found["value"], found["numerator"], found["denominator"]) == expected
    assert (found["strategy"], found["shown"], found["source_count"]) == (
        "children", expected[0], len(children),
    )  # fmt: skip


def test_nothing_is_rounded_on_the_way_up(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    middle = plant(app, cast.alice, "Middle", parent_goal_id=top.id)
    for number in range(3):
        plant(
            app,
            cast.alice,
            f"Low {number}",
            parent_goal_id=middle.id,
            manual_progress="0.01" if number else "0",
        )
    plant(app, cast.alice, "Other", parent_goal_id=top.id, weight="0.5")
    # Middle is 0.02/3 = 0.00666…; times 1 ÷ 1.5 is 0.00444…, which is 0.00: of a rounded 0.01 it were 0.01.
    assert told(app, cast.alice, middle.id)["value"] == "0.01"
    assert told(app, cast.alice, top.id)["value"] == "0.00"


def test_a_child_counts_within_none_and_all_of_it(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    over, under = (goal(app, cast.alice, title=title, parent_goal_id=top.id) for title in ("Over", "Under"))
    lead(app, cast.alice, over, "pause")
    log(app, cast.alice, over.id, value="7500")
    log(app, cast.alice, under.id, value="-2500")
    assert told(app, cast.alice, over.id)["value"] == "150.00"
    assert told(app, cast.alice, under.id)["value"] == "-50.00"
    found = told(app, cast.alice, top.id)
    assert found["value"] == "50.00"
    assert [each["value"] for each in found["sources"]] == ["100.00", "0.00"]


def test_a_goal_completed_by_hand_counts_wholly_and_keeps_its_own_value(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    early = goal(app, cast.alice, title="Early", parent_goal_id=top.id)
    log(app, cast.alice, early.id, value="500")
    lead(app, cast.alice, early, "complete")
    assert told(app, cast.alice, early.id)["value"] == "10.00"
    assert told(app, cast.alice, top.id)["value"] == "100.00"
    plant(app, cast.alice, "Open", parent_goal_id=top.id)
    lead(app, cast.alice, top, "complete")
    assert told(app, cast.alice, top.id)["value"] == "50.00"


def test_what_has_no_number_is_left_out_and_told_of(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    plant(app, cast.alice, "Half", parent_goal_id=top.id, manual_progress="50")
    days = plant(
        app,
        cast.alice,
        "Days",
        parent_goal_id=top.id,
        goal_type="continuous_counter",
        unit="days",
        weight="9",
    )
    found = told(app, cast.alice, top.id)
    assert (found["value"], found["denominator"], found["source_count"]) == ("50.00", "1.00", 2)
    assert [(each["value"], each["weight"]) for each in found["sources"]] == [("50.00", "1.00"), (None, None)]
    change(app, cast.alice, days, manual_progress="100")
    assert told(app, cast.alice, top.id)["value"] == "95.00"
    lead(app, cast.alice, days, "archive")
    assert told(app, cast.alice, top.id)["value"] == "50.00"


def test_a_strategy_that_is_set_is_kept_even_if_it_has_nothing_to_go_by(app: App, cast: Cast) -> None:
    top = goal(app, cast.alice, title="Top")
    log(app, cast.alice, top.id, value="500")
    assert told(app, cast.alice, top.id)["value"] == "10.00"
    change(app, cast.alice, top, progress_strategy="children")
    found = told(app, cast.alice, top.id)
    assert (found["strategy"], found["value"], found["remaining"]) == ("children", None, "4500.00")
    plant(app, cast.alice, "Child", parent_goal_id=top.id, manual_progress="20")
    assert told(app, cast.alice, top.id)["value"] == "20.00"
    change(app, cast.alice, top, progress_strategy="manual", manual_progress="77.7")
    found = told(app, cast.alice, top.id)
    assert (found["strategy"], found["value"], found["denominator"]) == ("manual", "77.70", "100.00")
    assert (found["sources"], found["source_count"]) == ([], 0)
    assert change(app, cast.alice, top, progress_strategy="auto").progress_strategy == "auto"
    assert told(app, cast.alice, top.id)["strategy"] == "measure"
    bare = plant(app, cast.alice, "Bare", progress_strategy="measure")
    assert told(app, cast.alice, bare.id)["value"] is None


def test_a_counter_with_children_is_as_far_as_they_are_and_still_counts(app: App, cast: Cast) -> None:
    days = plant(app, cast.alice, "Days", goal_type="continuous_counter", unit="days")
    log(app, cast.alice, days.id)
    assert told(app, cast.alice, days.id)["value"] is None
    plant(app, cast.alice, "Child", parent_goal_id=days.id, manual_progress="25")
    found = told(app, cast.alice, days.id)
    assert (found["strategy"], found["value"], found["current_value"]) == ("children", "25.00", "1.00")
