"""The words of imports."""

from typing import Literal

from pydantic import Field, model_validator

from milepost.goals.schemas import at
from milepost.kernel.fields import Input, RowId, YesNo

ENTRIES = "entries-csv"
Format = Literal["entries-csv", "fractal", "milepost"]
"""What can be imported."""


class NewImport(Input):
    """An import to be made of a file that is sent beside this."""

    format: Format
    dry_run: YesNo = Field(False, description="Only report what would come in.")
    goal_id: RowId | None = Field(None, description="The goal whose entries they are, for `entries-csv`.")

    @model_validator(mode="after")
    def _has_its_goal(self) -> "NewImport":
        if self.format == ENTRIES and self.goal_id is None:
            raise at("goal_id", "is required for entries-csv")
        if self.format != ENTRIES and self.goal_id is not None:
            raise at("goal_id", "is for entries-csv alone")
        return self
