"""How a goal stands: the heading under which a list shows it."""

from typing import Literal

from milepost.goals.rules.measure import Measure

Standing = Literal["late", "behind", "soon", "on", "open", "reached", "paused", "archived"]

SOON = 7
"""Days before its deadline from which a goal is due soon."""


def standing(status: str, measure: Measure) -> Standing:
    """Where a goal of this status and measure stands.

    Past its deadline is late, short of its path behind, and of the others those due within 7 days are
    soon; what has neither a path nor a deadline is open.

    >>> standing("active", Measure(overdue_by=3)), standing("active", Measure(on_track=False))
    ('late', 'behind')
    >>> standing("active", Measure(on_track=True, days_remaining=7)), standing("paused", Measure())
    ('soon', 'paused')
    """
    if status == "completed":
        return "reached"
    if status == "paused":
        return "paused"
    if status == "archived":
        return "archived"
    if measure.overdue_by:
        return "late"
    if measure.on_track is False:
        return "behind"
    if measure.days_remaining is not None:
        return "soon" if measure.days_remaining <= SOON else "on"
    return "open"
