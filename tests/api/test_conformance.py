"""What the API answers to generated requests, right and wrong ones, is what its document says."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from milepost.entrypoints.api.app import api
from milepost.entrypoints.api.route import Route
from milepost.entrypoints.api.routers import ROUTERS
from milepost.goals.actions import create_category, create_goal, log_progress
from milepost.goals.schemas import NewCategory, NewEntry, NewGoal
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Work
from milepost.practice.actions import create_session
from milepost.practice.schemas import NewSession
from tests.api.conftest import Person, bearer

# Of a form with a file the boundary is made by chance, past the control of the generator: see test_imports.
ROUTES = [route for router in ROUTERS for route in router.routes if route.rules.upload is None]


@pytest.fixture(scope="module")
def told(app: App, settings: Settings) -> Any:
    """The document of a running API, by which requests are made and answers judged."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", api(app, settings, ROUTERS))


@pytest.fixture
def headers(alice: Person) -> dict[str, str]:
    return bearer(alice.session)


@pytest.fixture
def there(app: App, alice: Person) -> dict[str, str]:
    """Ids that are Alice's, by the names that they have in paths."""

    def made(work: Work) -> dict[str, str]:
        goal = create_goal(work, NewGoal(title="Read", goal_type="continuous_counter", unit="pages"))
        entry = log_progress(work, goal.id, NewEntry()).entry
        category = create_category(work, NewCategory(name="Mind"))
        session = create_session(work, NewSession(goal_ids=[goal.id])).session
        below = NewGoal(title="A page", goal_type="milestone", practice_session_id=session.row.id)
        create_goal(work, below)
        return {
            "goal_id": str(goal.id),
            "entry_id": str(entry.id),
            "category_id": str(category.id),
            "practice_session_id": str(session.row.id),
        }

    return app.write_now(alice.known, made)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
@checked(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_answer_to_a_right_request_is_as_documented(
    told: Any, route: Route, headers: dict[str, str], there: dict[str, str], data: st.DataObject
) -> None:
    case = data.draw(told[route.path][route.method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    if data.draw(st.booleans()):
        case.path_parameters.update({name: there[name] for name in case.path_parameters if name in there})
    # A rule over several fields, or today's date, may refuse what the schema alone lets pass.
    case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
@checked(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_wrong_request_is_refused_as_documented(
    told: Any, route: Route, headers: dict[str, str], data: st.DataObject
) -> None:
    case = data.draw(told[route.path][route.method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    # Some texts are taken without the white space at their ends, which the schema counts in their length.
    excluded = [negative_data_rejection] if _is_spaced(case.body) else []
    case.call_and_validate(headers=headers, excluded_checks=excluded)


def _is_spaced(value: Any) -> bool:
    """Whether somewhere in it there is a text with white space at an end."""
    if isinstance(value, dict):
        return any(map(_is_spaced, value.values()))
    if isinstance(value, list):
        return any(map(_is_spaced, value))
    return isinstance(value, str) and value != value.strip()
