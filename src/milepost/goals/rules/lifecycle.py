"""A goal's states: completion by its measure, and the days it was active."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

Verb = Literal["complete", "pause", "resume", "reopen", "archive"]

_LEADS: dict[Verb, tuple[frozenset[str], str]] = {
    "complete": (frozenset({"active"}), "completed"),
    "pause": (frozenset({"active"}), "paused"),
    "resume": (frozenset({"paused"}), "active"),
    "reopen": (frozenset({"completed", "archived"}), "active"),
    "archive": (frozenset({"active", "paused", "completed"}), "archived"),
}


def led_to(status: str, verb: Verb) -> tuple[str, bool]:
    """The status to which a verb leads, and whether it may be used in this status.

    >>> led_to("active", "pause"), led_to("paused", "complete")
    (('paused', True), ('completed', False))
    """
    sources, target = _LEADS[verb]
    return target, status in sources


class Judgement(NamedTuple):
    """A goal's state after its measure was looked at, and the transition that leads there, if any.

    `held_open` marks a goal that was reopened by hand although its target was reached.
    """

    status: str
    completion_source: str | None
    held_open: bool
    transition: Literal["complete", "reopen"] | None = None


class Stay(NamedTuple):
    """A stay in one status, in local dates; the present one has no end."""

    status: str
    start_date: date
    end_date: date | None


def judged(status: str, completion_source: str | None, held_open: bool, reached: bool) -> Judgement:
    """Judge a goal after a change of its entries, start or target, or when it is resumed.

    An active goal completes when its target is reached; one that completed so becomes active again
    when it no longer is. Completion by hand or by anything else stays, and so does a pause. A goal
    held open completes only after it has been short of its target once, paused or not.

    >>> judged("active", None, False, True)
    Judgement(status='completed', completion_source='measure', held_open=False, transition='complete')
    >>> judged("completed", "measure", False, False).transition
    'reopen'
    >>> judged("completed", "manual", False, False).transition is None
    True
    """
    held_open = held_open and reached
    if status == "active" and reached and not held_open:
        return Judgement("completed", "measure", False, "complete")
    if status == "completed" and completion_source == "measure" and not reached:
        return Judgement("active", None, False, "reopen")
    return Judgement(status, completion_source, held_open)


def active_days(stays: Iterable[Stay], start_date: date, end: date) -> int:
    """Days from the start date to the end without those spent in any status but active; never below 0.

    The end is the completion date, the day of archiving, or today. Stays outside of the span take
    nothing from it; one that begins and ends on the same date takes no day.

    >>> active_days([Stay("active", date(2026, 10, 1), None)], date(2026, 10, 1), date(2026, 12, 30))
    90
    """
    away = sum(
        max(0, (min(stay.end_date or end, end) - max(stay.start_date, start_date)).days)
        for stay in stays
        if stay.status != "active"
    )
    return max(0, (end - start_date).days - away)
