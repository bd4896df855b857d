"""A goal's present stay is in its status, and no stay ends before it begins."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from milepost.kernel.checks import Finding
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Reading, Work


class _Odd(NamedTuple):
    user_id: UUID
    id: UUID
    status: str
    stay: str | None


class _Backwards(NamedTuple):
    id: UUID
    goal_id: UUID


_ODD = statement(
    "goals.odd_stays",
    _Odd,
    """SELECT g.user_id, g.id, g.status, s.status FROM goals g LEFT JOIN goal_status_intervals s
    ON s.user_id = g.user_id AND s.goal_id = g.id AND s.ended_at IS NULL
    WHERE s.status IS NULL OR s.status <> g.status ORDER BY g.user_id, g.id""",
    scope="operator",
)
_BACKWARDS = statement(
    "goals.backward_stays",
    _Backwards,
    """SELECT id, goal_id FROM goal_status_intervals
    WHERE ended_at < started_at OR ended_on < started_on ORDER BY user_id, id""",
    scope="operator",
)
_END = change(
    "goals.mend_end_stay",
    """UPDATE goal_status_intervals SET ended_at = CASE WHEN started_at > :now THEN started_at ELSE :now END,
    ended_on = CASE WHEN started_on > :today THEN started_on ELSE :today END
    WHERE user_id = :user_id AND goal_id = :goal_id AND ended_at IS NULL""",
    scope="operator",
)
_BEGIN = change(
    "goals.mend_begin_stay",
    """INSERT INTO goal_status_intervals (user_id, id, goal_id, status, started_at, started_on)
    SELECT g.user_id, :id, g.id, g.status, :now, :today FROM goals g
    WHERE g.user_id = :user_id AND g.id = :goal_id AND g.status = :status""",
    scope="operator",
)


def stays(reading: Reading, mend: Work | None) -> Iterable[Finding]:
    """Goals whose present stay is missing or in another status, and stays that run backwards.

    A stay in the goal's status begins now, where it is to be mended; what runs backwards is for a person.
    """
    for odd in reading.all(_ODD):
        if mend is not None:
            begin_stay(mend, odd.user_id, odd.id, odd.status)
        found = "none" if odd.stay is None else odd.stay
        yield Finding("stays", f"goals {odd.id}", f"a present stay in {odd.status}", found, mend is not None)
    for each in reading.all(_BACKWARDS):
        place = f"goal_status_intervals {each.id}"
        yield Finding("stays", place, "an end after its beginning", "one before it")


def begin_stay(work: Work, user_id: UUID, goal_id: UUID, status: str) -> None:
    """End a goal's present stay now, and begin one in this status, if that is the goal's."""
    today = work.now.date()
    work.run(_END, user_id=user_id, goal_id=goal_id, today=today)
    work.run(_BEGIN, user_id=user_id, id=new_id(), goal_id=goal_id, status=status, today=today)
