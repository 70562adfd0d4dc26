"""Let personal data be held, deleted and sealed. Old code runs beside the new."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Do nothing yet."""


def downgrade() -> None:
    """Do nothing yet."""
