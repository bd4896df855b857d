"""Imports, the ids that they map, and a staging table beside each table of a person's record."""

from milepost.migrations.scripts import run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    run("0003_imports")
