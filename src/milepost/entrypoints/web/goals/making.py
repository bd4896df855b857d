"""A new goal: at the top, under another goal, or under a practice session."""

from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.forms import filled, refused
from milepost.entrypoints.web.goals.choices import categories
from milepost.entrypoints.web.goals.fields import PLACES, named
from milepost.entrypoints.web.goals.form_views import GoalForm, NewGoalPage, Under
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.views import Form
from milepost.entrypoints.web.visit import Visit
from milepost.goals import actions, queries
from milepost.goals.schemas import NewGoal
from milepost.kernel.errors import Conflict, Invalid, NotFound
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading
from milepost.practice import queries as practice

places = Places()

_ABOVE = ("parent_goal_id", "practice_session_id")


@places.get("/goals/new")
async def new_goal(visit: Visit) -> Response:
    """An empty form, or with the title that was written elsewhere; under what the address names."""
    given = {name: visit.asked(word) for name, word in zip(_ABOVE, ("under", "session"), strict=True)}
    form = Form({"title": visit.asked("title")} | {name: value for name, value in given.items() if value})
    return visit.show("goal_new.html", await visit.read(lambda reading: _page(reading, form)), "goals")


@places.post("/goals")
async def create_goal(visit: Visit) -> Response:
    """Make a goal and go to its page."""
    try:
        new = typed(NewGoal, filled(visit.fields, (*named(visit.fields), *_ABOVE)))
        made = await visit.write(lambda work: actions.create_goal(work, new))
    except (Invalid, Conflict) as failure:
        form = refused(visit.fields, failure, PLACES)
        view = await visit.read(lambda reading: _page(reading, form))
        return visit.show("goal_new.html", view, "goals", failure)
    return visit.go(f"/goals/{made.id}")


def _page(reading: Reading, form: Form) -> NewGoalPage:
    return NewGoalPage(
        GoalForm(reading.today, form, categories(reading)),
        _under(reading, form.values.get(_ABOVE[0], ""), form.values.get(_ABOVE[1], "")),
    )


def _under(reading: Reading, goal: str, session: str) -> Under | None:
    """What a new goal is to stand under; nothing, where the address names what is not there."""
    try:
        if goal:
            found = queries.goal(reading, UUID(goal))
            return Under("goal", str(found.id), found.title)
        if session:
            row = practice.row(reading, UUID(session))
            return Under("session", str(row.id), row.name)
    except (ValueError, NotFound):
        pass
    return None
