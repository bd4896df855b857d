"""The goals that may be practised for."""

from collections.abc import Container
from uuid import UUID

from milepost.accounts.queries import strict_levels
from milepost.entrypoints.web.goals.form_views import Choice
from milepost.goals import listing
from milepost.goals.listing import Wanted
from milepost.goals.rules.levels import NO_LEVEL, OF_SESSIONS
from milepost.kernel.work import Reading

MOST = 500
"""How many goals are offered."""


def practicable(reading: Reading, but: Container[UUID] = ()) -> list[Choice]:
    """The open goals that may have practice sessions, in their order."""
    levels = (OF_SESSIONS,) if strict_levels(reading) else (OF_SESSIONS, NO_LEVEL)
    wanted = Wanted(statuses=("active", "paused"), levels=levels)
    found = listing.goals(reading, MOST, wanted=wanted)
    return [Choice(str(each.id), each.title) for each in found if each.id not in but]
