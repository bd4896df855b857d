"""What a stranger asks with: values from Alice's own rows, for each parameter of a statement."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from milepost.kernel.statements import BOUND_BY_THE_DOOR, Declaration
from tests.architecture.lock_one import main_table

Rows = dict[str, list[dict[str, Any]]]
LONG_AGO, FAR_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# A parameter that is called like a column of the statement's own table needs no word here: it is taken
# from Alice's row in that table. Others are taken from another column of hers:
TAKEN = {
    "goal_id": ("goals", "id"),
    "entry_id": ("progress_entries", "id"),
    "session_id": ("practice_sessions", "id"),
    "categories.category:category_id": ("categories", "id"),
    "categories.unassign_goals:category_id": ("goals", "category_id"),
    "goals.insert:parent_goal_id": ("goals", "id"),
    "goals.siblings_under_a_goal:parent_goal_id": ("goals", "parent_goal_id"),
    "goals.siblings_under_a_session:practice_session_id": ("goals", "practice_session_id"),
    "day": ("progress_entries", "entry_date"),
    "imports.course:import_id": ("imports", "id"),
}
# or from all her rows, where a list of ids is asked for,
TAKEN_FROM_ALL = {
    "goal_ids": ("goals", "id"),
    "session_ids": ("practice_sessions", "id"),
    "category_ids": ("categories", "id"),
    "imports.known_ids:ids": ("import_ids", "id"),
}
# or are the same for all, by the parameter's name or by "statement:parameter".
SAMPLES: dict[str, Any] = {
    "limit": 1000,
    "today": date(2026, 11, 21),
    "kept": UUID(int=1),
    "before": UUID(int=2**128 - 1),
    "first": date.min,
    "before_date": date.max,
    "before_seq": 2**62,
    "after_order": -(2**62),
    "after_id": UUID(int=0),
    "after": UUID(int=0),
    "fresh_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$bm90IHVzZWQ",
    "statuses": ["active", "paused", "completed", "archived"],
    "goal_types": ["target_based", "continuous_counter", "milestone"],
    "levels": ["ultimate", "long_term", "mid_term", "short_term", "immediate", "micro", "nano", "none"],
    "parents": [],
    "any_parent": True,
    "roots": True,
    "categories": [],
    "any_category": True,
    "uncategorised": True,
    "any_goal": True,
    "any_completed": True,
    "any_linkage": True,
    "unlinked": False,
    "before_instant": FAR_AHEAD,
    "instant": datetime(2000, 1, 1, tzinfo=UTC),
    "after_name": "",
    "words": "",
    "form": "fractal",
    "oldest": LONG_AGO,
    "accounts.expired:oldest": FAR_AHEAD,
    "repeats.forget_old:oldest": FAR_AHEAD,
}


class NoSample(Exception):
    """A parameter is new: say in tests/architecture/samples.py what a stranger would pass for it."""


def values(declared: Declaration, hers: Rows) -> dict[str, Any]:
    """The values with which a stranger would reach Alice's rows by this statement.

    Raises:
        NoSample: if one is not known.
    """
    own = hers.get(main_table(declared), [{}])[0]
    return {name: _value(declared.name, name, own, hers) for name in declared.parameters - BOUND_BY_THE_DOOR}


def _value(statement: str, name: str, own: dict[str, Any], hers: Rows) -> Any:
    for known in (f"{statement}:{name}", name):
        if known in SAMPLES:
            return SAMPLES[known]
    known = f"{statement}:{name}"
    if known in TAKEN_FROM_ALL or name in TAKEN_FROM_ALL:
        table, column = TAKEN_FROM_ALL.get(known) or TAKEN_FROM_ALL[name]
        return [row[column] for row in hers[table]]
    if name == "ids" and statement.startswith("there."):
        return [row["id"] for row in hers[statement.removeprefix("there.")]]
    if name in own and known not in TAKEN:
        return own[name]
    if known in TAKEN or name in TAKEN:
        table, column = TAKEN.get(known) or TAKEN[name]
        return next(row[column] for row in hers[table] if row[column] is not None)
    raise NoSample(f"{statement} takes {name}: add it to TAKEN or SAMPLES in tests/architecture/samples.py")
