"""Moving a goal to another place in the tree, or among its siblings."""

from uuid import UUID

from milepost.goals import queries
from milepost.goals.actions.holding import held, require_version
from milepost.goals.errors import GoalArchived, NoSuchGoal, NotASibling
from milepost.goals.placing import Place, require_fit
from milepost.goals.rows import GoalRow
from milepost.goals.rules.order import Sibling, placed
from milepost.goals.schemas import NewPlace
from milepost.goals.siblings import in_order, next_order
from milepost.kernel.errors import Fault
from milepost.kernel.statements import change
from milepost.kernel.work import Work

_MOVE = change(
    "goals.move",
    """UPDATE goals SET parent_goal_id = :parent_goal_id, practice_session_id = :practice_session_id,
    sort_order = :sort_order, version = version + 1, updated_at = :now
    WHERE user_id = :owner AND id = :goal_id""",
)
_NUMBER = change(
    "goals.number", "UPDATE goals SET sort_order = :sort_order WHERE user_id = :owner AND id = :goal_id"
)


def move_goal(work: Work, goal_id: UUID, to: NewPlace, expected: int | None = None) -> GoalRow:
    """Put a goal with all below it under another goal, under a practice session, or at the top.

    It comes before a sibling or last; siblings get new numbers only where no whole number is left between.

    Raises:
        NoSuchGoal, NotFound: if the goal, what is to be above it, or the sibling is not there.
        GoalArchived: if it is archived.
        Cycle, TooDeep, LevelOrder: if it may not stand there.
        NotASibling: if the one to stand before is somewhere else.
        TitleTaken: if it would be a root beside an open one of the same title.
        Stale: if it was edited since the `expected` version.
    """
    work.lock_owner()
    goal = held(work, goal_id)
    require_version(goal, expected)
    if goal.status == "archived":
        raise GoalArchived("The goal is archived, so it stays where it is. Reopen it first.")
    at = Place(to.parent_goal_id, to.practice_session_id)
    require_fit(work, goal.spot(), at)
    for each in _numbers(work, goal_id, at, to.before):
        if each.id == goal_id:
            work.run(_MOVE, goal_id=goal_id, sort_order=each.sort_order, **at._asdict())
        else:
            work.run(_NUMBER, goal_id=each.id, sort_order=each.sort_order)
    return queries.goal(work, goal_id)


def _numbers(work: Work, goal_id: UUID, at: Place, before: UUID | None) -> list[Sibling]:
    if before is None:
        return [Sibling(goal_id, next_order(work, at))]
    siblings = in_order(work, at, but=goal_id)
    if before not in {each.id for each in siblings}:
        try:
            queries.goal(work, before)
        except NoSuchGoal as missing:
            raise NoSuchGoal(errors=(Fault("/before", missing.detail),)) from missing
        raise NotASibling(errors=(Fault("/before", NotASibling.title()),))
    return placed(siblings, goal_id, before)
