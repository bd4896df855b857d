"""Where new goals and sessions of an export may stand, among themselves and with those that are here."""

from collections.abc import Mapping
from uuid import UUID

from milepost.exchange.own_export.contents import Contents, Key
from milepost.exchange.report import Report
from milepost.exchange.tree.placing import place
from milepost.exchange.tree.record import Record
from milepost.exchange.tree.things import GOALS, SESSIONS, Thing

LINKS = "practice_session_goals"


def settle_places(found: Contents, ours: Mapping[Key, UUID], record: Record, report: Report) -> None:
    """See that all that is new stands where it may; what may not is dropped and reported.

    `ours` are the ids of what is here and of what comes in. A link that is here already is not made again.

    Raises:
        Broken: if the tree would be more than 64 levels deep.
    """
    new = _new(found, ours)
    things = record.things | new
    for row_id, row in found.tables[GOALS].items():
        for column, table in (("parent_goal_id", GOALS), ("practice_session_id", SESSIONS)):
            if row.values[column] is not None:
                new[ours[GOALS, row_id]].parents = [things[ours[table, row.values[column]]]]
    for row in found.tables[LINKS].values():
        session = things[ours[SESSIONS, row.values["practice_session_id"]]]
        session.origin = session.origin or row
        goal = things[ours[GOALS, row.values["goal_id"]]]
        if goal not in session.old_parents:
            session.parents.append(goal)
    place([*things.values()], report)
    _put_back(found, ours, things)


def _new(found: Contents, ours: Mapping[Key, UUID]) -> dict[UUID, Thing]:
    new: dict[UUID, Thing] = {}
    for table in (GOALS, SESSIONS):
        for row_id, row in found.tables[table].items():
            thing = Thing(table == SESSIONS, row.values.get("level"), row)
            thing.id = ours[table, row_id]
            new[thing.id] = thing
    return new


def _put_back(found: Contents, ours: Mapping[Key, UUID], things: Mapping[UUID, Thing]) -> None:
    """Make the rows say what was settled."""
    for row_id, row in found.tables[GOALS].items():
        goal = things[ours[GOALS, row_id]]
        row.values["level"] = goal.level
        if not goal.parents:
            row.values["parent_goal_id"] = row.values["practice_session_id"] = None
    for link_id, row in list(found.tables[LINKS].items()):
        session = things[ours[SESSIONS, row.values["practice_session_id"]]]
        goal = things[ours[GOALS, row.values["goal_id"]]]
        if goal in session.old_parents or goal not in session.parents:
            del found.tables[LINKS][link_id]
