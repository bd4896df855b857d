"""The order of siblings: whole numbers, of which as few change as may be."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID


class Sibling(NamedTuple):
    """A goal among those at the same place."""

    id: UUID
    sort_order: int


def placed(siblings: Sequence[Sibling], goal_id: UUID, before: UUID | None = None) -> list[Sibling]:
    """The new numbers that put a goal before a sibling, or last; those that stay are left out.

    `siblings` are the others at that place, in their order. All are numbered anew only where there is no
    whole number left between the two.

    Raises:
        ValueError: if the one to stand before is not among them.

    >>> one, two, new = (UUID(int=each) for each in (1, 2, 3))
    >>> [each.sort_order for each in placed([Sibling(one, 0), Sibling(two, 9)], new, before=two)]
    [4]
    >>> [each.sort_order for each in placed([Sibling(one, 0), Sibling(two, 1)], new, before=two)]
    [1, 2]
    """
    if before is None:
        return [Sibling(goal_id, siblings[-1].sort_order + 1 if siblings else 0)]
    at = [each.id for each in siblings].index(before)
    upper = siblings[at].sort_order
    if at == 0:
        return [Sibling(goal_id, upper - 1)]
    lower = siblings[at - 1].sort_order
    if upper - lower > 1:
        return [Sibling(goal_id, lower + (upper - lower) // 2)]
    ordered = [*siblings[:at], Sibling(goal_id, -1), *siblings[at:]]
    numbered = [Sibling(each.id, number) for number, each in enumerate(ordered)]
    return [new for new, old in zip(numbered, ordered, strict=True) if new != old]
