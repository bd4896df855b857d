"""Deleting a goal with all that is under it."""

from uuid import UUID

from milepost.goals.actions.holding import held, require_version
from milepost.goals.rows import GoalId
from milepost.kernel.statements import change, statement
from milepost.kernel.work import Work

# Any date is one: with it SQLite goes by the index of a goal's entries, and not through all of a person's.
_BURY = change(
    "goals.bury_entries",
    """WITH RECURSIVE under(id) AS (
      SELECT id FROM goals WHERE user_id = :owner AND id IN {each:goal_ids}
      UNION ALL
      SELECT g.id FROM goals g JOIN under u ON g.parent_goal_id = u.id WHERE g.user_id = :owner
    )
    INSERT INTO gone_ids (user_id, id, fingerprint, gone_at)
    SELECT :owner, e.id, e.fingerprint, :now FROM under u CROSS JOIN progress_entries e
    WHERE e.user_id = :owner AND e.goal_id = u.id AND e.entry_date >= '0001-01-01'
    AND e.fingerprint IS NOT NULL
    ON CONFLICT DO NOTHING""",
)
_SUBTREE = """SELECT id FROM goals WHERE user_id = :owner AND id IN (
  WITH RECURSIVE under(id) AS (
    SELECT id FROM goals WHERE user_id = :owner AND id IN {each:goal_ids}
    UNION ALL
    SELECT g.id FROM goals g JOIN under u ON g.parent_goal_id = u.id WHERE g.user_id = :owner
  )
  SELECT id FROM under) ORDER BY id"""
_HELD = statement("goals.subtree_held", GoalId, sqlite=_SUBTREE, postgres=f"{_SUBTREE} FOR UPDATE")
_DELETE = change("goals.delete", "DELETE FROM goals WHERE user_id = :owner AND id = :goal_id")


def delete_goal(work: Work, goal_id: UUID, expected: int | None = None) -> None:
    """Delete a goal, all under it, and their entries. Ids that clients made are never taken again.

    Raises:
        NoSuchGoal: if it is not there.
        Stale: if it was edited since the `expected` version.
    """
    work.lock_owner()
    require_version(held(work, goal_id), expected)
    bury_entries_under(work, [goal_id])
    work.run(_DELETE, goal_id=goal_id)


def bury_entries_under(work: Work, goal_ids: list[UUID]) -> None:
    """Remember for ever the ids that clients made for entries of these goals and of all below them.

    From here on nobody logs there: an entry in between would go unremembered.
    """
    work.all(_HELD, goal_ids=goal_ids)
    work.run(_BURY, goal_ids=goal_ids)
