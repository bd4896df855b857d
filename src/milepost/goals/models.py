"""Tables of categories, goals, their entries and their stays in each status."""

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, false, text

from milepost.goals.errors import CategoryNameTaken, TitleTaken
from milepost.goals.rules import levels
from milepost.kernel.amounts import LIMIT
from milepost.kernel.repeats import IdTaken
from milepost.kernel.schema import (
    Bytes,
    Day,
    Flag,
    Hundredths,
    Id,
    Instant,
    Key,
    Text,
    Whole,
    at_most,
    one_of,
    owned,
)

TYPES = ("target_based", "continuous_counter", "milestone")
STATUSES = ("active", "paused", "completed", "archived")
LEVELS = levels.LEVELS
STRATEGIES = ("auto", "measure", "outcomes", "spaces", "children", "manual")
SOURCES = ("manual", "measure", "review", "children", "import")
KINDS = ("delta", "set", "reset")


def _within_limit(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN -{LIMIT} AND {LIMIT}", name=f"{column}_limit")


categories = owned(
    "categories",
    Column("name", Text, nullable=False),
    Column("name_key", Key, nullable=False),
    Column("color", Text),
    Column("version", Whole, nullable=False, server_default=text("1")),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    at_most("name", 100, least=1),
    CheckConstraint("color LIKE '#______'", name="color_form"),
    Index(
        "uq_categories_user_id_name_key",
        "user_id",
        "name_key",
        unique=True,
        info={"failure": CategoryNameTaken},
    ),
    area="record",
    called="categories",
)

goals = owned(
    "goals",
    Column("title", Text, nullable=False),
    Column("title_key", Key, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("description_key", Key, nullable=False, server_default=""),
    Column("goal_type", Text, nullable=False),
    Column("level", Text),
    Column("status", Text, nullable=False, server_default="active"),
    Column("parent_goal_id", Id),
    Column("priority", Whole, nullable=False, server_default=text("0")),
    Column("weight", Hundredths, nullable=False, server_default=text("100")),
    Column("unit", Text),
    Column("start_value", Hundredths, nullable=False, server_default=text("0")),
    Column("target_value", Hundredths),
    Column("start_date", Day, nullable=False),
    Column("deadline", Day),
    Column("open_ended", Flag, nullable=False, server_default=false()),
    Column("current_value", Hundredths, nullable=False, server_default=text("0")),
    Column("manual_progress", Hundredths),
    Column("progress_strategy", Text, nullable=False, server_default="auto"),
    Column("completion_source", Text),
    Column("held_open", Flag, nullable=False, server_default=false()),
    Column("sort_order", Whole, nullable=False, server_default=text("0")),
    Column("last_seq", Whole, nullable=False, server_default=text("0")),
    Column("newest_entry_date", Day),
    Column("version", Whole, nullable=False, server_default=text("1")),
    Column("started_at", Instant),
    Column("paused_at", Instant),
    Column("completed_at", Instant),
    Column("archived_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("practice_session_id", Id),
    Column("category_id", Id),
    ForeignKeyConstraint(
        ["user_id", "parent_goal_id"],
        ["goals.user_id", "goals.id"],
        name="fk_goals_parent",
        ondelete="CASCADE",
    ),
    ForeignKeyConstraint(
        ["user_id", "practice_session_id"],
        ["practice_sessions.user_id", "practice_sessions.id"],
        name="fk_goals_practice_session",
        ondelete="CASCADE",
    ),
    ForeignKeyConstraint(
        ["user_id", "category_id"], ["categories.user_id", "categories.id"], name="fk_goals_category"
    ),
    at_most("title", 255, least=1),
    at_most("description", 5000),
    at_most("unit", 50, least=1),
    one_of("goal_type", TYPES),
    one_of("level", LEVELS),
    one_of("status", STATUSES),
    one_of("progress_strategy", STRATEGIES),
    one_of("completion_source", SOURCES),
    _within_limit("start_value"),
    _within_limit("target_value"),
    _within_limit("current_value"),
    CheckConstraint("weight BETWEEN 0 AND 100000", name="weight_range"),
    CheckConstraint("manual_progress BETWEEN 0 AND 10000", name="manual_progress_range"),
    CheckConstraint("start_date <= deadline", name="dates_in_order"),
    CheckConstraint("parent_goal_id <> id", name="not_its_own_parent"),
    CheckConstraint("parent_goal_id IS NULL OR practice_session_id IS NULL", name="one_parent"),
    CheckConstraint(
        "CASE goal_type"
        " WHEN 'target_based' THEN unit IS NOT NULL AND target_value IS NOT NULL"
        " AND start_value <> target_value AND (deadline IS NOT NULL OR open_ended)"
        " WHEN 'continuous_counter' THEN unit IS NOT NULL AND target_value IS NULL AND deadline IS NULL"
        " ELSE unit IS NULL AND target_value IS NULL AND start_value = 0 END",
        name="type_has_its_measure",
    ),
    Index("ix_goals_user_id_status", "user_id", "status"),
    Index("ix_goals_user_id_goal_type", "user_id", "goal_type"),
    Index("ix_goals_user_id_level", "user_id", "level"),
    Index("ix_goals_user_id_parent_goal_id", "user_id", "parent_goal_id", "sort_order"),
    Index("ix_goals_user_id_practice_session_id", "user_id", "practice_session_id", "sort_order"),
    Index("ix_goals_user_id_category_id", "user_id", "category_id"),
    Index("ix_goals_user_id_sort_order", "user_id", "sort_order", "id"),
    Index("ix_goals_user_id_created_at", "user_id", "created_at"),
    area="record",
    called="goals",
)

_open_roots = (
    goals.c.status.in_(["active", "paused"])
    & goals.c.parent_goal_id.is_(None)
    & goals.c.practice_session_id.is_(None)
)
open_titles = Index(
    "uq_goals_open_root_title",
    goals.c.user_id,
    goals.c.title_key,
    unique=True,
    sqlite_where=_open_roots,
    postgresql_where=_open_roots,
    info={"failure": TitleTaken},
)

progress_entries = owned(
    "progress_entries",
    Column("goal_id", Id, nullable=False),
    Column("kind", Text, nullable=False, server_default="delta"),
    Column("value", Hundredths),
    Column("entry_date", Day, nullable=False),
    Column("seq", Whole, nullable=False),
    Column("note", Text),
    Column("source", Text),
    Column("fingerprint", Bytes),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["user_id", "goal_id"],
        ["goals.user_id", "goals.id"],
        name="fk_progress_entries_goal",
        ondelete="CASCADE",
    ),
    one_of("kind", KINDS),
    _within_limit("value"),
    at_most("note", 500),
    CheckConstraint("(kind = 'reset') = (value IS NULL)", name="value_fits_kind"),
    CheckConstraint("kind <> 'delta' OR value <> 0", name="delta_moves"),
    Index("uq_progress_entries_goal_order", "user_id", "goal_id", "entry_date", "seq", unique=True),
    area="record",
    called="entries",
)

goal_status_intervals = owned(
    "goal_status_intervals",
    Column("goal_id", Id, nullable=False),
    Column("status", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("started_on", Day, nullable=False),
    Column("ended_on", Day),
    ForeignKeyConstraint(
        ["user_id", "goal_id"],
        ["goals.user_id", "goals.id"],
        name="fk_goal_status_intervals_goal",
        ondelete="CASCADE",
    ),
    one_of("status", STATUSES),
    Index("ix_goal_status_intervals_goal", "user_id", "goal_id", "started_at"),
    area="record",
)

open_stays = Index(
    "uq_goal_status_intervals_open",
    goal_status_intervals.c.user_id,
    goal_status_intervals.c.goal_id,
    unique=True,
    sqlite_where=goal_status_intervals.c.ended_at.is_(None),
    postgresql_where=goal_status_intervals.c.ended_at.is_(None),
)

progress_entries.info["taken"] = IdTaken
