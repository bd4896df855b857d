"""What the tree of goals takes: goals and practice sessions, nested as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from milepost.entrypoints.web.goals.views import Goal, PracticeLine

FEW = 150
"""Up to so many goals and sessions all folds of the tree are open at first, above it those at the top."""


class SessionNode(NamedTuple):
    """A practice session in the tree; what is below it is shown where it stands first."""

    line: PracticeLine
    below: Sequence["GoalNode"] = ()
    is_first: bool = True


class GoalNode(NamedTuple):
    """A goal in the tree."""

    goal: Goal
    below: Sequence["GoalNode"] = ()
    sessions: Sequence[SessionNode] = ()


@dataclass(frozen=True, slots=True)
class TreePage:
    """`goals_tree.html`: everything from the roots down, and the practice sessions that are for no goal."""

    today: date
    roots: Sequence[GoalNode] = ()
    shelf: Sequence[SessionNode] = ()
    count: int = 0
    under_way: int = 0
    reached: int = 0
    hidden: int = 0
    """How many archived goals are left out."""
    shows_archived: bool = False
    ahead: Sequence[Goal] = ()

    @property
    def folds(self) -> bool:
        """Whether there is so much that only what is at the top is open at first."""
        return self.count > FEW
