"""What goals ask of the wings above them without knowing one: session edges, shares of progress, links.

Each is a record of functions; a wing makes one and bootstrap wires it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from milepost.goals.rules.rollup import Share
from milepost.kernel.work import Reading


class SessionLink(NamedTuple):
    """A practice session stands under a goal."""

    practice_session_id: UUID
    goal_id: UUID


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges between goals and sessions, of which only the one downwards is the goals' own."""

    above: Callable[[Reading, list[UUID]], list[SessionLink]]
    """The links of these sessions to the goals over them."""
    below: Callable[[Reading, list[UUID]], list[SessionLink]]
    """The links of these goals to the sessions under them."""
    require: Callable[[Reading, UUID], object]
    """Raises the `NotFound` of its wing if there is no such session."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What feeds a strategy of progress; several may feed one. Wired in the order of `auto`."""

    strategy: str
    shares: Callable[[Reading, list[UUID] | None], Mapping[UUID, Sequence[Share]]]
    """The shares of these goals, or of all, in one query, by goal; a goal without any is left out."""


@dataclass(frozen=True, slots=True)
class Links:
    """Things that only lose a link when goals go: their kind, as paths call it, and how many there are."""

    kind: str
    count: Callable[[Reading, list[UUID]], int]
