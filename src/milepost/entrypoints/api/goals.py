"""`/goals`: goals, their status, their progress."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, created, done, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import BASE, Router
from milepost.goals import actions, queries
from milepost.goals.errors import (
    AmountTooLarge,
    Cycle,
    GoalArchived,
    LevelOrder,
    NoSuchCategory,
    NoSuchGoal,
    NotASibling,
    TitleTaken,
    TooDeep,
    WrongStatus,
)
from milepost.goals.history import history, history_view
from milepost.goals.including import Included, included
from milepost.goals.listing import BEFORE_ALL, Wanted, goals
from milepost.goals.progress import line_view, progress, progress_view
from milepost.goals.rows import deletion_view, goal_view
from milepost.goals.rules.lifecycle import Verb
from milepost.goals.schemas import GoalChange, GoalType, Level, NewGoal, NewPlace, Status
from milepost.goals.views import (
    CounterProgressView,
    DeletionView,
    GoalView,
    HistoryView,
    ListedGoal,
    ProgressView,
    SeriesView,
)
from milepost.kernel.fields import Day, Page, RowId
from milepost.kernel.paging import DEFAULT, Cursor, Limit, Next, page
from milepost.kernel.work import Reading, Work
from milepost.practice.errors import NoSuchPracticeSession

router = Router("/goals", "goals")
routers = (router,)


PLACED = (NoSuchGoal, NoSuchPracticeSession, LevelOrder, Cycle, TooDeep)
"""What a goal may meet where it is put."""

_GOAL = Cursor("goals", sort_order=int, id=UUID)


@router.get("", answers=Page[ListedGoal], owner=True, fails=(NoSuchGoal, NoSuchCategory))
async def list_goals(  # noqa: PLR0913, PLR0917 (a filter is a parameter)
    call: CallDep,
    limit: Limit = DEFAULT,
    cursor: Next | None = None,
    status: Annotated[list[Status] | None, Query()] = None,
    goal_type: Annotated[list[GoalType] | None, Query()] = None,
    level: Annotated[
        list[Level | Literal["none"]] | None, Query(description="`none`: without level.")
    ] = None,
    category_id: Annotated[
        list[RowId | Literal["none"]] | None, Query(description="`none`: in no category.")
    ] = None,
    parent_goal_id: Annotated[
        list[RowId | Literal["none"]] | None, Query(description="`none`: roots.")
    ] = None,
    q: Annotated[str, Query(max_length=255, description="In the title or the description.")] = "",
    include: Annotated[list[Included] | None, Query(description="What each goal carries besides.")] = None,
) -> Response:
    """List goals by (sort_order, id)."""
    after = _GOAL.read(cursor, BEFORE_ALL)
    wanted = Wanted(words=q)
    if status is not None:
        wanted = wanted._replace(statuses=tuple(status))
    if goal_type is not None:
        wanted = wanted._replace(goal_types=tuple(goal_type))
    if level is not None:
        wanted = wanted._replace(levels=tuple(level))
    if parent_goal_id is not None:
        parents = tuple(each for each in parent_goal_id if isinstance(each, UUID))
        wanted = wanted._replace(parents=parents, roots="none" in parent_goal_id)
    if category_id is not None:
        categories = tuple(each for each in category_id if isinstance(each, UUID))
        wanted = wanted._replace(categories=categories, uncategorised="none" in category_id)

    def listed(reading: Reading) -> Reply:
        rows = goals(reading, limit + 1, after, wanted)
        more = included(reading, rows[:limit], include or ())
        return ok(page(rows, limit, lambda goal: goal_view(goal) | more[goal.id], _GOAL))

    return await call.read(listed)


@router.post("", answers=GoalView, status=201, fails=(TitleTaken, NoSuchCategory, *PLACED))
async def create_goal(call: CallDep, new: Annotated[NewGoal, Body()]) -> Response:
    """Make a goal."""

    def made(work: Work) -> Reply:
        goal = actions.create_goal(work, new)
        return created(goal_view(goal), f"{BASE}/goals/{goal.id}", goal.version)

    return await call.write(made)


@router.get("/{goal_id}", answers=GoalView, fails=(NoSuchGoal,))
async def show_goal(call: CallDep, goal_id: RowId) -> Response:
    """Show a goal."""

    def shown(reading: Reading) -> Reply:
        goal = queries.goal(reading, goal_id)
        return ok(goal_view(goal), goal.version)

    return await call.read(shown)


@router.patch(
    "/{goal_id}",
    answers=GoalView,
    versioned=True,
    fails=(NoSuchGoal, NoSuchCategory, TitleTaken, AmountTooLarge, LevelOrder),
)
async def change_goal(call: CallDep, goal_id: RowId, change: Annotated[GoalChange, Body()]) -> Response:
    """Change what is sent of a goal; another type clears by itself what it has not."""

    def changed(work: Work) -> Reply:
        goal = actions.change_goal(work, goal_id, change, call.expected)
        return ok(goal_view(goal), goal.version)

    return await call.write(changed)


@router.get("/{goal_id}/deletion", answers=DeletionView, fails=(NoSuchGoal,))
async def preview_deletion(call: CallDep, goal_id: RowId) -> Response:
    """Tell what deleting a goal would take; changes nothing."""

    def told(reading: Reading) -> Reply:
        taken = queries.deletion(reading, goal_id)
        return ok(deletion_view({"goals": taken.goals, "entries": taken.entries}, taken.unlinked))

    return await call.read(told)


@router.delete("/{goal_id}", status=204, versioned=True, fails=(NoSuchGoal,))
async def delete_goal(call: CallDep, goal_id: RowId) -> Response:
    """Delete a goal, all under it, and their entries."""

    def deleted(work: Work) -> Reply:
        actions.delete_goal(work, goal_id, call.expected)
        return done()

    return await call.write(deleted)


def _declare(verb: Verb, sentence: str) -> None:
    async def endpoint(call: CallDep, goal_id: RowId) -> Response:
        def moved(work: Work) -> Reply:
            goal = actions.move_on(work, goal_id, verb, call.expected)
            return ok(goal_view(goal), goal.version)

        return await call.write(moved)

    endpoint.__name__ = f"{verb}_goal"
    endpoint.__doc__ = sentence
    router.post(
        f"/{{goal_id}}/{verb}", answers=GoalView, versioned=True, fails=(NoSuchGoal, WrongStatus, TitleTaken)
    )(endpoint)


_declare("complete", "Complete an active goal by hand.")
_declare("pause", "Pause an active goal.")
_declare("resume", "Resume a paused goal; its measure judges it at once.")
_declare("reopen", "Reopen a completed or archived goal.")
_declare("archive", "Put a goal away; it can be reopened.")


@router.post(
    "/{goal_id}/move",
    answers=GoalView,
    versioned=True,
    fails=(*PLACED, NotASibling, GoalArchived, TitleTaken),
)
async def move_goal(call: CallDep, goal_id: RowId, to: Annotated[NewPlace, Body()]) -> Response:
    """Put a goal with all below it somewhere else, or elsewhere among its siblings."""

    def moved(work: Work) -> Reply:
        goal = actions.move_goal(work, goal_id, to, call.expected)
        return ok(goal_view(goal), goal.version)

    return await call.write(moved)


@router.get("/{goal_id}/history", answers=HistoryView, fails=(NoSuchGoal,))
async def show_history(call: CallDep, goal_id: RowId) -> Response:
    """Show the statuses that a goal went through, oldest first, and the days it was active."""
    return await call.read(lambda reading: ok(history_view(history(reading, goal_id))))


@router.get("/{goal_id}/progress", answers=CounterProgressView | ProgressView, fails=(NoSuchGoal,))
async def show_progress(call: CallDep, goal_id: RowId) -> Response:
    """Show how far a goal is, and why it is that number."""
    return await call.read(lambda reading: ok(progress_view(progress(reading, goal_id))))


@router.get("/{goal_id}/series", answers=SeriesView, fails=(NoSuchGoal,))
async def show_series(
    call: CallDep,
    goal_id: RowId,
    first: Annotated[Day | None, Query(alias="from", description="The first day shown.")] = None,
    last: Annotated[Day | None, Query(alias="to", description="The last day shown.")] = None,
) -> Response:
    """Show a goal as a line: its value at the end of each day with an entry, its path, its projection."""
    return await call.read(lambda reading: ok(line_view(queries.line(reading, goal_id, first, last))))
