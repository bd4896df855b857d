"""However many goals there are, the tree and the day are read in the same few queries."""

from typing import Any

from milepost.goals.rows import GoalRow
from milepost.kernel.ids import new_id
from milepost.kernel.settings import Settings
from milepost.kernel.work import App, Reading
from milepost.overview.metrics import metrics
from milepost.overview.today import today
from milepost.overview.tree import branch, tree
from tests.architecture.past_the_door import rows
from tests.cast import Cast
from tests.goals.planting import move, plant
from tests.overview.test_tree import nodes, whole

MANY = 2000
MOST = 8
"""Queries of one reading."""


class Counting:
    """A reading that counts its queries."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        if name in ("all", "first"):
            self.count += 1
        return getattr(self._reading, name)


def grow(settings: Settings, root: GoalRow, many: int) -> None:
    """So many goals more, five under each, copied past the door from the one that is there."""
    columns = [
        name for name in GoalRow._fields if name not in ("id", "parent_goal_id", "title", "sort_order")
    ]
    kept = ", ".join([*columns, "description_key"])
    ids = [root.id]
    with rows(settings) as there:
        for number in range(1, many):
            ids.append(new_id())
            there.change(
                f"INSERT INTO goals ({kept}, id, parent_goal_id, title, title_key, sort_order)"
                f" SELECT {kept}, :id, :parent, :title, :title, :number FROM goals"
                " WHERE user_id = :owner AND id = :root",
                id=ids[-1],
                parent=ids[(number - 1) // 5],
                title=f"Goal {number}",
                number=number,
                owner=root.user_id,
                root=root.id,
            )


def test_any_number_of_goals_is_read_in_one_round_of_queries(
    app: App, cast: Cast, settings: Settings
) -> None:
    root = plant(app, cast.alice, "Root")
    grow(settings, root, 2)

    def counted(reading: Reading) -> list[int]:
        found = []
        for ask in (tree, today, lambda each: branch(each, root.id), lambda each: metrics(each, root.id)):
            counting: Any = Counting(reading)
            ask(counting)
            found.append(counting.count)
        return found

    few = app.read_now(cast.alice, counted)
    assert max(few) <= MOST
    other = plant(app, cast.alice, "Another")
    grow(settings, other, MANY)
    move(app, cast.alice, other.id, parent_goal_id=root.id)
    assert app.read_now(cast.alice, counted) == few
    assert len(list(nodes(whole(app, cast.alice)["roots"]))) == MANY + 2
