"""Entries logged all or none, and a goal's history, on both engines."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from milepost.goals import actions, queries
from milepost.goals.errors import AmountTooLarge, GoalArchived
from milepost.goals.history import history
from milepost.goals.rows import GoalRow
from milepost.goals.schemas import NewEntries
from milepost.kernel.errors import Fault, Invalid
from milepost.kernel.repeats import IdTaken
from milepost.kernel.work import App, Known
from tests.cast import Cast
from tests.goals.test_lifecycle import move
from tests.goals.test_logging import goal, log, stays


def batch(app: App, who: Known, goal_id: UUID, *items: dict[str, object]) -> tuple[int, GoalRow]:
    new = NewEntries.model_validate({"items": list(items)})
    return app.write_now(who, lambda work: actions.log_batch(work, goal_id, new.items))


def test_a_batch_is_folded_in_its_order_and_judged_once(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    today = app.read_now(cast.alice, lambda reading: reading.today)
    count, after = batch(
        app,
        cast.alice,
        made.id,
        {"value": "6000"},
        {"value": "-1500"},
        {"kind": "set", "value": "7", "entry_date": (today - timedelta(days=9)).isoformat()},
    )
    # On the way it was past 5,000, at the end it is 7 + 6,000 − 1,500.
    assert (count, after.current_value, after.status) == (3, 4507_00, "active")
    assert stays(app, cast.alice, made.id) == ["active"]
    found = app.read_now(cast.alice, lambda reading: queries.entries(reading, made.id, 10))
    assert [(each.seq, each.value) for each in found] == [(2, -1500_00), (1, 6000_00), (3, 7_00)]
    assert log(app, cast.alice, made.id, value="1").entry.seq == 4


def test_one_bad_item_writes_nothing_and_is_pointed_at(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    tomorrow = app.read_now(cast.alice, lambda reading: reading.today) + timedelta(days=1)
    with pytest.raises(Invalid) as caught:
        batch(app, cast.alice, made.id, {"value": "1"}, {"value": "1", "entry_date": tomorrow.isoformat()})
    assert caught.value.errors == (Fault("/items/1/entry_date", "must not be in the future"),)
    with pytest.raises(Invalid) as caught:
        batch(app, cast.alice, made.id, {"value": "1"}, {})
    assert caught.value.errors[0].pointer == "/items/1/value"
    with pytest.raises(AmountTooLarge):
        batch(app, cast.alice, made.id, {"value": "99999999.99"}, {"value": "0.01"}, {"value": "-5"})
    assert app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id)) == made


def test_a_batch_that_is_sent_twice_is_logged_once(app: App, cast: Cast) -> None:
    made, one, two = goal(app, cast.alice), str(uuid4()), str(uuid4())
    items: list[dict[str, object]] = [{"value": "1", "id": one}, {"value": "2", "id": two}]
    assert batch(app, cast.alice, made.id, *items)[0] == 2
    count, after = batch(app, cast.alice, made.id, *items, {"value": "4"})
    assert (count, after.current_value, after.last_seq) == (1, 7_00, 3)
    with pytest.raises(IdTaken):
        batch(app, cast.alice, made.id, {"value": "8"}, {"value": "9", "id": two})
    assert app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id)) == after


def test_a_batch_that_is_sent_again_after_its_goal_was_archived_is_no_conflict(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    items: list[dict[str, object]] = [{"value": "1", "id": str(uuid4())}, {"value": "2", "id": str(uuid4())}]
    batch(app, cast.alice, made.id, *items)
    after = app.write_now(cast.alice, lambda work: actions.move_on(work, made.id, "archive"))
    assert batch(app, cast.alice, made.id, *items) == (0, after)
    with pytest.raises(GoalArchived):
        batch(app, cast.alice, made.id, *items, {"value": "4"})


def test_the_days_of_a_goal_count_without_its_pauses(app: App, cast: Cast) -> None:
    today = app.read_now(cast.alice, lambda reading: reading.today)
    made = goal(app, cast.alice, start_date=today - timedelta(days=33))
    found = app.read_now(cast.alice, lambda reading: history(reading, made.id))
    assert ([each.status for each in found.stays], found.active_days) == (["active"], 33)
    # Completed by the entry of ten days ago, although it was typed today.
    log(app, cast.alice, made.id, value="5000", entry_date=today - timedelta(days=10))
    found = app.read_now(cast.alice, lambda reading: history(reading, made.id))
    assert ([each.status for each in found.stays], found.active_days) == (["active", "completed"], 23)
    move(app, cast.alice, made, "archive")
    found = app.read_now(cast.alice, lambda reading: history(reading, made.id))
    assert (found.stays[-1].status, found.active_days) == ("archived", 33)
