"""Practice sessions as the database itself writes them, in JSON, for the tree.

What is written is what `session_view` shows but for `goal_ids`; a test holds them against each other.
"""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from milepost.kernel.json_text import json_object
from milepost.kernel.statements import statement
from milepost.kernel.work import Reading


class Written(NamedTuple):
    """A practice session as JSON without its goals."""

    id: UUID
    text: str


class Linked(NamedTuple):
    """A session stands under a goal."""

    practice_session_id: UUID
    goal_id: UUID


class Sessions(NamedTuple):
    """Sessions, newest first, and the goals of each in the order of linking."""

    written: list[Written]
    goal_ids: dict[UUID, list[UUID]]


FORM = {
    "id": "id",
    "user_id": "id",
    "name": "plain",
    "description": "plain",
    "completed": "flag",
    "completed_at": "instant",
    "planned_minutes": "plain",
    "version": "plain",
    "created_at": "instant",
    "updated_at": "instant",
}
"""How each column stands in an answer."""

_ALL = "SELECT id, {text} FROM practice_sessions WHERE user_id = :owner ORDER BY created_at DESC, id DESC"
_THESE = _ALL.replace(":owner", ":owner AND id IN {{each:session_ids}}")

_EVERY = statement(
    "practice.written",
    Written,
    sqlite=_ALL.format(text=json_object(FORM, "sqlite")),
    postgres=_ALL.format(text=json_object(FORM, "postgresql")),
)
_SOME = statement(
    "practice.written_of",
    Written,
    sqlite=_THESE.format(text=json_object(FORM, "sqlite")),
    postgres=_THESE.format(text=json_object(FORM, "postgresql")),
)
_EVERY_LINK = statement(
    "practice.links",
    Linked,
    "SELECT practice_session_id, goal_id FROM practice_session_goals WHERE user_id = :owner ORDER BY id",
)
_SOME_LINKS = statement(
    "practice.links_of",
    Linked,
    """SELECT practice_session_id, goal_id FROM practice_session_goals
    WHERE user_id = :owner AND practice_session_id IN {each:session_ids} ORDER BY id""",
)


def written(reading: Reading, session_ids: list[UUID] | None = None) -> Sessions:
    """These sessions, or all of the owner's."""
    if session_ids is None:
        rows, links = reading.all(_EVERY), reading.all(_EVERY_LINK)
    else:
        rows = reading.all(_SOME, session_ids=session_ids)
        links = reading.all(_SOME_LINKS, session_ids=session_ids)
    goal_ids: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for link in links:
        goal_ids[link.practice_session_id].append(link.goal_id)
    return Sessions(rows, goal_ids)
