"""A stamp of a record: as long as it is the same, so are its trees and titles."""

from typing import NamedTuple
from uuid import UUID

from milepost.kernel.statements import statement
from milepost.kernel.work import Reading


class Stamp(NamedTuple):
    """How many goals, sessions, links and categories there are, in which versions, and the newest of each.

    Entries and completion by measure leave it as it is.
    """

    goals: int
    goal_versions: int
    newest_goal: UUID | None
    sessions: int
    session_versions: int
    newest_session: UUID | None
    links: int
    newest_link: UUID | None
    categories: int
    category_versions: int


_STAMP = statement(
    "imports.stamp",
    Stamp,
    """SELECT
      (SELECT count(*) FROM goals WHERE user_id = :owner),
      (SELECT coalesce(sum(version), 0) FROM goals WHERE user_id = :owner),
      (SELECT id FROM goals WHERE user_id = :owner ORDER BY id DESC LIMIT 1),
      (SELECT count(*) FROM practice_sessions WHERE user_id = :owner),
      (SELECT coalesce(sum(version), 0) FROM practice_sessions WHERE user_id = :owner),
      (SELECT id FROM practice_sessions WHERE user_id = :owner ORDER BY id DESC LIMIT 1),
      (SELECT count(*) FROM practice_session_goals WHERE user_id = :owner),
      (SELECT id FROM practice_session_goals WHERE user_id = :owner ORDER BY id DESC LIMIT 1),
      (SELECT count(*) FROM categories WHERE user_id = :owner),
      (SELECT coalesce(sum(version), 0) FROM categories WHERE user_id = :owner)""",
)


def stamp(reading: Reading) -> Stamp:
    """The stamp of the record as it is."""
    (found,) = reading.all(_STAMP)
    return found
