"""The list of goals, and which are in it."""

from typing import NamedTuple
from uuid import UUID

from milepost.goals.categories import require_category
from milepost.goals.models import LEVELS, STATUSES, TYPES
from milepost.goals.queries import require_goals
from milepost.goals.rows import GoalRow
from milepost.kernel.statements import statement
from milepost.kernel.text import text_key
from milepost.kernel.work import Reading

BEFORE_ALL = (-(2**62), UUID(int=0))
"""The place before the first goal."""


class Wanted(NamedTuple):
    """Which goals a list shows: of these statuses, types and levels (`none`: without level).

    `parents` are the goals under which they stand, None for any; `roots` adds those under nothing.
    `categories` likewise, and `uncategorised` adds those in none. `words` must be in the title or the
    description, by the text key.
    """

    statuses: tuple[str, ...] = STATUSES
    goal_types: tuple[str, ...] = TYPES
    levels: tuple[str, ...] = (*LEVELS, "none")
    parents: tuple[UUID, ...] | None = None
    roots: bool = False
    categories: tuple[UUID, ...] | None = None
    uncategorised: bool = False
    words: str = ""


ANY_GOAL = Wanted()

_GOALS = statement(
    "goals.goals",
    GoalRow,
    sqlite="""SELECT {columns} FROM goals
    WHERE user_id = :owner AND (sort_order, id) > (:after_order, :after_id)
    AND status IN (SELECT value FROM json_each(:statuses))
    AND goal_type IN (SELECT value FROM json_each(:goal_types))
    AND coalesce(level, 'none') IN (SELECT value FROM json_each(:levels))
    AND (:any_parent OR :roots AND parent_goal_id IS NULL AND practice_session_id IS NULL
      OR parent_goal_id IN {each:parents})
    AND (:any_category OR :uncategorised AND category_id IS NULL OR category_id IN {each:categories})
    AND (instr(title_key, :words) > 0 OR instr(description_key, :words) > 0)
    ORDER BY sort_order, id LIMIT :limit""",
    postgres="""SELECT {columns} FROM goals
    WHERE user_id = :owner AND (sort_order, id) > (:after_order, :after_id)
    AND status = ANY (:statuses) AND goal_type = ANY (:goal_types)
    AND coalesce(level, 'none') = ANY (:levels)
    AND (:any_parent OR :roots AND parent_goal_id IS NULL AND practice_session_id IS NULL
      OR parent_goal_id IN {each:parents})
    AND (:any_category OR :uncategorised AND category_id IS NULL OR category_id IN {each:categories})
    AND (strpos(title_key, :words) > 0 OR strpos(description_key, :words) > 0)
    ORDER BY sort_order, id LIMIT :limit""",
)


def goals(
    reading: Reading, limit: int, after: tuple[int, UUID] = BEFORE_ALL, wanted: Wanted = ANY_GOAL
) -> list[GoalRow]:
    """Goals by (sort_order, id), those behind `after` that are wanted.

    Raises:
        NoSuchGoal, NoSuchCategory: if one of the wanted parents or categories is not there.
    """
    require_goals(reading, wanted.parents or ())
    for category_id in wanted.categories or ():
        require_category(reading, category_id)
    return reading.all(
        _GOALS,
        limit=limit,
        after_order=after[0],
        after_id=after[1],
        statuses=list(wanted.statuses),
        goal_types=list(wanted.goal_types),
        levels=list(wanted.levels),
        parents=list(wanted.parents or ()),
        any_parent=wanted.parents is None,
        roots=wanted.roots,
        categories=list(wanted.categories or ()),
        any_category=wanted.categories is None,
        uncategorised=wanted.uncategorised,
        words=text_key(wanted.words),
    )
