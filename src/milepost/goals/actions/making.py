"""Making a goal."""

from milepost.goals import queries
from milepost.goals.actions.completion import opened
from milepost.goals.rows import GoalRow
from milepost.goals.schemas import NewGoal
from milepost.kernel.errors import Invalid
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change
from milepost.kernel.text import text_key
from milepost.kernel.work import Work

_INSERT_GOAL = change(
    "goals.insert",
    """INSERT INTO goals (user_id, id, title, title_key, description, description_key, goal_type, priority,
    unit, start_value, target_value, start_date, deadline, current_value, sort_order, started_at, created_at,
    updated_at)
    VALUES (:owner, :id, :title, :title_key, :description, :description_key, :goal_type, :priority,
    :unit, :start_value, :target_value, :start_date, :deadline, :start_value,
    (SELECT coalesce(max(sort_order) + 1, 0) FROM goals WHERE user_id = :owner AND parent_goal_id IS NULL),
    :now, :now, :now)""",
)


def create_goal(work: Work, new: NewGoal) -> GoalRow:
    """Make a goal at the end of the list.

    Raises:
        Invalid: if the deadline is not after today, or before the start date.
        TitleTaken: if an open root goal has this title.
    """
    work.lock_owner()
    start_date = new.start_date or work.today
    if new.deadline is not None and new.deadline <= work.today:
        raise Invalid.at("/deadline", "must be after today")
    if new.deadline is not None and start_date > new.deadline:
        raise Invalid.at("/start_date", "must not be after the deadline")
    goal_id = new_id()
    work.run(
        _INSERT_GOAL,
        id=goal_id,
        title=new.title,
        title_key=text_key(new.title),
        description=new.description,
        description_key=text_key(new.description),
        goal_type=new.goal_type,
        priority=new.priority,
        unit=new.unit,
        start_value=new.start_value,
        target_value=new.target_value,
        start_date=start_date,
        deadline=new.deadline,
    )
    opened(work, goal_id)
    return queries.goal(work, goal_id)
