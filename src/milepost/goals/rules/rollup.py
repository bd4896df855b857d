"""How progress is rolled up: shares with weights make a number, exact until it is shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from uuid import UUID

WHOLE = (1, 1)
NOTHING = (0, 1)

Part = tuple[int, int]
"""An exact part of a whole: numerator and denominator, which is above 0. Not reduced."""

Id = UUID | str
"""How a goal is known: by its id, or by the text of it, throughout."""
Evidence = Mapping[str, Mapping[Any, Sequence["Share"]]]
"""The shares that other wings know of, by strategy and goal."""
AUTO = ("outcomes", "spaces", "children")
"""What `auto` tries between the measure and what was set by hand; the first that has shares is taken."""
CHILDREN, MEASURE, MANUAL = "children", "measure", "manual"


class Counts(Protocol):
    """What of a goal counts; amounts, weight and manual_progress are hundredths."""

    @property
    def id(self) -> Id:
        """See the goal."""

    @property
    def parent_goal_id(self) -> Id | None:
        """See the goal."""

    @property
    def title(self) -> str:
        """See the goal."""

    @property
    def goal_type(self) -> str:
        """See the goal."""

    @property
    def status(self) -> str:
        """See the goal."""

    @property
    def progress_strategy(self) -> str:
        """See the goal."""

    @property
    def weight(self) -> int:
        """See the goal."""

    @property
    def manual_progress(self) -> int | None:
        """See the goal."""

    @property
    def start_value(self) -> int:
        """See the goal."""

    @property
    def target_value(self) -> int | None:
        """See the goal."""

    @property
    def current_value(self) -> int:
        """See the goal."""


class Share(NamedTuple):
    """One thing that counts towards a goal: how far it is, None if that is unknown, and its weight.

    The weight is in hundredths. `kind` is the word for it, `id` and `title` say which it is.
    """

    kind: str
    id: Id
    title: str
    weight: int
    part: Part | None


class Sum(NamedTuple):
    """What shares come to: Σ weight x part, and Σ weight in hundredths, over those that are known."""

    gone: Part
    weight: int

    @property
    def part(self) -> Part | None:
        """The weighted mean, None where the weights come to nothing."""
        return (self.gone[0], self.gone[1] * self.weight) if self.weight else None


def cut(part: Part) -> Part:
    """A part within 0 and 1.

    >>> cut((-1, 4)), cut((3, 4)), cut((5, 4))
    ((0, 1), (3, 4), (1, 1))
    """
    numerator, denominator = part
    if numerator <= 0:
        return NOTHING
    return part if numerator < denominator else WHOLE


def summed(shares: Iterable[Share]) -> Sum:
    """Add shares up; one whose part is unknown is left out with its weight.

    Parts of the same denominator are added first, and of the others always two of about the same size,
    so that thousands of different denominators stay affordable.

    >>> half, known, unknown = (Share("goal", UUID(int=0), "", 100, part) for part in ((1, 2), (1, 1), None))
    >>> summed([half, known, unknown]).part, summed([unknown]).part
    ((300, 400), None)
    """
    by_denominator: defaultdict[int, int] = defaultdict(int)
    weight = 0
    for share in shares:
        if share.part is not None and share.weight:
            by_denominator[share.part[1]] += share.weight * share.part[0]
            weight += share.weight
    parts = [(numerator, denominator) for denominator, numerator in by_denominator.items()]
    return Sum(_added(parts), weight)


def _added(parts: Sequence[Part]) -> Part:
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    (one, of), (other, by) = _added(parts[:half]), _added(parts[half:])
    return (one * by + other * of, of * by)


class Rollup:
    """The progress of goals among which there are all that count towards each other, worked out as asked."""

    def __init__(self, goals: Iterable[Counts], evidence: Evidence) -> None:
        self._goals = {goal.id: goal for goal in goals}
        self._evidence = evidence
        self._children: defaultdict[Id, list[Counts]] = defaultdict(list)
        for goal in self._goals.values():
            if goal.parent_goal_id is not None and goal.status != "archived":
                self._children[goal.parent_goal_id].append(goal)
        self._parts: dict[Id, Part | None] = {}

    def strategy(self, goal: Counts) -> str:
        """The strategy by which a goal's progress is found: its own, or the first that applies."""
        if goal.progress_strategy != "auto":
            return goal.progress_strategy
        if goal.goal_type == "target_based":
            return MEASURE
        return next((each for each in AUTO if self._has_shares(goal.id, each)), MANUAL)

    def shares(self, goal: Counts) -> list[Share]:
        """What counts towards a goal by its strategy, children in their order first."""
        strategy = self.strategy(goal)
        found = list(self._evidence.get(strategy, {}).get(goal.id, ()))
        if strategy != CHILDREN:
            return found
        children = [
            Share("goal", each.id, each.title, each.weight, self._counted(each))
            for each in self._children.get(goal.id, ())
        ]
        return children + found

    def part(self, goal: Counts) -> Part | None:
        """How far a goal is, exactly, below 0 and above 1 too; None where that is unknown."""
        if goal.id in self._parts:
            return self._parts[goal.id]
        # A goal that would count towards itself, which the rules keep out, is unknown to itself.
        self._parts[goal.id] = None
        part = self._parts[goal.id] = self._worked_out(goal)
        return part

    def _worked_out(self, goal: Counts) -> Part | None:
        strategy = self.strategy(goal)
        if strategy == MEASURE:
            return gone(goal)
        return by_hand(goal) if strategy == MANUAL else summed(self.shares(goal)).part

    def _counted(self, goal: Counts) -> Part | None:
        """How far a goal is as it counts towards another."""
        if goal.status == "completed":
            return WHOLE
        part = self.part(goal)
        return None if part is None else cut(part)

    def _has_shares(self, goal_id: Id, strategy: str) -> bool:
        if strategy == CHILDREN and goal_id in self._children:
            return True
        return bool(self._evidence.get(strategy, {}).get(goal_id))


def gone(goal: Counts) -> Part | None:
    """The part of the way from the start to the target that is behind; None without a target."""
    if goal.target_value is None or goal.target_value == goal.start_value:
        return None
    way, whole = goal.current_value - goal.start_value, goal.target_value - goal.start_value
    return (way, whole) if whole > 0 else (-way, -whole)


def by_hand(goal: Counts) -> Part | None:
    """All of it when completed, else what was set by hand, else nothing; of a counter it is unknown."""
    if goal.status == "completed":
        return WHOLE
    if goal.manual_progress is not None:
        return (goal.manual_progress, 100_00)
    return None if goal.goal_type == "continuous_counter" else NOTHING
