"""The words about practice sessions that all entrances speak."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from milepost.goals.schemas import Description
from milepost.kernel.fields import Input, RowId
from milepost.practice.models import MOST_MINUTES

MOST_GOALS = 100
"""A session is for so many goals at most."""


def _distinct(goal_ids: list[UUID]) -> list[UUID]:
    if len(set(goal_ids)) < len(goal_ids):
        raise ValueError("must not name a goal twice")
    return goal_ids


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]
GoalIds = Annotated[list[RowId], Field(max_length=MOST_GOALS), AfterValidator(_distinct)]


class NewSession(Input):
    """A practice session to be made."""

    goal_ids: Annotated[GoalIds, Field(min_length=1)]
    name: Name | None = Field(None, description="Numbered and dated where it is left out.")
    description: Description = ""
    completed: bool = False
    planned_minutes: Minutes | None = None
    id: RowId | None = Field(None, description="Made by the client, so that sending twice makes one.")


class SessionChange(Input):
    """What of a practice session is to be changed; only what is sent changes."""

    goal_ids: GoalIds = Field([], description="All that it is for from now on; none puts it on the shelf.")
    name: Name = ""
    description: Description = ""
    completed: bool = False
    planned_minutes: Minutes | None = None
