"""Changing what a goal is: its words, its measure, its dates."""

from typing import Any
from uuid import UUID

from milepost.goals import queries
from milepost.goals.actions.completion import measured_again, settled
from milepost.goals.actions.holding import held, require_version
from milepost.goals.categories import require_category
from milepost.goals.errors import AmountTooLarge
from milepost.goals.events import LevelChanged
from milepost.goals.placing import Place, require_fit
from milepost.goals.rows import GoalRow
from milepost.goals.rules.entries import BeyondLimit, folded
from milepost.goals.rules.shape import cleared, misfit
from milepost.goals.schemas import GoalChange
from milepost.kernel.errors import Invalid
from milepost.kernel.statements import change
from milepost.kernel.text import text_key
from milepost.kernel.work import Work

_EDIT = change(
    "goals.edit",
    """UPDATE goals SET title = :title, title_key = :title_key, description = :description,
    description_key = :description_key, goal_type = :goal_type, level = :level, category_id = :category_id,
    priority = :priority, weight = :weight, sort_order = :sort_order, unit = :unit,
    start_value = :start_value, target_value = :target_value, start_date = :start_date,
    deadline = :deadline, open_ended = :open_ended, current_value = :current_value,
    manual_progress = :manual_progress, progress_strategy = :progress_strategy
    WHERE user_id = :owner AND id = :id""",
)


def change_goal(work: Work, goal_id: UUID, change: GoalChange, expected: int | None = None) -> GoalRow:
    """Change what is sent of a goal; another type clears by itself what it has not.

    Entries stay; the value is their fold from the new start, and completion follows the new measure both
    ways. `expected` is the version it was read in.

    Raises:
        NoSuchGoal: if it is not there.
        Stale: if it was edited since that version.
        Invalid: if the goal would lack what its type needs or have what it has not, or a date is not allowed.
        AmountTooLarge: if its value would be too large.
        TitleTaken: if there is an open goal of this title, or it would reopen beside one.
        LevelOrder: if its new level does not fit to what is above or below it.
        NoSuchCategory: if there is no such category.
    """
    sent = change.model_dump(exclude_unset=True)
    if sent.keys() & {"level", "category_id"}:
        work.lock_owner()
    before = held(work, goal_id)
    require_version(before, expected)
    after = _replaced(before, sent)
    _refuse(work, before, after, sent)
    _require_links(work, before, after)
    if after.start_value != before.start_value:
        after = after._replace(current_value=_value(work, after))
    after = after._replace(version=before.version + 1)
    work.run(
        _EDIT,
        id=goal_id,
        title_key=text_key(after.title),
        description_key=text_key(after.description),
        **{name: getattr(after, name) for name in _EDIT.parameters & set(GoalRow._fields) - {"id"}},
    )
    if after.level != before.level:
        work.publish(LevelChanged(goal_id, after.level))
    return settled(work, before, measured_again(work, after))


def _require_links(work: Work, before: GoalRow, after: GoalRow) -> None:
    if after.level != before.level:
        at = Place(after.parent_goal_id, after.practice_session_id)
        require_fit(work, after.spot(), at, has_new_level=True)
    if after.category_id != before.category_id:
        require_category(work, after.category_id)


def _replaced(before: GoalRow, sent: dict[str, Any]) -> GoalRow:
    after = before._replace(**sent)
    if after.deadline is not None:
        after = after._replace(open_ended=False)
    if after.goal_type != before.goal_type:
        after = after._replace(
            **{name: blank for name, blank in cleared(after.goal_type) if name not in sent}
        )
    return after


def _refuse(work: Work, before: GoalRow, after: GoalRow, sent: dict[str, Any]) -> None:
    fault = misfit(after)
    if fault is not None:
        raise Invalid.at(f"/{fault.field}", fault.sentence)
    if after.deadline is not None and after.deadline != before.deadline and after.deadline <= work.today:
        raise Invalid.at("/deadline", "must be after today")
    if after.deadline is not None and after.start_date > after.deadline:
        field = "start_date" if "start_date" in sent else "deadline"
        raise Invalid.at(f"/{field}", "the start date must not be after the deadline")


def _value(work: Work, goal: GoalRow) -> int:
    try:
        return folded(queries.steps(work, goal.id), goal.start_value)
    except BeyondLimit as beyond:
        raise AmountTooLarge() from beyond
