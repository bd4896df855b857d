"""Tables of imports: their course and report, the rows they bring, the map of the files' ids to ours."""

from functools import cache

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Table, false, text

from milepost.exchange.errors import ImportRunning
from milepost.kernel.schema import (
    ENGINE_CHECKS,
    Flag,
    Id,
    Instant,
    Text,
    Whole,
    at_most,
    metadata,
    one_of,
    owned,
)

AREA = "self"
STATUSES = ("running", "done", "refused")

imports = owned(
    "imports",
    Column("format", Text, nullable=False),
    Column("dry_run", Flag, nullable=False, server_default=false()),
    Column("status", Text, nullable=False, server_default="running"),
    Column("is_open", Flag, nullable=False),
    Column("done", Whole, nullable=False, server_default=text("0")),
    Column("total", Whole, nullable=False, server_default=text("0")),
    Column("report", Text),
    Column("beat_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    at_most("format", 40, least=1),
    one_of("status", STATUSES),
    CheckConstraint("(status = 'running') = (report IS NULL)", name="report_when_over"),
    area=AREA,
    called="imports",
)
open_imports = Index(
    "uq_imports_open",
    imports.c.user_id,
    unique=True,
    sqlite_where=imports.c.is_open,
    postgresql_where=imports.c.is_open,
    info={"failure": ImportRunning},
)

import_ids = owned(
    "import_ids",
    Column("import_id", Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("row_id", Id, nullable=False),
    ForeignKeyConstraint(
        ["user_id", "import_id"],
        ["imports.user_id", "imports.id"],
        name="fk_import_ids_import",
        ondelete="CASCADE",
    ),
    Index("ix_import_ids_user_id_import_id", "user_id", "import_id"),
    area=AREA,
)
"""`id` is a digest of format, kind and the file's own id; `row_id` is the id of the row that was made,
whether it is still there or not."""


@cache
def staged() -> dict[str, Table]:
    """The staging table beside each table of a person's record, by the name of that. Wings must be loaded."""
    record = [
        each for each in metadata.sorted_tables if each.info["kind"] == "owned" and each.info["area"] != AREA
    ]
    return {each.name: _beside(each) for each in record}


def _beside(table: Table) -> Table:
    """The same columns and checks, without defaults, foreign keys and indexes."""
    columns = [
        Column(each.name, each.type, nullable=each.nullable)
        for each in table.columns
        if each.name not in ("user_id", "id")
    ]
    checks = {
        str(each.name).removeprefix(f"ck_{table.name}_"): str(each.sqltext)
        for each in table.constraints
        if isinstance(each, CheckConstraint) and each.name
    }
    of_engine = {f"{each.name}_{word}" for each in table.columns for word in ENGINE_CHECKS}
    kept = [CheckConstraint(checks[name], name=name) for name in sorted(checks.keys() - of_engine)]
    return owned(f"staged_{table.name}", *columns, *kept, area=AREA)
