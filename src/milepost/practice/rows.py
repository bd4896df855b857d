"""Rows of practice sessions as statements give them, and as entrances show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from milepost.kernel.calendar import instant_shown


class SessionRow(NamedTuple):
    """A practice session."""

    id: UUID
    user_id: UUID
    name: str
    description: str
    completed: bool
    completed_at: datetime | None
    planned_minutes: int | None
    fingerprint: bytes | None
    version: int
    created_at: datetime
    updated_at: datetime


class PractisedGoal(NamedTuple):
    """A goal that a session is for."""

    id: UUID
    title: str
    level: str | None
    status: str


class Session(NamedTuple):
    """A practice session, and the goals it is for in the order of linking."""

    row: SessionRow
    goal_ids: Sequence[UUID]

    @property
    def created_at(self) -> datetime:
        """When it was made, which is its place among others."""
        return self.row.created_at

    @property
    def id(self) -> UUID:
        """Its id, which is its place among those made at the same instant."""
        return self.row.id


def session_view(session: Session) -> dict[str, object]:
    """A practice session as every entrance shows it."""
    row = session.row
    return {
        "id": str(row.id),
        "user_id": str(row.user_id),
        "name": row.name,
        "description": row.description,
        "completed": row.completed,
        "completed_at": None if row.completed_at is None else instant_shown(row.completed_at),
        "goal_ids": [str(each) for each in session.goal_ids],
        "planned_minutes": row.planned_minutes,
        "version": row.version,
        "created_at": instant_shown(row.created_at),
        "updated_at": instant_shown(row.updated_at),
    }


def practised_view(goal: PractisedGoal) -> dict[str, object]:
    """A goal that a session is for as every entrance shows it."""
    return {**goal._asdict(), "id": str(goal.id)}
