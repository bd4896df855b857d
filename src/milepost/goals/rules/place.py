"""Where a goal may stand: never under itself, at most 64 levels deep, below the level above it.

Goals and practice sessions are one graph: a goal stands under a goal or a session, a session under goals.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeVar
from uuid import UUID

from milepost.goals.rules.levels import TOP, UNDER_A_SESSION, Step, is_below, step_of

ThingT = TypeVar("ThingT", bound=Hashable)

DEEPEST = 64
"""Levels of a tree, practice sessions counted."""


class Key(NamedTuple):
    """Which goal or practice session."""

    kind: Literal["goal", "practice_session"]
    id: UUID


class Spot(NamedTuple):
    """A goal with its level, or a practice session, which has none."""

    key: Key
    title: str
    level: str | None = None


class Offence(NamedTuple):
    """The first goal that would not be deeper than what is above it."""

    offender: Spot
    above: Step


@dataclass(frozen=True, slots=True)
class Graph:
    """A part of the graph: spots, and the edges from each to those above and below it."""

    spots: dict[Key, Spot] = field(default_factory=dict)
    above: dict[Key, list[Key]] = field(default_factory=dict)
    below: dict[Key, list[Key]] = field(default_factory=dict)

    def join(self, upper: Key, lower: Key) -> None:
        """Add an edge, once."""
        if upper not in self.above.setdefault(lower, []):
            self.above[lower].append(upper)
            self.below.setdefault(upper, []).append(lower)


def downwards(above: Mapping[ThingT, Sequence[ThingT]]) -> list[ThingT]:
    """Everything of which it is said what is above it, those above first.

    What is in a circle, or under one, or under what is not among them, is left out.

    >>> downwards({"leaf": ["root"], "root": [], "a": ["b"], "b": ["a"]})
    ['root', 'leaf']
    """
    below: defaultdict[ThingT, list[ThingT]] = defaultdict(list)
    for lower, uppers in above.items():
        for upper in uppers:
            below[upper].append(lower)
    waits = {lower: len(uppers) for lower, uppers in above.items()}
    ready = [each for each, count in waits.items() if not count]
    for each in ready:
        for lower in below[each]:
            waits[lower] -= 1
            if not waits[lower]:
                ready.append(lower)
    return ready


def would_turn_back(under: Graph, parents: Iterable[Key], key: Key) -> bool:
    """Whether one of the parents stands under what is to be placed, or is it; `under` is all below it.

    >>> goal, child = (Key("goal", UUID(int=each)) for each in (1, 2))
    >>> under = Graph({goal: Spot(goal, ""), child: Spot(child, "")}, {child: [goal]}, {goal: [child]})
    >>> would_turn_back(under, [child], goal), would_turn_back(under, [Key("goal", UUID(int=3))], goal)
    (True, False)
    """
    return any(each == key or each in under.spots for each in parents)


def depth(over: Graph, parents: Iterable[Key], under: Graph, key: Key) -> int:
    """How deep the tree gets through this spot: its longest way up, by these parents, and down."""
    seen: dict[Key, int] = {}
    up = max((_longest(over.above, each, seen) for each in parents), default=0)
    return up + _longest(under.below, key, {})


def offence(over: Graph, parents: Sequence[Key], under: Graph, key: Key) -> Offence | None:
    """The first goal, from the spot downwards, that would be on or above its nearest levelled ancestor.

    Through a session a goal counts as under short_term, beside what is above the session.
    """
    begin = max((_step(over, each) for each in parents), default=TOP)
    waiting, met = [(key, begin)], {(key, begin)}
    for each, step in waiting:
        spot = under.spots[each]
        if spot.level is not None and not is_below(spot.level, step):
            return Offence(spot, step)
        if spot.level is not None:
            if each != key:
                continue
            step = step_of(spot.level, spot.title)  # noqa: PLW2901
        elif each.kind == "practice_session":
            step = max(step, UNDER_A_SESSION)  # noqa: PLW2901
        further = [(lower, step) for lower in under.below.get(each, ())]
        waiting += [place for place in further if place not in met]
        met.update(further)
    return None


def _step(over: Graph, key: Key) -> Step:
    """What stands below this spot must be deeper than this."""
    waiting, met, lowest = [key], {key}, TOP
    for each in waiting:
        spot = over.spots[each]
        if spot.level is not None:
            lowest = max(lowest, step_of(spot.level, spot.title))
            continue
        if each.kind == "practice_session":
            lowest = max(lowest, UNDER_A_SESSION)
        further = [upper for upper in over.above.get(each, ()) if upper not in met]
        waiting += further
        met.update(further)
    return lowest


def _longest(edges: Mapping[Key, Sequence[Key]], key: Key, seen: dict[Key, int]) -> int:
    """Spots on the longest way from here along the edges, this one included."""
    if key not in seen:
        # A way that comes round to itself, which the rules keep out, ends here.
        seen[key] = 0
        seen[key] = 1 + max((_longest(edges, each, seen) for each in edges.get(key, ())), default=0)
    return seen[key]
