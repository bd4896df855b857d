"""Statements that the first lock must refuse, each with words of the reason."""

from typing import Any, NamedTuple

from milepost.kernel.statements import Number


class Two(NamedTuple):
    """A row of two whole numbers."""

    one: int
    two: int


class Offender(NamedTuple):
    """A statement that must be refused, and words of the reason."""

    reason: str
    sql: str
    row: type[Any] | None = None
    scope: str = "owner"


NOT_NARROWED = "not narrowed"
OFFENDERS = {
    "no owner": Offender(NOT_NARROWED, "SELECT count(*) FROM goals WHERE id = :id", Number),
    "an owner in an OR": Offender(
        NOT_NARROWED, "SELECT count(*) FROM goals WHERE user_id = :owner OR id = :id", Number
    ),
    "an owner under NOT": Offender(
        NOT_NARROWED, "SELECT count(*) FROM goals WHERE NOT (user_id = :owner AND id = :id)", Number
    ),
    "an owner passed by another name": Offender(
        NOT_NARROWED, "SELECT count(*) FROM goals WHERE user_id = :someone", Number
    ),
    "an owner compared otherwise": Offender(
        NOT_NARROWED, "SELECT count(*) FROM goals WHERE user_id >= :owner", Number
    ),
    "an owner for one of two tables": Offender(
        "e is not narrowed",
        """SELECT count(*) FROM goals g JOIN progress_entries e ON e.goal_id = g.id
        WHERE g.user_id = :owner""",
        Number,
    ),
    "an owner that may be of either table": Offender(
        "goals is not narrowed",
        "SELECT count(*) FROM goals, progress_entries WHERE user_id = :owner",
        Number,
    ),
    "an owner outside the join that may be empty": Offender(
        "e is not narrowed",
        """SELECT count(*) FROM goals g LEFT JOIN progress_entries e ON e.goal_id = g.id
        WHERE g.user_id = :owner AND e.user_id = :owner""",
        Number,
    ),
    "an owner only where a join may be empty": Offender(
        "g is not narrowed",
        "SELECT count(*) FROM goals g LEFT JOIN last_seen l ON l.id = g.id AND g.user_id = :owner",
        Number,
    ),
    "an outer join from the right": Offender(
        "g is not narrowed",
        "SELECT count(*) FROM last_seen l RIGHT JOIN goals g ON l.id = g.id AND g.user_id = :owner",
        Number,
    ),
    "a join in brackets": Offender(
        NOT_NARROWED,
        "SELECT count(*) FROM last_seen l LEFT JOIN (goals g JOIN users u ON u.id = :owner) ON TRUE",
        Number,
    ),
    "a subselect without owner": Offender(
        NOT_NARROWED,
        """SELECT count(*) FROM goals WHERE user_id = :owner
        AND id IN (SELECT goal_id FROM progress_entries WHERE entry_date = :day)""",
        Number,
    ),
    "a subselect narrowed from outside": Offender(
        "e is not narrowed",
        """SELECT (SELECT count(*) FROM progress_entries e WHERE g.user_id = :owner)
        FROM goals g WHERE g.user_id = :owner""",
        Number,
    ),
    "a common table without owner": Offender(
        NOT_NARROWED, "WITH mine AS (SELECT id FROM goals) SELECT count(*) FROM mine", Number
    ),
    "a common table called like a table": Offender(
        "called like the table", "WITH goals AS (SELECT 1) SELECT count(*) FROM goals", Number
    ),
    "a union without owner in one branch": Offender(
        NOT_NARROWED,
        "SELECT count(*) FROM goals WHERE user_id = :owner UNION ALL SELECT count(*) FROM sessions",
        Number,
    ),
    "an insert without owner": Offender("without user_id", "INSERT INTO gone_ids (id) VALUES (:id)"),
    "an insert without columns": Offender("without user_id", "INSERT INTO gone_ids VALUES (:owner, :id)"),
    "an insert for somebody else": Offender(
        "another user_id", "INSERT INTO gone_ids (user_id, id) VALUES (:coach_id, :id)"
    ),
    "an insert for somebody else in its second row": Offender(
        "another user_id", "INSERT INTO gone_ids (user_id, id) VALUES (:owner, :id), (:coach_id, :id)"
    ),
    "an insert of what a read finds": Offender(
        "another user_id",
        "INSERT INTO gone_ids (user_id, id) SELECT user_id, id FROM goals WHERE user_id = :owner",
    ),
    "an insert that reads without owner": Offender(
        NOT_NARROWED, "INSERT INTO gone_ids (user_id, id) SELECT :owner, id FROM goals"
    ),
    "an insert that replaces": Offender(
        "may replace", "INSERT OR REPLACE INTO directory (key, user_id) VALUES (:key, :owner)"
    ),
    "an insert that takes a row over": Offender(
        "change hands",
        """INSERT INTO directory (key, user_id) VALUES (:key, :owner)
        ON CONFLICT (key) DO UPDATE SET user_id = :owner""",
    ),
    "an insert that changes what another has": Offender(
        "a conflict may change",
        """INSERT INTO directory (key, user_id) VALUES (:key, :owner)
        ON CONFLICT (key) DO UPDATE SET key = :other""",
    ),
    "an update without owner": Offender(NOT_NARROWED, "UPDATE goals SET title = :title WHERE id = :id"),
    "an update of everybody": Offender(NOT_NARROWED, "UPDATE users SET is_admin = TRUE"),
    "an update that gives away": Offender(
        "change hands", "UPDATE goals SET user_id = :heir WHERE user_id = :owner AND id = :id"
    ),
    "an update that gives away beside something else": Offender(
        "change hands", "UPDATE goals SET (title, user_id) = (:title, :heir) WHERE user_id = :owner"
    ),
    "a delete without owner": Offender(NOT_NARROWED, "DELETE FROM goals WHERE id = :id"),
    "a delete in the directory without owner": Offender(
        NOT_NARROWED, "DELETE FROM directory WHERE key = :key", scope="directory"
    ),
    "a list of the directory": Offender(
        NOT_NARROWED, "SELECT count(*) FROM directory WHERE key > :key", Number, "directory"
    ),
    "a person's table among machinery": Offender(
        "goals is owned and not machinery",
        "SELECT count(*) FROM goals WHERE user_id = :owner",
        Number,
        "machinery",
    ),
    "a table that nobody knows": Offender(
        "goalz is no table", "SELECT count(*) FROM goalz WHERE user_id = :owner", Number
    ),
    "a scope that is none": Offender("is no scope", "DELETE FROM outbox", scope="mechanics"),
    "another actor": Offender("calls set_config", "SELECT set_config('milepost.actor', :id, TRUE)", Number),
    "a text run as a statement": Offender(
        "calls query_to_xml", "SELECT query_to_xml(:text, TRUE, TRUE, '')", Number
    ),
    "no statement at all": Offender("neither", "DROP TABLE goals"),
    "a merge": Offender(
        "neither", "MERGE INTO goals g USING users u ON u.id = g.id WHEN MATCHED THEN DELETE"
    ),
    "a row too short": Offender("answers [1] columns", "SELECT count(*) FROM outbox", Two),
    "all columns": Offender(
        "does not name its columns", "SELECT g.* FROM goals g WHERE g.user_id = :owner", Number
    ),
    "a change that answers": Offender("answers rows", "DELETE FROM outbox RETURNING id", scope="machinery"),
}
