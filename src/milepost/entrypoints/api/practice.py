"""`/practice-sessions`: work on several goals at once, and the immediate goals that it brought."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Body, Query
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, created, done, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import BASE, Router
from milepost.goals.errors import Cycle, LevelOrder, NoSuchGoal, TooDeep
from milepost.goals.rows import deletion_view
from milepost.goals.views import DeletionView
from milepost.kernel.fields import Page, RowId, YesNo
from milepost.kernel.paging import DEFAULT, Cursor, Limit, Next, page
from milepost.kernel.repeats import IdGone, IdTaken
from milepost.kernel.work import Reading, Work
from milepost.overview.errors import TreeTooLarge
from milepost.overview.tree import immediate_goals
from milepost.overview.views import SessionWhole
from milepost.practice import actions, queries
from milepost.practice.errors import NoSuchPracticeSession
from milepost.practice.queries import NEWEST, Wanted
from milepost.practice.rows import practised_view, session_view
from milepost.practice.schemas import NewSession, SessionChange
from milepost.practice.views import PracticeSessionView

sessions = Router("/practice-sessions", "practice sessions")
of_goals = Router("/goals", "practice sessions")
routers = (sessions, of_goals)

_SESSION = Cursor("practice-sessions", created_at=datetime, id=UUID)


@sessions.get("", answers=Page[PracticeSessionView], owner=True, fails=(NoSuchGoal,))
async def list_practice_sessions(  # noqa: PLR0913, PLR0917 (a filter is a parameter)
    call: CallDep,
    limit: Limit = DEFAULT,
    cursor: Next | None = None,
    goal_id: Annotated[list[RowId] | None, Query(description="For any of these goals.")] = None,
    completed: Annotated[YesNo | None, Query(description="Completed ones alone, or the others.")] = None,
    unlinked: Annotated[YesNo | None, Query(description="Those for no goal alone, or the others.")] = None,
) -> Response:
    """List practice sessions, newest first."""
    goal_ids = None if goal_id is None else tuple(goal_id)
    return await _listed(call, limit, cursor, Wanted(goal_ids, completed, unlinked))


@of_goals.get("/{goal_id}/practice-sessions", answers=Page[PracticeSessionView], fails=(NoSuchGoal,))
async def list_practice_sessions_of_goal(
    call: CallDep, goal_id: RowId, limit: Limit = DEFAULT, cursor: Next | None = None
) -> Response:
    """List the practice sessions of a goal, newest first."""
    return await _listed(call, limit, cursor, Wanted((goal_id,)))


@sessions.post(
    "",
    answers=PracticeSessionView,
    status=201,
    also={200: PracticeSessionView},
    fails=(NoSuchGoal, LevelOrder, Cycle, TooDeep, IdTaken, IdGone),
)
async def create_practice_session(call: CallDep, new: Annotated[NewSession, Body()]) -> Response:
    """Make a practice session. With an id made by the client, sending it again answers 200 as it now is."""

    def made(work: Work) -> Reply:
        both = actions.create_session(work, new)
        row = both.session.row
        if not both.made:
            return ok(session_view(both.session), row.version)
        return created(session_view(both.session), f"{BASE}/practice-sessions/{row.id}", row.version)

    return await call.write(made)


@sessions.get("/{practice_session_id}", answers=SessionWhole, fails=(NoSuchPracticeSession, TreeTooLarge))
async def show_practice_session(call: CallDep, practice_session_id: RowId) -> Response:
    """Show a practice session with the goals it is for, and those under it with all that is below them."""

    def shown(reading: Reading) -> Reply:
        found = queries.session(reading, practice_session_id)
        return ok(
            {
                **session_view(found),
                "goals": [practised_view(each) for each in queries.practised_goals(reading, found.row.id)],
                "immediate_goals": msgspec.Raw(immediate_goals(reading, found.row.id)),
            },
            found.row.version,
        )

    return await call.read(shown)


@sessions.patch(
    "/{practice_session_id}",
    answers=PracticeSessionView,
    versioned=True,
    fails=(NoSuchPracticeSession, NoSuchGoal, LevelOrder, Cycle, TooDeep),
)
async def change_practice_session(
    call: CallDep, practice_session_id: RowId, change: Annotated[SessionChange, Body()]
) -> Response:
    """Change what is sent of a practice session; without any goal it lies on the unlinked shelf."""

    def changed(work: Work) -> Reply:
        session = actions.change_session(work, practice_session_id, change, call.expected)
        return ok(session_view(session), session.row.version)

    return await call.write(changed)


@sessions.get("/{practice_session_id}/deletion", answers=DeletionView, fails=(NoSuchPracticeSession,))
async def preview_practice_session_deletion(call: CallDep, practice_session_id: RowId) -> Response:
    """Tell what deleting a practice session would take; changes nothing."""

    def told(reading: Reading) -> Reply:
        taken = queries.deletion(reading, practice_session_id)
        deletes = {"practice_sessions": 1, "goals": taken.goals, "entries": taken.entries}
        return ok(deletion_view(deletes, taken.unlinked))

    return await call.read(told)


@sessions.delete("/{practice_session_id}", status=204, versioned=True, fails=(NoSuchPracticeSession,))
async def delete_practice_session(call: CallDep, practice_session_id: RowId) -> Response:
    """Delete a practice session, and the goals under it with all below them; those over it stay."""

    def deleted(work: Work) -> Reply:
        actions.delete_session(work, practice_session_id, call.expected)
        return done()

    return await call.write(deleted)


async def _listed(call: CallDep, limit: int, cursor: str | None, wanted: Wanted) -> Response:
    before = _SESSION.read(cursor, NEWEST)

    def listed(reading: Reading) -> Reply:
        found = queries.sessions(reading, limit + 1, before, wanted)
        return ok(page(found, limit, session_view, _SESSION))

    return await call.read(listed)
