"""Keep the sums that a month's report is made of. Old code runs beside the new."""

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Do nothing yet."""


def downgrade() -> None:
    """Do nothing yet."""
