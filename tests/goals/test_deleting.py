"""Deleting goals, on both engines."""

from functools import partial
from uuid import uuid4

import pytest

from milepost.goals import actions, queries
from milepost.goals.errors import NoSuchGoal
from milepost.goals.rows import Taken
from milepost.kernel.errors import Stale
from milepost.kernel.repeats import IdGone
from milepost.kernel.work import App
from tests.cast import Cast
from tests.goals.test_logging import goal, log


def test_what_a_deletion_takes_is_told_beforehand_and_then_gone(app: App, cast: Cast) -> None:
    made, kept = goal(app, cast.alice), goal(app, cast.alice)
    for value in ("1", "2", "3"):
        log(app, cast.alice, made.id, value=value)
    log(app, cast.alice, kept.id, value="7")
    told = app.read_now(cast.alice, partial(queries.deletion, goal_id=made.id))
    assert told == Taken(goals=1, entries=3, unlinked={"practice_sessions": 0})
    app.write_now(cast.alice, partial(actions.delete_goal, goal_id=made.id))
    with pytest.raises(NoSuchGoal):
        app.read_now(cast.alice, partial(queries.goal, goal_id=made.id))
    assert app.read_now(cast.alice, lambda reading: queries.steps(reading, made.id)) == []
    assert app.read_now(cast.alice, partial(queries.goal, goal_id=kept.id)).current_value == 7_00


def test_ids_of_clients_stay_gone_with_their_goal(app: App, cast: Cast) -> None:
    made, other, entry_id = goal(app, cast.alice), goal(app, cast.alice), uuid4()
    log(app, cast.alice, made.id, value="1", id=entry_id)
    app.write_now(cast.alice, partial(actions.delete_goal, goal_id=made.id))
    with pytest.raises(IdGone):
        log(app, cast.alice, other.id, value="1", id=entry_id)


def test_only_the_version_that_was_read_is_deleted(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    app.write_now(cast.alice, partial(actions.move_on, goal_id=made.id, verb="pause"))
    with pytest.raises(Stale):
        app.write_now(cast.alice, partial(actions.delete_goal, goal_id=made.id, expected=1))
    app.write_now(cast.alice, partial(actions.delete_goal, goal_id=made.id, expected=2))


def test_a_stranger_deletes_nothing_and_learns_nothing(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    for goal_id in (made.id, uuid4()):
        with pytest.raises(NoSuchGoal):
            app.write_now(cast.charlie, partial(actions.delete_goal, goal_id=goal_id))
        with pytest.raises(NoSuchGoal):
            app.read_now(cast.charlie, partial(queries.deletion, goal_id=goal_id))
    assert app.read_now(cast.alice, partial(queries.goal, goal_id=made.id)) == made
