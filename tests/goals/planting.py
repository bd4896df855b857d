"""Trees for tests: goals under goals and practice sessions, made as a person makes them."""

from uuid import UUID

from milepost.goals import actions
from milepost.goals.rows import GoalRow
from milepost.goals.schemas import NewGoal, NewPlace
from milepost.kernel.work import App, Known


def plant(app: App, who: Known, title: str, **fields: object) -> GoalRow:
    """A milestone goal, or what the fields say, as a body would."""
    new = NewGoal.model_validate({"title": title, "goal_type": "milestone"} | fields)
    return app.write_now(who, lambda work: actions.create_goal(work, new))


def chain(app: App, who: Known, length: int, **fields: object) -> list[GoalRow]:
    """Goals each under the one before."""
    made: list[GoalRow] = []
    for number in range(length):
        above = {"parent_goal_id": made[-1].id} if made else fields
        made.append(plant(app, who, f"Link {number}", **above))
    return made


def move(app: App, who: Known, goal_id: UUID, expected: int | None = None, **to: object) -> GoalRow:
    """Move a goal as a body would."""
    place = NewPlace.model_validate(to)
    return app.write_now(who, lambda work: actions.move_goal(work, goal_id, place, expected))
