"""The verbs that move a goal from one status to another."""

from datetime import datetime
from uuid import UUID

from milepost.goals.actions.completion import measured_again, settled
from milepost.goals.actions.holding import held, require_version
from milepost.goals.errors import WrongStatus
from milepost.goals.rows import GoalRow
from milepost.goals.rules.lifecycle import Verb, led_to
from milepost.goals.rules.measure import is_reached
from milepost.kernel.work import Work


def move_on(work: Work, goal_id: UUID, verb: Verb, expected: int | None = None) -> GoalRow:
    """Complete, pause, resume, reopen or archive a goal.

    A goal that is resumed is judged by its measure at once; one that is reopened although its target is
    reached stays open until it has fallen short of it. `expected` is the version it was read in.

    Raises:
        NoSuchGoal: if it is not there.
        WrongStatus: if the verb does not fit its status; both are named.
        TitleTaken: if it would open beside an open goal of the same title.
        Stale: if it was edited since that version.
    """
    before = held(work, goal_id)
    require_version(before, expected)
    status, fits = led_to(before.status, verb)
    if not fits:
        raise WrongStatus(f"A goal that is {before.status} cannot become {status} by {verb}.")
    after = _led(before, status, work.now)
    if verb == "resume":
        after = measured_again(work, after)
    return settled(work, before, after)


def _led(goal: GoalRow, status: str, now: datetime) -> GoalRow:
    moved = goal._replace(status=status, version=goal.version + 1, paused_at=None)
    if status == "paused":
        return moved._replace(paused_at=now)
    if status == "completed":
        return moved._replace(completed_at=now, completion_source="manual")
    if status == "archived":
        # When and how it was completed stays known.
        return moved._replace(archived_at=now)
    if goal.status == "paused":
        return moved
    reached = is_reached(goal.start_value, goal.target_value, goal.current_value)
    return moved._replace(completed_at=None, archived_at=None, completion_source=None, held_open=reached)
