"""Moving a goal: under another goal, under a practice session, to the top, or among its neighbours."""

from collections.abc import Mapping
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.forms import said
from milepost.entrypoints.web.goals.about import under_of
from milepost.entrypoints.web.goals.form_views import Choice, MovePage
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.visit import Visit
from milepost.goals import actions, listing, queries
from milepost.goals.listing import Wanted
from milepost.goals.placing import Place
from milepost.goals.schemas import NewPlace
from milepost.goals.siblings import in_order
from milepost.kernel.errors import Conflict, Invalid
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading
from milepost.practice import queries as practice

places = Places()

MOST = 30
"""How many places are offered at a time."""
_OPEN = ("active", "paused")


@places.get("/goals/{goal_id:uuid}/move")
async def move_page(visit: Visit) -> Response:
    """Where a goal stands, and where it could stand."""
    goal_id, words = visit.id("goal_id"), visit.asked("q")[:255]
    return visit.show("goal_move.html", await visit.read(lambda it: _page(it, goal_id, words)), "goals")


@places.post("/goals/{goal_id:uuid}/move")
async def move_goal(visit: Visit) -> Response:
    """Put a goal somewhere else, with all below it."""
    goal_id, sent = visit.id("goal_id"), visit.fields
    try:
        to = typed(NewPlace, _place(sent))
        await visit.write(lambda work: actions.move_goal(work, goal_id, to))
    except (Invalid, Conflict) as failure:
        wrong = said(failure)
        view = await visit.read(lambda reading: _page(reading, goal_id, "", wrong))
        return visit.show("goal_move.html", view, "goals", failure)
    return visit.go("/goals" if sent.get("back") == "tree" else f"/goals/{goal_id}")


def _place(sent: Mapping[str, str]) -> dict[str, object]:
    """Where a form puts a goal: under a session if it names one, else under a goal or at the top."""
    session = sent.get("practice_session_id")
    above: dict[str, object] = {"practice_session_id": session}
    if not session:
        above = {"parent_goal_id": sent.get("parent_goal_id") or None}
    return above | {"before": sent.get("before_id") or None}


def _page(reading: Reading, goal_id: UUID, words: str, wrong: str = "") -> MovePage:
    goal = queries.goal(reading, goal_id)
    at = Place(goal.parent_goal_id, goal.practice_session_id)
    beside = [each.id for each in in_order(reading, at, but=goal_id)]
    titles = queries.titles(reading, beside)
    sessions = practice.named(reading, words, MOST) if words else []
    found = listing.goals(reading, MOST, wanted=Wanted(statuses=_OPEN, words=words))
    return MovePage(
        str(goal_id),
        goal.title,
        under_of(reading, goal),
        neighbours=[Choice(str(each), titles[each]) for each in beside],
        goals=[
            Choice(str(each.id), each.title) for each in found if each.id not in (goal_id, at.parent_goal_id)
        ],
        sessions=[Choice(str(row.id), row.name) for row in sessions],
        words=words,
        wrong=wrong,
    )
