"""Random work on entries over HTTP leaves goals as the slow model of the rules says, alone and at once."""

import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.api.random_entries import (
    AMOUNTS,
    FAR,
    NEAR_THE_LIMIT,
    Chance,
    Goal,
    Kept,
    happened,
    sent,
    shown_figures,
)
from tests.goals.slow_model import Target, counter, two_places
from tests.instance import Instance, everything, posted

SEED = os.environ.get("SEED") or str(random.SystemRandom().randrange(10**9))
"""Printed with a failure; set SEED in the environment to see it again."""
OPERATIONS = 300
ALONE = 80
"""Fewer, because the model is asked after each."""
THREADS = 8
GOALS: dict[str, tuple[str | Fraction, str | None]] = {
    "up": ("0", "100"),
    "down": ("80.5", "-20"),
    "near the limit": (NEAR_THE_LIMIT, "0"),
    "counter": ("0", None),
}


@pytest.fixture(scope="module")
def alice(instance: Instance) -> Iterator[httpx2.Client]:
    with instance.sign_up() as caller:
        yield caller


@pytest.fixture(autouse=True)
def _seed_is_told() -> None:
    print(f"SEED={SEED}")


def today(caller: httpx2.Client) -> date:
    return made_goal(caller, "0", None)[1]


def made_goal(caller: httpx2.Client, start: str | Fraction, target: str | None) -> tuple[Goal, date]:
    body: dict[str, Any] = {"title": uuid4().hex, "unit": "steps", "start_value": two_places(Fraction(start))}
    if target is None:
        body |= {"goal_type": "continuous_counter"}
    else:
        body |= {"goal_type": "target_based", "target_value": target, "deadline": "2999-12-31"}
    made = posted(caller, "/goals", **body)
    goal = Goal(made["id"], Fraction(start), None if target is None else Fraction(target))
    return goal, date.fromisoformat(made["start_date"])


def held_against_the_model(caller: httpx2.Client, kept: Kept) -> None:
    """Everything that is shown of a goal is what its acknowledged entries make."""
    place = f"/goals/{kept.goal.id}"
    listed = everything(caller, f"{place}/entries")
    assert {each["id"]: happened(each) for each in listed} == kept.entries
    in_order = sorted(kept.entries.values(), key=lambda each: each[:2], reverse=True)
    assert [happened(each) for each in listed] == in_order
    goal = caller.get(place).json()
    assert shown_figures(goal) == kept.figures()
    told = caller.get(f"{place}/progress").json()
    start_date, on = date.fromisoformat(goal["start_date"]), today(caller)
    entries = list(kept.entries.values())
    if kept.goal.target is None:
        since_start, since_reset, _ = counter(entries, kept.goal.start, start_date, on)
        assert (told["days_since_start"], told["days_since_reset"]) == (since_start, since_reset)
        return
    model = Target(
        kept.goal.start,
        kept.goal.target,
        kept.current(),
        start_date=start_date,
        deadline=date.fromisoformat(goal["deadline"]),
        status=goal["status"],
        today=on,
    )
    expected = {**model.figures(), "projection": model.projection and model.projection.isoformat()}
    assert {name: told[name] for name in expected} == expected


def each_held_against_the_model(alice: httpx2.Client, name: str, operations: int) -> None:
    goal, on = made_goal(alice, *GOALS[name])
    chance = Chance((SEED, name), on, AMOUNTS + FAR)
    kept, last_seq, refused = Kept(goal), 0, 0
    for _ in range(operations):
        verb, expected, answer = sent(alice, kept, chance, last_seq)
        if not expected.possible():
            assert (answer.status_code, answer.json()["code"]) == (409, "amount.too-large")
            refused += 1
            continue
        assert answer.status_code == (201 if verb == "log" else 200), answer.text
        kept, last_seq = expected, last_seq + (verb == "log")
        assert shown_figures(answer.json()["goal"]) == kept.figures()
    assert refused, "nothing was too large"
    held_against_the_model(alice, kept)


