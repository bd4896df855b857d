"""Progress that is rolled up through trees, held against a slow model with fractions."""

import os
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.goals.rollups import Counted
from milepost.goals.rules.rollup import Rollup, Share
from milepost.kernel.amounts import LIMIT
from tests.goals.slow_tree import rolled_up, within

LONG = int(os.environ.get("EXAMPLES", "20000"))
AMOUNT = st.one_of(st.integers(-500, 500), st.integers(-LIMIT, LIMIT))
STATUS = st.sampled_from(["active", "active", "paused", "completed", "archived"])
STRATEGY = st.sampled_from(["auto", "auto", "auto", "children", "measure", "manual"])
WEIGHT = st.sampled_from([0, 1, 50, 100, 100, 250, 100_000])


class Forest(NamedTuple):
    """Goals, each under one before it or none, and the sessions of each: whether they are completed."""

    goals: list[Counted]
    sessions: dict[UUID, list[bool]]


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    goals: list[Counted] = []
    for number in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(["target_based", "continuous_counter", "milestone", "milestone"]))
        start = draw(AMOUNT) if kind == "target_based" else 0
        target = draw(AMOUNT)
        goals.append(
            Counted(
                id=UUID(int=number),
                parent_goal_id=draw(st.sampled_from([None, *(each.id for each in goals)])),
                title=f"Goal {number}",
                goal_type=kind,
                status=draw(STATUS),
                progress_strategy=draw(STRATEGY),
                weight=draw(WEIGHT),
                manual_progress=draw(st.one_of(st.none(), st.integers(0, 10_000))),
                start_value=start,
                target_value=(target + (target == start)) if kind == "target_based" else None,
                current_value=draw(AMOUNT),
            )
        )
    some = st.lists(st.booleans(), max_size=3)
    return Forest(goals, {goal.id: draw(some) for goal in goals})


def strategy(forest: Forest, goal: Counted) -> str:
    if goal.progress_strategy != "auto":
        return goal.progress_strategy
    if goal.goal_type == "target_based":
        return "measure"
    live = [each for each in forest.goals if each.parent_goal_id == goal.id and each.status != "archived"]
    return "children" if live or forest.sessions[goal.id] else "manual"


def percent(forest: Forest, goal: Counted) -> Fraction | None:
    """Everything is worked out anew, from the bottom, each time it is asked."""
    by = strategy(forest, goal)
    if by == "measure":
        if goal.target_value is None:
            return None
        return 100 * Fraction(goal.current_value - goal.start_value, goal.target_value - goal.start_value)
    if by == "children":
        return rolled_up(shares(forest, goal)).percent
    if goal.status == "completed":
        return Fraction(100)
    if goal.manual_progress is not None:
        return Fraction(goal.manual_progress, 100)
    return None if goal.goal_type == "continuous_counter" else Fraction(0)


def shares(forest: Forest, goal: Counted) -> list[tuple[Fraction, Fraction | None]]:
    found: list[tuple[Fraction, Fraction | None]] = []
    for each in forest.goals:
        if each.parent_goal_id == goal.id and each.status != "archived":
            own = Fraction(100) if each.status == "completed" else percent(forest, each)
            found.append((Fraction(each.weight, 100), None if own is None else within(own)))
    return [*found, *((Fraction(1), Fraction(100 if done else 0)) for done in forest.sessions[goal.id])]


def rolled_up_as_the_model_says(forest: Forest) -> None:
    evidence = {
        goal_id: [Share("practice_session", UUID(int=99), "", 100, (int(done), 1)) for done in found]
        for goal_id, found in forest.sessions.items()
        if found
    }
    rolled = Rollup(forest.goals, {"children": evidence})
    for goal in forest.goals:
        assert rolled.strategy(goal) == strategy(forest, goal)
        part, expected = rolled.part(goal), percent(forest, goal)
        assert (None if part is None else 100 * Fraction(*part)) == expected


@given(forests())
@settings(max_examples=200, deadline=None)
def test_progress_is_what_the_model_says(forest: Forest) -> None:
    rolled_up_as_the_model_says(forest)


@pytest.mark.prove
@given(forests())
@settings(max_examples=LONG, deadline=None)
def test_progress_is_what_the_model_says_at_length(forest: Forest) -> None:
    rolled_up_as_the_model_says(forest)


def test_thousands_of_different_targets_are_rolled_up_exactly() -> None:
    top = Counted(UUID(int=0), None, "Top", "milestone", "active", "auto", 100, None, 0, None, 0)
    parts = [(number, 10_000_019 + 2 * number) for number in range(1, 3001)]
    goals = [
        Counted(UUID(int=gone), top.id, "", "target_based", "active", "auto", 100, None, 0, whole, gone)
        for gone, whole in parts
    ]
    part = Rollup([top, *goals], {}).part(top)
    assert part is not None
    with localcontext(prec=60):
        mean = sum((Decimal(gone) / Decimal(whole) for gone, whole in parts), Decimal(0)) / len(parts)
        assert abs(Decimal(part[0]) / Decimal(part[1]) - mean) < Decimal("1e-50")
