"""Runs the frozen SQL script of a migration, one for each engine."""

from pathlib import Path

from alembic import op


def run(name: str) -> None:
    """Run `versions/NAME.DIALECT.sql`, statement by statement."""
    dialect = op.get_bind().dialect.name
    script = Path(__file__).parent / "versions" / f"{name}.{dialect}.sql"
    for each in script.read_text(encoding="utf-8").split(";\n\n"):
        op.get_bind().exec_driver_sql(each.strip().rstrip(";"))
