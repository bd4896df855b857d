"""Today: every active goal, in the order of the day, with one line to log on each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.goals.about import session_line
from milepost.entrypoints.web.goals.shown import (
    completed_shown,
    goal_shown,
    just_logged,
    log_form,
    toast_shown,
)
from milepost.entrypoints.web.goals.views import Group, PracticeLine, TodayPage
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.views import Form, Toast
from milepost.entrypoints.web.visit import Visit
from milepost.goals import standings
from milepost.goals.queries import titles
from milepost.goals.standings import Stood
from milepost.kernel.work import Reading
from milepost.practice import queries
from milepost.practice.rows import Session

places = Places()

PLANNED = 20
"""How many planned practice sessions stand on the day."""
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
        told = toast_shown(reading, done, just, "today") or completed_shown(reading, visit.asked("completed"))
        return today_page(reading), told

    view, toast = await visit.read(shown)
    return visit.show("today.html", view, "today", toast=toast)


def today_page(reading: Reading, refused: tuple[UUID, Form] | None = None) -> TodayPage:
    """The day of the person who reads; `refused` is a log form that was sent, and the goal that it is of."""
    shown = []
    stoods, practice = standings.active(reading), _practice(reading)
    above = _with_steps(stoods, practice)
    for stood in stoods:
        if stood.goal.goal_type == "milestone" and stood.goal.id in above:
            continue
        form = refused[1] if refused and refused[0] == stood.goal.id else None
        goal = replace(goal_shown(stood, reading.today), log=log_form(stood, "today", form))
        shown.append((_HEADINGS.get(stood.standing, stood.standing), goal))
    groups = [
        Group(key, goals)
        for key in ("late", "behind", "soon", "on")
        if (goals := [goal for heading, goal in shown if heading == key])
    ]
    ahead = (goal_shown(each, reading.today) for each in stoods if (each.measure.days_remaining or 0) > 0)
    worth = (goal for heading, goal in shown if heading == "behind")
    return TodayPage(
        reading.today,
        groups,
        [*islice(ahead, AHEAD)],
        [*islice(worth, WORTH)],
        _lines(reading, practice),
    )


def _practice(reading: Reading) -> list[Session]:
    """The sessions that are planned, and those done today, in the order they were made."""
    planned = queries.sessions(reading, PLANNED, wanted=queries.Wanted(completed=False))
    done = queries.done_since(reading, reading.now - timedelta(days=2))
    today = [each for each in done if _day(reading, each) == reading.today]
    return sorted((*planned, *today), key=lambda each: (each.created_at, each.id))


def _day(reading: Reading, session: Session) -> date | None:
    done = session.row.completed_at
    return done and reading.actor.local_date(done)


def _lines(reading: Reading, sessions: list[Session]) -> list[PracticeLine]:
    known = titles(reading, {goal_id for each in sessions for goal_id in each.goal_ids})
    return [session_line(reading, each, [known[goal_id] for goal_id in each.goal_ids]) for each in sessions]


def _with_steps(stoods: list[Stood], practice: list[Session]) -> set[UUID | None]:
    """Goals under which there is something to do, which is what stands on the day instead of them."""
    planned = (goal_id for each in practice if not each.row.completed for goal_id in each.goal_ids)
    return {*planned, *(stood.goal.parent_goal_id for stood in stoods)}
