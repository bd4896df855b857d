"""What an export looks like: the form that hand-made answers are held against."""

from typing import Any, Literal

from pydantic import AwareDatetime

from milepost.accounts.schemas import UserView
from milepost.kernel.fields import View


class ExportView(View):
    """Everything that a person owns: tables by name, each row with every column."""

    format: Literal["milepost"]
    version: int
    exported_at: AwareDatetime
    profile: UserView
    preferences: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]
