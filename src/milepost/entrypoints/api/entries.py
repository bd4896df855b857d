"""`/goals/{id}/entries`: progress logged, changed, deleted."""

from datetime import date
from typing import Annotated

from fastapi import Body
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, created, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import BASE, Router
from milepost.entrypoints.api.rules import MEBIBYTE
from milepost.goals import actions, queries
from milepost.goals.errors import (
    AmountTooLarge,
    GoalArchived,
    NoMeasure,
    NoSuchEntry,
    NoSuchGoal,
    TitleTaken,
)
from milepost.goals.rows import entry_view, goal_view
from milepost.goals.schemas import EntryChange, NewEntries, NewEntry
from milepost.goals.views import BatchMade, EntryAndGoal, EntryView, GoalAlone
from milepost.kernel.fields import Page, RowId
from milepost.kernel.paging import DEFAULT, Cursor, Limit, Next, page
from milepost.kernel.repeats import IdGone, IdTaken
from milepost.kernel.work import Reading, Work

router = Router("/goals", "entries")
routers = (router,)

CHANGING = (NoSuchGoal, GoalArchived, NoMeasure, AmountTooLarge, TitleTaken)

_ENTRY = Cursor("entries", entry_date=date, seq=int)


@router.get("/{goal_id}/entries", answers=Page[EntryView], fails=(NoSuchGoal,))
async def list_entries(
    call: CallDep, goal_id: RowId, limit: Limit = DEFAULT, cursor: Next | None = None
) -> Response:
    """List a goal's entries, newest first."""
    before = _ENTRY.read(cursor, queries.NEWEST)

    def listed(reading: Reading) -> Reply:
        rows = queries.entries(reading, goal_id, limit + 1, before)
        return ok(page(rows, limit, entry_view, _ENTRY))

    return await call.read(listed)


@router.post(
    "/{goal_id}/entries",
    answers=EntryAndGoal,
    status=201,
    also={200: EntryAndGoal},
    fails=(*CHANGING, IdTaken, IdGone),
    hot=True,
)
async def log_progress(call: CallDep, goal_id: RowId, new: Annotated[NewEntry, Body()]) -> Response:
    """Log progress. With an id made by the client, sending it again answers 200 with the row as it is."""

    def logged(work: Work) -> Reply:
        both = actions.log_progress(work, goal_id, new)
        if not both.made:
            return ok(_both(both))
        return created(_both(both), f"{BASE}/goals/{goal_id}/entries/{both.entry.id}")

    return await call.write(logged)


@router.post(
    "/{goal_id}/entries:batch",
    answers=BatchMade,
    status=201,
    limit=8 * MEBIBYTE,
    fails=(*CHANGING, IdTaken, IdGone),
)
async def log_batch(call: CallDep, goal_id: RowId, new: Annotated[NewEntries, Body()]) -> Response:
    """Log up to 1,000 entries, all or none; completion is judged once at the end."""

    def logged(work: Work) -> Reply:
        count, goal = actions.log_batch(work, goal_id, new.items)
        return created({"created": count, "goal": goal_view(goal)}, f"{BASE}/goals/{goal_id}/entries")

    return await call.write(logged)


@router.get("/{goal_id}/entries/{entry_id}", answers=EntryView, fails=(NoSuchGoal, NoSuchEntry))
async def show_entry(call: CallDep, goal_id: RowId, entry_id: RowId) -> Response:
    """Show an entry."""
    return await call.read(lambda reading: ok(entry_view(queries.entry(reading, goal_id, entry_id))))


@router.patch("/{goal_id}/entries/{entry_id}", answers=EntryAndGoal, fails=(*CHANGING, NoSuchEntry))
async def change_entry(
    call: CallDep, goal_id: RowId, entry_id: RowId, change: Annotated[EntryChange, Body()]
) -> Response:
    """Change what is sent of an entry; its number in the order stays."""
    return await call.write(lambda work: ok(_both(actions.change_entry(work, goal_id, entry_id, change))))


@router.delete("/{goal_id}/entries/{entry_id}", answers=GoalAlone, fails=(*CHANGING, NoSuchEntry))
async def delete_entry(call: CallDep, goal_id: RowId, entry_id: RowId) -> Response:
    """Delete an entry; answers with the goal as the others make it."""
    return await call.write(
        lambda work: ok({"goal": goal_view(actions.delete_entry(work, goal_id, entry_id))})
    )


def _both(logged: actions.Logged) -> dict[str, object]:
    return {"entry": entry_view(logged.entry), "goal": goal_view(logged.goal)}
