"""The words about goals that all entrances speak."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from milepost.goals.rules.shape import misfit
from milepost.kernel.fields import Amount, Day, Input, RowId

GoalType = Literal["target_based", "continuous_counter", "milestone"]
Level = Literal["ultimate", "long_term", "mid_term", "short_term", "immediate", "micro", "nano"]
Status = Literal["active", "paused", "completed", "archived"]
Kind = Literal["delta", "set", "reset"]
Strategy = Literal["auto", "measure", "outcomes", "spaces", "children", "manual"]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
CategoryName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Description = Annotated[str, StringConstraints(max_length=5000)]
Priority = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
SortOrder = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]
Weight = Annotated[Amount, Field(ge=0, le=100_000)]
PercentByHand = Annotated[Amount, Field(ge=0, le=10_000)]
Note = Annotated[str, StringConstraints(max_length=500)]


class NewGoal(Input):
    """A goal to be made."""

    title: Title
    description: Description = ""
    goal_type: GoalType
    level: Level | None = None
    parent_goal_id: RowId | None = None
    practice_session_id: RowId | None = Field(None, description="The session that it stands under instead.")
    category_id: RowId | None = None
    priority: Priority = 0
    weight: Weight = 100
    unit: Unit | None = None
    start_value: Amount = 0
    target_value: Amount | None = None
    start_date: Day | None = Field(None, description="The creation date where it is left out.")
    deadline: Day | None = None
    manual_progress: PercentByHand | None = None
    progress_strategy: Strategy = "auto"

    @property
    def open_ended(self) -> bool:
        """Only runs and imports may leave the deadline of a target open."""
        return False

    @model_validator(mode="after")
    def _has_its_measure(self) -> "NewGoal":
        fault = misfit(self)
        if fault is not None:
            raise at(fault.field, fault.sentence)
        if self.start_date and self.deadline and self.start_date > self.deadline:
            raise at("start_date", "must not be after the deadline")
        if self.parent_goal_id and self.practice_session_id:
            raise at("practice_session_id", "a goal stands under a goal or under a session, not both")
        return self


class GoalChange(Input):
    """What of a goal is to be changed; only what is sent changes."""

    title: Title = ""
    description: Description = ""
    level: Level | None = None
    goal_type: GoalType = "target_based"
    category_id: RowId | None = None
    priority: Priority = 0
    weight: Weight = 100
    unit: Unit | None = None
    start_value: Amount = 0
    target_value: Amount | None = None
    start_date: Day = date.min
    deadline: Day | None = None
    manual_progress: PercentByHand | None = None
    progress_strategy: Strategy = "auto"
    sort_order: SortOrder = 0


class NewCategory(Input):
    """A category to be made."""

    name: CategoryName
    color: Color | None = None


class CategoryChange(Input):
    """What of a category is to be changed; only what is sent changes."""

    name: CategoryName = ""
    color: Color | None = None


class NewPlace(Input):
    """Where a goal is to stand: exactly one of the first two, of which only the goal may be null: the top."""

    parent_goal_id: RowId | None = None
    practice_session_id: RowId | None = None
    before: RowId | None = Field(
        None, description="The sibling that it then stands before; last without one."
    )

    @model_validator(mode="after")
    def _is_one_place(self) -> "NewPlace":
        given = self.model_fields_set & {"parent_goal_id", "practice_session_id"}
        if len(given) != 1:
            raise at("parent_goal_id", "exactly one of parent_goal_id and practice_session_id is needed")
        if "practice_session_id" in given and self.practice_session_id is None:
            raise at("practice_session_id", "must be a UUID")
        return self


class NewEntry(Input):
    """Progress to be logged."""

    kind: Kind = "delta"
    value: Amount | None = Field(None, description="Left out on a reset, and on a counter, where it is 1.")
    entry_date: Day | None = Field(None, description="Today where it is left out; never in the future.")
    note: Note | None = None
    id: RowId | None = Field(None, description="Made by the client, so that sending twice logs once.")

    @model_validator(mode="after")
    def _value_fits_kind(self) -> "NewEntry":
        if self.kind == "reset" and self.value is not None:
            raise at("value", "a reset takes no value")
        if self.kind == "set" and self.value is None:
            raise at("value", "is needed")
        if self.kind == "delta" and self.value == 0:
            raise at("value", "must not be 0")
        return self


class NewEntries(Input):
    """Entries to be logged all or none."""

    items: Annotated[list[NewEntry], Field(min_length=1, max_length=1000)]


class EntryChange(Input):
    """What of an entry is to be changed; only what is sent changes."""

    kind: Kind | None = None
    value: Amount | None = None
    entry_date: Day | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def _not_emptied(self) -> "EntryChange":
        for field in ("kind", "entry_date"):
            if field in self.model_fields_set and getattr(self, field) is None:
                raise at(field, f"an entry has a {field}")
        return self


def at(field: str, sentence: str) -> PydanticCustomError:
    """A fault of one field that shows only when the whole is looked at."""
    return PydanticCustomError("fault", "{sentence}", {"field": field, "sentence": sentence})
