"""Tables of practice sessions and of the goals that they are for."""

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, false, text

from milepost.kernel.repeats import IdTaken
from milepost.kernel.schema import Bytes, Flag, Id, Instant, Text, Whole, at_most, owned

MOST_MINUTES = 1440
"""A session is planned for a day at most."""

practice_sessions = owned(
    "practice_sessions",
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("completed", Flag, nullable=False, server_default=false()),
    Column("completed_at", Instant),
    Column("planned_minutes", Whole),
    Column("fingerprint", Bytes),
    Column("version", Whole, nullable=False, server_default=text("1")),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    at_most("name", 255, least=1),
    at_most("description", 5000),
    CheckConstraint(f"planned_minutes BETWEEN 1 AND {MOST_MINUTES}", name="planned_minutes_range"),
    CheckConstraint("completed_at IS NULL OR completed", name="completed_at_fits"),
    Index("ix_practice_sessions_user_id_created_at", "user_id", "created_at", "id"),
    Index("ix_practice_sessions_user_id_completed", "user_id", "completed"),
    area="record",
    called="practice_sessions",
)

practice_session_goals = owned(
    "practice_session_goals",
    Column("practice_session_id", Id, nullable=False),
    Column("goal_id", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["user_id", "practice_session_id"],
        ["practice_sessions.user_id", "practice_sessions.id"],
        name="fk_practice_session_goals_session",
        ondelete="CASCADE",
    ),
    ForeignKeyConstraint(
        ["user_id", "goal_id"],
        ["goals.user_id", "goals.id"],
        name="fk_practice_session_goals_goal",
        ondelete="CASCADE",
    ),
    Index("uq_practice_session_goals_pair", "user_id", "practice_session_id", "goal_id", unique=True),
    # With the session in it, it answers by itself: SQLite would else go through all of a person's links.
    Index("ix_practice_session_goals_user_id_goal_id", "user_id", "goal_id", "practice_session_id"),
    area="record",
)

practice_sessions.info["taken"] = IdTaken
