"""Keep who is held back, until when, by whom and why. Old code runs beside the new."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Do nothing yet."""


def downgrade() -> None:
    """Do nothing yet."""
