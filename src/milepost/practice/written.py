"""Practice sessions as the database itself writes them, in JSON, for the tree.

What is written is what `session_view` shows but for the ids; a test holds them against each other.
"""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from milepost.kernel.json_text import json_object
from milepost.kernel.statements import IdText, statement
from milepost.kernel.work import Reading


class Written(NamedTuple):
    """A practice session as JSON without its ids."""

    id: IdText
    text: str


class Linked(NamedTuple):
    """A session stands under a goal."""

    practice_session_id: IdText
    goal_id: IdText


class Sessions(NamedTuple):
    """Sessions, newest first, and the goals of each in the order of linking."""

    written: list[Written]
    goal_ids: dict[IdText, list[IdText]]


FORM = {
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

_ALL = "SELECT {id}, {text} FROM practice_sessions WHERE user_id = :owner ORDER BY created_at DESC, id DESC"
_THESE = """WITH wanted(session_id) AS {{each:session_ids}}
SELECT {id}, {text} FROM wanted CROSS JOIN practice_sessions s
WHERE s.user_id = :owner AND s.id = session_id ORDER BY created_at DESC, id DESC"""
_ON_SQLITE = {"id": "id", "text": json_object(FORM, "sqlite")}
_ON_POSTGRES = {"id": "CAST(id AS text)", "text": json_object(FORM, "postgresql")}
_LINKS = "SELECT {pair} FROM practice_session_goals WHERE user_id = :owner ORDER BY practice_session_id, id"
_THESE_LINKS = _LINKS.replace(":owner", ":owner AND practice_session_id IN {{each:session_ids}}")
_PAIR = "practice_session_id, goal_id"
_PAIR_ON_POSTGRES = "CAST(practice_session_id AS text), CAST(goal_id AS text)"

_EVERY = statement(
    "practice.written", Written, sqlite=_ALL.format(**_ON_SQLITE), postgres=_ALL.format(**_ON_POSTGRES)
)
_SOME = statement(
    "practice.written_of",
    Written,
    sqlite=_THESE.format(**_ON_SQLITE),
    postgres=_THESE.format(**_ON_POSTGRES),
)
_EVERY_LINK = statement(
    "practice.links",
    Linked,
    sqlite=_LINKS.format(pair=_PAIR),
    postgres=_LINKS.format(pair=_PAIR_ON_POSTGRES),
)
_SOME_LINKS = statement(
    "practice.links_of",
    Linked,
    sqlite=_THESE_LINKS.format(pair=_PAIR),
    postgres=_THESE_LINKS.format(pair=_PAIR_ON_POSTGRES),
)


def written(reading: Reading, session_ids: list[UUID] | None = None) -> Sessions:
    """These sessions, or all of the owner's."""
    if session_ids is None:
        rows, links = reading.all(_EVERY), reading.all(_EVERY_LINK)
    else:
        rows = reading.all(_SOME, session_ids=session_ids)
        links = reading.all(_SOME_LINKS, session_ids=session_ids)
    goal_ids: defaultdict[IdText, list[IdText]] = defaultdict(list)
    for link in links:
        goal_ids[link.practice_session_id].append(link.goal_id)
    return Sessions(rows, goal_ids)
