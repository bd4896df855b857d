"""The page of a practice session: what it is, whether it is done, and the goals it is for."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from starlette.responses import Response

from milepost.entrypoints.web.forms import refused, said, same, version, whole
from milepost.entrypoints.web.goals.about import session_line
from milepost.entrypoints.web.goals.form_views import Choice
from milepost.entrypoints.web.goals.shown import goal_shown
from milepost.entrypoints.web.places import Places
from milepost.entrypoints.web.practice.choices import practicable
from milepost.entrypoints.web.practice.views import SessionDeletionPage, SessionPage
from milepost.entrypoints.web.views import Form
from milepost.entrypoints.web.visit import Visit
from milepost.goals import queries as goals
from milepost.goals import standings
from milepost.kernel.errors import Conflict, Failure, Invalid, Malformed, Stale
from milepost.kernel.faults import typed
from milepost.kernel.work import Reading, Work
from milepost.practice import actions, queries
from milepost.practice.schemas import SessionChange

places = Places()

SESSION = "/practice/{practice_session_id:uuid}"
TEMPLATE = "practice_session.html"
Changes = dict[str, object]
"""What of a session is to be changed, as the API takes it."""
_FIELDS = ("name", "description", "planned_minutes")


@places.get(SESSION)
async def session(visit: Visit) -> Response:
    """The page of a session."""
    session_id = visit.id("practice_session_id")
    return visit.show(TEMPLATE, await visit.read(lambda reading: _page(reading, session_id)), "practice")


@places.post(SESSION)
async def change_session(visit: Visit) -> Response:
    """Change the words of a session, if nobody has since it was opened."""
    session_id, sent = visit.id("practice_session_id"), visit.fields
    given: dict[str, object] = {name: sent[name] for name in _FIELDS if name in sent}
    if "planned_minutes" in given:
        given["planned_minutes"] = whole(sent["planned_minutes"])
    try:
        change = typed(SessionChange, given)
        await visit.write(lambda work: actions.change_session(work, session_id, change, version(sent)))
    except (Invalid, Conflict, Stale) as failure:
        form = refused(sent, failure, same(*_FIELDS))
        view = await visit.read(lambda reading: replace(_page(reading, session_id), form=form))
        return visit.show(TEMPLATE, view, "practice", failure)
    return visit.go(f"/practice/{session_id}")


@places.post(f"{SESSION}/complete")
async def complete(visit: Visit) -> Response:
    """It was done."""
    return await _changed(visit, lambda _work, _goal_ids: {"completed": True})


@places.post(f"{SESSION}/reopen")
async def reopen(visit: Visit) -> Response:
    """It is still to be done."""
    return await _changed(visit, lambda _work, _goal_ids: {"completed": False})


@places.post(f"{SESSION}/link")
async def link(visit: Visit) -> Response:
    """It is for one more goal."""

    def joined(_work: Work, goal_ids: list[UUID]) -> Changes:
        goal_id = _goal_id(visit)
        return {"goal_ids": [str(each) for each in goal_ids if each != goal_id] + [str(goal_id)]}

    return await _changed(visit, joined)


@places.post(f"{SESSION}/unlink")
async def unlink(visit: Visit) -> Response:
    """It is for a goal no more."""

    def left(work: Work, goal_ids: list[UUID]) -> Changes:
        goal = goals.goal(work, _goal_id(visit))
        return {"goal_ids": [str(each) for each in goal_ids if each != goal.id]}

    return await _changed(visit, left)


@places.get(f"{SESSION}/delete")
async def deletion_page(visit: Visit) -> Response:
    """What goes with a session."""
    session_id = visit.id("practice_session_id")

    def shown(reading: Reading) -> SessionDeletionPage:
        row, taken = queries.row(reading, session_id), queries.deletion(reading, session_id)
        return SessionDeletionPage(str(session_id), row.name, taken.goals, taken.entries, taken.unlinked)

    return visit.show("practice_delete.html", await visit.read(shown), "practice")


@places.post(f"{SESSION}/delete")
async def delete_session(visit: Visit) -> Response:
    """Take a session away, and the goals under it."""
    session_id = visit.id("practice_session_id")
    await visit.write(lambda work: actions.delete_session(work, session_id))
    return visit.go("/practice")


def _goal_id(visit: Visit) -> UUID:
    try:
        return UUID(visit.fields.get("goal_id", ""))
    except ValueError as wrong:
        raise Malformed("The form names no goal.") from wrong


async def _changed(visit: Visit, change: Callable[[Work, list[UUID]], Changes]) -> Response:
    """Change what follows from the goals that a session is for now, and go back to where it was asked."""
    session_id = visit.id("practice_session_id")

    def changed(work: Work) -> None:
        work.lock_owner()
        there = queries.session(work, session_id)
        given = change(work, list(there.goal_ids))
        actions.change_session(work, session_id, typed(SessionChange, given))

    try:
        await visit.write(changed)
    except (Invalid, Conflict) as failure:
        return await _unchanged(visit, session_id, failure)
    back = visit.fields.get("back")
    return visit.go(f"/{back}" if back in ("practice", "today") else f"/practice/{session_id}")


async def _unchanged(visit: Visit, session_id: UUID, failure: Failure) -> Response:
    view = await visit.read(lambda reading: replace(_page(reading, session_id), wrong=said(failure)))
    return visit.show(TEMPLATE, view, "practice", failure)


def _page(reading: Reading, session_id: UUID) -> SessionPage:
    found = queries.session(reading, session_id)
    row = found.row
    below = goals.goals_of(reading, queries.immediate_ids(reading, session_id))
    planned = "" if row.planned_minutes is None else str(row.planned_minutes)
    return SessionPage(
        line=session_line(reading, found, []),
        description=row.description,
        version=row.version,
        today=reading.today,
        goals=[Choice(str(each.id), each.title) for each in queries.practised_goals(reading, session_id)],
        others=practicable(reading, but=set(found.goal_ids)),
        below=[goal_shown(each, reading.today) for each in standings.stood_of(reading, below)],
        form=Form({"name": row.name, "description": row.description, "planned_minutes": planned}),
    )
