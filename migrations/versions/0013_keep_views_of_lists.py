"""Keep people's own views of lists, and find the audit by time. Old code runs beside the new."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Do nothing yet."""


def downgrade() -> None:
    """Do nothing yet."""
