"""What asks for attention on a date, on both engines; expected lists are written by hand."""

from datetime import date, timedelta

import pytest

from milepost.goals import actions
from milepost.goals.rows import GoalRow
from milepost.goals.schemas import NewEntry
from milepost.kernel.work import App, Known
from milepost.overview.today import Today, today, today_view
from milepost.overview.views import TodayView
from tests.cast import Cast
from tests.goals.planting import move, plant
from tests.goals.test_lifecycle import move as lead
from tests.goals.test_logging import goal, log

DAY = timedelta(1)


def local_today(app: App, who: Known) -> date:
    return app.read_now(who, lambda reading: reading.today)


def looked_at(app: App, who: Known, day: date | None = None) -> Today:
    found = app.read_now(who, lambda reading: today(reading, day))
    TodayView.model_validate(today_view(found))
    return found


def titles(found: Today) -> dict[str, list[str]]:
    lists = {name: value for name, value in found._asdict().items() if name != "date"}
    return {name: [each.goal.title for each in due] for name, due in lists.items()}


def target(app: App, who: Known, title: str, days: int, logged: str | None = None) -> GoalRow:
    """100 pages from today to so many days on."""
    on = local_today(app, who)
    made = goal(app, who, title=title, unit="pages", target_value="100", deadline=on + days * DAY)
    if logged is not None:
        log(app, who, made.id, value=logged)
    return made


def test_each_active_goal_stands_in_the_first_list_that_fits(app: App, cast: Cast) -> None:
    who = cast.alice
    target(app, who, "Ten days, nothing yet", 10)
    target(app, who, "Seven days, nothing yet", 7)
    target(app, who, "Eight days, half", 8, "50")
    target(app, who, "Four days, all but one", 4, "99")
    plant(app, who, "Soon", deadline=(local_today(app, who) + 3 * DAY))
    plant(app, who, "Some day")
    lead(app, who, target(app, who, "Paused", 1), "pause")
    lead(app, who, target(app, who, "Archived", 1), "archive")
    target(app, who, "Reached", 1, "100")
    on = local_today(app, who)
    # On the first day the path asks for nothing, so nobody is behind.
    assert titles(looked_at(app, who)) == {
        "overdue": [],
        "off_track": [],
        "due_soon": ["Soon", "Four days, all but one", "Seven days, nothing yet"],
        "active": ["Eight days, half", "Ten days, nothing yet", "Some day"],
    }
    # Three days on: 3/7 and 3/10 are asked for of the two without anything; 3/8 is less than a half.
    assert titles(looked_at(app, who, on + 3 * DAY)) == {
        "overdue": [],
        "off_track": ["Seven days, nothing yet", "Ten days, nothing yet"],
        "due_soon": ["Soon", "Four days, all but one", "Eight days, half"],
        "active": ["Some day"],
    }
    # Five days on two deadlines are over; 5/8 is more than a half.
    assert titles(looked_at(app, who, on + 5 * DAY)) == {
        "overdue": ["Soon", "Four days, all but one"],
        "off_track": ["Seven days, nothing yet", "Eight days, half", "Ten days, nothing yet"],
        "due_soon": [],
        "active": ["Some day"],
    }


def test_the_same_deadline_is_ordered_as_the_goals_are(app: App, cast: Cast) -> None:
    who = cast.alice
    first, second, third = (target(app, who, title, 3) for title in ("First", "Second", "Third"))
    move(app, who, third.id, parent_goal_id=None, before=first.id)
    assert titles(looked_at(app, who))["due_soon"] == ["Third", "First", "Second"]
    assert second.sort_order == 1


def test_a_date_moves_only_the_rules_today(app: App, cast: Cast) -> None:
    who = cast.alice
    made = target(app, who, "Read", 10, "50")
    (due,) = looked_at(app, who, made.deadline).off_track
    assert due.goal.current_value == 50_00
    assert (due.found.measure.days_remaining, due.found.measure.value) == (0, "50.00")
    assert due.found.measure.required_daily_rate == "50.00"


def test_a_goal_brings_the_progress_that_its_children_make(app: App, cast: Cast) -> None:
    who = cast.alice
    top = plant(app, who, "Top")
    lead(app, who, plant(app, who, "Done", parent_goal_id=top.id), "complete")
    plant(app, who, "Open", parent_goal_id=top.id)
    found = {each.goal.title: each.found for each in looked_at(app, who).active}
    assert (found["Top"].strategy, found["Top"].measure.value) == ("children", "50.00")
    assert (found["Open"].strategy, found["Open"].measure.value) == ("manual", "0.00")


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_days_too(app: App, cast: Cast, day: date) -> None:
    who = cast.alice
    target(app, who, "Read", 10, "50")
    plant(app, who, "Soon", deadline=local_today(app, who) + DAY)
    found = looked_at(app, who, day)
    assert found.date == day
    assert sorted(titles(found)["overdue"]) == ([] if day == date.min else ["Read", "Soon"])


def test_a_goal_held_open_past_its_target_is_neither_late_nor_due(app: App, cast: Cast) -> None:
    who = cast.alice
    made = target(app, who, "Read", 5, "100")
    lead(app, who, made, "reopen")
    assert titles(looked_at(app, who, local_today(app, who) + 9 * DAY))["active"] == ["Read"]
    app.write_now(who, lambda work: actions.log_progress(work, made.id, NewEntry(value=-1)))
    assert titles(looked_at(app, who, local_today(app, who) + 9 * DAY))["overdue"] == ["Read"]
