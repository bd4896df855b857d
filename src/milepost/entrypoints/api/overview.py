"""Reads over all wings: the tree, its totals, today."""

from typing import Annotated

import msgspec
from fastapi import Query
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import Router
from milepost.goals.errors import NoSuchGoal
from milepost.kernel.fields import Day, RowId
from milepost.kernel.work import Reading
from milepost.overview import today as days
from milepost.overview import tree
from milepost.overview.errors import TreeTooLarge
from milepost.overview.metrics import metrics
from milepost.overview.views import MetricsView, NodeView, TodayView, TreeView

goals = Router("/goals", "goals")
today = Router("/today", "today")
routers = (goals, today)


@goals.get("/tree", answers=TreeView, owner=True, fails=(TreeTooLarge,), hot=True)
async def show_tree(call: CallDep) -> Response:
    """Show all goals as a tree, with practice sessions and progress, and the sessions under no goal."""
    return await call.read(lambda reading: _written(tree.tree(reading)))


@goals.get("/{goal_id}/tree", answers=NodeView, fails=(NoSuchGoal, TreeTooLarge))
async def show_branch(call: CallDep, goal_id: RowId) -> Response:
    """Show a goal with all that is below it."""
    return await call.read(lambda reading: _written(tree.branch(reading, goal_id)))


@goals.get("/{goal_id}/metrics", answers=MetricsView, fails=(NoSuchGoal,))
async def show_metrics(call: CallDep, goal_id: RowId) -> Response:
    """Count what is in the tree under a goal, itself included, and how much of it is done."""
    return await call.read(lambda reading: ok(metrics(reading, goal_id)._asdict()))


@today.get("", answers=TodayView, owner=True)
async def show_today(
    call: CallDep,
    date: Annotated[Day | None, Query(description="Looked at as on this day; today where left out.")] = None,
) -> Response:
    """Show the active goals: overdue, off track, due within a week, and the rest."""

    def shown(reading: Reading) -> Reply:
        return ok(days.today_view(days.today(reading, date)))

    return await call.read(shown)


def _written(text: bytes) -> Reply:
    return ok(msgspec.Raw(text))
