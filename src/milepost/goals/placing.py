"""Whether a goal or a practice session may stand where it is to stand; who asks holds the owner's lock."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from milepost.accounts.queries import strict_levels
from milepost.goals.errors import Cycle, LevelOrder, NoSuchGoal, TooDeep
from milepost.goals.graph import goal_key, over, session_key, under
from milepost.goals.ports import Edges
from milepost.goals.rules import place
from milepost.goals.rules.levels import NO_LEVEL, OF_SESSIONS, ROOT, SESSION, carries_sessions, misplaced
from milepost.goals.rules.place import DEEPEST, Graph, Key, Spot
from milepost.kernel.errors import Fault, NotFound
from milepost.kernel.work import Work


class Place(NamedTuple):
    """Where a goal stands: under a goal, under a practice session, or, without either, at the top."""

    parent_goal_id: UUID | None = None
    practice_session_id: UUID | None = None

    @property
    def keys(self) -> list[Key]:
        """What is above it."""
        if self.parent_goal_id is not None:
            return [goal_key(self.parent_goal_id)]
        return [] if self.practice_session_id is None else [session_key(self.practice_session_id)]


def require_fit(
    work: Work, goal: Spot, at: Place, *, is_new: bool = False, has_new_level: bool = False
) -> None:
    """See that a goal may stand at a place with all that is below it.

    Raises:
        NotFound: if what is to be above it is not there; points at the field.
        Cycle, TooDeep: if it would stand under itself, or the tree would be more than 64 levels deep.
        LevelOrder: naming the first goal that would not be deeper than what is above it.
    """
    above = _required(work, at)
    below = Graph({goal.key: goal}) if is_new else under(work, goal.key)
    below.spots[goal.key] = goal
    _require_shape(above, at.keys, below, goal.key)
    if strict_levels(work):
        _require_strict(goal, _level_above(above, at), below if has_new_level else Graph())


def require_linkable(work: Work, practice_session_id: UUID, goal_ids: Sequence[UUID]) -> None:
    """See that a practice session may stand under these goals with all that is below it, if it is there.

    Raises:
        NoSuchGoal: if one of them is not there; points at it.
        Cycle, TooDeep: if it would stand under itself, or the tree would be more than 64 levels deep.
        LevelOrder: if one of the goals may not carry sessions, or a goal below would not be deep enough.
    """
    keys = [goal_key(each) for each in goal_ids]
    above = over(work, keys)
    missing = [number for number, key in enumerate(keys) if key not in above.spots]
    if missing:
        raise NoSuchGoal(errors=tuple(Fault(f"/goal_ids/{number}", NoSuchGoal.title()) for number in missing))
    strict = strict_levels(work)
    for spot in (above.spots[key] for key in keys):
        if not carries_sessions(spot.level, strict):
            asked = OF_SESSIONS if strict else f"{OF_SESSIONS}, or has no level"
            raise LevelOrder(
                f"“{spot.title}” is {spot.level or 'without level'}; who has sessions is {asked}."
            )
    key = session_key(practice_session_id)
    _require_shape(above, keys, under(work, key), key)


def _required(work: Work, at: Place) -> Graph:
    if at.practice_session_id is not None:
        try:
            for edges in work.provided(Edges):
                edges.require(work, at.practice_session_id)
        except NotFound as missing:
            raise type(missing)(errors=(Fault("/practice_session_id", missing.detail),)) from missing
    above = over(work, at.keys)
    if at.parent_goal_id is not None and not above.spots:
        raise NoSuchGoal(errors=(Fault("/parent_goal_id", NoSuchGoal.title()),))
    return above


def _require_shape(above: Graph, parents: list[Key], below: Graph, key: Key) -> None:
    if place.would_turn_back(below, parents, key):
        raise Cycle()
    deep = place.depth(above, parents, below, key)
    if deep > DEEPEST:
        raise TooDeep.at("", f"the tree would be {deep} levels deep; {DEEPEST} is the most")
    found = place.offence(above, parents, below, key)
    if found is not None:
        offender = found.offender
        raise LevelOrder(f"“{offender.title}” is {offender.level}; it must be below {found.above.said}.")


def _level_above(above: Graph, at: Place) -> str:
    if at.practice_session_id is not None:
        return SESSION
    return (above.spots[at.keys[0]].level or NO_LEVEL) if at.keys else ROOT


def _require_strict(goal: Spot, level_above: str, below: Graph) -> None:
    """See to the goal itself, and to those right under it where `below` has them."""
    places = [(goal, level_above)]
    for key in below.below.get(goal.key, ()):
        places.append((below.spots[key], goal.level or NO_LEVEL))
    for spot, level in places:
        told = misplaced(spot.level, level)
        if told is not None:
            raise LevelOrder(f"“{spot.title}”: {told}.")
