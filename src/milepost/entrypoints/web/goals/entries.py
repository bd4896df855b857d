"""Entries: logged on Today and on a goal's page, taken back, changed and deleted."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.forms import filled, refused, same
from milepost.entrypoints.web.goals.page import goal_page
from milepost.entrypoints.web.goals.shown import Back, entry_shown, goal_shown
from milepost.entrypoints.web.goals.views import EntryPage, GoalPage, TodayPage
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.today import today_page
from milepost.entrypoints.web.views import BLANK, Form
from milepost.entrypoints.web.visit import Visit
from milepost.goals import actions, queries, standings
from milepost.goals.rules.entries import history
from milepost.goals.schemas import EntryChange, NewEntry
from milepost.kernel.errors import Conflict, Invalid
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading, Work

places = Places()

ENTRY = "/goals/{goal_id:uuid}/entries/{entry_id:uuid}"

_CHANGED = same("value", "entry_date", "note") | {"amount.too-large": "value"}
_LOGGED = _CHANGED | {"entry_date": "other_day"}
_DAY = timedelta(days=1)


@places.post("/goals/{goal_id:uuid}/entries")
async def log(visit: Visit) -> Response:
    """Log an entry and go back to where it was logged, or to the goal that it has completed."""
    goal_id, back = visit.id("goal_id"), _back(visit.fields.get("back", ""))
    try:
        new = typed(NewEntry, _new(visit.fields))
        is_yesterday = visit.fields.get("day") == "yesterday"

        def logged(work: Work) -> actions.Logged:
            dated = {"entry_date": work.today - _DAY} if is_yesterday else {}
            return actions.log_progress(work, goal_id, new.model_copy(update=dated))

        done = await visit.write(logged)
    except (Invalid, Conflict) as failure:
        return await _again(visit, goal_id, back, failure)
    if done.goal.completed_at == done.entry.created_at:
        back = "goal"
    return visit.go(_told(goal_id, back, done.entry.id))


@places.get("/goals/{goal_id:uuid}/entries")
async def log_page(visit: Visit) -> Response:
    """To the log on the goal's page, for who loads a form anew that was refused."""
    return visit.go(f"/goals/{visit.id('goal_id')}#entries")


@places.get(ENTRY)
async def entry(visit: Visit) -> Response:
    """The page of an entry."""
    goal_id, entry_id = visit.id("goal_id"), visit.id("entry_id")
    return visit.show("entry.html", await visit.read(lambda it: _page(it, goal_id, entry_id)), "goals")


@places.post(ENTRY)
async def change_entry(visit: Visit) -> Response:
    """Change an entry and go back to the log that it stands in."""
    goal_id, entry_id = visit.id("goal_id"), visit.id("entry_id")
    try:
        change = typed(EntryChange, _change(visit.fields))
        await visit.write(lambda work: actions.change_entry(work, goal_id, entry_id, change))
    except (Invalid, Conflict) as failure:
        form = refused(visit.fields, failure, _CHANGED)
        view = await visit.read(lambda reading: _page(reading, goal_id, entry_id, form))
        return visit.show("entry.html", view, "goals", failure)
    return visit.go(f"/goals/{goal_id}#entries")


@places.post(ENTRY + "/delete")
async def delete_entry(visit: Visit) -> Response:
    """Delete an entry, or take back one just logged."""
    goal_id, entry_id = visit.id("goal_id"), visit.id("entry_id")
    await visit.write(lambda work: actions.delete_entry(work, goal_id, entry_id))
    return visit.go(_told(goal_id, _back(visit.asked("back")), goal_id))


def _back(word: str) -> Back:
    return "today" if word == "today" else "goal"


def _told(goal_id: UUID, back: Back, done: UUID) -> str:
    """Where it is told what was done, and can be undone."""
    return f"/today?done={done}" if back == "today" else f"/goals/{goal_id}?done={done}"


def _new(fields: Mapping[str, str]) -> dict[str, object]:
    """What is logged; a reset brings no amount, and today and yesterday no date."""
    kind = fields.get("kind", "delta")
    given: dict[str, object] = {"kind": kind, **filled(fields, ("value", "note"))}
    if kind == "reset":
        given.pop("value", None)
    if fields.get("day") == "other":
        given["entry_date"] = fields.get("other_day", "")
    if "entry_id" in fields:
        given["id"] = fields["entry_id"]
    return given


def _change(fields: Mapping[str, str]) -> dict[str, object]:
    """What is changed: all that stands in the form, an empty note included."""
    kind = fields.get("kind", "")
    given: dict[str, object] = {"kind": kind, "entry_date": fields.get("entry_date", "")}
    if kind != "reset":
        given["value"] = fields.get("value") or None
    return given | {"note": fields.get("note") or None}


async def _again(visit: Visit, goal_id: UUID, back: Back, failure: Invalid | Conflict) -> Response:
    """The page that the form stands on, with the form as it was sent."""
    form = refused(visit.fields, failure, _LOGGED)

    def shown(reading: Reading) -> TodayPage | GoalPage:
        if back == "today":
            return today_page(reading, (goal_id, form))
        return goal_page(reading, goal_id, refused=form)

    view = await visit.read(shown)
    if isinstance(view, TodayPage):
        if not any(goal.log and goal.log.is_open for group in view.groups for goal in group.goals):
            raise failure
        return visit.show("today.html", view, "today", failure)
    if view.goal.log is None:
        raise failure
    return visit.show("goal.html", view, "goals", failure)


def _page(reading: Reading, goal_id: UUID, entry_id: UUID, form: Form = BLANK) -> EntryPage:
    goal = queries.goal(reading, goal_id)
    steps = queries.steps(reading, goal_id)
    row = queries.entry(reading, goal_id, entry_id)
    totals = {each.seq: total for each, total in history(steps, goal.start_value)}
    shown = goal_shown(standings.one(reading, goal, steps), reading.today)
    return EntryPage(shown, entry_shown(row, totals[row.seq]), form)
