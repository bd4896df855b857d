"""A goal is completed by its measure just when it has reached its target."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from milepost.goals.checks.stays import begin_stay
from milepost.goals.rules.lifecycle import Judgement, judged
from milepost.goals.rules.measure import is_reached
from milepost.kernel.checks import Finding
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Reading, Work

PAGE = 1_000
BEFORE_ALL = (UUID(int=0), UUID(int=0))


class _Judged(NamedTuple):
    user_id: UUID
    id: UUID
    status: str
    completion_source: str | None
    held_open: bool
    start_value: int
    target_value: int | None
    current_value: int


_JUDGED = statement(
    "goals.judged",
    _Judged,
    """SELECT {columns} FROM goals WHERE (user_id, id) > (:after_user, :after_id)
    AND target_value IS NOT NULL AND status IN ('active', 'completed') ORDER BY user_id, id LIMIT :limit""",
    scope="operator",
)
_COMPLETE = change(
    "goals.mend_completion",
    """UPDATE goals SET status = 'completed', completion_source = 'measure', completed_at = :now,
    updated_at = :now WHERE user_id = :user_id AND id = :id AND status = 'active'
    AND current_value = :current_value""",
    scope="operator",
)


def completion(reading: Reading, mend: Work | None) -> Iterable[Finding]:
    """Goals that have reached their target and are open, or are completed by it and have not.

    The first are completed; whether the others are to be opened again is for a person to say.
    """
    for goal in _goals(reading):
        reached = is_reached(goal.start_value, goal.target_value, goal.current_value)
        verdict = judged(goal.status, goal.completion_source, goal.held_open, reached)
        if verdict.transition is None:
            continue
        mended = mend is not None and verdict.transition == "complete" and _completed(mend, goal)
        yield _finding(goal, verdict)._replace(mended=mended)


def _goals(reading: Reading) -> Iterator[_Judged]:
    after = BEFORE_ALL
    while page := reading.all(_JUDGED, after_user=after[0], after_id=after[1], limit=PAGE):
        yield from page
        after = (page[-1].user_id, page[-1].id)


def _completed(work: Work, goal: _Judged) -> bool:
    if not work.count(_COMPLETE, user_id=goal.user_id, id=goal.id, current_value=goal.current_value):
        return False
    begin_stay(work, goal.user_id, goal.id)
    return True


def _finding(goal: _Judged, verdict: Judgement) -> Finding:
    reached = "has" if verdict.transition == "complete" else "has not"
    found = f"{goal.status}, though its value {reached} reached the target"
    return Finding("completion", f"goals {goal.id}", verdict.status, found)
