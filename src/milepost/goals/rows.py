"""Rows of goals and entries as statements give them, and as entrances show them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from milepost.goals.rules.measure import Measured
from milepost.goals.rules.place import Key, Spot
from milepost.kernel.amounts import shown
from milepost.kernel.calendar import instant_shown


class GoalRow(NamedTuple):
    """A goal. Amounts, weight and manual_progress are hundredths."""

    id: UUID
    user_id: UUID
    title: str
    description: str
    goal_type: str
    level: str | None
    status: str
    parent_goal_id: UUID | None
    priority: int
    weight: int
    unit: str | None
    start_value: int
    target_value: int | None
    start_date: date
    deadline: date | None
    open_ended: bool
    current_value: int
    manual_progress: int | None
    progress_strategy: str
    completion_source: str | None
    held_open: bool
    sort_order: int
    last_seq: int
    newest_entry_date: date | None
    version: int
    started_at: datetime | None
    paused_at: datetime | None
    completed_at: datetime | None
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    practice_session_id: UUID | None
    category_id: UUID | None

    def spot(self) -> Spot:
        """What of this goal decides where it may stand."""
        return Spot(Key("goal", self.id), self.title, self.level)

    def measured(self) -> Measured:
        """What of this goal is measured."""
        return Measured(
            self.start_value,
            self.target_value,
            self.current_value,
            self.start_date,
            self.deadline,
            self.open_ended,
            self.status,
        )


class GoalId(NamedTuple):
    """Only which goal it is."""

    id: UUID


class GoalTitle(NamedTuple):
    """Which goal it is, and what it is called."""

    id: UUID
    title: str


class EntryRow(NamedTuple):
    """An entry of progress. The value is in hundredths."""

    id: UUID
    goal_id: UUID
    kind: str
    value: int | None
    entry_date: date
    note: str | None
    source: str | None
    seq: int
    fingerprint: bytes | None
    created_at: datetime


class StayRow(NamedTuple):
    """A goal's stay in one status; the present one has no end."""

    status: str
    started_at: datetime
    ended_at: datetime | None
    started_on: date
    ended_on: date | None


class Taken(NamedTuple):
    """How much a deletion takes, the goal itself included; `unlinked` lose only a link, by kind."""

    goals: int
    entries: int
    unlinked: dict[str, int]


def goal_view(goal: GoalRow) -> dict[str, object]:
    """A goal as every entrance shows it."""
    return {
        "id": str(goal.id),
        "user_id": str(goal.user_id),
        "title": goal.title,
        "description": goal.description,
        "goal_type": goal.goal_type,
        "level": goal.level,
        "status": goal.status,
        "parent_goal_id": goal.parent_goal_id and str(goal.parent_goal_id),
        "practice_session_id": goal.practice_session_id and str(goal.practice_session_id),
        "category_id": goal.category_id and str(goal.category_id),
        "priority": goal.priority,
        "weight": shown(goal.weight),
        "unit": goal.unit,
        "start_value": shown(goal.start_value),
        "target_value": _amount(goal.target_value),
        "start_date": goal.start_date.isoformat(),
        "deadline": goal.deadline and goal.deadline.isoformat(),
        "open_ended": goal.open_ended,
        "current_value": shown(goal.current_value),
        "manual_progress": _amount(goal.manual_progress),
        "progress_strategy": goal.progress_strategy,
        "completion_source": goal.completion_source,
        "sort_order": goal.sort_order,
        "version": goal.version,
        "started_at": _instant(goal.started_at),
        "paused_at": _instant(goal.paused_at),
        "completed_at": _instant(goal.completed_at),
        "archived_at": _instant(goal.archived_at),
        "created_at": instant_shown(goal.created_at),
        "updated_at": instant_shown(goal.updated_at),
    }


def entry_view(entry: EntryRow) -> dict[str, object]:
    """An entry as every entrance shows it."""
    return {
        "id": str(entry.id),
        "goal_id": str(entry.goal_id),
        "kind": entry.kind,
        "value": _amount(entry.value),
        "entry_date": entry.entry_date.isoformat(),
        "note": entry.note,
        "source": entry.source,
        "seq": entry.seq,
        "created_at": instant_shown(entry.created_at),
    }


def deletion_view(deletes: Mapping[str, int], unlinks: Mapping[str, int]) -> dict[str, object]:
    """What a deletion takes as every entrance shows it: kinds with nothing are left out."""
    return {
        "deletes": {kind: count for kind, count in deletes.items() if count},
        "unlinks": {kind: count for kind, count in unlinks.items() if count},
    }


def _amount(cents: int | None) -> str | None:
    return None if cents is None else shown(cents)


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant_shown(instant)
