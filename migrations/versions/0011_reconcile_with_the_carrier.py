"""Keep what each reconciliation with the carrier found. Old code runs beside the new."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Do nothing yet."""


def downgrade() -> None:
    """Do nothing yet."""
