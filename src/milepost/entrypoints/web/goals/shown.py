"""Goals and their entries as the pages show them, from the rows and figures of the product."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Literal, cast
from uuid import UUID

from milepost.entrypoints.web.goals.trail import Entry
from milepost.entrypoints.web.goals.views import Goal, LogForm
from milepost.entrypoints.web.views import BLANK, Form, Toast
from milepost.goals import queries
from milepost.goals.errors import NoSuchGoal
from milepost.goals.rows import EntryRow
from milepost.goals.rules.measure import pace
from milepost.goals.schemas import GoalType, Kind, Status
from milepost.goals.standings import Stood
from milepost.kernel.ids import new_id
from milepost.kernel.work import Reading

Back = Literal["today", "goal"]
TOLD_FOR = timedelta(minutes=5)
"""An entry older than this is not told of as just made, whatever the address says."""


def goal_shown(stood: Stood, today: date) -> Goal:
    """A goal, how it stands, and what was logged today."""
    goal = stood.goal
    return Goal(
        id=str(goal.id),
        title=goal.title,
        goal_type=cast(GoalType, goal.goal_type),
        start_date=goal.start_date,
        today=today,
        unit=goal.unit or "",
        value=goal.current_value,
        start_value=goal.start_value,
        target=goal.target_value,
        deadline=goal.deadline,
        status=cast(Status, goal.status),
        completed_on=stood.completed_on,
        measure=stood.measure,
        pace=pace(goal.measured(), today),
        level=goal.level or "",
        logged=stood.gained,
    )


def log_form(stood: Stood, back: Back, form: Form | None = None) -> LogForm | None:
    """The form to log on a goal, None where it takes no entries; open if it was sent and refused."""
    if stood.goal.status == "archived" or stood.goal.goal_type == "milestone":
        return None
    return LogForm(str(new_id()), back, stood.kind, form or BLANK, is_open=form is not None)


def entry_shown(row: EntryRow, total: int) -> Entry:
    """An entry, and the goal's amount after it."""
    return Entry(str(row.id), cast(Kind, row.kind), row.value, row.entry_date, total, row.note or "")


def just_logged(reading: Reading, done: str) -> EntryRow | None:
    """The entry that the address says was just logged, if it was."""
    try:
        entry = queries.entry_with_id(reading, UUID(done))
    except ValueError:
        return None
    return entry if entry and reading.now - entry.created_at <= TOLD_FOR else None


def toast_shown(reading: Reading, done: str, just: EntryRow | None, back: Back) -> Toast | None:
    """What was just done: an entry was logged, or one deleted from the goal that the address names.

    From its undo the way leads back to where this is told.
    """
    if just is not None:
        goal = queries.goal(reading, just.goal_id)
        undo = f"/goals/{goal.id}/entries/{just.id}/delete?back={back}"
        return Toast(cast(Kind, just.kind), goal.title, just.value, goal.unit or "", undo)
    with suppress(ValueError, NoSuchGoal):
        return Toast("deleted", queries.goal(reading, UUID(done)).title)
    return None


def completed_shown(reading: Reading, goal_id: str) -> Toast | None:
    """That the goal which the address names was just completed, if it is."""
    with suppress(ValueError, NoSuchGoal):
        goal = queries.goal(reading, UUID(goal_id))
        if goal.status == "completed" and goal.completed_at and reading.now - goal.completed_at <= TOLD_FOR:
            return Toast("completed", goal.title, undo=f"/goals/{goal.id}/reopen?back=today")
    return None
