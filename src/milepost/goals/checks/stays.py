"""A goal's present stay is in its status, and no stay ends before it begins."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import NamedTuple
from uuid import UUID

from milepost.kernel.calendar import local_date, zone
from milepost.kernel.checks import Finding
from milepost.kernel.ids import new_id
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Reading, Work


class _Odd(NamedTuple):
    user_id: UUID
    id: UUID
    status: str
    stay: str | None


class _Held(NamedTuple):
    user_id: UUID
    id: UUID
    status: str
    timezone: str
    day_start: str


class _Stay(NamedTuple):
    status: str


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
_HELD = statement(
    "goals.status_held",
    _Held,
    sqlite="""SELECT g.user_id, g.id, g.status, u.timezone, u.day_start
    FROM goals g CROSS JOIN users u ON u.id = g.user_id WHERE g.user_id = :user_id AND g.id = :id""",
    postgres="""SELECT g.user_id, g.id, g.status, u.timezone, u.day_start
    FROM goals g JOIN users u ON u.id = g.user_id WHERE g.user_id = :user_id AND g.id = :id
    FOR NO KEY UPDATE OF g""",
    scope="operator",
)
_PRESENT = statement(
    "goals.present_stay",
    _Stay,
    """SELECT {columns} FROM goal_status_intervals
    WHERE user_id = :user_id AND goal_id = :goal_id AND ended_at IS NULL""",
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
    SELECT :user_id, :id, :goal_id, :status,
    CASE WHEN before.ended_at > :now THEN before.ended_at ELSE :now END,
    CASE WHEN before.ended_on > :today THEN before.ended_on ELSE :today END
    FROM (SELECT max(ended_at) AS ended_at, max(ended_on) AS ended_on FROM goal_status_intervals
    WHERE user_id = :user_id AND goal_id = :goal_id) before""",
    scope="operator",
)


def stays(reading: Reading, mend: Work | None) -> Iterable[Finding]:
    """Goals whose present stay is missing or in another status, and stays that run backwards.

    A stay in the goal's status begins now, where it is to be mended; what runs backwards is for a person.
    """
    for odd in reading.all(_ODD):
        if mend is None:
            yield _finding(odd.id, odd.status, odd.stay)
        else:
            yield from _mended(mend, odd.user_id, odd.id)
    for each in reading.all(_BACKWARDS):
        place = f"goal_status_intervals {each.id}"
        yield Finding("stays", place, "an end after its beginning", "one before it")


def _mended(work: Work, user_id: UUID, goal_id: UUID) -> Iterator[Finding]:
    """Look once more while nobody else changes the goal: a server may have been on its way with it."""
    for goal in work.all(_HELD, user_id=user_id, id=goal_id):
        present = [stay.status for stay in work.all(_PRESENT, user_id=user_id, goal_id=goal_id)]
        if present != [goal.status]:
            _begin(work, goal)
            yield _finding(goal_id, goal.status, present[0] if present else None)._replace(mended=True)


def begin_stay(work: Work, user_id: UUID, goal_id: UUID) -> None:
    """End a goal's present stay now, and begin one in the status that it has, on its owner's date."""
    for goal in work.all(_HELD, user_id=user_id, id=goal_id):
        _begin(work, goal)


def _begin(work: Work, goal: _Held) -> None:
    today = local_date(work.now, zone(goal.timezone), time.fromisoformat(goal.day_start))
    stay = {"user_id": goal.user_id, "goal_id": goal.id, "today": today}
    work.run(_END, **stay)
    work.run(_BEGIN, **stay, id=new_id(), status=goal.status)


def _finding(goal_id: UUID, status: str, stay: str | None) -> Finding:
    return Finding("stays", f"goals {goal_id}", f"a present stay in {status}", stay or "none")
