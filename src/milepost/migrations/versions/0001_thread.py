"""People and their ways in; goals, entries and stays; the kernel's own tables."""

from milepost.migrations.scripts import run

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    run("0001_thread")
