"""Today: every active goal, in the order of the day, with one line to log on each."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.goals.shown import goal_shown, just_logged, log_form, toast_shown
from milepost.entrypoints.web.goals.views import Group, TodayPage
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.views import Form, Toast
from milepost.entrypoints.web.visit import Visit
from milepost.goals import standings
from milepost.kernel.work import Reading

places = Places()

AHEAD, WORTH = 3, 2
"""How many deadlines, and how many goals behind their path, stand beside the day."""

_HEADINGS: Mapping[str, str] = {"open": "on"}
"""Goals without a path stand with those that are on theirs."""


@places.get("/", signed_in=False)
async def home(visit: Visit) -> Response:
    """The day is where everything begins."""
    return visit.go("/today")


@places.get("/today")
async def today(visit: Visit) -> Response:
    """The day."""
    done = visit.asked("done")

    def shown(reading: Reading) -> tuple[TodayPage, Toast | None]:
        just = just_logged(reading, done)
        return today_page(reading), toast_shown(reading, done, just, "today")

    view, toast = await visit.read(shown)
    return visit.show("today.html", view, "today", toast=toast)


def today_page(reading: Reading, refused: tuple[UUID, Form] | None = None) -> TodayPage:
    """The day of the person who reads; `refused` is a log form that was sent, and the goal that it is of."""
    shown = []
    for stood in standings.active(reading):
        form = refused[1] if refused and refused[0] == stood.goal.id else None
        goal = replace(goal_shown(stood, reading.today), log=log_form(stood, "today", form))
        shown.append((_HEADINGS.get(stood.standing, stood.standing), goal))
    groups = [
        Group(key, goals)
        for key in ("late", "behind", "soon", "on")
        if (goals := [goal for heading, goal in shown if heading == key])
    ]
    ahead = (goal for _, goal in shown if (goal.measure.days_remaining or 0) > 0)
    worth = (goal for heading, goal in shown if heading == "behind")
    return TodayPage(reading.today, groups, [*islice(ahead, AHEAD)], [*islice(worth, WORTH)])
