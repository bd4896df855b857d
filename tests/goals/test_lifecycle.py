"""Verbs and changes of a goal, on both engines."""

from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from milepost.goals import actions, queries
from milepost.goals.errors import TitleTaken, WrongStatus
from milepost.goals.rows import GoalRow
from milepost.goals.rules.lifecycle import Verb
from milepost.goals.schemas import GoalChange
from milepost.kernel.errors import Invalid, Stale
from milepost.kernel.work import App, Known, Work
from tests.cast import Cast
from tests.goals.test_logging import counter, explained, goal, log, stays

VERBS: tuple[Verb, ...] = ("complete", "pause", "resume", "reopen", "archive")
ALLOWED = {
    ("active", "complete"): "completed",
    ("active", "pause"): "paused",
    ("active", "archive"): "archived",
    ("paused", "resume"): "active",
    ("paused", "archive"): "archived",
    ("completed", "reopen"): "active",
    ("completed", "archive"): "archived",
    ("archived", "reopen"): "active",
}
WAYS: dict[str, tuple[Verb, ...]] = {
    "active": (),
    "paused": ("pause",),
    "completed": ("complete",),
    "archived": ("archive",),
}


def move(app: App, who: Known, made: GoalRow, *verbs: Verb) -> GoalRow:
    """Use verbs one after the other."""
    for verb in verbs:
        made = app.write_now(who, partial(actions.move_on, goal_id=made.id, verb=verb))
    return made


def change(app: App, who: Known, made: GoalRow, expected: int | None = None, **fields: object) -> GoalRow:
    """Change a goal by what a body would say."""
    wanted = GoalChange.model_validate(fields)
    return app.write_now(who, lambda work: actions.change_goal(work, made.id, wanted, expected))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", list(WAYS))
def test_each_verb_in_each_status(app: App, cast: Cast, status: str, verb: Verb) -> None:
    made = move(app, cast.alice, goal(app, cast.alice), *WAYS[status])
    assert made.status == status
    expected = ALLOWED.get((status, verb))
    if expected is None:
        with pytest.raises(WrongStatus, match=status):
            move(app, cast.alice, made, verb)
        return
    after = move(app, cast.alice, made, verb)
    assert (after.status, after.version) == (expected, made.version + 1)
    assert app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id)) == after
    assert stays(app, cast.alice, made.id)[-1] == expected
    assert (after.paused_at is not None) == (expected == "paused")
    assert (after.archived_at is not None) == (expected == "archived")


def test_completed_by_hand_stays_completed_whatever_is_logged(app: App, cast: Cast) -> None:
    made = move(app, cast.alice, goal(app, cast.alice), "complete")
    assert (made.completion_source, made.completed_at is not None) == ("manual", True)
    log(app, cast.alice, made.id, value="5000")
    assert log(app, cast.alice, made.id, value="-4000").goal.status == "completed"


