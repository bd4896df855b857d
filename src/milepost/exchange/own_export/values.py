"""What the entries of an export make of goals: of new ones, and of those that are here already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from milepost.exchange.own_export.contents import Contents, Key, Row
from milepost.exchange.report import Broken, Report
from milepost.goals import queries
from milepost.goals.models import KINDS
from milepost.goals.rows import GoalRow
from milepost.goals.rules.entries import BeyondLimit, Entry, folded
from milepost.kernel.work import Reading

GOALS, ENTRIES = "goals", "progress_entries"


class Later(NamedTuple):
    """A goal that is here and gets more entries: as it was seen, and what it is to become."""

    goal: GoalRow
    current_value: int
    newest: date
    entries: int


def settle_values(found: Contents, report: Report) -> None:
    """Work out anew what its entries make of each new goal; what differs is put right and reported.

    Raises:
        Broken: if a goal's value would be too large.
    """
    steps = _by_goal(found)
    for goal_id, row in found.tables[GOALS].items():
        entries = [_step(each) for each in steps.get(goal_id, ())]
        made = {
            "current_value": _value(entries, row.values["start_value"], row.path),
            "newest_entry_date": max((each.entry_date for each in entries), default=None),
            "last_seq": max([row.values["last_seq"], *(each.seq for each in entries)]),
        }
        for name, new in made.items():
            if row.values[name] != new:
                report.repair(row.path, name, str(row.values[name]), str(new))
                row.values[name] = new


def later(reading: Reading, found: Contents, ours: Mapping[Key, UUID], report: Report) -> list[Later]:
    """Number the new entries of goals that are here after those that are there, and see what they make.

    Entries of a goal that takes none are refused.

    Raises:
        Broken: if a goal's value would be too large.
    """
    changed = []
    for goal_id, rows in _by_goal(found).items():
        if goal_id in found.tables[GOALS]:
            continue
        goal = queries.goal(reading, ours[GOALS, goal_id])
        if goal.status == "archived" or goal.goal_type == "milestone":
            is_what = "archived" if goal.status == "archived" else "a milestone"
            for row in rows:
                del found.tables[ENTRIES][row.values["id"]]
                report.refuse(row.path, f"is an entry of a goal that is {is_what} here")
            continue
        for seq, row in enumerate(sorted(rows, key=_order), goal.last_seq + 1):
            row.values["seq"] = seq
        steps = [*queries.steps(reading, goal.id), *map(_step, rows)]
        value = _value(steps, goal.start_value, rows[0].path)
        changed.append(Later(goal, value, max(each.entry_date for each in steps), len(rows)))
    return changed


def _by_goal(found: Contents) -> dict[UUID, list[Row]]:
    """The entries that are some, by the file's id of their goal; others are refused when they are staged."""
    rows: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in found.tables[ENTRIES].values():
        kind, value = row.values["kind"], row.values["value"]
        if kind == "reset" or (kind in KINDS and value is not None):
            rows[row.values["goal_id"]].append(row)
    return rows


def _order(row: Row) -> tuple[date, int]:
    return row.values["entry_date"], row.values["seq"]


def _step(row: Row) -> Entry:
    return Entry(row.values["kind"], row.values["value"], *_order(row))


def _value(entries: Iterable[Entry], start_value: int, path: str) -> int:
    try:
        return folded(entries, start_value)
    except BeyondLimit as beyond:
        raise Broken(f"{path}: with its entries the goal's value would be too large.") from beyond
