"""All goals: as a list by how they stand, and as a tree."""

from starlette.responses import Response

from milepost.entrypoints.web.goals.shown import goal_shown
from milepost.entrypoints.web.goals.tree import tree_page
from milepost.entrypoints.web.goals.views import GoalsPage, Group
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.visit import Visit
from milepost.goals import standings
from milepost.goals.rules.standing import Standing
from milepost.kernel.work import Reading

places = Places()

_GROUPS: tuple[Standing, ...] = ("late", "behind", "on", "open", "reached", "paused", "archived")


@places.get("/goals")
async def goals(visit: Visit) -> Response:
    """All goals as a tree."""
    put_away = visit.asked("archived") == "shown"
    return visit.show("goals_tree.html", await visit.read(lambda it: tree_page(it, put_away)), "goals")


@places.get("/goals/list")
async def goals_list(visit: Visit) -> Response:
    """All goals, by how they stand."""
    return visit.show("goals.html", await visit.read(goals_page), "goals")


def goals_page(reading: Reading) -> GoalsPage:
    """All goals of the person who reads."""
    shown = [
        ("on" if stood.standing == "soon" else stood.standing, goal_shown(stood, reading.today))
        for stood in standings.every(reading)
    ]
    groups = ((key, [goal for standing, goal in shown if standing == key]) for key in _GROUPS)
    return GoalsPage([Group(key, goals) for key, goals in groups if goals])