def test_reopened_although_reached_stays_open_until_it_fell_below_once(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    reached = log(app, cast.alice, made.id, value="5000").goal
    again = move(app, cast.alice, reached, "reopen")
    assert (again.status, again.held_open, again.completed_at) == ("active", True, None)
    assert log(app, cast.alice, made.id, value="1").goal.status == "active"
    assert log(app, cast.alice, made.id, value="-2").goal.held_open is False
    assert log(app, cast.alice, made.id, value="1").goal.completion_source == "measure"


def test_a_paused_goal_is_judged_when_it_is_resumed(app: App, cast: Cast) -> None:
    made = move(app, cast.alice, goal(app, cast.alice), "pause")
    assert log(app, cast.alice, made.id, value="5000").goal.status == "paused"
    after = move(app, cast.alice, made, "resume")
    assert (after.status, after.completion_source) == ("completed", "measure")
    assert stays(app, cast.alice, made.id) == ["active", "paused", "completed"]


def test_reopening_beside_an_open_goal_of_the_same_title_is_refused(app: App, cast: Cast) -> None:
    first = move(app, cast.alice, goal(app, cast.alice, title="Same"), "archive")
    goal(app, cast.alice, title="SAME")
    with pytest.raises(TitleTaken):
        move(app, cast.alice, first, "reopen")
    assert stays(app, cast.alice, first.id) == ["active", "archived"]


def test_a_change_by_who_read_an_older_version_is_refused(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    assert change(app, cast.alice, made, expected=1, title="Newer").version == 2
    with pytest.raises(Stale):
        change(app, cast.alice, made, expected=1, title="Older")
    log(app, cast.alice, made.id, value="1")
    assert change(app, cast.alice, made, expected=2, title="Newest").title == "Newest"


def test_another_target_judges_completion_both_ways(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    log(app, cast.alice, made.id, value="500")
    assert change(app, cast.alice, made, target_value="500").status == "completed"
    assert change(app, cast.alice, made, target_value="500.01").status == "active"
    assert stays(app, cast.alice, made.id) == ["active", "completed", "active"]


def test_another_start_folds_the_entries_from_there(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    log(app, cast.alice, made.id, value="500")
    after = change(app, cast.alice, made, start_value="1000")
    assert after.current_value == 1500_00
    # 500 of the 4,000 from 1,000 to 5,000.
    assert explained(app, cast.alice, made.id).measure.value == "12.50"


def test_another_type_clears_what_it_has_not_and_brings_what_it_needs(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    log(app, cast.alice, made.id, value="5000")
    counting = change(app, cast.alice, made, goal_type="continuous_counter")
    assert (counting.target_value, counting.deadline, counting.unit) == (None, None, "dollars")
    assert (counting.status, counting.current_value) == ("active", 5000_00)
    with pytest.raises(Invalid, match="needs a target_value"):
        change(app, cast.alice, made, goal_type="target_based")
    with pytest.raises(Invalid, match="has no target_value"):
        change(app, cast.alice, made, target_value="7")
    mile = change(app, cast.alice, made, goal_type="milestone")
    assert (mile.unit, mile.start_value, mile.status) == (None, 0, "active")
    back = change(
        app,
        cast.alice,
        made,
        goal_type="target_based",
        unit="dollars",
        target_value="5000",
        deadline=made.deadline and made.deadline.isoformat(),
    )
    assert (back.status, back.completion_source) == ("completed", "measure")


def test_dates_that_are_not_allowed_are_refused(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    today = app.read_now(cast.alice, lambda reading: reading.today)
    for fields in (
        {"deadline": today.isoformat()},
        {"deadline": None},
        {"start_date": (today + timedelta(days=101)).isoformat()},
        {"target_value": "0"},
        {"target_value": None},
        {"unit": None},
    ):
        with pytest.raises(Invalid):
            change(app, cast.alice, made, **fields)
    assert app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id)) == made


def test_progress_by_hand_counts_where_there_is_no_measure(app: App, cast: Cast) -> None:
    mile = goal(app, cast.alice, goal_type="milestone", unit=None, target_value=None)
    assert explained(app, cast.alice, mile.id).measure.value == "0.00"
    change(app, cast.alice, mile, manual_progress="42.5")
    assert explained(app, cast.alice, mile.id).measure.value == "42.50"
    move(app, cast.alice, mile, "complete")
    assert explained(app, cast.alice, mile.id).measure.value == "100.00"
    days = counter(app, cast.alice)
    assert explained(app, cast.alice, days.id).measure.value is None


def test_stays_follow_one_another_where_a_later_work_began_before(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)

    def moved(work: Work, verb: Verb, hours: int) -> None:
        work.now += timedelta(hours=hours)
        actions.move_on(work, made.id, verb)

    turns: list[tuple[Verb, int]] = [("pause", 48), ("resume", 0), ("complete", -48), ("reopen", 72)]
    for verb, hours in turns:
        app.write_now(cast.alice, partial(moved, verb=verb, hours=hours))
    found = app.read_now(cast.alice, lambda reading: queries.stays(reading, made.id))
    assert [each.status for each in found] == ["active", "paused", "active", "completed", "active"]
    for before, after in pairwise(found):
        assert before.ended_at == after.started_at and before.started_at <= before.ended_at
        assert before.ended_on is not None and before.started_on <= before.ended_on <= after.started_on
