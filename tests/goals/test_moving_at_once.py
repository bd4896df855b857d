"""Moves at the same moment never make a cycle, on both engines."""

import random
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from milepost.goals.errors import Cycle
from milepost.goals.listing import goals
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.goals.planting import move, plant

TIMES = 200


def parents(app: App, who: Known) -> dict[UUID, UUID | None]:
    found = app.read_now(who, lambda reading: goals(reading, 1000))
    return {goal.id: goal.parent_goal_id for goal in found}


def goes_round(above: dict[UUID, UUID | None]) -> bool:
    for each in above:
        walked: set[UUID] = set()
        at: UUID | None = each
        while at is not None:
            if at in walked:
                return True
            walked.add(at)
            at = above[at]
    return False


def moved(app: App, who: Known, goal_id: UUID, parent: UUID | None) -> bool:
    """Whether the move was allowed."""
    try:
        move(app, who, goal_id, parent_goal_id=parent)
    except Cycle:
        return False
    return True


def test_two_goals_that_each_move_under_the_other_are_told_apart_200_times(app: App, cast: Cast) -> None:
    one, other = (plant(app, cast.alice, title).id for title in ("One", "Other"))
    with ThreadPoolExecutor(2) as threads:
        for _ in range(TIMES):
            pairs = ((one, other), (other, one))
            attempts = [threads.submit(moved, app, cast.alice, *pair) for pair in pairs]
            assert sorted(attempt.result() for attempt in attempts) == [False, True]
            assert sum(above is None for above in parents(app, cast.alice).values()) == 1
            for each in (one, other):
                move(app, cast.alice, each, parent_goal_id=None)


def test_a_wood_that_eight_rearrange_at_once_stays_a_wood(app: App, cast: Cast) -> None:
    chance = random.Random(7)
    ids = [plant(app, cast.alice, f"Goal {number}").id for number in range(12)]
    wanted = [(chance.choice(ids), chance.choice([*ids, None])) for _ in range(TIMES)]
    with ThreadPoolExecutor(8) as threads:
        allowed = list(threads.map(lambda pair: moved(app, cast.alice, *pair), wanted))
    assert 0 < sum(allowed) < TIMES
    assert not goes_round(parents(app, cast.alice))


def test_a_cycle_would_be_seen() -> None:
    one, other, third = (UUID(int=number) for number in range(3))
    assert goes_round({one: other, other: one, third: None})
    assert not goes_round({one: other, other: third, third: None})
