"""What practice is to goals: edges of their graph, shares of their progress, links that go with them."""

from milepost.accounts.queries import strict_levels
from milepost.goals.errors import LevelOrder
from milepost.goals.events import LevelChanged
from milepost.goals.ports import Edges, Evidence, Links
from milepost.goals.rules.levels import carries_sessions
from milepost.kernel.work import Work
from milepost.practice import queries

EDGES = Edges(above=queries.links_of, below=queries.links_to, require=queries.row)
CHILDREN = Evidence("children", queries.shares)
LINKS = Links("practice_sessions", queries.linked_count)


def keep_level(work: Work, changed: LevelChanged) -> None:
    """A goal with practice sessions keeps a level that may have some.

    Raises:
        LevelOrder: if it has sessions and its new level may not.
    """
    strict = strict_levels(work)
    if carries_sessions(changed.level, strict) or not queries.linked_count(work, [changed.goal_id]):
        return
    kept = "short_term" if strict else "short_term or without level"
    raise LevelOrder(f"The goal has practice sessions, so it stays {kept}; {changed.level or 'none'} is not.")
