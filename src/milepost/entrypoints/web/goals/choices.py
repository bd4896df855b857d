"""What forms about goals offer to choose from."""

from milepost.entrypoints.web.goals.form_views import Choice
from milepost.goals import categories as of_goals
from milepost.goals.categories import FIRST
from milepost.kernel.work import Reading

MOST = 500
"""How many categories are offered."""


def categories(reading: Reading) -> list[Choice]:
    """A person's categories, by name."""
    return [Choice(str(row.id), row.name) for row in of_goals.categories(reading, MOST, FIRST, "")]
