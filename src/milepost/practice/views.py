"""What answers about practice sessions look like: the form that hand-made answers are held against."""

from uuid import UUID

from pydantic import AwareDatetime

from milepost.goals.schemas import Level, Status
from milepost.kernel.fields import View


class PracticeSessionView(View):
    """A practice session, and the goals it is for in the order of linking."""

    id: UUID
    user_id: UUID
    name: str
    description: str
    completed: bool
    completed_at: AwareDatetime | None
    goal_ids: list[UUID]
    planned_minutes: int | None
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime


class PractisedGoal(View):
    """A goal that a practice session is for."""

    id: UUID
    title: str
    level: Level | None
    status: Status
