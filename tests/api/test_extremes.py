"""Goals at the edges of dates, amounts and zones are shown without fault, as the slow model says."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.goals.slow_model import Target, two_places
from tests.instance import Instance, posted

FIRST, LAST = "0001-01-01", "9999-12-31"
TOMORROW = (date.today() + timedelta(2)).isoformat()
MOST, LEAST = "99999999.99", "-99999999.99"
SPANS = [(FIRST, LAST), (FIRST, TOMORROW), (TOMORROW, TOMORROW), (TOMORROW, LAST), (None, LAST), (LAST, LAST)]
RANGES = [(LEAST, MOST), (MOST, LEAST), ("0", "0.01"), ("0", "-0.01"), (MOST, "99999999.98"), ("-0.01", "0")]
STEPS: list[list[tuple[str, str | None, str | None]]] = [
    [],
    [("set", MOST, FIRST)],
    [("set", LEAST, None)],
    [("delta", "0.01", FIRST), ("reset", None, None)],
]


@pytest.fixture(scope="module", params=["Pacific/Kiritimati", "Pacific/Niue"])
def owner(instance: Instance, request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    with instance.sign_up(timezone=request.param) as caller:
        if request.param == "Pacific/Niue":
            assert caller.patch("/me", json={"day_start": "11:59"}).status_code == 200
        yield caller


def today(caller: httpx2.Client) -> date:
    made = posted(caller, "/goals", title=uuid4().hex, goal_type="milestone")
    return date.fromisoformat(made["start_date"])


def got(caller: httpx2.Client, path: str) -> Any:
    answer = caller.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def expected(goal: dict[str, Any], on: date) -> dict[str, object]:
    figures = Target(
        Fraction(goal["start_value"]),
        Fraction(goal["target_value"]),
        Fraction(goal["current_value"]),
        start_date=date.fromisoformat(goal["start_date"]),
        deadline=date.fromisoformat(goal["deadline"]),
        status=goal["status"],
        today=on,
    ).figures()
    day = figures["projection"]
    return {**figures, "projection": day.isoformat() if isinstance(day, date) else None}


def held(owner: httpx2.Client, span: tuple[str | None, str], ends: tuple[str, str]) -> None:
    on = today(owner)
    for steps in STEPS:
        body = {"start_date": span[0], "deadline": span[1], "start_value": ends[0], "target_value": ends[1]}
        goal_id = posted(owner, "/goals", title=uuid4().hex, goal_type="target_based", unit="x", **body)["id"]
        for kind, value, day in steps:
            entry = {"kind": kind, "value": value, "entry_date": day}
            answer = owner.post(f"/goals/{goal_id}/entries", json=entry)
            assert answer.status_code == 201 or answer.json()["code"] == "amount.too-large", answer.text
        goal = got(owner, f"/goals/{goal_id}")
        told = got(owner, f"/goals/{goal_id}/progress")
        figures = expected(goal, on)
        assert {name: told[name] for name in figures} == figures
        series = got(owner, f"/goals/{goal_id}/series")
        assert series["start_value"] == two_places(Fraction(ends[0]))
        got(owner, f"/goals/{goal_id}/series?from={FIRST}&to={LAST}")


@pytest.mark.parametrize(("span", "ends"), list(zip(SPANS, RANGES, strict=True)))
def test_a_target_at_the_edges_is_measured_as_the_model_says(
    owner: httpx2.Client, span: tuple[str | None, str], ends: tuple[str, str]
) -> None:
    held(owner, span, ends)


@pytest.mark.prove
@pytest.mark.parametrize(("span", "ends"), list(product(SPANS, RANGES)))
def test_a_target_at_each_pair_of_edges_is_measured_as_the_model_says(
    owner: httpx2.Client, span: tuple[str | None, str], ends: tuple[str, str]
) -> None:
    held(owner, span, ends)


def test_a_counter_at_the_edges_is_counted(owner: httpx2.Client) -> None:
    for start_date, start_value in product((FIRST, LAST, None), (MOST, LEAST, "0")):
        made = posted(
            owner,
            "/goals",
            title=uuid4().hex,
            goal_type="continuous_counter",
            unit="x",
            start_date=start_date,
            start_value=start_value,
        )
        place = f"/goals/{made['id']}"
        for entry in ({"kind": "set", "value": "0", "entry_date": FIRST}, {"value": "-1"}, {"kind": "reset"}):
            owner.post(f"{place}/entries", json=entry)
        told = got(owner, f"{place}/progress")
        assert told["current_value"] == two_places(Fraction(start_value))
        assert told["days_since_start"] >= 0 and told["days_since_reset"] >= 0
        got(owner, f"{place}/series")
        got(owner, f"{place}/entries")
