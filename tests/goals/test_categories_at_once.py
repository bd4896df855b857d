"""A category that goes at the moment when a goal is put into it, on both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from milepost.goals.errors import NoSuchCategory
from milepost.goals.listing import goals
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_categories import category, delete, names
from tests.goals.test_lifecycle import change as changed

TIMES = 50


def made_in(app: App, who: Known, category_id: UUID) -> None:
    plant(app, who, f"In {category_id}", category_id=category_id)


def put_into(app: App, who: Known, category_id: UUID) -> None:
    changed(app, who, plant(app, who, f"To {category_id}"), category_id=str(category_id))


def fits(app: App, who: Known, put_in: Callable[[App, Known, UUID], None], category_id: UUID) -> bool:
    """Whether the category was still there; any other failure fails the test."""
    try:
        put_in(app, who, category_id)
    except NoSuchCategory:
        return False
    return True


@pytest.mark.parametrize("put_in", [made_in, put_into])
def test_a_goal_finds_its_category_or_is_told_and_none_stays_in_what_is_gone(
    app: App, cast: Cast, put_in: Callable[[App, Known, UUID], None]
) -> None:
    who = cast.alice
    with ThreadPoolExecutor(2) as threads:
        for number in range(TIMES):
            at = category(app, who, f"Category {number}").id
            attempt = threads.submit(fits, app, who, put_in, at)
            threads.submit(delete, app, who, at).result()
            attempt.result()
    assert names(app, who) == []
    assert {each.category_id for each in app.read_now(who, lambda reading: goals(reading, 200))} <= {None}
