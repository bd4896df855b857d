"""Changing a goal: its words and numbers, its status, and taking it away with all below it."""

from dataclasses import replace
from typing import get_args
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.forms import refused, said, version
from milepost.entrypoints.web.goals import fields
from milepost.entrypoints.web.goals.choices import categories
from milepost.entrypoints.web.goals.form_views import EditGoalPage, GoalDeletionPage, GoalForm
from milepost.entrypoints.web.goals.page import goal_page
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.views import Form
from milepost.entrypoints.web.visit import Visit
from milepost.goals import actions, queries
from milepost.goals.rules.lifecycle import Verb
from milepost.goals.schemas import GoalChange
from milepost.kernel.errors import Conflict, Failure, Invalid, Stale
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading, Work

places = Places()

GOAL = "/goals/{goal_id:uuid}"


@places.get(f"{GOAL}/edit")
async def edit_page(visit: Visit) -> Response:
    """The form of a goal, as it is."""
    goal_id = visit.id("goal_id")
    return visit.show("goal_edit.html", await visit.read(lambda it: _edit_page(it, goal_id)), "goals")


@places.post(f"{GOAL}/edit")
async def change_goal(visit: Visit) -> Response:
    """Change what differs in the form; only if nobody changed the goal since it was opened."""
    goal_id, sent = visit.id("goal_id"), visit.fields

    def changed(work: Work) -> None:
        goal = queries.goal(work, goal_id)
        change = typed(GoalChange, fields.changes(goal, sent))
        if change.model_fields_set:
            actions.change_goal(work, goal_id, change, version(sent))

    try:
        await visit.write(changed)
    except (Invalid, Conflict, Stale) as failure:
        form = refused(sent, failure, fields.PLACES)
        view = await visit.read(lambda reading: _edit_page(reading, goal_id, form))
        return visit.show("goal_edit.html", view, "goals", failure)
    return visit.go(f"/goals/{goal_id}")


@places.get(f"{GOAL}/delete")
async def deletion_page(visit: Visit) -> Response:
    """What goes with a goal."""
    goal_id = visit.id("goal_id")

    def shown(reading: Reading) -> GoalDeletionPage:
        goal, taken = queries.goal(reading, goal_id), queries.deletion(reading, goal_id)
        return GoalDeletionPage(str(goal_id), goal.title, taken.goals - 1, taken.entries, taken.unlinked)

    return visit.show("goal_delete.html", await visit.read(shown), "goals")


@places.post(f"{GOAL}/delete")
async def delete_goal(visit: Visit) -> Response:
    """Take a goal away, with all below it."""
    goal_id = visit.id("goal_id")
    await visit.write(lambda work: actions.delete_goal(work, goal_id))
    return visit.go("/goals")


def _edit_page(reading: Reading, goal_id: UUID, form: Form | None = None) -> EditGoalPage:
    goal = queries.goal(reading, goal_id)
    shown = form or Form(fields.typed(goal))
    return EditGoalPage(
        str(goal_id),
        goal.title,
        goal.version,
        GoalForm(reading.today, shown, categories(reading)),
    )


def _declare(verb: Verb) -> None:
    @places.post(f"{GOAL}/{verb}")
    async def move_on(visit: Visit) -> Response:
        goal_id = visit.id("goal_id")
        try:
            await visit.write(lambda work: actions.move_on(work, goal_id, verb))
        except Conflict as failure:
            return await _unmoved(visit, goal_id, failure)
        if visit.asked("back") != "today":
            return visit.go(f"/goals/{goal_id}")
        return visit.go(f"/today?completed={goal_id}" if verb == "complete" else "/today")


for each in get_args(Verb):
    _declare(each)


async def _unmoved(visit: Visit, goal_id: UUID, failure: Failure) -> Response:
    """The goal's page, with why its status is what it was."""
    view = await visit.read(lambda reading: goal_page(reading, goal_id))
    told = replace(view, wrong=said(failure))
    return visit.show("goal.html", told, "goals", failure)
