"""Making a goal."""

from milepost.goals import queries
from milepost.goals.actions.completion import opened
from milepost.goals.categories import require_category
from milepost.goals.graph import goal_key
from milepost.goals.placing import Place, require_fit
from milepost.goals.rows import GoalRow
from milepost.goals.rules.place import Spot
from milepost.goals.schemas import NewGoal
from milepost.goals.siblings import next_order
from milepost.kernel.errors import Invalid
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change
from milepost.kernel.text import text_key
from milepost.kernel.work import Work

_INSERT_GOAL = change(
    "goals.insert",
    """INSERT INTO goals (user_id, id, title, title_key, description, description_key, goal_type, level,
    parent_goal_id, practice_session_id, category_id, priority, weight, unit, start_value, target_value,
    start_date, deadline, current_value, manual_progress, progress_strategy, sort_order, started_at,
    created_at, updated_at)
    VALUES (:owner, :id, :title, :title_key, :description, :description_key, :goal_type, :level,
    :parent_goal_id, :practice_session_id, :category_id, :priority, :weight, :unit, :start_value,
    :target_value, :start_date, :deadline, :start_value, :manual_progress, :progress_strategy, :sort_order,
    :now, :now, :now)""",
)


def create_goal(work: Work, new: NewGoal) -> GoalRow:
    """Make a goal, the last at its place.

    Raises:
        Invalid: if the deadline is not after today, or before the start date.
        NotFound: if what is to be above it, or its category, is not there; points at the field.
        TooDeep, LevelOrder: if it may not stand there.
        TitleTaken: if it is a root and an open root goal has this title.
    """
    work.lock_owner()
    start_date = new.start_date or work.today
    if new.deadline is not None and new.deadline <= work.today:
        raise Invalid.at("/deadline", "must be after today")
    if new.deadline is not None and start_date > new.deadline:
        raise Invalid.at("/start_date", "must not be after the deadline")
    goal_id, at = new_id(), Place(new.parent_goal_id, new.practice_session_id)
    if at.keys or new.level is not None:
        require_fit(work, Spot(goal_key(goal_id), new.title, new.level), at, is_new=True)
    require_category(work, new.category_id)
    work.run(
        _INSERT_GOAL,
        id=goal_id,
        title_key=text_key(new.title),
        description_key=text_key(new.description),
        sort_order=next_order(work, at),
        **new.model_dump(exclude={"start_date"}),
        start_date=start_date,
    )
    opened(work, goal_id)
    return queries.goal(work, goal_id)
