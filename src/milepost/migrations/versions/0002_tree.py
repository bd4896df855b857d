"""Categories, practice sessions, and the goals under them."""

from milepost.migrations.scripts import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and give goals a session and a category."""
    run("0002_tree")
