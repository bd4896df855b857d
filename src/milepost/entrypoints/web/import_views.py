"""What the pages of imports take: the form that brings a file, and how it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milepost.entrypoints.web.views import BLANK, Form


@dataclass(frozen=True, slots=True)
class ImportFormPage:
    """`import.html`: `goal_id` and its title where the file is a sheet of one goal's entries."""

    form: Form = BLANK
    goal_id: str = ""
    title: str = ""
    is_gone: bool = False
    """Whether a file that was looked at is kept no longer."""

    @property
    def action(self) -> str:
        """Where the form is sent."""
        return f"/goals/{self.goal_id}/import" if self.goal_id else "/import"


@dataclass(frozen=True, slots=True)
class ImportPage:
    """`import_report.html`: an import under way, refused whole, or done."""

    id: str
    status: str
    done: int
    total: int
    report: Mapping[str, Any]
    can_confirm: bool = False
    """Whether the file of a dry run is still here, to be brought in."""

    @property
    def counts(self) -> Sequence[tuple[str, Mapping[str, int]]]:
        """How many of each kind were created and so on, without what there is none of."""
        kinds = ("created", "merged", "unchanged", "deleted")
        return [(kind, self.report[kind]) for kind in kinds if self.report.get(kind)]
