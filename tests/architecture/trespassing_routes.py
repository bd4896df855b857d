"""Routes that the stranger test must refuse, each with words of the reason, and some that it must let be."""

from typing import Annotated, Any, NamedTuple
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import Route, Router
from milepost.goals import queries
from milepost.goals.errors import NoSuchGoal
from milepost.kernel.errors import Fault, Forbidden
from milepost.kernel.fields import Input, RowId
from milepost.kernel.work import Reading, Work
from tests.architecture.declared import scratch_change, scratch_read


class Title(NamedTuple):
    """A row of one title."""

    title: str


class OnGoal(Input):
    """Something about a goal."""

    goal_id: RowId


class Mood(Input):
    """Something that no test knows."""

    mood: str


PAST_THE_OWNER = scratch_read(Title, "SELECT title FROM goals WHERE id = :goal_id")
ALL = scratch_read(Title, "SELECT title FROM goals")
STEAL = scratch_change("UPDATE goals SET description = 'Stolen' WHERE id = :goal_id")
BODY: dict[str, Any] = {"goal_id": "{goals}"}


def _past_the_owner(reading: Reading, goal_id: UUID) -> Reply:
    found = reading.first(PAST_THE_OWNER, goal_id=goal_id)
    if found is None:
        raise NoSuchGoal(errors=(Fault("/goal_id", "is not there"),))
    return ok({"title": found.title})


async def in_path(call: CallDep, goal_id: RowId) -> Response:
    return await call.read(lambda reading: _past_the_owner(reading, goal_id))


async def in_query(call: CallDep, goal_id: Annotated[RowId | None, Query()] = None) -> Response:
    return await call.read(lambda reading: _past_the_owner(reading, goal_id) if goal_id else ok({}))


async def in_body(call: CallDep, given: Annotated[OnGoal, Body()]) -> Response:
    return await call.write(lambda work: _past_the_owner(work, given.goal_id))


async def listed(call: CallDep) -> Response:
    return await call.read(lambda reading: ok({"items": [each.title for each in reading.all(ALL)]}))


async def stolen(call: CallDep, goal_id: RowId) -> Response:
    def steal(work: Work) -> Reply:
        if not work.count(STEAL, goal_id=goal_id):
            raise NoSuchGoal()
        return ok({})

    return await call.write(steal)


async def told_apart(call: CallDep, goal_id: RowId) -> Response:
    def forbidden(reading: Reading) -> Reply:
        try:
            return _own(reading, goal_id)
        except NoSuchGoal:
            _past_the_owner(reading, goal_id)
            raise Forbidden() from None

    return await call.read(forbidden)


async def without_pointer(call: CallDep, given: Annotated[OnGoal, Body()]) -> Response:
    return await call.write(lambda work: _own(work, given.goal_id))


async def with_pointer(call: CallDep, given: Annotated[OnGoal, Body()]) -> Response:
    def pointed(work: Work) -> Reply:
        try:
            return _own(work, given.goal_id)
        except NoSuchGoal as none:
            raise NoSuchGoal(errors=(Fault("/goal_id", "is not there"),)) from none

    return await call.write(pointed)


async def nowhere(call: CallDep, goal_id: RowId) -> Response:
    def refused(_reading: Reading) -> Reply:
        raise NoSuchGoal()

    return await call.read(refused)


async def nothing(call: CallDep) -> Response:
    return await call.read(lambda _reading: ok({"items": []}))


async def of_a_mood(call: CallDep, mood_id: RowId) -> Response:
    return await call.read(lambda _reading: ok({}))


async def with_a_mood(call: CallDep, given: Annotated[Mood, Body()]) -> Response:
    return await call.write(lambda _work: ok({}))


def _own(reading: Reading, goal_id: UUID) -> Reply:
    return ok({"title": queries.goal(reading, goal_id).title})


def router() -> Router:
    """All of them, each under its own name."""
    made = Router("/scratch", "scratch")
    made.get("/in_path/{goal_id}", fails=(NoSuchGoal,))(in_path)
    made.get("/in_query", fails=(NoSuchGoal,))(in_query)
    made.post("/in_body", fails=(NoSuchGoal,))(in_body)
    made.get("/listed")(listed)
    made.post("/stolen/{goal_id}", fails=(NoSuchGoal,))(stolen)
    made.get("/told_apart/{goal_id}", fails=(NoSuchGoal, Forbidden))(told_apart)
    made.post("/without_pointer", fails=(NoSuchGoal,))(without_pointer)
    made.post("/with_pointer", fails=(NoSuchGoal,))(with_pointer)
    made.get("/nowhere/{goal_id}", fails=(NoSuchGoal,))(nowhere)
    made.get("/nothing")(nothing)
    made.get("/of_a_mood/{mood_id}")(of_a_mood)
    made.post("/with_a_mood")(with_a_mood)
    return made


def route(scratch: Router, name: str) -> Route:
    """The one of this name."""
    return next(each for each in scratch.routes if f"/{name}" in each.path)
