"""Hot routes are the same routes, only reached sooner."""

from starlette.responses import Response

from milepost.entrypoints.api.call import CallDep
from milepost.entrypoints.api.hot import in_front
from milepost.entrypoints.api.route import Router
from milepost.entrypoints.api.routers import ROUTERS


async def answer(call: CallDep) -> Response:
    raise NotImplementedError


def paths(*declared: tuple[str, str, bool]) -> list[str]:
    router = Router("", "scratch")
    for method, path, hot in declared:
        router._declared(method, path, {"hot": hot})(answer)
    return [f"{route.method} {route.path.removeprefix('/api/v1')}" for route in in_front(router.routes)]


def test_only_hot_routes_stand_in_front() -> None:
    assert paths(("GET", "/goals", False), ("POST", "/goals", True)) == ["POST /goals"]


def test_a_route_that_a_hot_one_would_hide_stands_before_it() -> None:
    declared = (
        ("GET", "/goals/tree", False),
        ("POST", "/goals/tree", False),
        ("GET", "/goals/tree/x", False),
        ("GET", "/{kind}/tree", False),
        ("GET", "/goals/{goal_id}", True),
        ("GET", "/goals/later", False),
    )
    assert paths(*declared) == ["GET /goals/tree", "GET /{kind}/tree", "GET /goals/{goal_id}"]


def test_logging_progress_is_hot() -> None:
    routes = [route for router in ROUTERS for route in router.routes]
    assert "/api/v1/goals/{goal_id}/entries" in {route.path for route in in_front(routes)}
