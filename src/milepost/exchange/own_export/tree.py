"""What an export says of goals and sessions, held to the rules: places, levels, values."""

from collections import defaultdict
from uuid import UUID

from milepost.exchange.fractal.nodes import Node
from milepost.exchange.fractal.placing import place
from milepost.exchange.fractal.things import Thing
from milepost.exchange.own_export.contents import Contents, Row
from milepost.exchange.report import Broken, Report
from milepost.goals.models import KINDS
from milepost.goals.rules.entries import BeyondLimit, Entry, folded

GOALS, SESSIONS, LINKS, ENTRIES = (
    "goals",
    "practice_sessions",
    "practice_session_goals",
    "progress_entries",
)


def settle_places(found: Contents, report: Report) -> None:
    """See that goals and sessions stand where they may; what may not is dropped and reported.

    Raises:
        Broken: if the tree would be more than 64 levels deep.
    """
    goals = {row_id: _thing(row, row_id, False) for row_id, row in found.tables[GOALS].items()}
    sessions = {row_id: _thing(row, row_id, True) for row_id, row in found.tables[SESSIONS].items()}
    for row_id, goal in goals.items():
        values = found.tables[GOALS][row_id].values
        if values["parent_goal_id"] is not None:
            goal.parents = [goals[values["parent_goal_id"]]]
        elif values["practice_session_id"] is not None:
            goal.parents = [sessions[values["practice_session_id"]]]
    for row in found.tables[LINKS].values():
        sessions[row.values["practice_session_id"]].parents.append(goals[row.values["goal_id"]])
    place([*goals.values(), *sessions.values()], report)
    _put_back(found, goals, sessions)


def _put_back(found: Contents, goals: dict[UUID, Thing], sessions: dict[UUID, Thing]) -> None:
    """Make the rows say what was settled."""
    for row_id, goal in goals.items():
        values = found.tables[GOALS][row_id].values
        values["level"] = goal.level
        if not goal.parents:
            values["parent_goal_id"] = values["practice_session_id"] = None
    for link_id, row in list(found.tables[LINKS].items()):
        if goals[row.values["goal_id"]] not in sessions[row.values["practice_session_id"]].parents:
            del found.tables[LINKS][link_id]


def settle_values(found: Contents, report: Report) -> None:
    """Work out anew what each goal's entries make of it; what differs is put right and reported.

    Raises:
        Broken: if a goal's value would be too large.
    """
    steps: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for row in found.tables[ENTRIES].values():
        values = row.values
        # An entry that is none is refused when it is staged.
        if values["kind"] == "reset" or (values["kind"] in KINDS and values["value"] is not None):
            entry = Entry(values["kind"], values["value"], values["entry_date"], values["seq"])
            steps[values["goal_id"]].append(entry)
    for goal_id, row in found.tables[GOALS].items():
        entries = steps[goal_id]
        try:
            value = folded(entries, row.values["start_value"])
        except BeyondLimit as beyond:
            raise Broken(f"{row.path}: the goal's value would be too large.") from beyond
        made = {
            "current_value": value,
            "newest_entry_date": max((each.entry_date for each in entries), default=None),
            "last_seq": max([row.values["last_seq"], *(each.seq for each in entries)]),
        }
        for name, new in made.items():
            if row.values[name] != new:
                report.repair(row.path, name, str(row.values[name]), str(new))
                row.values[name] = new


def _thing(row: Row, row_id: UUID, is_session: bool) -> Thing:
    node = Node(None, 0)
    node.at, node.key = row.path, f"id:{row_id}"
    node.is_session = is_session
    level = row.values.get("level")
    return Thing(is_session, level if isinstance(level, str) else None, node)
