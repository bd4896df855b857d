"""Goals as the database itself writes them, in JSON: for answers of hundreds of goals at once.

What is written is what `goal_view` shows; a test holds them against each other on both engines.
"""

from typing import NamedTuple
from uuid import UUID

from milepost.kernel.json_text import json_object
from milepost.kernel.statements import IdText, statement
from milepost.kernel.work import Reading


class Written(NamedTuple):
    """A goal as JSON without its ids, beside these and what of it counts.

    Amounts, weight and manual_progress are hundredths.
    """

    id: IdText
    parent_goal_id: IdText | None
    title: str
    goal_type: str
    status: str
    progress_strategy: str
    weight: int
    manual_progress: int | None
    start_value: int
    target_value: int | None
    current_value: int
    practice_session_id: IdText | None
    category_id: IdText | None
    text: str


FORM = {
    "title": "plain",
    "description": "plain",
    "goal_type": "plain",
    "level": "plain",
    "status": "plain",
    "priority": "plain",
    "weight": "amount",
    "unit": "plain",
    "start_value": "amount",
    "target_value": "amount",
    "start_date": "plain",
    "deadline": "plain",
    "open_ended": "flag",
    "current_value": "amount",
    "manual_progress": "amount",
    "progress_strategy": "plain",
    "completion_source": "plain",
    "sort_order": "plain",
    "version": "plain",
    "started_at": "instant",
    "paused_at": "instant",
    "completed_at": "instant",
    "archived_at": "instant",
    "created_at": "instant",
    "updated_at": "instant",
}
"""How each column stands in an answer."""

_ALL = """SELECT {ids}, title, goal_type, status, progress_strategy, weight, manual_progress, start_value,
target_value, current_value, {more}, {text} FROM goals WHERE user_id = :owner ORDER BY sort_order, id"""
_THESE = """WITH wanted(goal_id) AS {{each:goal_ids}}
SELECT {ids}, title, goal_type, status, progress_strategy, weight, manual_progress, start_value,
target_value, current_value, {more}, {text} FROM wanted CROSS JOIN goals g
WHERE g.user_id = :owner AND g.id = goal_id ORDER BY sort_order, id"""
_ON_SQLITE = {
    "ids": "id, parent_goal_id",
    "more": "practice_session_id, category_id",
    "text": json_object(FORM, "sqlite"),
}
_ON_POSTGRES = {
    "ids": "CAST(id AS text), CAST(parent_goal_id AS text)",
    "more": "CAST(practice_session_id AS text), CAST(category_id AS text)",
    "text": json_object(FORM, "postgresql"),
}

_EVERY = statement(
    "goals.written", Written, sqlite=_ALL.format(**_ON_SQLITE), postgres=_ALL.format(**_ON_POSTGRES)
)
_SOME = statement(
    "goals.written_of", Written, sqlite=_THESE.format(**_ON_SQLITE), postgres=_THESE.format(**_ON_POSTGRES)
)


def written(reading: Reading, goal_ids: list[UUID] | None = None) -> list[Written]:
    """These goals, or all of the owner's, in their order."""
    return reading.all(_EVERY) if goal_ids is None else reading.all(_SOME, goal_ids=goal_ids)