@pytest.mark.parametrize("name", GOALS)
def test_each_answer_is_what_the_model_says(alice: httpx2.Client, name: str) -> None:
    each_held_against_the_model(alice, name, ALONE)


@pytest.mark.prove
@pytest.mark.parametrize("name", GOALS)
def test_each_of_many_answers_is_what_the_model_says(alice: httpx2.Client, name: str) -> None:
    each_held_against_the_model(alice, name, OPERATIONS)


def at_once(instance: Instance, owner: httpx2.Client, works: list[Any]) -> list[Any]:
    """Run works on threads, each with a connection of its own."""
    token = owner.headers["authorization"].removeprefix("Bearer ")
    with ExitStack() as opened, ThreadPoolExecutor(len(works)) as threads:
        callers = [opened.enter_context(instance.client(token)) for _ in works]
        futures = [threads.submit(work, caller) for work, caller in zip(works, callers, strict=True)]
        return [future.result() for future in futures]


class Worker:
    """Works on entries of its own among others who work on the same goals."""

    def __init__(self, goals: list[Goal], chance: Chance, operations: int) -> None:
        self.kept = {goal.id: Kept(goal) for goal in goals}
        self._chance = chance
        self._operations = operations
        self.seqs: list[tuple[str, int]] = []

    def __call__(self, caller: httpx2.Client) -> "Worker":
        for _ in range(self._operations):
            kept = self.kept[self._chance.one(sorted(self.kept))]
            verb, expected, answer = sent(caller, kept, self._chance, 0)
            if answer.status_code == 409:
                assert answer.json()["code"] == "amount.too-large"
                continue
            assert answer.status_code == (201 if verb == "log" else 200), answer.text
            told = answer.json()
            entry = told.get("entry")
            if entry is not None:
                expected = kept.with_one(entry["id"], happened(entry))
            if verb == "log":
                self.seqs.append((kept.goal.id, entry["seq"]))
            self.kept[kept.goal.id] = expected
        return self


@pytest.mark.parametrize("names", [["up"], list(GOALS)], ids=["one goal", "four goals"])
def test_eight_at_once_leave_what_the_model_says(
    instance: Instance, alice: httpx2.Client, names: list[str]
) -> None:
    made = [made_goal(alice, *GOALS[name]) for name in names]
    goals, on = [goal for goal, _ in made], made[0][1]
    workers = [
        Worker(goals, Chance((SEED, names, number), on), OPERATIONS // THREADS + 1)
        for number in range(THREADS)
    ]
    done: list[Worker] = at_once(instance, alice, workers)
    for goal in goals:
        seqs = sorted(seq for each in done for goal_id, seq in each.seqs if goal_id == goal.id)
        assert seqs == list(range(1, len(seqs) + 1)), "each number is given once, without a gap"
        entries = {key: entry for each in done for key, entry in each.kept[goal.id].entries.items()}
        held_against_the_model(alice, Kept(goal, entries))
    checked = instance.command("doctor", "--json")
    assert (checked.returncode, checked.stdout) == (0, '{\n  "findings": []\n}\n'), checked.stderr


def test_each_of_eight_at_once_hears_the_goal_as_it_was_just_after_theirs(
    instance: Instance, alice: httpx2.Client
) -> None:
    goal, on = made_goal(alice, "0", "1000000")

    def logs(caller: httpx2.Client) -> list[tuple[int, Fraction, str]]:
        found = []
        for number in range(OPERATIONS // THREADS):
            day = (on - timedelta(number % 2)).isoformat()
            told = posted(caller, f"/goals/{goal.id}/entries", value=f"{number + 1}.01", entry_date=day)
            found.append(
                (told["entry"]["seq"], Fraction(told["entry"]["value"]), told["goal"]["current_value"])
            )
        return found

    heard = sorted(each for one in at_once(instance, alice, [logs] * THREADS) for each in one)
    total = Fraction(0)
    for seq, value, after in heard:
        total += value
        assert after == two_places(total), seq
