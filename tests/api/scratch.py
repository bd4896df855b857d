"""Routes of the tests' own over the real product, each there to show one thing about routes."""

from typing import Annotated, Any
from uuid import UUID

import httpx2
from fastapi import Body, Query
from starlette.responses import Response

from milepost.entrypoints.api.answers import Reply, created, done, ok
from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.route import Router
from milepost.goals import actions, listing, queries
from milepost.goals.errors import NoSuchGoal, TitleTaken
from milepost.goals.schemas import NewGoal, Status
from milepost.kernel.errors import Conflict, Stale
from milepost.kernel.fields import RowId
from milepost.kernel.paging import Cursor, Next
from milepost.kernel.work import Reading, Work

PLACE = "/api/v1/scratch"
GOALS = f"{PLACE}/goals"
CURSOR = Cursor("scratch", place=int)


class Secret(Exception):
    """Something that no answer may tell."""


async def make(call: CallDep, new: Annotated[NewGoal, Body()]) -> Response:
    def made(work: Work) -> Reply:
        goal = actions.create_goal(work, new)
        return created({"id": goal.id, "on": goal.start_date, "at": goal.created_at}, f"{PLACE}/{goal.id}", 1)

    return await call.write(made)


async def count(
    call: CallDep,
    status: Annotated[list[Status] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    def counted(reading: Reading) -> Reply:
        return ok({"count": len(listing.goals(reading, limit)), "status": status, "limit": limit})

    return await call.read(counted)


async def one(call: CallDep, goal_id: RowId) -> Response:
    return await call.read(lambda reading: ok({"title": queries.goal(reading, goal_id).title}))


async def change(call: CallDep, goal_id: RowId) -> Response:
    def changed(work: Work) -> Reply:
        if call.expected not in (None, 3):
            raise Stale()
        return ok({"actor": work.actor.user_id, "expected": call.expected}, 4)

    return await call.write(changed)


async def remove(call: CallDep, goal_id: RowId) -> Response:
    return await call.write(lambda _work: done())


async def verb(call: CallDep) -> Response:
    return await call.write(lambda work: ok({"means": work.actor.means}))


async def guest(call: CallDep, given: Annotated[dict[str, str], Body()]) -> Response:
    def told(reading: Reading) -> Reply:
        return ok({"means": reading.actor.means, "given": given, "address": call.address})

    return await call.read(told)


async def name_in_path(call: CallDep, name: str) -> Response:
    return await call.read(lambda _reading: ok({"name": name}))


async def broken(call: CallDep) -> Response:
    def fail(_reading: Reading) -> Reply:
        raise Secret("the secret inside")

    return await call.read(fail)


async def from_a_cursor(call: CallDep, cursor: Next | None = None) -> Response:
    (place,) = CURSOR.read(cursor, (0,))
    return await call.read(lambda _reading: ok({"place": place}))


async def undocumented(call: CallDep) -> Response:
    def refuse(_work: Work) -> Reply:
        raise Conflict()

    return await call.write(refuse)


def scratch(hot: bool) -> Router:
    """The routes, in front of the framework's router or behind it."""
    router = Router("/scratch", "scratch")
    router.post("/goals", status=201, fails=(TitleTaken,), hot=hot)(make)
    router.get("/goals", owner=True, hot=hot)(count)
    router.get("/goals/{goal_id}", fails=(NoSuchGoal,), hot=hot)(one)
    router.patch("/goals/{goal_id}", versioned=True, hot=hot)(change)
    router.delete("/goals/{goal_id}", status=204, hot=hot)(remove)
    router.post("/verb", keyed=False, hot=hot)(verb)
    router.post("/guest", signed_in=False, limit=100, hot=hot)(guest)
    router.get("/names/{name}", signed_in=False, hot=hot)(name_in_path)
    router.get("/pages", hot=hot)(from_a_cursor)
    router.get("/broken", hot=hot)(broken)
    router.post("/undocumented", hot=hot)(undocumented)
    return router


def goal(title: str = "Read") -> dict[str, str]:
    """What makes a goal."""
    return {"title": title, "goal_type": "continuous_counter", "unit": "pages"}


def path_of(goal_id: str | UUID) -> str:
    """Where a goal is."""
    return f"{GOALS}/{goal_id}"


def problem(answer: httpx2.Response, status: int, code: str) -> Any:
    """The problem that an answer is, checked in what all problems have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, f"/problems/{code}")
    assert told["title"] and told["detail"]
    return told


def pointers(told: Any) -> list[str]:
    """Where the faults of a problem lie."""
    return [error["pointer"] for error in told["errors"]]


def raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as the bytes that any client can send, whatever they ought to be."""
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
