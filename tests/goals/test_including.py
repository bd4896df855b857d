"""What a list of goals carries besides, on both engines."""

from datetime import timedelta
from typing import Any

from milepost.goals.including import Included, included
from milepost.goals.listing import Wanted, goals
from milepost.goals.progress import figures_view, progress_of
from milepost.goals.rows import entry_view
from milepost.kernel.ids import new_id
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Known, Reading
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.goals.planting import plant
from tests.goals.test_lifecycle import change
from tests.goals.test_logging import goal, log


def listed(app: App, who: Known, *wanted: Included) -> dict[str, dict[str, Any]]:
    def asked(reading: Reading) -> dict[str, dict[str, Any]]:
        found = goals(reading, 200)
        more = included(reading, found, wanted)
        return {each.title: dict(more[each.id]) for each in found}

    return app.read_now(who, asked)


def test_nothing_is_there_that_was_not_asked_for(app: App, cast: Cast) -> None:
    plant(app, cast.alice, "One")
    assert listed(app, cast.alice) == {"One": {}}
    assert set(listed(app, cast.alice, "progress")["One"]) == {"progress"}
    assert set(listed(app, cast.alice, "progress", "category", "latest_entry")["One"]) == {
        "progress", "category", "latest_entry",
    }  # fmt: skip


def test_the_latest_entry_is_the_newest_by_date_and_then_by_order(app: App, cast: Cast) -> None:
    made, empty = goal(app, cast.alice, title="Read"), goal(app, cast.alice, title="Empty")
    today = app.read_now(cast.alice, lambda reading: reading.today)
    first = log(app, cast.alice, made.id, value="1").entry
    log(app, cast.alice, made.id, value="2", entry_date=today - timedelta(3))
    found = listed(app, cast.alice, "latest_entry")
    assert found[made.title]["latest_entry"] == entry_view(first)
    assert found[empty.title]["latest_entry"] is None
    second = log(app, cast.alice, made.id, kind="reset").entry
    assert listed(app, cast.alice, "latest_entry")[made.title]["latest_entry"] == entry_view(second)


def test_progress_is_what_is_told_of_each_alone(app: App, cast: Cast) -> None:
    top = plant(app, cast.alice, "Top")
    part = goal(app, cast.alice, title="Part", parent_goal_id=top.id)
    log(app, cast.alice, part.id, value="500")
    found = listed(app, cast.alice, "progress")
    assert found["Top"]["progress"]["value"] == "10.00"
    (alone,) = app.read_now(cast.alice, lambda reading: progress_of(reading, [top]))
    assert found["Top"]["progress"] == figures_view(alone)


def test_goals_are_found_by_category_and_by_having_none(app: App, cast: Cast, settings: Settings) -> None:
    who, category_id = cast.alice, new_id()
    with rows(settings) as there:
        now: Any = app.clock()
        at = int(now.timestamp() * 1_000_000) if app.database.dialect == "sqlite" else now
        there.change(
            "INSERT INTO categories (user_id, id, name, name_key, color, created_at, updated_at)"
            " VALUES (:owner, :id, 'Health', 'health', '#00aa77', :at, :at)",
            owner=who.user_id,
            id=category_id,
            at=at,
        )
    plant(app, cast.alice, "In it", category_id=category_id)
    plain = plant(app, cast.alice, "In none")

    def titles(**wanted: Any) -> list[str]:
        found = app.read_now(cast.alice, lambda reading: goals(reading, 9, wanted=Wanted(**wanted)))
        return [each.title for each in found]

    assert titles(categories=(category_id,)) == ["In it"]
    assert titles(categories=(), uncategorised=True) == ["In none"]
    assert titles(categories=(category_id,), uncategorised=True) == ["In it", "In none"]
    told = {"id": str(category_id), "name": "Health", "color": "#00aa77"}
    found = listed(app, cast.alice, "category")
    assert (found["In it"]["category"], found["In none"]["category"]) == (told, None)
    assert change(app, cast.alice, plain, category_id=str(category_id)).category_id == category_id
    assert change(app, cast.alice, plain, category_id=None).category_id is None
