"""The page of a goal, with its line, its log and its why."""

from dataclasses import replace
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.goals.about import about
from milepost.entrypoints.web.goals.charts import progress_chart
from milepost.entrypoints.web.goals.shown import entry_shown, goal_shown, just_logged, log_form, toast_shown
from milepost.entrypoints.web.goals.trail import Month, months
from milepost.entrypoints.web.goals.views import GoalPage
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.views import Form, Toast
from milepost.entrypoints.web.visit import Visit
from milepost.goals import queries, standings
from milepost.goals.rows import EntryRow, GoalRow
from milepost.goals.rules.counter import counter
from milepost.goals.rules.entries import Entry, history
from milepost.goals.rules.series import series
from milepost.kernel.work import Reading

places = Places()

NEWEST, MOST = 30, 5_000
"""How many entries a goal's page shows, at first and when all are asked for."""


@places.get("/goals/{goal_id:uuid}")
async def goal(visit: Visit) -> Response:
    """The page of a goal."""
    goal_id, done = visit.id("goal_id"), visit.asked("done")
    limit = MOST if visit.asked("entries") == "all" else NEWEST

    def shown(reading: Reading) -> tuple[GoalPage, Toast | None]:
        just = just_logged(reading, done)
        return goal_page(reading, goal_id, limit, just=just), toast_shown(reading, done, just, "goal")

    view, toast = await visit.read(shown)
    return visit.show("goal.html", view, "goals", toast=toast)


def goal_page(
    reading: Reading,
    goal_id: UUID,
    limit: int = NEWEST,
    refused: Form | None = None,
    just: EntryRow | None = None,
) -> GoalPage:
    """The page of one goal with its newest entries.

    `refused` is a log form that was sent, `just` the entry that was logged just before.

    Raises:
        NoSuchGoal: if there is no such goal.
    """
    row = queries.goal(reading, goal_id)
    steps = queries.steps(reading, goal_id)
    stood = standings.one(reading, row, steps)
    line = series(row.measured(), steps, reading.today)
    counted = None
    if row.goal_type == "continuous_counter":
        counted = counter(steps, row.start_value, row.start_date, reading.today)
    shown = replace(goal_shown(stood, reading.today), counter=counted, log=log_form(stood, "goal", refused))
    return GoalPage(
        goal=shown,
        about=about(reading, row),
        months=_log(reading, row, steps, limit),
        entry_count=len(steps),
        last_entry=row.newest_entry_date,
        chart=progress_chart(line, reading.today, stood.completed_on),
        points=line.points[::-1],
        # An entry and what it completes bear the instant of the one transaction that made them.
        just_reached=just is not None and just.created_at == row.completed_at,
    )


def _log(reading: Reading, goal: GoalRow, steps: list[Entry], limit: int) -> tuple[Month, ...]:
    after = history(steps, goal.start_value)
    totals = {entry.seq: total for entry, total in after}
    rows = queries.entries(reading, goal.id, limit)
    before = after[-len(rows) - 1][1] if len(after) > len(rows) else goal.start_value
    return months([entry_shown(row, totals[row.seq]) for row in rows], before)
