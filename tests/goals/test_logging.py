"""Logging through the actions, on both engines."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from milepost.goals import actions, queries
from milepost.goals.errors import AmountTooLarge, GoalArchived, NoMeasure, NoSuchEntry, NoSuchGoal, TitleTaken
from milepost.goals.progress import Progress, progress
from milepost.goals.rows import GoalRow
from milepost.goals.schemas import EntryChange, GoalChange, NewEntry, NewGoal
from milepost.kernel.errors import Invalid
from milepost.kernel.repeats import IdGone, IdTaken
from milepost.kernel.work import App, Known
from tests.cast import Cast


def goal(app: App, who: Known, **fields: object) -> GoalRow:
    """A goal of 5,000 dollars, a hundred days away, unless said otherwise."""
    today = app.read_now(who, lambda reading: reading.today)
    given = {
        "title": f"Save {uuid4()}",
        "goal_type": "target_based",
        "unit": "dollars",
        "target_value": "5000",
        "deadline": today + timedelta(days=100),
    } | fields
    new = NewGoal.model_validate({name: value for name, value in given.items() if value is not None})
    return app.write_now(who, lambda work: actions.create_goal(work, new))


def counter(app: App, who: Known) -> GoalRow:
    """A counter of days."""
    return goal(app, who, goal_type="continuous_counter", unit="days", target_value=None, deadline=None)


def log(app: App, who: Known, goal_id: UUID, **fields: object) -> actions.Logged:
    """Log one entry."""
    entry = NewEntry.model_validate(fields)
    return app.write_now(who, lambda work: actions.log_progress(work, goal_id, entry))


def explained(app: App, who: Known, goal_id: UUID) -> Progress:
    """A goal's progress."""
    return app.read_now(who, lambda reading: progress(reading, goal_id))


def stays(app: App, who: Known, goal_id: UUID) -> list[str]:
    """The statuses that a goal went through."""
    return [each.status for each in app.read_now(who, lambda reading: queries.stays(reading, goal_id))]


def test_500_of_5000_is_ten_percent(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    logged = log(app, cast.alice, made.id, value="500", note="Paycheck")
    assert logged.goal.current_value == 500_00
    assert logged.entry.seq == 1
    found = explained(app, cast.alice, made.id)
    assert (found.measure.value, found.measure.remaining) == ("10.00", "4500.00")
    assert [each.title for each in found.sources] == ["Paycheck"]


def test_five_counter_days_then_a_reset_then_the_reset_deleted(app: App, cast: Cast) -> None:
    made = counter(app, cast.alice)
    for _ in range(5):
        assert log(app, cast.alice, made.id).entry.value == 1_00
    reset = log(app, cast.alice, made.id, kind="reset")
    assert reset.goal.current_value == 0
    after = app.write_now(cast.alice, lambda work: actions.delete_entry(work, made.id, reset.entry.id))
    assert after.current_value == 5_00


def test_a_back_dated_entry_lands_where_it_belongs(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    today = app.read_now(cast.alice, lambda reading: reading.today)
    log(app, cast.alice, made.id, kind="set", value="300")
    # A day earlier, so the set of today still decides.
    assert (
        log(app, cast.alice, made.id, value="50", entry_date=today - timedelta(days=1)).goal.current_value
        == 300_00
    )
    # On the same day it comes after the set, because its number is higher.
    assert log(app, cast.alice, made.id, value="50", entry_date=today).goal.current_value == 350_00


def test_reaching_the_target_completes_and_falling_back_reopens(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    assert log(app, cast.alice, made.id, value="4999.99").goal.status == "active"
    last = log(app, cast.alice, made.id, value="0.01")
    assert (last.goal.status, last.goal.completion_source) == ("completed", "measure")
    assert last.goal.completed_at is not None
    assert last.goal.version == 1
    back = app.write_now(cast.alice, lambda work: actions.delete_entry(work, made.id, last.entry.id))
    assert (back.status, back.completion_source, back.completed_at) == ("active", None, None)
    assert stays(app, cast.alice, made.id) == ["active", "completed", "active"]
    assert app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id)) == back


def test_an_entry_that_would_reopen_beside_the_same_title_changes_nothing(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice, title="Twice")
    last = log(app, cast.alice, made.id, value="5000")
    goal(app, cast.alice, title="  twice ")
    with pytest.raises(TitleTaken):
        app.write_now(cast.alice, lambda work: actions.delete_entry(work, made.id, last.entry.id))
    with pytest.raises(TitleTaken):
        log(app, cast.alice, made.id, value="-1")
    assert app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id)) == last.goal


def test_an_open_root_title_is_unique_whatever_its_case(app: App, cast: Cast) -> None:
    goal(app, cast.alice, title="Learn Go")
    with pytest.raises(TitleTaken):
        goal(app, cast.alice, title="learn  GO")
    goal(app, cast.bob, title="Learn Go")


