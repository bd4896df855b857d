"""The goals at one place, in their order."""

from uuid import UUID

from milepost.goals.placing import Place
from milepost.goals.rules.order import Sibling
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading

ALL = 2**31

_ROOTS = statement(
    "goals.siblings_at_the_top",
    Sibling,
    """SELECT id, sort_order FROM goals WHERE user_id = :owner AND parent_goal_id IS NULL
    AND practice_session_id IS NULL ORDER BY sort_order DESC, id DESC LIMIT :limit""",
)
_UNDER_GOAL = statement(
    "goals.siblings_under_a_goal",
    Sibling,
    """SELECT id, sort_order FROM goals WHERE user_id = :owner AND parent_goal_id = :parent_goal_id
    ORDER BY sort_order DESC, id DESC LIMIT :limit""",
)
_UNDER_SESSION = statement(
    "goals.siblings_under_a_session",
    Sibling,
    """SELECT id, sort_order FROM goals WHERE user_id = :owner AND practice_session_id = :practice_session_id
    ORDER BY sort_order DESC, id DESC LIMIT :limit""",
)


def in_order(reading: Reading, at: Place, but: UUID) -> list[Sibling]:
    """All goals at a place but one, in their order."""
    return [each for each in reversed(_last(reading, at, ALL)) if each.id != but]


def next_order(reading: Reading, at: Place) -> int:
    """The number of a goal that comes last at a place."""
    last = _last(reading, at, 1)
    return last[0].sort_order + 1 if last else 0


def _last(reading: Reading, at: Place, limit: int) -> list[Sibling]:
    if at.parent_goal_id is not None:
        return reading.all(_UNDER_GOAL, parent_goal_id=at.parent_goal_id, limit=limit)
    if at.practice_session_id is not None:
        return reading.all(_UNDER_SESSION, practice_session_id=at.practice_session_id, limit=limit)
    return reading.all(_ROOTS, limit=limit)
