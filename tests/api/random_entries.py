"""Random work on entries over HTTP, and what goals must be after it by the slow model of the rules."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

import httpx2

from tests.goals.slow_model import LARGEST, Happened, two_places, values

KINDS = ("delta", "delta", "delta", "set", "reset")
AMOUNTS = ("0.01", "1", "9.99", "-3.5", "40", "-40", "100", "0.1")
FAR = ("99999999.99", "-99999999.99", "60000000", "-60000000")
DAYS_BACK = 30


class Goal(NamedTuple):
    """A goal as it was made."""

    id: str
    start: Fraction
    target: Fraction | None = None

    def status(self, current: Fraction) -> str:
        """Completed when the target is reached, from whichever side."""
        if self.target is None:
            return "active"
        reached = current >= self.target if self.target > self.start else current <= self.target
        return "completed" if reached else "active"


@dataclass
class Kept:
    """The entries that are acknowledged, by id."""

    goal: Goal
    entries: dict[str, Happened] = field(default_factory=dict)

    def current(self) -> Fraction:
        """The value that they make. Raises OverflowError if one on the way is too large."""
        found = values(list(self.entries.values()), self.goal.start)
        return found[-1][1] if found else self.goal.start

    def figures(self) -> tuple[str, str]:
        """The value and the status that the goal has."""
        current = self.current()
        return two_places(current), self.goal.status(current)

    def with_one(self, entry_id: str, entry: Happened) -> "Kept":
        """The same with an entry more, or in place of another."""
        return Kept(self.goal, {**self.entries, entry_id: entry})

    def without(self, entry_id: str) -> "Kept":
        """The same without an entry."""
        return Kept(self.goal, {key: value for key, value in self.entries.items() if key != entry_id})

    def possible(self) -> bool:
        """Whether no value on the way is too large."""
        try:
            self.current()
        except OverflowError:
            return False
        return True


def shown_figures(goal: dict[str, Any]) -> tuple[str, str]:
    """The value and the status of a goal as it was answered."""
    return goal["current_value"], goal["status"]


def happened(entry: dict[str, Any]) -> Happened:
    """An entry that was answered, as the slow model takes it."""
    value = None if entry["value"] is None else Fraction(entry["value"])
    return date.fromisoformat(entry["entry_date"]), entry["seq"], entry["kind"], value


class Chance:
    """Decides at random what to send; the same seed decides the same."""

    def __init__(self, seed: object, today: date, amounts: tuple[str, ...] = AMOUNTS) -> None:
        self._random = random.Random(str(seed))
        self._today = today
        self._amounts = amounts

    def entry(self) -> dict[str, Any]:
        """The body of a new entry, or of a change that says all."""
        kind = self._random.choice(KINDS)
        body: dict[str, Any] = {"kind": kind}
        if kind != "reset":
            body["value"] = self._random.choice(self._amounts)
        back = self._random.choice((0, 0, self._random.randrange(DAYS_BACK + 1)))
        body["entry_date"] = (self._today - timedelta(back)).isoformat()
        return body

    def verb(self, entries: int) -> str:
        """What to do next, where one has so many entries."""
        return self._random.choice(("log", "log", "log", "edit", "delete") if entries else ("log",))

    def one(self, among: list[str]) -> str:
        """One of several."""
        return self._random.choice(among)


class Sent(NamedTuple):
    """What was sent, what should have come of it, and what came."""

    verb: str
    expected: Kept
    answer: httpx2.Response


def sent(caller: httpx2.Client, kept: Kept, chance: Chance, last_seq: int) -> Sent:
    """Send something at random; `expected` is right where nobody else works on the goal."""
    place = f"/goals/{kept.goal.id}/entries"
    verb = chance.verb(len(kept.entries))
    if verb == "log":
        body = chance.entry()
        answer = caller.post(place, json=body)
        entry_id = answer.json()["entry"]["id"] if answer.status_code == 201 else "refused"
        return Sent(verb, kept.with_one(entry_id, _meant(body, last_seq + 1)), answer)
    entry_id = chance.one(sorted(kept.entries, key=lambda key: kept.entries[key][1]))
    if verb == "delete":
        return Sent(verb, kept.without(entry_id), caller.delete(f"{place}/{entry_id}"))
    body = chance.entry()
    answer = caller.patch(f"{place}/{entry_id}", json=body)
    return Sent(verb, kept.with_one(entry_id, _meant(body, kept.entries[entry_id][1])), answer)


def _meant(body: dict[str, Any], seq: int) -> Happened:
    value = Fraction(body["value"]) if "value" in body else None
    return date.fromisoformat(body["entry_date"]), seq, body["kind"], value


NEAR_THE_LIMIT = LARGEST - 100
