"""What people prefer."""

from milepost.migrations.scripts import run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run("0004_preferences")