def test_changing_an_entry_folds_anew(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    first = log(app, cast.alice, made.id, value="100")
    log(app, cast.alice, made.id, value="10")
    changed = EntryChange.model_validate({"value": "200", "note": "typed wrong"})
    after = app.write_now(
        cast.alice, lambda work: actions.change_entry(work, made.id, first.entry.id, changed)
    )
    assert (after.goal.current_value, after.entry.note, after.entry.seq) == (210_00, "typed wrong", 1)
    to_reset = EntryChange(kind="reset")
    after = app.write_now(
        cast.alice, lambda work: actions.change_entry(work, made.id, first.entry.id, to_reset)
    )
    assert (after.entry.value, after.goal.current_value) == (None, 10_00)
    with pytest.raises(Invalid, match="is needed"):
        app.write_now(
            cast.alice,
            lambda work: actions.change_entry(work, made.id, first.entry.id, EntryChange(kind="set")),
        )


def test_the_same_client_id_logs_once_and_is_gone_for_ever_when_deleted(app: App, cast: Cast) -> None:
    made, entry_id = goal(app, cast.alice), uuid4()
    first = log(app, cast.alice, made.id, value="5", id=entry_id)
    again = log(app, cast.alice, made.id, value="5", id=entry_id)
    assert (first.made, again.made) == (True, False)
    assert again.entry == first.entry
    assert again.goal.current_value == 5_00
    with pytest.raises(IdTaken):
        log(app, cast.alice, made.id, value="6", id=entry_id)
    theirs = goal(app, cast.bob)
    assert log(app, cast.bob, theirs.id, value="6", id=entry_id).made
    app.write_now(cast.alice, lambda work: actions.delete_entry(work, made.id, entry_id))
    with pytest.raises(IdGone):
        log(app, cast.alice, made.id, value="5", id=entry_id)


def test_what_was_logged_is_answered_again_although_its_goal_takes_no_more(app: App, cast: Cast) -> None:
    archived, milestone = counter(app, cast.alice), counter(app, cast.alice)
    sent, removed, other = uuid4(), uuid4(), uuid4()
    first = log(app, cast.alice, archived.id, value="5", id=sent)
    log(app, cast.alice, archived.id, value="1", id=removed)
    app.write_now(cast.alice, lambda work: actions.delete_entry(work, archived.id, removed))
    after = app.write_now(cast.alice, lambda work: actions.move_on(work, archived.id, "archive"))
    again = log(app, cast.alice, archived.id, value="5", id=sent)
    assert (again.made, again.entry, again.goal) == (False, first.entry, after)
    with pytest.raises(IdTaken):
        log(app, cast.alice, archived.id, value="6", id=sent)
    with pytest.raises(IdGone):
        log(app, cast.alice, archived.id, value="1", id=removed)
    with pytest.raises(GoalArchived):
        log(app, cast.alice, archived.id, value="6", id=uuid4())

    log(app, cast.alice, milestone.id, id=other)
    to_milestone = GoalChange(goal_type="milestone")
    app.write_now(cast.alice, lambda work: actions.change_goal(work, milestone.id, to_milestone))
    assert not log(app, cast.alice, milestone.id, id=other).made


def test_a_sum_beyond_the_limit_writes_nothing(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice, goal_type="continuous_counter", target_value=None, deadline=None)
    log(app, cast.alice, made.id, value="99999999.99")
    with pytest.raises(AmountTooLarge):
        log(app, cast.alice, made.id, value="0.01")
    today = app.read_now(cast.alice, lambda reading: reading.today)
    with pytest.raises(AmountTooLarge):
        log(app, cast.alice, made.id, value="0.01", entry_date=today - timedelta(days=3))
    found = app.read_now(cast.alice, lambda reading: queries.goal(reading, made.id))
    assert (found.current_value, found.last_seq) == (9_999_999_999, 1)


def test_entries_are_refused_where_they_do_not_fit(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice)
    today = app.read_now(cast.alice, lambda reading: reading.today)
    with pytest.raises(Invalid, match="must not be in the future"):
        log(app, cast.alice, made.id, value="1", entry_date=today + timedelta(days=1))
    with pytest.raises(Invalid, match="is needed"):
        log(app, cast.alice, made.id)
    with pytest.raises(NoSuchGoal):
        log(app, cast.charlie, made.id, value="1")
    mile = goal(app, cast.alice, goal_type="milestone", unit=None, target_value=None)
    with pytest.raises(NoMeasure):
        log(app, cast.alice, mile.id, value="1")
    with pytest.raises(NoSuchEntry):
        app.write_now(cast.alice, lambda work: actions.delete_entry(work, made.id, uuid4()))


def test_a_deadline_must_be_after_today(app: App, cast: Cast) -> None:
    today = app.read_now(cast.alice, lambda reading: reading.today)
    with pytest.raises(Invalid, match="must be after today"):
        goal(app, cast.alice, deadline=today)
    assert goal(app, cast.alice, deadline=today + timedelta(days=1)).deadline == today + timedelta(days=1)
    assert goal(app, cast.alice, deadline=date.max).deadline == date.max


def test_a_loss_and_a_debt_run_downward(app: App, cast: Cast) -> None:
    made = goal(app, cast.alice, start_value="80", target_value="72", unit="kg")
    assert made.current_value == 80_00
    after = log(app, cast.alice, made.id, kind="set", value="76").goal
    assert after.status == "active"
    assert explained(app, cast.alice, made.id).measure.value == "50.00"
    assert log(app, cast.alice, made.id, kind="set", value="71.5").goal.status == "completed"
